"""Whether this database is a copy, as far as its workers have found out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.installation.models import Installation
from app.installation.rules import Difference, Move, Place, differences


@dataclass(frozen=True)
class Copy:
    """A database that works elsewhere than at home."""

    id: UUID
    found_at: datetime
    silent: bool
    """Somebody has decided that it stays so."""
    home: str
    here: str
    differences: tuple[Difference, ...]


def copy() -> Copy | None:
    """None at home; one statement."""
    query = sa.select(Installation).where(Installation.found_id.is_not(None))
    row = db.session.scalar(query.execution_options(populate_existing=True))
    found = found_place(row) if row is not None else None
    if row is None or found is None or row.found_id is None or row.found_at is None:
        return None
    return Copy(
        id=row.found_id,
        found_at=row.found_at,
        silent=row.silent_at is not None,
        home=row.home_address,
        here=found.address,
        differences=differences(home_of(row), found),
    )


def differences_here(place: Place) -> tuple[Difference, ...]:
    """How this place differs from the home; empty too where the database has none yet."""
    row = db.session.scalar(sa.select(Installation).execution_options(populate_existing=True))
    return differences(home_of(row), place) if row is not None else ()


def home_of(row: Installation) -> Place:
    return Place(row.home_marker, row.home_address, row.home_machine, row.mark)


def found_place(row: Installation) -> Place | None:
    """Where a worker found itself, if not at home."""
    if row.found_marker is None:
        return None
    return Place(row.found_marker, row.found_address or "", row.found_machine or "", row.found_mark or 0)


def last_move(row: Installation) -> Move | None:
    if row.moved_found_at is None or row.moved_at is None:
        return None
    return Move(row.moved_found_at, row.moved_at)
