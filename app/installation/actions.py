"""A worker says where it is; a copy stays silent until somebody decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.database import db, insert_once
from app.installation.models import Installation
from app.installation.queries.copies import found_place, home_of, last_move
from app.installation.rules import Difference, Move, Place, differences


@dataclass(frozen=True)
class Standing:
    """Whether this worker may send; and what it must look at twice, if the database has moved."""

    differences: tuple[Difference, ...] = ()
    """How the place differs from the home of the database."""
    move: Move | None = None

    @property
    def at_home(self) -> bool:
        return not self.differences


def check_in(place: Place, *, at: datetime) -> Standing:
    """Compare the place with the home of the database; the first place that ever asks becomes its home."""
    row = db.session.scalar(sa.select(Installation).execution_options(populate_existing=True))
    if row is None:
        _settle_in(place)
        return Standing()
    differing = differences(home_of(row), place)
    if not differing:
        if row.found_id is not None:  # what was found is over, or was another worker's
            _change(_FORGET)
        return Standing(move=last_move(row))
    if found_place(row) != place:
        found = {"found_id": uuid4(), "found_marker": place.marker, "found_address": place.address}
        found |= {"found_machine": place.machine, "found_mark": place.mark, "found_at": at}
        _change(found | {"silent_at": None})
    return Standing(differing)


def rise() -> int:
    """The database has come further; how far. To be written into the data folder after the commit."""
    statement = sa.update(Installation).values(mark=Installation.mark + 1).returning(Installation.mark)
    return db.session.scalar(statement.execution_options(synchronize_session=False)) or 0


def make_original(copy_id: UUID, *, by: UUID, at: datetime) -> bool:
    """What was found is the home from now on; false if it isn't there any more, or is already."""
    row = Installation
    highest = sa.case((row.found_mark > row.mark, row.found_mark), else_=row.mark)
    home: dict[str, Any] = {"home_marker": row.found_marker, "home_address": row.found_address}
    home |= {"home_machine": row.found_machine, "mark": highest + 1}
    moved = {"moved_found_at": row.found_at, "moved_at": at}
    return _decided(copy_id, "CopyMadeOriginal", _FORGET | home | moved, by=by, at=at)


def keep_silent(copy_id: UUID, *, by: UUID, at: datetime) -> bool:
    """It stays a copy, and sends nothing; false if it isn't there any more."""
    return _decided(copy_id, "CopyKeptSilent", {"silent_at": at}, by=by, at=at)


#: What is written when nothing is found any more.
_FORGET: dict[str, Any] = dict.fromkeys(
    ("found_id", "found_marker", "found_address", "found_machine", "found_mark", "found_at", "silent_at")
)


def _settle_in(place: Place) -> None:
    insert_once(
        Installation,
        ("one",),
        one=1,
        home_marker=place.marker,
        home_address=place.address,
        home_machine=place.machine,
        mark=place.mark,
    )


def _decided(copy_id: UUID, kind: str, values: dict[str, Any], *, by: UUID, at: datetime) -> bool:
    if not _change(values, Installation.found_id == copy_id):
        return False
    trail.log(kind, by=by, at=at, subject_id=copy_id)
    return True


def _change(values: dict[str, Any], *where: sa.ColumnElement[bool]) -> int:
    statement = sa.update(Installation).where(*where).values(**values)
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
