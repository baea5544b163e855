"""Shapes of what is written into a protected channel, and of letting somebody in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.editing import OnceForm
from app.labels import N_
from app.protection.rules import RESULTS, Entry, EntryKind, PassingGround, Result, Step

LINE, TEXT = Length(max=200), Length(max=4000)
WRITE_IT_DOWN = N_("Bitte schreiben Sie, was festgehalten werden soll.")


class NoteForm(OnceForm):
    text = TextAreaField(N_("Neuer Eintrag"), validators=[DataRequired(WRITE_IT_DOWN), TEXT])

    @property
    def entry(self) -> Entry:
        return Entry(id=self.id, kind=EntryKind.NOTE, text=self.text.data.strip())


class StepForm(OnceForm):
    """A step with its day; ``today`` is the last one that can be named."""

    happened_on = DateField(N_("Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    text = TextAreaField(validators=[DataRequired(WRITE_IT_DOWN), TEXT])
    today: date
    kind = EntryKind.NOTE

    @classmethod
    def dated(cls, today: date) -> Any:
        form = cls.fresh(happened_on=today)
        form.today = today
        return form

    def validate_happened_on(self, box: Any) -> None:
        if not box.errors and box.data > self.today:
            raise ValidationError(N_("Dieser Tag liegt in der Zukunft."))

    @property
    def entry(self) -> Entry:
        return Entry(
            id=self.id,
            kind=self.kind,
            text=self.text.data.strip(),
            happened_on=self.happened_on.data,
        )


class ExpertForm(StepForm):
    text = TextAreaField(
        N_("Was hat die Einschätzung ergeben?"),
        description=N_("Mit wem Sie gesprochen haben, und wozu die Fachkraft rät."),
        validators=[DataRequired(WRITE_IT_DOWN), TEXT],
    )
    pseudonymised = BooleanField(
        N_("Ich habe der Fachkraft keine Namen genannt."),
        validators=[
            InputRequired(
                N_("Die Fachkraft berät, ohne Namen zu kennen (§ 4 Absatz 2 KKG, § 64 Absatz 2a SGB VIII).")
            )
        ],
    )
    kind = EntryKind.EXPERT


class FamilyForm(StepForm):
    spoken = RadioField(
        N_("Haben Sie gesprochen?"),
        choices=[
            SelectChoice(EntryKind.FAMILY.value, N_("Ja, mit dem Kind, den Eltern oder beiden")),
            SelectChoice(EntryKind.SPARED.value, N_("Noch nicht: Es würde den Schutz des Kindes gefährden")),
        ],
        validators=[InputRequired(N_("Bitte wählen Sie eine Antwort."))],
    )
    text = TextAreaField(
        N_("Was ist besprochen, oder warum noch nicht?"), validators=[DataRequired(WRITE_IT_DOWN), TEXT]
    )

    @property
    def entry(self) -> Entry:
        return replace(super().entry, kind=EntryKind(self.spoken.data))


class YouthOfficeForm(StepForm):
    body = StringField(
        N_("Welche Stelle?"), validators=[DataRequired(N_("Bitte nennen Sie die Stelle.")), LINE]
    )
    ground = RadioField(
        N_("Auf welcher Grundlage?"),
        choices=[SelectChoice(one.value, one.label) for one in PassingGround],
        validators=[InputRequired(N_("Bitte wählen Sie die Grundlage."))],
    )
    parties = SelectMultipleField(
        N_("Wessen Name ging mit?"),
        description=N_("Steht mit Tag, Stelle und Grundlage unter „Weitergaben“; sonst nichts von hier."),
        validators=[Optional()],
    )
    text = TextAreaField(
        N_("Was haben Sie weitergegeben?"),
        description=N_("Auch: ob die Eltern vorher davon wussten, und wenn nicht, warum."),
        validators=[DataRequired(WRITE_IT_DOWN), TEXT],
    )
    kind = EntryKind.YOUTH_OFFICE

    def offer(self, parties: Iterable[tuple[UUID, str]]) -> None:
        self.parties.choices = [SelectChoice(str(id_), label) for id_, label in parties]

    @property
    def entry(self) -> Entry:
        return replace(
            super().entry,
            ground=PassingGround(self.ground.data),
            body=self.body.data.strip(),
            party_ids=tuple(UUID(one) for one in self.parties.data or ()),
        )


class EndForm(StepForm):
    result = RadioField(
        N_("Wie ist der Schutz beendet?"),
        choices=[SelectChoice(one.value, one.label) for one in RESULTS],
        validators=[InputRequired(N_("Bitte wählen Sie ein Ergebnis."))],
    )
    text = TextAreaField(
        N_("Begründung"),
        description=N_("Worauf Sie das stützen, und was für die Familie verabredet ist."),
        validators=[DataRequired(WRITE_IT_DOWN), TEXT],
    )
    kind = EntryKind.ENDED

    @property
    def chosen(self) -> Result:
        return Result(self.result.data)


FORMS: dict[Step, type[StepForm]] = {
    Step.EXPERT: ExpertForm,
    Step.FAMILY: FamilyForm,
    Step.YOUTH_OFFICE: YouthOfficeForm,
    Step.END: EndForm,
}


class LetInForm(FlaskForm):
    person = SelectField(N_("Wen?"), validators=[InputRequired(N_("Bitte wählen Sie eine Person."))])
    reason = TextAreaField(
        N_("Warum muss diese Person lesen, was hier steht?"),
        description=N_("Wer eingelassen ist, liest alles, auch was schon geschrieben wurde."),
        validators=[DataRequired(N_("Bitte nennen Sie den Grund.")), Length(max=1000)],
    )

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        self.person.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(str(id_), name) for id_, name in people),
        ]
