"""What coordination chooses in the gap report; sent by GET, so it says nothing of any person."""

from collections.abc import Iterable
from typing import Any

from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice

from app.labels import N_
from app.languages import LANGUAGES


class ChoiceForm(Form):
    """One language, one district, or all of them; whatever there is no such thing of counts as all."""

    sprache = SelectField(N_("Sprache"), validate_choice=False)
    ort = SelectField(N_("Ortsteil"), validate_choice=False)

    @classmethod
    def over(cls, said: Any, *, languages: Iterable[str], districts: Iterable[str]) -> "ChoiceForm":
        form = cls(said)
        spoken = sorted((LANGUAGES[code].label, code) for code in languages if code in LANGUAGES)
        form.sprache.choices = [
            SelectChoice("", N_("alle Sprachen")),
            *(SelectChoice(code, label) for label, code in spoken),
        ]
        form.ort.choices = [
            SelectChoice("", N_("überall")),
            *(SelectChoice(name, name) for name in districts),
        ]
        for field in (form.sprache, form.ort):
            if field.data not in {choice.value for choice in field.choices}:
                field.data = ""
        return form
