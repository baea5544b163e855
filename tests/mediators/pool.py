"""Pool files for the tests: the sample that the demo ships too, and small ones with one thing changed."""

import csv
import io
from pathlib import Path

from app.mediators import poolfile
from app.mediators.poolfile import PoolFile, PoolRow
from tests.make import NOON

SAMPLE = (Path(__file__).parents[2] / "app" / "demo" / "mediatorenpool.csv").read_bytes()
HEADER = (
    "Nachname;Vorname;E-Mail;Telefon;Sprachen;Verfügbarkeit;Themen;Max. Fälle;Zertifiziert bis;Geschlecht"
)
GOOD = {
    "Nachname": "Kaya",
    "Vorname": "Ece",
    "E-Mail": "ece.kaya@pool.example",
    "Telefon": "0221 4710967",
    "Sprachen": "Deutsch (C1)",
    "Verfügbarkeit": "Mo 17-19 Uhr",
    "Themen": "Schule",
    "Max. Fälle": "3",
    "Zertifiziert bis": "2028-06-30",
    "Geschlecht": "w",
}
#: Line and column of every faulty row of the sample.
FAULTS = [
    (7, "E-Mail"),
    (8, "E-Mail"),
    (10, "E-Mail"),
    (13, "Sprachen"),
    (24, "Verfügbarkeit"),
    (27, "Verfügbarkeit"),
    (29, "Zertifiziert bis"),
    (38, "Max. Fälle"),
    (41, "Nachname"),
    (45, "Themen"),
    (57, "Sprachen"),
]


def file_of(*people: dict[str, str], separator: str = ";") -> bytes:
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, HEADER.split(";"), delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows([GOOD | person for person in people])
    return page.getvalue().encode()


def read(data: bytes) -> PoolFile:
    """As it is read at NOON."""
    return poolfile.read(data, today=NOON.date())


def only_row(**cells: str) -> PoolRow:
    file = read(file_of({name.replace("_", " "): cell for name, cell in cells.items()}))
    assert not file.rejects
    return file.rows[0]


def resaved(data: bytes, *, separator: str) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator).writerows(rows)
    return page.getvalue().encode()
