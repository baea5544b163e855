"""Reads the file in which an office keeps its pool, and writes back the rows that can't be taken.

Nothing is lost silently: a row comes in whole, or it goes back with the reason in words.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.exports import as_csv, unguarded
from app.labels import N_
from app.languages import folded
from app.mediators.poolrow import COLUMNS, Column, PoolRow, one_line, value_of
from app.refusals import NotAllowed

__all__ = ["PoolFile", "PoolRow", "Reject", "fields_of", "read", "rejects_csv"]

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
#: The columns that a file of rejects adds; a corrected file may still have them.
REMARKS = ("line", "column", "reason")

Cells = tuple[str, ...]

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_UNREADABLE = N_(
    "Das ist keine CSV-Datei, die wir lesen können. Speichern Sie die Tabelle bitte als „CSV UTF-8“."
)


@dataclass(frozen=True)
class Reject:
    """A row that can't be taken: ``column`` is the first faulty one, ``reason`` names every fault."""

    line: int
    column: str
    reason: str
    cells: Cells


@dataclass(frozen=True)
class PoolFile:
    """``line`` of rows and rejects: where the row starts. ``ignored``: columns that mean nothing here."""

    header: Cells
    rows: list[PoolRow]
    rejects: list[Reject]
    ignored: Cells = ()


def read(data: bytes) -> PoolFile:
    """All rows of a pool file; refused as a whole only if it isn't such a file."""
    if len(data) > MOST_BYTES:
        raise NotAllowed(N_("Die Datei ist größer als 5 MB. Bitte teilen Sie sie auf."))
    lines = list(_lines(_text(data)))
    if not lines:
        raise NotAllowed(N_("Die Datei ist leer."))
    if len(lines) - 1 > MOST_ROWS:
        raise NotAllowed(N_("Die Datei hat mehr als 10.000 Zeilen. Bitte teilen Sie sie auf."))
    sheet = _Sheet(lines[0][1])
    judged = [sheet.judge(line, cells) for line, cells in lines[1:]]
    return PoolFile(
        header=sheet.header,
        rows=[row for row in judged if isinstance(row, PoolRow)],
        rejects=[row for row in judged if isinstance(row, Reject)],
        ignored=tuple(name for place, name in enumerate(sheet.header) if name and place not in sheet.columns),
    )


def fields_of(file: PoolFile) -> frozenset[str]:
    """The fields for which the file has a column; of all others it says nothing."""
    return frozenset(column.field for column in _columns(file.header).values())


def rejects_csv(file: PoolFile) -> bytes:
    """The rows that can't be taken; corrected in a spreadsheet, this file can be imported as it is."""
    width = len(file.header)
    rows = [(*_padded(one.cells, width=width), str(one.line), one.column, one.reason) for one in file.rejects]
    return as_csv([(*file.header, *REMARKS), *rows])


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


class _Sheet:
    """The columns of one file, and the e-mail addresses met so far."""

    def __init__(self, heading: Cells) -> None:
        header = [one_line(_clean(name)) for name in heading]
        while header and not header[-1]:
            header.pop()
        if len(header) > MOST_COLUMNS:
            raise NotAllowed(N_("Die Datei hat mehr als %(most)s Spalten."), most=MOST_COLUMNS)
        self._has_remarks = tuple(header[-len(REMARKS) :]) == REMARKS
        self.header = tuple(header[: -len(REMARKS)] if self._has_remarks else header)
        self.columns = _columns(self.header)
        self._first_line: dict[str, int] = {}

    def judge(self, line: int, cells: Cells) -> PoolRow | Reject:
        width = len(self.header)
        if self._has_remarks:
            cells = cells[:width] + cells[width + len(REMARKS) :]
        misfit = self._misfit(cells)
        if misfit:
            return Reject(line, *misfit, cells)
        values, faults = self._values(cells, line=line)
        if faults:
            return Reject(
                line, self.header[min(faults)], " ".join(faults[at] for at in sorted(faults)), cells
            )
        return PoolRow(line=line, **values)

    def _misfit(self, cells: Cells) -> tuple[str, str] | None:
        """Column and reason, if the row hasn't the shape of the header."""
        width, here = len(self.header), len(cells)
        if here < width:
            sentence = N_(
                "Die Zeile hat nur %(here)s Zellen, die Kopfzeile %(width)s: Ab „%(column)s“ fehlt alles."
            )
            return self.header[here], sentence % {"here": here, "width": width, "column": self.header[here]}
        surplus = next((cell.strip() for cell in cells[width:] if cell.strip()), None)
        if surplus:
            sentence = N_(
                "Die Zeile hat mehr Zellen als die Kopfzeile (%(width)s), zuerst „%(surplus)s“. "
                "Steht in einer Zelle ein Trennzeichen?"
            )
            return "", sentence % {"width": width, "surplus": surplus[:100]}
        return None

    def _values(self, cells: Cells, *, line: int) -> tuple[dict[str, Any], dict[int, str]]:
        """What the cells mean, by field, and what is wrong with them, by place."""
        values: dict[str, Any] = {}
        faults: dict[int, str] = {}
        for place, column in self.columns.items():
            try:
                values |= value_of(column, _clean(cells[place]))
                if column.field == "email":
                    self._insist_on_new(values["email"], typed=_clean(cells[place]), line=line)
            except NotAllowed as refusal:
                faults[place] = str(refusal)
        return values, faults

    def _insist_on_new(self, email: str, *, typed: str, line: int) -> None:
        first = self._first_line.setdefault(email, line)
        if first != line:
            raise NotAllowed(
                N_("„%(email)s“ steht schon in Zeile %(line)s. Jede Adresse darf nur einmal vorkommen."),
                email=typed,
                line=first,
            )


def _columns(header: Cells) -> dict[int, Column]:
    """What stands where; names may differ in case, spaces and signs."""
    by_key = {_key(column.name): column for column in COLUMNS}
    columns = {place: by_key[_key(name)] for place, name in enumerate(header) if _key(name) in by_key}
    present = [column.name for column in columns.values()]
    missing = [column.name for column in COLUMNS if column.if_empty and column.name not in present]
    if missing:
        raise NotAllowed(
            N_("In der Datei fehlt: %(missing)s. Die erste Zeile muss die Namen der Spalten enthalten."),
            missing=", ".join(missing),
        )
    for name in present:
        if present.count(name) > 1:
            raise NotAllowed(N_("Die Spalte „%(column)s“ kommt mehr als einmal vor."), column=name)
    return columns


def _key(name: str) -> str:
    return "".join(character for character in folded(name) if character.isalnum())


def _clean(cell: str) -> str:
    """A cell in composed characters, without blank lines and without characters that no page can show."""
    lines = (" ".join(_NOT_TEXT.sub(" ", line).split()) for line in cell.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
