"""Shapes of what the lead records of a party: who it is, and tries to reach it."""

from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
)
from wtforms.validators import InputRequired, ValidationError

from app.cases.forms.changes import ReasonFields
from app.cases.forms.report_fields import labelled
from app.cases.forms.report_parties import NamedPartyFields
from app.cases.rules.intake import ContactResult
from app.editing import VersionedForm
from app.labels import N_


class PartyForm(NamedPartyFields, ReasonFields, VersionedForm):
    """The same as in the report, with names."""


class AttemptForm(FlaskForm):
    attempt = HiddenField(validators=[InputRequired()])
    """Id of the try, made with the page: sent twice, it counts once."""
    result = RadioField(
        N_("Haben Sie die Partei erreicht?"),
        choices=labelled(ContactResult),
        validators=[InputRequired(N_("Bitte sagen Sie, ob Sie die Partei erreicht haben."))],
    )

    @classmethod
    def fresh(cls) -> "AttemptForm":
        form: AttemptForm = cls(data={"attempt": str(uuid4())})
        return form

    def validate_attempt(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(N_("Bitte laden Sie die Seite neu.")) from None
