"""The shape of a promise."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.labels import N_
from app.promises.rules import PromiseKind, Word

REPORTER = "meldend"


class PromiseForm(FlaskForm):
    to = RadioField(
        N_("Wem?"), validators=[InputRequired(N_("Bitte wählen Sie, wem Sie etwas versprechen."))]
    )
    kind = SelectField(
        N_("Was?"),
        description=N_("Nur die Art wird festgehalten, nicht worum es geht."),
        validators=[InputRequired(N_("Bitte wählen Sie, was Sie versprechen."))],
    )
    due_on = DateField(N_("Bis wann?"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])

    @classmethod
    def to_one_of(cls, parties: list[tuple[UUID, str]]) -> "PromiseForm":
        form: PromiseForm = cls()
        form.to.choices = [
            SelectChoice(REPORTER, N_("Der meldenden Stelle")),
            *(SelectChoice(str(key), label) for key, label in parties),
        ]
        form.kind.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(one.value, one.label) for one in PromiseKind),
        ]
        return form

    @property
    def word(self) -> Word:
        party = None if self.to.data == REPORTER else UUID(self.to.data)
        return Word(PromiseKind(self.kind.data), self.due_on.data, party)
