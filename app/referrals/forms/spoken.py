"""What coordination was told, by telephone or otherwise, in the words of a form."""

from datetime import UTC, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.labels import N_
from app.localtime import local, local_moment
from app.referrals.rules import OfferStatus, OfferVerb, Reason, Speaker, Told, Way, Word, offer_move


class SpokenForm(FlaskForm):
    word = RadioField(
        N_("Was wurde geantwortet?"),
        choices=[SelectChoice(one.value, one.label) for one in Word],
        validators=[InputRequired(N_("Bitte wählen Sie die Antwort."))],
    )
    speaker = RadioField(
        N_("Wer hat geantwortet?"),
        choices=[SelectChoice(one.value, one.label) for one in Speaker],
        default=Speaker.SELF.value,
        validators=[InputRequired(N_("Bitte sagen Sie, wer geantwortet hat."))],
    )
    way = RadioField(
        N_("Wie?"),
        choices=[SelectChoice(one.value, one.label) for one in Way],
        default=Way.TELEPHONE.value,
        validators=[InputRequired(N_("Bitte sagen Sie, wie geantwortet wurde."))],
    )
    day = DateField(N_("Wann? Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    clock = TimeField(N_("Uhrzeit"), validators=[InputRequired(N_("Bitte nennen Sie die Uhrzeit."))])
    reason = SelectField(N_("Bei einer Absage: der Grund, wenn er genannt wurde"))
    impartial = BooleanField(
        N_("Bei einer Zusage: Sie hat erklärt, dass sie nichts weiß, was ihre Unbefangenheit berührt"),
        description=N_(
            "Das gilt als mündlich vermerkt. Namen sieht die Person erst, wenn sie ihre Zusage selbst "
            "bestätigt; die Erklärung nach § 3 MediationsG gibt sie danach selbst ab."
        ),
    )
    reserve = BooleanField(
        N_("Falls der Platz inzwischen vergeben ist: Sie ist bereit, als Reserve bereitzustehen")
    )

    @classmethod
    def beginning(cls, now: datetime) -> "SpokenForm":
        moment = local(now)
        form: SpokenForm = cls(data={"day": moment.date(), "clock": moment.time()})
        reasons = offer_move(OfferStatus.OFFERED, OfferVerb.DECLINE).reasons
        form.reason.choices = [
            SelectChoice("", N_("kein Grund genannt")),
            *(SelectChoice(one.value, one.label) for one in reasons),
        ]
        return form

    def validate_speaker(self, box: Any) -> None:
        if self.word.data == Word.YES.value and box.data != Speaker.SELF.value:
            raise ValidationError(N_("Zusagen kann nur die Person selbst."))

    def told(self) -> Told:
        moment, _ = local_moment(datetime.combine(self.day.data, self.clock.data))
        return Told(
            word=Word(self.word.data),
            way=Way(self.way.data),
            speaker=Speaker(self.speaker.data),
            said_at=moment.astimezone(UTC),
            reason=Reason(self.reason.data) if self.reason.data else None,
            impartial=bool(self.impartial.data),
            reserve=bool(self.reserve.data),
        )


class ConfirmForm(FlaskForm):
    """Nothing to fill in: what is asked is done by saying so once more."""
