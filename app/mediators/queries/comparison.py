"""What a pool file would change: who is new, who changes and how, and who stays as is."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.labels import Labelled
from app.languages import LANGUAGES
from app.mediators.models import PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.mediators.poolfile import KNOWN, PoolFile
from app.mediators.poolrow import PoolRow
from app.mediators.rules import Slot
from app.spreadsheets import Reject

#: Who a row was when it came in.
_SAME = ("email", "last_name", "first_name")
#: What a person who was never imported had in the last file.
_SILENT = PoolRow(line=0, last_name="", first_name="", email="", languages=()).fingerprint()
_LABELS = {column.field: column.name for column in KNOWN}

#: The remark beside a time that comes round every week; its day is said in the language of the screen.
WEEKLY = "weekly"
#: So many rows of a part stand on a page.
PAGE = 50
#: What the list of new people says besides name and address: all that is filled.
_OF_THE_NEW = frozenset(_LABELS) - set(_SAME)
#: So many fields of somebody stand open; the others are one click away.
OPEN_FIELDS = 4

Values = dict[str, Any]
Said = tuple[tuple[str, str], ...]
"""A value in words, each with what stands in brackets behind it."""


class Part(Labelled):
    """A part of the comparison; each is a figure and its list."""

    CHANGED = "geaendert", "Geändert"
    NEW = "neu", "Neu"
    REJECTED = "zurueckgewiesen", "Zurückgewiesen"


@dataclass(frozen=True)
class Change:
    """A known person, and the fields in which the file differs from the last one."""

    person: Any
    row: PoolRow
    fields: frozenset[str]
    last: Values


@dataclass(frozen=True)
class Field:
    """One field as it is and as it will be; the same where the person was faster than the file."""

    label: str
    old: Said
    new: Said


@dataclass(frozen=True)
class Line:
    """A person of the file; ``fields`` are those that change."""

    line: int
    name: str
    email: str
    fields: tuple[Field, ...] = ()

    @property
    def folded(self) -> tuple[Field, ...]:
        """Those below ``OPEN_FIELDS``; one alone isn't worth a click."""
        return self.fields[OPEN_FIELDS:] if len(self.fields) > OPEN_FIELDS + 1 else ()

    @property
    def unfolded(self) -> tuple[Field, ...]:
        return self.fields[: len(self.fields) - len(self.folded)]


