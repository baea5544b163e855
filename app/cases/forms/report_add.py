"""The shape of what a reporter adds to a report that is sent."""

from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.cases.forms.report_fields import LONG, NO_NAMES, trimmed
from app.labels import N_


class AdditionForm(FlaskForm):
    addition = HiddenField(validators=[InputRequired(N_("Bitte laden Sie die Seite neu."))])
    """Id of the addition, made with the page: sent twice, it counts once."""
    text = TextAreaField(
        N_("Was kommt hinzu?"),
        description=NO_NAMES,
        filters=[trimmed],
        validators=[
            DataRequired(N_("Bitte schreiben Sie, was hinzukommt.")),
            Length(max=1000, message=LONG),
        ],
    )

    @classmethod
    def fresh(cls, text: str | None) -> "AdditionForm":
        form: AdditionForm = cls(data={"addition": str(uuid4()), "text": text})
        return form

    def validate_addition(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(N_("Bitte laden Sie die Seite neu.")) from None
