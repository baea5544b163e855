"""Judges tables that offices keep in a spreadsheet, and writes back the rows that can't be taken.

Nothing is lost silently: a row comes in whole, or it goes back with the reason in words. What the columns
are, and what their cells mean, says whoever reads; what kind of file it was, ``sheetfiles`` has seen to.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from app.corrections import SHORT, SURPLUS, still_short, still_surplus, still_twice
from app.exports import as_csv, unguarded
from app.headings import REMARKS, Column, Table, clean, padded, places_of, table_of
from app.labels import N_
from app.refusals import NotAllowed
from app.sheetfiles import Cells, opened

_ISO_DATE = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_GERMAN_DATE = re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})")


#: As many rejects stand on a page; the file has them all.
REJECTS_SHOWN = 100


@dataclass(frozen=True)
class Unique:
    """A field that has each value once in a file, and what is said of the second."""

    field: str
    sentence: str
    """Its values: ``typed`` and the ``line`` of the first."""


@dataclass(frozen=True)
class Reject:
    """A row that can't be taken: ``column`` is the first faulty one, ``reason`` names every fault."""

    line: int
    column: str
    reason: str
    cells: Cells
    faults: tuple[NotAllowed, ...] = field(default=(), compare=False)
    """The same, to be said in another language."""


@dataclass(frozen=True)
class Remarks:
    """What stands beside a row that was sent back."""

    line: str = ""
    column: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """A good row: the line on which it starts, its cells as typed, and its values by field."""

    line: int
    cells: Cells
    values: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """``ignored``: columns that mean nothing here."""

    header: Cells
    rows: list[Row]
    rejects: list[Reject]
    ignored: Cells


def read(data: bytes, columns: Sequence[Column], *, unique: Unique) -> Sheet:
    """All rows of a file's first sheet; refused as a whole only if it isn't such a file."""
    table = table_of(opened(data).worksheets[0], columns)
    return judged(table, places_of(table.header, columns), unique=unique)


def judged(table: Table, places: Mapping[int, Column], *, unique: Unique) -> Sheet:
    """Each row of a table, taken or sent back. ``places``: which column fills which field."""
    judge = _Judge(table, places, unique)
    rows = [judge.judge(line, cells) for line, cells in table.lines]
    return Sheet(
        header=table.header,
        rows=[row for row in rows if isinstance(row, Row)],
        rejects=[row for row in rows if isinstance(row, Reject)],
        ignored=tuple(name for place, name in enumerate(table.header) if name and place not in places),
    )


def value_of(column: Column, cell: str) -> dict[str, Any]:
    """The value under its field; nothing for an empty cell, so that the default holds."""
    if not cell and column.if_empty:
        raise NotAllowed(column.if_empty)
    if not cell:
        return {}
    if column.most is not None and len(cell) > column.most:
        raise NotAllowed(
            N_("„%(start)s …“ ist zu lang. Erwartet werden höchstens %(most)s Zeichen."),
            start=cell[:30],
            most=column.most,
        )
    return {column.field: column.read(cell)}


def day(cell: str) -> date:
    found = _ISO_DATE.fullmatch(cell) or _GERMAN_DATE.fullmatch(cell)
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass
    raise NotAllowed(
        N_("„%(cell)s“ ist kein mögliches Datum. Erwartet wird etwas wie 31.12.2027 oder 2027-12-31."),
        cell=cell,
    )


def email(cell: str) -> str:
    try:
        return validate_email(cell, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise NotAllowed(
            N_("„%(cell)s“ ist keine E-Mail-Adresse. Erwartet wird etwas wie name@kreis.example."), cell=cell
        ) from None


def rejects_csv(header: Cells, rejects: Sequence[Reject]) -> bytes:
    """The rows that can't be taken; corrected in a spreadsheet, this file can be read as it is."""
    width = len(header)
    rows = [(*padded(one.cells, width=width), str(one.line), one.column, one.reason) for one in rejects]
    return as_csv([(*header, *REMARKS), *rows])


def remarks_in(rejects: str) -> tuple[Remarks, ...]:
    """Of the first rows of such a file."""
    rows = list(csv.reader(io.StringIO(rejects, newline=""), delimiter=";"))[1 : REJECTS_SHOWN + 1]
    return tuple(Remarks(*map(unguarded, row[-len(REMARKS) :])) for row in rows)


class _Judge:
    """The columns of one file, and the values met so far of the field that has each once."""

    def __init__(self, table: Table, places: Mapping[int, Column], unique: Unique) -> None:
        self.header, self.places = table.header, places
        self._has_remarks, self._unique = table.has_remarks, unique
        self._first_line: dict[Any, int] = {}
        self._known: dict[tuple[int, str], tuple[str, dict[str, Any]]] = {}

    def judge(self, line: int, cells: Cells) -> Row | Reject:
        width, remarks = len(self.header), Remarks()
        if self._has_remarks:
            remarks = Remarks(*cells[width : width + len(REMARKS)])
            cells = cells[:width] + cells[width + len(REMARKS) :]
        misfit = self._misfit(cells) or self._unchanged(cells, remarks)
        if misfit:
            return Reject(line, *misfit, cells)
        values, faults = self._values(cells, line=line, reason=remarks.reason)
        if faults:
            found = tuple(faults[at] for at in sorted(faults))
            return Reject(line, self._name(min(faults)), " ".join(map(str, found)), cells, found)
        return Row(line, cells, values)

    def _name(self, place: int) -> str:
        return self.header[place] or self.places[place].name

    def _misfit(self, cells: Cells) -> tuple[str, str] | None:
        """Column and reason, if the row hasn't the shape of the header."""
        width, here = len(self.header), len(cells)
        if here < width:
            return self.header[here], SHORT % {"here": here, "width": width, "column": self.header[here]}
        surplus = next((cell.strip() for cell in cells[width:] if cell.strip()), None)
        if surplus:
            return "", SURPLUS % {"width": width, "surplus": surplus[:100]}
        return None

    def _unchanged(self, cells: Cells, remarks: Remarks) -> tuple[str, str] | None:
        """Column and reason of a row that had not the shape of the header, and comes again as it was."""
        unchanged = still_short(remarks.reason, cells) or still_surplus(remarks.reason, cells)
        return (remarks.column, remarks.reason) if unchanged else None

    def _values(
        self, cells: Cells, *, line: int, reason: str
    ) -> tuple[dict[str, Any], dict[int, NotAllowed]]:
        """What the cells mean, by field, and what is wrong with them, by place."""
        values: dict[str, Any] = {}
        faults: dict[int, NotAllowed] = {}
        for place, column in self.places.items():
            try:
                typed, value = self._read(place, column, cells[place])
                values |= value
                if column.field == self._unique.field:
                    self._insist_on_new(values[column.field], typed=typed, line=line, reason=reason)
            except NotAllowed as refusal:
                faults[place] = refusal
        return values, faults

    def _read(self, place: int, column: Column, cell: str) -> tuple[str, dict[str, Any]]:
        """A cell as typed, and its value by field; most of what stands in a column stands there often."""
        known = self._known.get((place, cell))
        if known is None:
            typed = clean(cell)
            known = self._known[place, cell] = typed, value_of(column, typed)
        return known

    def _insist_on_new(self, value: Any, *, typed: str, line: int, reason: str) -> None:
        known = still_twice(self._unique.sentence, reason, typed) if reason else None
        first = known["line"] if known else self._first_line.setdefault(value, line)
        if first != line:
            raise NotAllowed(self._unique.sentence, typed=typed, line=first)
