"""Shapes of naming a case lead and a deputy."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.editing import VersionedForm
from app.labels import N_
from app.localtime import YEARS


class LeadForm(FlaskForm):
    person = SelectField(
        N_("Wer übernimmt die Fallverantwortung?"),
        validators=[InputRequired(N_("Bitte wählen Sie eine Person."))],
    )

    def offer(self, people: list[tuple[UUID, str]]) -> None:
        self.person.choices = [
            SelectChoice("", N_("Bitte wählen")),
            *(SelectChoice(str(key), words) for key, words in people),
        ]


class NameLeadForm(LeadForm, VersionedForm):
    note_goes = BooleanField(
        N_("Interne Notiz mitgeben"),
        description=N_("Sonst bleibt sie zurück: Niemand liest sie mehr, auch Sie nicht."),
    )


class DeputyForm(LeadForm):
    person = SelectField(
        N_("Wer vertritt die Fallverantwortung?"),
        validators=[InputRequired(N_("Bitte wählen Sie eine Person."))],
    )
    first = DateField(N_("Erster Tag"), validators=[InputRequired(N_("Bitte nennen Sie den ersten Tag."))])
    last = DateField(N_("Letzter Tag"), validators=[InputRequired(N_("Bitte nennen Sie den letzten Tag."))])

    def validate_last(self, box: Any) -> None:
        if box.data and box.data.year not in YEARS:
            raise ValidationError(N_("Bitte prüfen Sie das Jahr."))
        if self.first.data and box.data and box.data < self.first.data:
            raise ValidationError(N_("Der letzte Tag liegt vor dem ersten."))
