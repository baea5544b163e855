"""A form whose deed counts once, however often it is sent."""

from typing import Any, Self
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.crisis.rules.words import FUNCTIONS
from app.labels import N_

RELOAD = N_("Bitte laden Sie die Seite neu.")
PLEASE_CHOOSE = SelectChoice("", N_("Bitte wählen"))
EVERY_FUNCTION = [SelectChoice(code, label) for code, label in FUNCTIONS.items()]


class OnceForm(FlaskForm):
    """A form whose deed counts once, however often it is sent."""

    deed = HiddenField(validators=[InputRequired(RELOAD)])
    """Id of what is made, drawn with the page."""

    @classmethod
    def fresh(cls, **values: Any) -> Self:
        return cls(data={"deed": str(uuid4()), **values})

    def validate_deed(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(RELOAD) from None

    @property
    def id(self) -> UUID:
        return UUID(self.deed.data)
