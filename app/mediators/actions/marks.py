"""What somebody of the pool is compared by, as hashes: of the entry, of own details, of an own list."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.database import db
from app.marking import HashedMark, hashed
from app.marks import Described, marks_of
from app.mediators.actions.holding import hold_all
from app.mediators.models import MarkSource, PoolMark, PoolPerson
from app.mediators.queries.acquaintance import unmarked
from app.municipalities.scope import here

MOST_AT_ONCE = 2000

Ready = Mapping[Described, frozenset[HashedMark]]
"""Marks that were worked out before, as that takes longer than writing them."""
NOTHING_READY: Ready = MappingProxyType({})


def remark(person_id: UUID, source: MarkSource, described: Iterable[Described]) -> None:
    """From now on the person is compared by these, as far as they come from this source."""
    remark_all(source, [(person_id, list(described))])


def remark_all(
    source: MarkSource, people: Iterable[tuple[UUID, Iterable[Described]]], *, ready: Ready = NOTHING_READY
) -> None:
    """The same for many people in two statements."""
    rows: dict[UUID, list[dict[str, Any]]] = {}
    for person_id, described in people:
        marks = frozenset().union(*(ready[one] if one in ready else marked(one) for one in described))
        rows[person_id] = [asdict(one) for one in marks]
    db.session.execute(
        sa.delete(PoolMark).where(PoolMark.person_id.in_(list(rows)), PoolMark.source == source),
        execution_options={"synchronize_session": False},
    )
    made = [
        {"id": uuid4(), "municipality_id": here(), "person_id": person_id, "source": source, **mark}
        for person_id, marks in rows.items()
        for mark in marks
    ]
    if made:
        db.session.execute(sa.insert(PoolMark), made)


def marked(one: Described) -> frozenset[HashedMark]:
    """What one description is compared by."""
    return hashed(marks_of(one))


def entry(first_name: str, last_name: str, home: str | None) -> list[Described]:
    """What coordination has written down of a person."""
    return [Described(f"{first_name} {last_name}", home)]


def mark_waiting() -> int:
    """Mark people who were there before anybody was compared; returns how many."""
    people = hold_all(PoolPerson.id.in_([one.id for one in unmarked(MOST_AT_ONCE)]))
    remark_all(MarkSource.ENTRY, [(one.id, entry(one.first_name, one.last_name, one.home)) for one in people])
    for person in people:
        person.to_mark = False
    return len(people)
