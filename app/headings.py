"""Which row of a table names its columns, and which column fills which field.

A name that is ours is read; another word for it is only proposed, until somebody has said yes.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from app.labels import N_
from app.languages import folded
from app.refusals import NotAllowed
from app.sheetfiles import EMPTY, MOST_ROWS, MOST_TITLES, TOO_LONG, Cells, Line, Worksheet

MOST_COLUMNS = 100
MOST_CHARACTERS = 500
#: The columns that a file of rejects adds; a corrected file may still have them.
REMARKS = ("line", "column", "reason")

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def clean(cell: str) -> str:
    """A cell in composed characters, without blank lines and without characters that no page can show."""
    lines = (" ".join(_NOT_TEXT.sub(" ", line).split()) for line in cell.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def one_line(cell: str) -> str:
    return " ".join(cell.split())


@dataclass(frozen=True)
class Column:
    """One column of a file and the field that it fills."""

    name: str
    field: str
    read: Callable[[str], Any] = one_line
    if_empty: str | None = None
    """The refusal of an empty cell; None where a cell may be empty."""
    most: int | None = MOST_CHARACTERS
    also: tuple[str, ...] = ()
    """Other names that offices give it: good for a proposal, never read without a yes."""


@dataclass(frozen=True)
class Table:
    """The rows below the names of the columns. ``has_remarks``: some were sent back before."""

    header: Cells
    lines: tuple[Line, ...]
    has_remarks: bool = False

    def start(self, most: int) -> "Table":
        """Its first rows alone."""
        return replace(self, lines=self.lines[:most])


def table_of(sheet: Worksheet, columns: Sequence[Column]) -> Table:
    """The table on a sheet; titles may stand above it."""
    if not sheet.lines:
        raise NotAllowed(EMPTY)
    place = _heading_place(sheet.lines[: MOST_TITLES + 1], columns)
    lines = sheet.lines[place + 1 :]
    if len(lines) > MOST_ROWS:
        raise NotAllowed(TOO_LONG)
    header = _heading(sheet.lines[: place + 1])
    has_remarks = header[-len(REMARKS) :] == REMARKS
    if not sheet.ragged:
        width = max(len(header), *(len(cells) for _, cells in lines), 0)
        lines = tuple((line, padded(cells, width=width)) for line, cells in lines)
        header = header if has_remarks else padded(header, width=width)
    if len(header) > MOST_COLUMNS:
        raise NotAllowed(N_("Die Datei hat mehr als %(most)s Spalten."), most=MOST_COLUMNS)
    return Table(header[: -len(REMARKS)] if has_remarks else header, lines, has_remarks)


def places_of(header: Cells, columns: Sequence[Column]) -> dict[int, Column]:
    """What stands where; names may differ in case, spaces and signs."""
    by_key = {key_of(column.name): column for column in columns}
    places = {place: by_key[key_of(name)] for place, name in enumerate(header) if key_of(name) in by_key}
    missing = _missing(places, columns)
    if missing:
        raise NotAllowed(
            N_("In der Datei fehlt: %(missing)s. Die erste Zeile muss die Namen der Spalten enthalten."),
            missing=missing,
        )
    double = _double(places)
    if double:
        raise NotAllowed(N_("Die Spalte „%(column)s“ kommt mehr als einmal vor."), column=double)
    return places


def chosen(fields: Sequence[str], columns: Sequence[Column]) -> dict[int, Column]:
    """The same, as somebody has said it column by column; "" is a column that isn't read."""
    by_field = {column.field: column for column in columns}
    places = {place: by_field[field] for place, field in enumerate(fields) if field}
    missing = _missing(places, columns)
    if missing:
        raise NotAllowed(
            N_("Noch nicht zugeordnet: %(missing)s. Ohne diese Angaben kommt niemand in den Pool."),
            missing=missing,
        )
    double = _double(places)
    if double:
        raise NotAllowed(
            N_("Zwei Spalten sollen als „%(column)s“ gelesen werden. Bitte wählen Sie eine davon."),
            column=double,
        )
    return places


def _missing(places: Mapping[int, Column], columns: Sequence[Column]) -> str:
    """The names of columns without which no row can be read."""
    present = {column.name for column in places.values()}
    return ", ".join(column.name for column in columns if column.if_empty and column.name not in present)


def _double(places: Mapping[int, Column]) -> str | None:
    names = [column.name for column in places.values()]
    return next((name for name in names if names.count(name) > 1), None)


def is_ours(header: Cells, columns: Sequence[Column]) -> bool:
    """Every column is called as we call it, and none is left over."""
    keys = [key_of(name) for name in header]
    needed = {key_of(column.name) for column in columns if column.if_empty}
    known = {key_of(column.name) for column in columns}
    return needed <= set(keys) <= known and len(keys) == len(set(keys))


def proposed(header: Cells, columns: Sequence[Column]) -> tuple[str, ...]:
    """For each column of a file the field that it may fill, or "": first by our names, then by others."""
    free, fields = {column.field: column for column in columns}, [""] * len(header)
    for names in (lambda column: (column.name,), lambda column: column.also):
        for place, name in enumerate(header):
            found = _field(key_of(name), free.values(), names) if not fields[place] else None
            if found:
                fields[place] = free.pop(found).field
    return tuple(fields)


def padded(cells: Cells, *, width: int) -> Cells:
    return (*cells, *[""] * width)[:width]


def key_of(name: str) -> str:
    """Names of columns that differ in case, spaces or signs alone are the same."""
    return "".join(character for character in folded(name) if character.isalnum())


def _field(key: str, columns: Iterable[Column], names: Callable[[Column], tuple[str, ...]]) -> str | None:
    return next(
        (column.field for column in columns if key and key in {key_of(name) for name in names(column)}), None
    )


def _heading_place(first: Sequence[Line], columns: Sequence[Column]) -> int:
    """The last row of the heading that has most of our names; else the first row with two cells or more."""
    ours = {key_of(name) for column in columns for name in (column.name, *column.also)}
    names = [_heading(first[: place + 1]) for place in range(len(first))]
    known = [len({key_of(name) for name in several} & ours) for several in names]
    if max(known) > 1:
        return known.index(max(known))
    return next((place for place, (_, cells) in enumerate(first) if _is_wide(cells)), 0)


def _heading(lines: Sequence[Line]) -> Cells:
    """The names of the columns; where a cell is empty, the name above it holds, as in merged cells."""
    names = lines[-1][1]
    for _, above in reversed(lines[:-1]):
        if _is_wide(above):
            names = tuple(name.strip() or cell for name, cell in zip_longest(names, above, fillvalue=""))
    found = [one_line(clean(name)) for name in names]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _is_wide(cells: Cells) -> bool:
    return sum(bool(cell.strip()) for cell in cells) > 1
