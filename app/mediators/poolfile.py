"""Reads the file in which an office keeps its pool, and writes back the rows that can't be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app import spreadsheets
from app.headings import (
    MOST_COLUMNS,
    REMARKS,
    Column,
    Table,
    chosen,
    is_ours,
    places_of,
    proposed,
    table_of,
)
from app.labels import N_
from app.mediators.poolrow import COLUMNS, PoolRow
from app.refusals import NotAllowed
from app.sheetfiles import MOST_BYTES, MOST_ROWS, Cells, SheetFile, opened
from app.spreadsheets import Reject, Unique

__all__ = [
    "KNOWN",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "REMARKS",
    "PoolFile",
    "PoolRow",
    "Reject",
    "fields_of",
    "judged",
    "needs_a_look",
    "proposal",
    "read",
    "rejects_csv",
    "table",
]

_ONCE = Unique(
    "email",
    N_("„%(typed)s“ steht schon in Zeile %(line)s. Jede Adresse darf nur einmal vorkommen."),
)
#: Other names that offices give the columns: good for a proposal.
_ALSO = {
    "last_name": ("Name", "Familienname", "Zuname", "Surname", "Last name"),
    "first_name": ("Rufname", "Vornamen", "First name"),
    "email": ("E-Mail-Adresse", "Mail", "Mailadresse", "E-Mail dienstlich", "Email address"),
    "kind": ("Rolle", "Funktion", "Typ"),
    "phone": ("Telefonnummer", "Tel.", "Tel.-Nr.", "Rufnummer", "Handy", "Mobil", "Mobilnummer", "Phone"),
    "languages": ("Sprache", "Sprachkenntnisse", "Sprachen mit Niveau", "Sprachen und Niveau", "Languages"),
    "slots": ("Verfügbar", "Zeiten", "Regelmäßige Zeiten", "Einsatzzeiten", "Zeitfenster", "Availability"),
    "topics": ("Thema", "Schwerpunkte", "Schwerpunkt", "Themenfelder", "Fachgebiete", "Topics"),
    "home": ("Ort", "Stadt", "Ortsteil", "Gemeinde", "Wohnt in", "Town"),
    "office_name": ("Stelle", "Amt", "Organisation", "Träger", "Einrichtung", "Arbeitgeber", "Office"),
    "training_hours": (
        "Stunden Ausbildung",
        "Ausbildung (Std.)",
        "Ausbildung in Stunden",
        "Ausbildungsumfang",
    ),
    "certified_until": ("Zertifikat bis", "Zertifikat gültig bis", "Gültig bis"),
    "capacity": ("Maximale Fälle", "Fälle höchstens", "Fälle gleichzeitig", "Kapazität"),
    "gender": ("m/w/d", "w/m/d", "Gender"),
    "obligated_on": ("Verpflichtung", "Verpflichtung am", "Förmlich verpflichtet am"),
    "certificate_seen_on": ("Führungszeugnis", "Führungszeugnis vom", "Führungszeugnis vorgelegt am"),
    "mediations": ("Anzahl Mediationen", "Anzahl der Mediationen", "Bisherige Mediationen"),
}
#: Names of columns that are said nowhere else; the others are labels of forms, too.
SAID_HERE = (N_("Verfügbarkeit"), N_("Max. Fälle"), N_("Mediationen"))
KNOWN = tuple(replace(column, also=_ALSO.get(column.field, ())) for column in COLUMNS)


@dataclass(frozen=True)
class PoolFile:
    """``line`` of rows and rejects: where the row starts. ``fields``: those of which the file says anything;
    ``ignored``: columns that mean nothing here."""

    header: Cells
    rows: list[PoolRow]
    rejects: list[Reject]
    ignored: Cells = ()
    fields: frozenset[str] = frozenset()


def read(data: bytes, *, today: date) -> PoolFile:
    """All rows of a file whose columns have our names; refused as a whole only if it isn't such a file."""
    found = table(opened(data))
    return judged(found, fields_of(found.header), today=today)


def table(file: SheetFile, sheet: int = 0) -> Table:
    """The table on one of the sheets that have anything on them."""
    return table_of(file.worksheets[sheet], KNOWN)


def judged(found: Table, fields: Sequence[str], *, today: date) -> PoolFile:
    """Each row, taken or sent back. ``fields``: what each column of the table is read as, "" for nothing."""
    columns = {place: _by(today, column) for place, column in chosen(fields, KNOWN).items()}
    sheet = spreadsheets.judged(found, columns, unique=_ONCE)
    rows = [PoolRow(line=row.line, **row.values) for row in sheet.rows]
    return PoolFile(sheet.header, rows, sheet.rejects, sheet.ignored, frozenset(fields) - {""})


def _by(today: date, column: Column) -> Column:
    """What somebody has seen she has seen by today."""
    if column.field != "certificate_seen_on":
        return column

    def seen(cell: str) -> date:
        found: date = column.read(cell)
        if found > today:
            raise NotAllowed(N_("„%(cell)s“ liegt in der Zukunft."), cell=cell)
        return found

    return replace(column, read=seen)


def fields_of(header: Cells) -> tuple[str, ...]:
    """What each column is read as if only our own names count."""
    places = places_of(header, KNOWN)
    return tuple(places[place].field if place in places else "" for place in range(len(header)))


def proposal(header: Cells) -> tuple[str, ...]:
    """What each column may mean, by our names and by others that offices use."""
    return proposed(header, KNOWN)


def needs_a_look(header: Cells) -> bool:
    """Some column is called otherwise than we call it, or we don't know it."""
    return not is_ours(header, KNOWN)


def rejects_csv(file: PoolFile) -> bytes:
    """The rows that can't be taken; corrected in a spreadsheet, this file can be imported as it is."""
    return spreadsheets.rejects_csv(file.header, file.rejects)
