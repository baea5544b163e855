"""What the forms of a report have in common: texts, choices, and what was typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms.fields.choices import SelectChoice

from app.labels import N_, Labelled

LONG = N_("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
NO_NAMES = N_("Bitte keine Namen, keine Herkunft, keine Religion: nur, was geschieht.")

#: Keeps a section apart from one never opened, though nothing was ticked in it.
OPENED = "opened"

Word = TypeVar("Word", bound=Labelled)
Typed = dict[str, list[str]]


@dataclass(frozen=True)
class Desk:
    """What a form must know of whoever writes the report."""

    youth_office: bool
    districts: tuple[tuple[str, str], ...]
    """Id and name."""
    today: date


class SectionForm(FlaskForm):
    """A section of the report; it knows the desk that it is written at."""

    free_text: tuple[str, ...] = ()
    """Names of fields whose words are looked at before one goes on."""

    def __init__(self, *args: Any, desk: Desk, **values: Any) -> None:
        self.desk = desk
        super().__init__(*args, **values)

    def left_out(self) -> frozenset[str]:
        """Names of fields that say nothing here, so that the check page doesn't show them."""
        return frozenset()


def labelled(words: Iterable[Labelled]) -> list[SelectChoice]:
    return [SelectChoice(word.value, word.label) for word in words]


def chosen(words: type[Word], codes: Iterable[str] | None) -> list[Word]:
    return [words(code) for code in codes or ()]


def trimmed(text: str | None) -> str | None:
    """A browser sends a line's end as two signs, and counts it as one."""
    return text.replace("\r\n", "\n").strip() if text else text


def kept(text: str | None) -> str | None:
    return text or None


def typed(form: SectionForm) -> Typed:
    """All that was typed, field by field, right or wrong, ready for JSON."""
    found = {f.name: [str(value) for value in f.raw_data or ()] for f in _leaves(form)}
    return {name: values for name, values in found.items() if values} | {OPENED: ["1"]}


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from _leaves(field)
        elif field.name != "csrf_token":
            yield field
