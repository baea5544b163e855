"""Reads tables that offices keep in a spreadsheet, and writes back the rows that can't be taken.

Nothing is lost silently: a row comes in whole, or it goes back with the reason in words. What the columns
are, and what their cells mean, says whoever reads.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from app.corrections import SHORT, SURPLUS, still_short, still_surplus, still_twice
from app.exports import as_csv, unguarded
from app.labels import N_
from app.languages import folded
from app.refusals import NotAllowed

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 500
#: The columns that a file of rejects adds; a corrected file may still have them.
REMARKS = ("line", "column", "reason")

Cells = tuple[str, ...]

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ISO_DATE = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_GERMAN_DATE = re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})")
_UNREADABLE = N_(
    "Das ist keine CSV-Datei, die wir lesen können. Speichern Sie die Tabelle bitte als „CSV UTF-8“."
)


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


@dataclass(frozen=True)
class Remarks:
    """What stands beside a row that was sent back before."""

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
    """All rows of a file; refused as a whole only if it isn't such a file."""
    if len(data) > MOST_BYTES:
        raise NotAllowed(N_("Die Datei ist größer als 5 MB. Bitte teilen Sie sie auf."))
    lines = list(_lines(_text(data)))
    if not lines:
        raise NotAllowed(N_("Die Datei ist leer."))
    if len(lines) - 1 > MOST_ROWS:
        raise NotAllowed(N_("Die Datei hat mehr als 10.000 Zeilen. Bitte teilen Sie sie auf."))
    judge = _Judge(lines[0][1], columns, unique)
    judged = [judge.judge(line, cells) for line, cells in lines[1:]]
    return Sheet(
        header=judge.header,
        rows=[row for row in judged if isinstance(row, Row)],
        rejects=[row for row in judged if isinstance(row, Reject)],
        ignored=tuple(name for place, name in enumerate(judge.header) if name and place not in judge.places),
    )


def places_of(header: Cells, columns: Sequence[Column]) -> dict[int, Column]:
    """What stands where; names may differ in case, spaces and signs."""
    by_key = {_key(column.name): column for column in columns}
    places = {place: by_key[_key(name)] for place, name in enumerate(header) if _key(name) in by_key}
    present = [column.name for column in places.values()]
    missing = [column.name for column in columns if column.if_empty and column.name not in present]
    if missing:
        raise NotAllowed(
            N_("In der Datei fehlt: %(missing)s. Die erste Zeile muss die Namen der Spalten enthalten."),
            missing=", ".join(missing),
        )
    for name in present:
        if present.count(name) > 1:
            raise NotAllowed(N_("Die Spalte „%(column)s“ kommt mehr als einmal vor."), column=name)
    return places


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
    rows = [(*_padded(one.cells, width=width), str(one.line), one.column, one.reason) for one in rejects]
    return as_csv([(*header, *REMARKS), *rows])


def remarks_in(rejects: str, *, most: int) -> list[Cells]:
    """Line, column and reason of the first rows of such a file."""
    rows = list(csv.reader(io.StringIO(rejects, newline=""), delimiter=";"))[1 : most + 1]
    return [tuple(unguarded(cell) for cell in row[-len(REMARKS) :]) for row in rows]


def _padded(cells: Cells, *, width: int) -> Cells:
    return (*cells, *[""] * width)[:width]


def _text(data: bytes) -> str:
    """The file as text: UTF-8, or Windows-1252 as older spreadsheets write it. A workbook has zero bytes."""
    if b"\0" in data:
        raise NotAllowed(_UNREADABLE)
    has_mark = data.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8-sig",) if has_mark else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAllowed(_UNREADABLE)


def _lines(text: str) -> Iterator[tuple[int, Cells]]:
    """Every row that isn't blank, with the line on which it starts."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, tuple(unguarded(cell) for cell in cells)
            start = reader.line_num + 1
    except csv.Error:
        raise NotAllowed(
            N_("Ab Zeile %(line)s ist die Datei nicht lesbar. Bitte prüfen Sie dort die Anführungszeichen."),
            line=start,
        ) from None


class _Judge:
    """The columns of one file, and the values met so far of the field that has each once."""

    def __init__(self, heading: Cells, columns: Sequence[Column], unique: Unique) -> None:
        header = [one_line(_clean(name)) for name in heading]
        while header and not header[-1]:
            header.pop()
        if len(header) > MOST_COLUMNS:
            raise NotAllowed(N_("Die Datei hat mehr als %(most)s Spalten."), most=MOST_COLUMNS)
        self._has_remarks = tuple(header[-len(REMARKS) :]) == REMARKS
        self.header = tuple(header[: -len(REMARKS)] if self._has_remarks else header)
        self.places = places_of(self.header, columns)
        self._unique = unique
        self._first_line: dict[Any, int] = {}

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
            return Reject(
                line, self.header[min(faults)], " ".join(faults[at] for at in sorted(faults)), cells
            )
        return Row(line, cells, values)

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

    def _values(self, cells: Cells, *, line: int, reason: str) -> tuple[dict[str, Any], dict[int, str]]:
        """What the cells mean, by field, and what is wrong with them, by place."""
        values: dict[str, Any] = {}
        faults: dict[int, str] = {}
        for place, column in self.places.items():
            try:
                values |= value_of(column, _clean(cells[place]))
                if column.field == self._unique.field:
                    typed = _clean(cells[place])
                    self._insist_on_new(values[column.field], typed=typed, line=line, reason=reason)
            except NotAllowed as refusal:
                faults[place] = str(refusal)
        return values, faults

    def _insist_on_new(self, value: Any, *, typed: str, line: int, reason: str) -> None:
        known = still_twice(self._unique.sentence, reason, typed)
        first = known["line"] if known else self._first_line.setdefault(value, line)
        if first != line:
            raise NotAllowed(self._unique.sentence, typed=typed, line=first)


def _key(name: str) -> str:
    return "".join(character for character in folded(name) if character.isalnum())


def _clean(cell: str) -> str:
    """A cell in composed characters, without blank lines and without characters that no page can show."""
    lines = (" ".join(_NOT_TEXT.sub(" ", line).split()) for line in cell.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
