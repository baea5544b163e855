"""Shapes of what the review asks: signs of danger, assessment, stage, texts."""

from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.cases.forms.boxes import clean, empty_is_fine
from app.cases.rules.intake import Category
from app.cases.rules.screening import GLASL, NO_MEDIATION, Condition, Priority, RedFlag, Screening, YellowFlag
from app.editing import VersionedForm
from app.labels import N_
from app.translation import word

SHORT, LONG = Length(max=1000), Length(max=6000)
NOT_YET = "0"

STAGES = [
    SelectChoice(str(s.number), LazyString(lambda s=s: f"{s.number} {word(s.label)} – {word(s.signs)}"))
    for s in GLASL.values()
]
PRIORITIES = [
    SelectChoice(one.value, LazyString(lambda one=one: f"{one.value} – {word(one.meaning)}"))
    for one in Priority
]


class DangerForm(VersionedForm):
    red = SelectMultipleField(
        N_("Warnzeichen"),
        description=N_("Ist eines davon da, geht Sicherheit vor: Eine Mediation wird erst danach gesucht."),
        choices=[SelectChoice(flag.value, flag.label) for flag in RedFlag],
    )
    yellow = SelectMultipleField(
        N_("Zu beachten"),
        description=N_("Das hält nichts auf, braucht aber Umsicht."),
        choices=[SelectChoice(flag.value, flag.label) for flag in YellowFlag],
    )
    note = TextAreaField(
        N_("Anmerkung"), description=N_("Nur was für die Sicherheit nötig ist."), validators=[LONG]
    )

    @property
    def signs(self) -> tuple[RedFlag | YellowFlag, ...]:
        return (
            *(RedFlag(code) for code in self.red.data or ()),
            *(YellowFlag(code) for code in self.yellow.data or ()),
        )


class StageForm(VersionedForm):
    stage = RadioField(
        N_("Eskalationsstufe nach Glasl"),
        description=N_("Eine Einschätzung des Konflikts, nie einer Person."),
        choices=STAGES,
        validators=[InputRequired(N_("Bitte wählen Sie eine Stufe."))],
    )
    reason = TextAreaField(N_("Woran machen Sie das fest?"), validators=[SHORT])


class AssessForm(VersionedForm):
    category = SelectField(
        N_("Art des Konflikts"), choices=[SelectChoice(one.value, one.label) for one in Category]
    )
    priority = RadioField(
        N_("Priorität"),
        choices=PRIORITIES,
        validators=[InputRequired(N_("Bitte wählen Sie eine Priorität."))],
    )
    stage = RadioField(
        N_("Eskalationsstufe nach Glasl"),
        description=N_("Eine Einschätzung des Konflikts, nie einer Person."),
        choices=[*STAGES, SelectChoice(NOT_YET, N_("Lässt sich noch nicht sagen"))],
        validators=[
            InputRequired(N_("Bitte wählen Sie eine Stufe, oder dass es sich noch nicht sagen lässt."))
        ],
    )
    stage_reason = TextAreaField(N_("Woran machen Sie das fest?"), validators=[SHORT])
    result = RadioField(
        N_("Ist der Fall für eine Vermittlung geeignet?"),
        choices=[SelectChoice(one.value, one.label) for one in Screening],
        validators=[InputRequired(N_("Bitte wählen Sie ein Ergebnis."))],
    )
    conditions = SelectMultipleField(
        N_("Bedingungen"), choices=[SelectChoice(one.value, one.label) for one in Condition]
    )
    review_on = DateField(
        N_("Wiedervorlage"),
        description=N_("Wenn der Fall noch nicht geeignet ist: spätestens nach 10 Arbeitstagen."),
        validators=[empty_is_fine],
    )
    note = TextAreaField(N_("Anmerkung"), validators=[LONG])
    change_reason = TextAreaField(
        N_("Warum schätzen Sie es anders ein?"),
        description=N_(
            "Nur nötig, wenn Art, Priorität oder Eignung schon anders feststanden. "
            "Liest nur, wer für den Fall verantwortlich ist."
        ),
        validators=[SHORT],
    )

    today: date
    latest_review: date
    excluded: bool = False

    def validate_result(self, box: Any) -> None:
        if self.excluded and box.data in {Screening.FIT, Screening.FIT_COND}:
            raise ValidationError(NO_MEDIATION)

    def validate_stage_reason(self, box: Any) -> None:
        if self.stage.data == NOT_YET and not clean(box.data):
            raise ValidationError(N_("Bitte schreiben Sie, was noch fehlt, um die Stufe einzuschätzen."))

    def validate_conditions(self, box: Any) -> None:
        if self.result.data == Screening.FIT_COND and not box.data:
            raise ValidationError(N_("Bitte wählen Sie mindestens eine Bedingung."))

    def validate_review_on(self, box: Any) -> None:
        if self.result.data != Screening.NOTYET:
            return
        if box.data is None or not self.today < box.data <= self.latest_review:
            raise ValidationError(N_("Bitte nennen Sie einen Tag innerhalb der nächsten 10 Arbeitstage."))


class ClearanceForm(FlaskForm):
    note = TextAreaField(
        N_("Worauf stützt sich die Freigabe?"),
        description=N_(
            "Wer hat die Gefährdung bewertet, wann, und unter welchen Auflagen sind Gespräche sicher?"
        ),
        validators=[
            DataRequired(N_("Bitte halten Sie fest, worauf sich das stützt.")),
            Length(min=20, message=N_("Bitte schreiben Sie mindestens einen ganzen Satz.")),
            LONG,
        ],
    )


class TextsForm(VersionedForm):
    internal_note = TextAreaField(
        N_("Interne Notiz"),
        description=N_("Bleibt im Haus. Keine Mediator:in sieht diesen Text."),
        validators=[LONG],
    )
    handover_summary = TextAreaField(
        N_("Übergabetext – das lesen die Mediator:innen"),
        description=N_("Ohne Vorwürfe und ohne Wertung; erst sichtbar, wenn alle zugestimmt haben."),
        validators=[LONG],
    )
