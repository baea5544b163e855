"""A form that knows which version of the case its page had shown."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from app.labels import N_


class VersionedForm(FlaskForm):
    version = IntegerField(
        N_("Stand der Seite"),
        widget=HiddenInput(),
        validators=[InputRequired(N_("Bitte laden Sie die Seite neu."))],
    )

    @classmethod
    def showing(cls, version: int, **values: Any) -> Any:
        """The form, filled with what the page shows; what is sent stands over it."""
        return cls(data={"version": version, **values})


def clean(text: str | None) -> str | None:
    """What somebody typed, or nothing."""
    return (text or "").strip() or None


def empty_is_fine(form: Any, box: Any) -> None:  # noqa: ARG001 - the signature is WTForms'
    """Nothing typed is no broken date; whether a day is needed, the form decides."""
    if not any(box.raw_data or ()):
        box.errors = []
