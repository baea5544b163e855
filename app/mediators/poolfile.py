"""Reads the file in which an office keeps its pool, and writes back the rows that can't be taken."""

from dataclasses import dataclass

from app import spreadsheets
from app.labels import N_
from app.mediators.poolrow import COLUMNS, PoolRow
from app.spreadsheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, REMARKS, Cells, Reject, Unique

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "REMARKS",
    "PoolFile",
    "PoolRow",
    "Reject",
    "fields_of",
    "read",
    "rejects_csv",
]

_ONCE = Unique(
    "email",
    N_("„%(typed)s“ steht schon in Zeile %(line)s. Jede Adresse darf nur einmal vorkommen."),
)


@dataclass(frozen=True)
class PoolFile:
    """``line`` of rows and rejects: where the row starts. ``ignored``: columns that mean nothing here."""

    header: Cells
    rows: list[PoolRow]
    rejects: list[Reject]
    ignored: Cells = ()


def read(data: bytes) -> PoolFile:
    """All rows of a pool file; refused as a whole only if it isn't such a file."""
    sheet = spreadsheets.read(data, COLUMNS, unique=_ONCE)
    rows = [PoolRow(line=row.line, **row.values) for row in sheet.rows]
    return PoolFile(sheet.header, rows, sheet.rejects, sheet.ignored)


def fields_of(file: PoolFile) -> frozenset[str]:
    """The fields for which the file has a column; of all others it says nothing."""
    return frozenset(column.field for column in spreadsheets.places_of(file.header, COLUMNS).values())


def rejects_csv(file: PoolFile) -> bytes:
    """The rows that can't be taken; corrected in a spreadsheet, this file can be imported as it is."""
    return spreadsheets.rejects_csv(file.header, file.rejects)
