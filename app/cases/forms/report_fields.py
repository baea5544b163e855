"""What the forms of a report have in common: texts, choices, and what was typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms.fields.choices import SelectChoice

from app.cases.queries.report import OPENED
from app.editing import NOTHING, Comparing, Difference, value_in_words
from app.labels import N_, Labelled
from app.translation import word
from app.versions import plain

LONG = N_("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
NO_NAMES = N_("Bitte keine Namen, keine Herkunft, keine Religion: nur, was geschieht.")

Word = TypeVar("Word", bound=Labelled)
Typed = dict[str, list[str]]


@dataclass(frozen=True)
class Desk:
    """What a form must know of whoever writes the report."""

    youth_office: bool
    districts: tuple[tuple[str, str], ...]
    """Id and name."""
    today: date


class SectionForm(Comparing, FlaskForm):
    """A section of the report; it knows the desk that it is written at."""

    free_text: tuple[str, ...] = ()
    """Names of fields whose words are looked at before one goes on."""

    def __init__(self, *args: Any, desk: Desk, **values: Any) -> None:
        self.desk = desk
        super().__init__(*args, **values)

    def compare(self, saved: "SectionForm") -> bool:
        """Show beside what was typed here what another window has saved; whether anything differs."""
        theirs, mine = ({box.name: box for box in _leaves(form)} for form in (saved, self))
        both = {name: (theirs.get(name), mine.get(name)) for name in theirs | mine}
        differing = tuple(
            Difference(_label(own or other), _said(other), _said(own))
            for other, own in both.values()
            if plain(other.data if other else None) != plain(own.data if own else None)
        )
        if differing:
            self.show(differing)
        return bool(differing)

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


def _said(box: Field | None) -> str:
    return value_in_words(box, box.data) if box is not None else str(gettext(NOTHING))


def _label(box: Field) -> str:
    """With the party that it is about, if there are several."""
    label, place = word(box.label.text), box.name.split("-")
    about = gettext(N_("Partei %(letter)s"), letter="ABCD"[int(place[1])]) if len(place) > 2 else ""  # noqa: PLR2004 - parties-0-name
    return f"{about}: {label}" if about else str(label)
