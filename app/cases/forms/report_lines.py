"""A report as its writer reads it: which sections are done, and every answer in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import BooleanField, DateField, Field, FieldList, RadioField, SelectField, SelectMultipleField

from app.cases.forms.report_fields import SectionForm
from app.cases.rules.report import Section
from app.labels import N_
from app.translation import word

HINTS: dict[Section, str] = {
    Section.TOPIC: N_("Art des Konflikts, was geschieht, wie eilig es ist"),
    Section.PLACE: N_("Ortsteil, ungefährer Beginn, Gespräche und Stellen bisher"),
    Section.PARTIES: N_("Mindestens zwei Parteien und ihre Sprachen"),
    Section.DANGER: N_("Anzeichen, bei denen Schutz vorgeht"),
    Section.DISCLOSURE: N_("Warum Sie die Angaben weitergeben dürfen"),
}


@dataclass(frozen=True)
class Task:
    """A section in the task list; progress is open, started or done."""

    section: Section
    hint: str
    progress: str


@dataclass(frozen=True)
class Line:
    """An answer in words; None where nothing was said."""

    label: str
    value: str | None
    missing: bool = False
    """Nothing was said, though it is needed."""


@dataclass(frozen=True)
class Block:
    """A section on the check page, or one party of it."""

    section: Section
    title: str
    lines: tuple[Line, ...]
    done: bool


def tasks(forms: Mapping[Section, SectionForm]) -> list[Task]:
    return [Task(section, HINTS[section], _progress(forms.get(section))) for section in Section]


def shown(forms: Mapping[Section, SectionForm]) -> list[Block]:
    """Every section with its answers; one block for each party."""
    return [block for section in Section for block in _blocks(section, forms.get(section))]


def _progress(form: SectionForm | None) -> str:
    if form is None:
        return "open"
    return "started" if form.errors else "done"


def _blocks(section: Section, form: SectionForm | None) -> Iterator[Block]:
    if form is None:
        yield Block(section, section.label, (), done=False)
    elif section is Section.PARTIES:
        for position, entry in enumerate(form.parties):
            title = _(N_("Partei %(letter)s"), letter=chr(ord("A") + position))
            yield Block(
                section,
                title,
                tuple(line for line in _lines(entry.form) if line.value or line.missing),
                done=not entry.errors,
            )
    else:
        said = [field for field in form if field.short_name not in form.left_out()]
        yield Block(section, section.label, tuple(_lines(said)), done=not form.errors)


def _lines(fields: Iterable[Field]) -> Iterator[Line]:
    for field in fields:
        if field.name != "csrf_token" and not isinstance(field, FieldList):
            words = _words(field)
            yield Line(field.label.text, words, missing=words is None and field.flags.required is True)


def _words(field: Field) -> str | None:
    if isinstance(field, BooleanField):
        return str(_(N_("ja")) if field.data else _(N_("nein")))
    if isinstance(field, SelectMultipleField):
        ticked = [str(word(str(c.label))) for c in field.iter_choices() if c.selected]
        return ", ".join(ticked) or str(_(N_("nichts davon")))
    if isinstance(field, SelectField | RadioField):
        return next((str(word(str(c.label))) for c in field.iter_choices() if c.selected and c.value), None)
    if isinstance(field, DateField):
        return f"{field.data:%d.%m.%Y}" if field.data else None
    return str(field.data) if field.data else None
