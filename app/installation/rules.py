"""Whether a database still works where it is at home, and what it may send after it has moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from app.labels import Labelled

#: Names of one and the same machine; there the port is nobody's address.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: After a copy has become the original: so long its timetable may still catch up with what was said before.
CATCHING_UP = timedelta(hours=1)
#: What is older than this when a copy becomes the original isn't sent without a look.
OLD = timedelta(days=1)


class Difference(Labelled):
    """How the place of a database differs from its home."""

    FOLDER = "FOLDER", "anderer Datenordner"
    ADDRESS = "ADDRESS", "andere Adresse"
    MACHINE = "MACHINE", "anderer Rechner"
    OLDER = "OLDER", "auf einen älteren Stand zurückgesetzt"


@dataclass(frozen=True)
class Place:
    """Where a database works."""

    marker: UUID
    """Of the data folder; a copied folder gets a new one."""
    address: str
    machine: str
    """Empty where a machine has no number of its own."""
    mark: int
    """How far the database was when a worker last wrote it into the folder; it only rises."""


@dataclass(frozen=True)
class Move:
    """A copy became the original."""

    found_at: datetime
    at: datetime


def differences(home: Place, here: Place) -> tuple[Difference, ...]:
    """Empty at home."""
    return tuple(_differences(home, here))


def _differences(home: Place, here: Place) -> Iterator[Difference]:
    if home.marker != here.marker:
        yield Difference.FOLDER
    if home.address != here.address:
        yield Difference.ADDRESS
    if home.machine and here.machine and home.machine != here.machine:
        yield Difference.MACHINE
    if home.marker == here.marker and home.mark < here.mark:
        yield Difference.OLDER


def address_of(base_url: str) -> str:
    """What people type: a demo on another port of the same machine is no other place."""
    parts = urlsplit(base_url)
    return "localhost" if parts.hostname in LOOPBACK else f"{parts.scheme}://{parts.netloc}".lower()


def needs_a_look(move: Move, *, due: datetime, written_at: datetime | None, by_the_clock: bool) -> bool:
    """Whether a mail may have been sent by the old place already, or is too old to go out by itself.

    ``by_the_clock``: nobody's deed caused it; the timetable writes it again when it catches up.
    """
    if written_at is None or written_at <= move.found_at:
        return due <= move.at
    return due <= move.at - OLD or (by_the_clock and written_at <= move.at + CATCHING_UP)