@dataclass(frozen=True)
class Comparison:
    """All that a file would do; ``lists``: the languages, times and topics of those who change."""

    new: list[PoolRow]
    changes: list[Change]
    unchanged: int
    rejects: list[Reject]
    lists: dict[tuple[UUID, str], Said]

    @cached_property
    def changed(self) -> tuple[Line, ...]:
        return tuple(self._line(change) for change in self.changes)

    @cached_property
    def seal(self) -> str:
        """Of what the pool has, beside this file: another one if the pool is another by now."""
        shown = [
            sorted(row.email for row in self.new),
            [(one.line, one.email, [(f.label, f.old) for f in one.fields]) for one in self.changed],
            self.unchanged,
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()

    @property
    def counts(self) -> dict[Part, int]:
        sizes = (len(self.changes), len(self.new), len(self.rejects))
        return dict(zip(Part, sizes, strict=True))

    def rows(self, part: Part) -> Sequence[Line | PoolRow | Reject]:
        """The rows of a part, in the order of the file."""
        if part is Part.REJECTED:
            return sorted(self.rejects, key=lambda one: one.line)
        return self.changed if part is Part.CHANGED else self.new

    def _line(self, change: Change) -> Line:
        person, row = change.person, change.row
        fields = tuple(
            Field(_LABELS[name], self._now(person, name), said(name, getattr(row, name)))
            for name in _LABELS
            if name in change.fields
        )
        return Line(row.line, f"{person.first_name} {person.last_name}", row.email, fields)

    def _now(self, person: Any, name: str) -> Said:
        return self.lists.get((person.id, name), ()) if name in _LISTS else said(name, getattr(person, name))


@dataclass(frozen=True)
class Page:
    """Some rows of a part; ``after`` leads to the next."""

    part: Part
    rows: list[Line | Reject]
    after: int | None


def page_of(found: Comparison, part: Part | None, *, after: int) -> Page:
    """The rows below line ``after``; of the first part that has any, if none is named."""
    chosen = part or next((one for one in Part if found.counts[one]), Part.CHANGED)
    rows = [one for one in found.rows(chosen) if one.line > after]
    shown = [_new_line(one) if isinstance(one, PoolRow) else one for one in rows[:PAGE]]
    return Page(chosen, shown, shown[-1].line if len(rows) > PAGE else None)


def compare(file: PoolFile, *, lock: bool = False) -> Comparison:
    """``lock``: whoever takes the file holds the people until it is done."""
    known = _by_row(_known([row.email for row in file.rows], lock=lock), file.rows)
    changes = [_change(known[row.line], row, file.fields) for row in file.rows if row.line in known]
    changed = [change for change in changes if change.fields]
    return Comparison(
        new=[row for row in file.rows if row.line not in known],
        changes=changed,
        unchanged=len(changes) - len(changed),
        rejects=file.rejects,
        lists=dict(_lists(changed)),
    )


def described(row: PoolRow, *, shown: Collection[str]) -> tuple[Field, ...]:
    """What a row says, field by field."""
    return tuple(
        Field(_LABELS[name], (), said(name, getattr(row, name))) for name in _LABELS if name in shown
    )


def _new_line(row: PoolRow) -> Line:
    filled = tuple(one for one in described(row.as_new(), shown=_OF_THE_NEW) if one.new)
    return Line(row.line, _name(row), row.email, filled)


def said(name: str, value: Any) -> Said:
    """A value as the page shows it."""
    if value is None or value == "":
        return ()
    if name == "languages":
        return tuple((LANGUAGES[code].label, level.label) for code, level in value)
    values = value if isinstance(value, tuple) else (value,)
    return tuple((_word(one), WEEKLY if isinstance(one, Slot) else "") for one in values)


def _word(value: Any) -> str:
    if isinstance(value, Labelled):
        return value.label
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _name(row: PoolRow) -> str:
    return f"{row.first_name} {row.last_name}"


def _known(emails: list[str], *, lock: bool) -> list[Any]:
    facts = [getattr(PoolPerson, one.key) for one in sa.inspect(PoolPerson).column_attrs]
    as_imported = PoolPerson.imported["email"].as_string()
    meant = sa.select(*facts).where(sa.or_(PoolPerson.email.in_(emails), as_imported.in_(emails)))
    people = meant.order_by(PoolPerson.id)  # as everybody locks people who locks several
    return list(db.session.execute(people.with_for_update(key_share=True) if lock else people))


def _by_row(people: list[Any], rows: list[PoolRow]) -> dict[int, Any]:
    """By line; whoever has changed her address since is still she in a file that has the old one."""
    now = {person.email: person for person in people}
    then = {tuple(person.imported[key] for key in _SAME): person for person in people if person.imported}
    found = {
        row.line: now.get(row.email) or then.get(tuple(getattr(row, key) for key in _SAME)) for row in rows
    }
    return {line: person for line, person in found.items() if person}


def _change(person: Any, row: PoolRow, given: frozenset[str]) -> Change:
    last = person.imported or _SILENT
    return Change(person, row, (row.changes(last) & given) - {"email"}, last)


def _lists(changes: list[Change]) -> Iterator[tuple[tuple[UUID, str], Said]]:
    """What those whose lists change speak, when they can, and what they know, as it is now."""
    for name, (model, order, value) in _LISTS.items():
        ids = [change.person.id for change in changes if name in change.fields]
        found: dict[UUID, list[Any]] = {}
        if ids:
            rows = db.session.scalars(sa.select(model).where(model.person_id.in_(ids)).order_by(*order))
            for row in rows:
                found.setdefault(row.person_id, []).append(value(row))
        for person_id, values in found.items():
            yield (person_id, name), said(name, tuple(values))


_LISTS: dict[str, tuple[Any, tuple[Any, ...], Callable[[Any], Any]]] = {
    "languages": (
        PoolLanguage,
        (PoolLanguage.person_id, PoolLanguage.position),
        lambda row: (row.code, row.level),
    ),
    "slots": (
        PoolSlot,
        (PoolSlot.person_id, PoolSlot.weekday, PoolSlot.starts),
        lambda row: Slot(row.weekday, row.starts, row.ends),
    ),
    "topics": (PoolTopic, (PoolTopic.person_id, PoolTopic.topic), lambda row: row.topic),
}
