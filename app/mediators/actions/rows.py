"""Rows of the pool as the database takes them, many at once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.database import Base, db
from app.mediators.actions.marks import NOTHING_READY, Ready, entry, remark_all
from app.mediators.models import MarkSource, PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.mediators.poolrow import PoolRow
from app.municipalities.scope import here

Values = dict[str, Any]

OWN_FIELDS = (
    "last_name",
    "first_name",
    "kind",
    "phone",
    "home",
    "office_name",
    "training_hours",
    "certified_until",
    "capacity",
    "gender",
    "obligated_on",
    "certificate_seen_on",
    "mediations",
)


def add_people(
    rows: Iterable[PoolRow], *, at: datetime, imported: bool, ready: Ready = NOTHING_READY, **own: Any
) -> list[UUID]:
    """Add new people with languages, times and topics; ``own`` are values that no file has."""
    people = [(uuid4(), row) for row in rows]
    insert_all(PoolPerson, (_new_person(id_, row, at=at, imported=imported) | own for id_, row in people))
    for model, listed in LISTS.values():
        insert_all(model, (one for id_, row in people for one in listed(id_, row)))
    named = [(id_, entry(row.first_name, row.last_name, row.home)) for id_, row in people]
    remark_all(MarkSource.ENTRY, named, ready=ready)
    return [id_ for id_, _ in people]


def _new_person(id_: UUID, row: PoolRow, *, at: datetime, imported: bool) -> Values:
    new = row.as_new()
    return {
        "id": id_,
        "email": row.email,
        "phone_e164": row.phone_e164,
        "resting": False,
        "imported": row.fingerprint() if imported else None,
        "created_at": at,
        **{name: stored(new, name) for name in OWN_FIELDS},
    }


def stored(row: PoolRow, name: str) -> Any:
    value = getattr(row, name)
    return None if value == "" else value


def insert_all(model: type[Base], values: Iterable[Values]) -> None:
    """Many rows at once, past the unit of work; they belong to the municipality of the walls."""
    rows = [{"id": uuid4(), "municipality_id": here(), **one} for one in values]
    if rows:
        db.session.execute(sa.insert(model), rows)


def _languages(person_id: UUID, row: PoolRow) -> Iterator[Values]:
    for position, (code, level) in enumerate(row.languages):
        yield {"person_id": person_id, "position": position, "code": code, "level": level}


def _slots(person_id: UUID, row: PoolRow) -> Iterator[Values]:
    for slot in row.slots:
        yield {"person_id": person_id, "weekday": slot.weekday, "starts": slot.start, "ends": slot.end}


def _topics(person_id: UUID, row: PoolRow) -> Iterator[Values]:
    for topic in row.topics:
        yield {"person_id": person_id, "topic": topic}


_Listed = Callable[[UUID, PoolRow], Iterator[Values]]
LISTS: dict[str, tuple[Any, _Listed]] = {
    "languages": (PoolLanguage, _languages),
    "slots": (PoolSlot, _slots),
    "topics": (PoolTopic, _topics),
}
