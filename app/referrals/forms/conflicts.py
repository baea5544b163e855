"""Shapes of what people enter about a conflict of interest."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.cases.rules.consent import Way
from app.labels import N_
from app.referrals.matching.conflicts import BANS, ConflictKind, WaiverWord

RELOAD = N_("Bitte laden Sie die Seite neu.")
ASK = "ASK"
BANNED = {
    ConflictKind.ACTED_BEFORE: N_("Verbot festhalten: Sie war in dieser Sache schon für eine Partei tätig"),
    ConflictKind.SAME_PRACTICE: N_("Verbot festhalten: Ihr Büro oder ihre Praxis war für eine Partei tätig"),
}


class DecideForm(FlaskForm):
    """What coordination does about somebody who may know a party; to do nothing needs no form."""

    decision = RadioField(
        N_("Was möchten Sie tun?"), validators=[InputRequired(N_("Bitte wählen Sie, was geschehen soll."))]
    )

    @classmethod
    def of(cls, *, can_ask: bool) -> "DecideForm":
        form: DecideForm = cls()
        ask = [SelectChoice(ASK, N_("Die Parteien fragen, ob sie trotzdem einverstanden sind"))]
        bans = [SelectChoice(kind.value, BANNED[kind]) for kind in BANS]
        form.decision.choices = [*(ask if can_ask else []), *bans]
        return form


class WaiverForm(FlaskForm):
    statement = HiddenField(validators=[InputRequired(RELOAD)])
    word = RadioField(
        N_("Was sagt die Partei?"),
        choices=[SelectChoice(one.value, one.label) for one in WaiverWord],
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    day = DateField(N_("Gesagt am"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    way = RadioField(
        N_("Auf welchem Weg"),
        choices=[SelectChoice(one.value, one.label) for one in Way],
        validators=[InputRequired(N_("Bitte wählen Sie, auf welchem Weg die Partei das gesagt hat."))],
    )

    @classmethod
    def fresh(cls, today: date) -> "WaiverForm":
        """Sent twice, it counts once."""
        form: WaiverForm = cls(data={"statement": str(uuid4()), "day": today})
        form.today = today
        return form

    today: date

    def said(self, party_id: UUID) -> dict[str, Any]:
        return {
            "id": UUID(self.statement.data),
            "party_id": party_id,
            "said": WaiverWord(self.word.data),
            "day": self.day.data,
            "way": Way(self.way.data),
        }

    def validate_statement(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(RELOAD) from None

    def validate_day(self, box: Any) -> None:
        if box.data is not None and box.data > self.today:
            raise ValidationError(N_("Der Tag liegt in der Zukunft."))
        if box.data is not None and box.data.year < self.today.year - 1:
            raise ValidationError(N_("Bitte prüfen Sie das Jahr."))
