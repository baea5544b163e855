"""The form of a move: it asks what the guards of the move want answered, and nothing else."""

from collections.abc import Iterable
from typing import Any, TypeVar

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.cases.forms.boxes import clean
from app.cases.moves import Move
from app.cases.rules.answers import Answers, Days
from app.cases.rules.disclosure import Ground
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.protection import LegalGround
from app.cases.rules.status import Flag
from app.editing import Difference, VersionedForm
from app.labels import N_, Labelled
from app.translation import word
from app.versions import Author

Word = TypeVar("Word", bound=Labelled)

NO_LAW = N_("Bitte nennen Sie die gesetzliche Grundlage.")
TEXT, LINE = Length(max=4000), Length(max=200)
_LONGEST = 9

#: Which fields answer which guard.
ASKED_BY: dict[Guard, tuple[str, ...]] = {
    Guard.QUESTION_TEXT: ("question",),
    Guard.REASON_GIVEN: ("reason",),
    Guard.WAKE_UP_DATE: ("wake_up_on",),
    Guard.OUTCOME_SET: ("outcome",),
    Guard.HANDOVER_DOCUMENTED: ("body", "basis", "ground"),
    Guard.LEGAL_BASIS_RECORDED: ("ground",),
    Guard.PROTECTION_FLAG_CHOSEN: ("flag",),
    Guard.LEGAL_GROUND_CHOSEN: ("legal_ground",),
    Guard.AGREEMENT_RECORDED: ("outcome", "agreement_on"),
    Guard.SETTLEMENT_RECORDED: ("settled_on",),
}


class MoveForm(VersionedForm):
    question = TextAreaField(
        N_("Ihre Frage an die meldende Stelle"),
        validators=[DataRequired(Guard.QUESTION_TEXT.label), TEXT],
    )
    outcome = RadioField(N_("Ergebnis"), validators=[InputRequired(Guard.OUTCOME_SET.label)])
    agreement_on = DateField(
        N_("Tag der Einigung"), validators=[InputRequired(N_("Bitte nennen Sie den Tag der Einigung."))]
    )
    settled_on = DateField(
        N_("Gelöst seit"), validators=[InputRequired(N_("Bitte nennen Sie den Tag, seit dem er gelöst ist."))]
    )
    flag = RadioField(N_("Worum geht es?"), validators=[InputRequired(Guard.PROTECTION_FLAG_CHOSEN.label)])
    legal_ground = RadioField(
        N_("Warum die Verschwiegenheit hier zurücktritt (§ 4 MediationsG)"),
        choices=[SelectChoice(one.value, one.label) for one in LegalGround],
        validators=[InputRequired(Guard.LEGAL_GROUND_CHOSEN.label)],
    )
    body = StringField(
        N_("An welche Stelle?"),
        validators=[DataRequired(N_("Bitte nennen Sie die Stelle.")), LINE],
    )
    basis = RadioField(
        N_("Worauf beruht die Weitergabe?"),
        description=N_("Die Einwilligung muss bei den Beteiligten festgehalten sein."),
        choices=[SelectChoice(one.value, one.label) for one in Ground],
        validators=[InputRequired(N_("Bitte wählen Sie, worauf die Weitergabe beruht."))],
    )
    ground = TextAreaField(N_("Rechtsgrundlage"), validators=[DataRequired(NO_LAW), TEXT])
    reason = TextAreaField(N_("Grund"), validators=[DataRequired(Guard.REASON_GIVEN.label), TEXT])
    wake_up_on = DateField(
        N_("Weiter geht es am"),
        description=N_("Spätestens nach 60 Arbeitstagen; an diesem Tag läuft der Fall von selbst weiter."),
        validators=[InputRequired(Guard.WAKE_UP_DATE.label)],
    )

    days: Days

    @classmethod
    def for_move(cls, move: Move, *, outcomes: Iterable[Outcome], version: int, days: Days) -> "MoveForm":
        form: MoveForm = cls(data={"version": str(version)})
        form.days = days
        if Guard.HANDOVER_DOCUMENTED in move.guards:  # there it may be consent
            form.ground.validators, form.ground.flags.required = [TEXT], False
            form.ground.description = N_("Nur auszufüllen, wenn die Weitergabe auf einem Gesetz beruht.")
        form.outcome.choices = [SelectChoice(one.value, one.label) for one in outcomes]
        form.flag.choices = [SelectChoice(one.value, one.label) for one in Flag if one in move.flags]
        asked = {name for guard in move.guards for name in ASKED_BY.get(guard, ())}
        if len(form.outcome.choices) <= 1:  # then it is set, not chosen
            asked -= {"outcome"}
        for name in {name for names in ASKED_BY.values() for name in names} - asked:
            delattr(form, name)
        return form

    @property
    def seen(self) -> int:
        """The version of the case that the page had shown."""
        written = self.version.data or ""
        return int(written) if written.isascii() and written.isdigit() and len(written) < _LONGEST else 0

    def overtaken(self, status: str, version: int, author: Author) -> None:
        """Somebody else was faster, and the move is still possible: say where the case stands by now."""
        self.outrun((Difference(N_("Stand des Falls"), word(status)),), str(version), author)

    @property
    def answers(self) -> Answers:
        return Answers(
            outcome=self._chosen("outcome", Outcome),
            flag=self._chosen("flag", Flag),
            legal_ground=self._chosen("legal_ground", LegalGround),
            reason=clean(self._typed("reason")),
            question=clean(self._typed("question")),
            body=clean(self._typed("body")),
            basis=self._chosen("basis", Ground),
            ground=clean(self._typed("ground")),
            wake_up_on=self._typed("wake_up_on"),
            agreement_on=self._typed("agreement_on") or self._typed("settled_on"),
        )

    def _typed(self, name: str) -> Any:
        return self._fields[name].data if name in self._fields else None

    def _chosen(self, name: str, kind: type[Word]) -> Word | None:
        code = self._typed(name)
        return kind(code) if code else None

    def validate_ground(self, box: Any) -> None:
        if self._typed("basis") == Ground.LAW and not clean(box.data):
            raise ValidationError(NO_LAW)

    def validate_wake_up_on(self, box: Any) -> None:
        if not box.errors and not self.days.today < box.data <= self.days.latest_wake_up:
            raise ValidationError(Guard.WAKE_UP_DATE.label)

    def validate_agreement_on(self, box: Any) -> None:
        if not box.errors and box.data > self.days.today:
            raise ValidationError(N_("Der Tag der Einigung liegt in der Zukunft."))

    def validate_settled_on(self, box: Any) -> None:
        if not box.errors and box.data > self.days.today:
            raise ValidationError(N_("Dieser Tag liegt in der Zukunft."))
