"""Who of a large pool has all that counts most, found by indexes alone; in one statement, or two."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.deployment import MEDIATING
from app.mediators.models import PoolLanguage, PoolPerson, PoolTopic
from app.mediators.queries.belongings import text
from app.mediators.rules import Gender

#: Almost everybody of a pool speaks it.
COMMON = "de"
#: Who lives in ``homes``, to be bound: to say so takes less than to name a thousand.
LIVING_THERE = sa.select(PoolPerson.id).where(PoolPerson.home.in_(sa.bindparam("homes", expanding=True)))


class Foremost(NamedTuple):
    """Those of them in whom none of this differs; ``leads``: has mediated at least as often as was asked."""

    home: str | None
    online: bool
    gender: Gender | None
    leads: bool
    ids: list[str]
    """As the database writes them: few of them will be needed."""


def foremost(
    tongues: Collection[frozenset[str]],
    levels: Collection[Level],
    topic: str | None,
    *,
    leads_from: int,
    case_id: UUID,
    homes: Collection[str] = (),
) -> list[Foremost]:
    """Who speaks one language of each of ``tongues`` well, knows the topic, and is there to be asked.

    Whom a search could propose with all of this is among them; at least one of it must be asked for. What
    fewest have, as far as one can tell, comes first. ``homes``: of those alone who live there.
    """
    rare_first = sorted(tongues, key=lambda codes: (COMMON in codes, len(codes)))
    told: list[tuple[Any, sa.ColumnElement[bool]]] = [
        (PoolLanguage, sa.and_(PoolLanguage.code.in_(sorted(codes)), PoolLanguage.level.in_(levels)))
        for codes in rare_first
    ]
    if topic is not None:
        told.insert(sum(COMMON not in codes for codes in rare_first), (PoolTopic, PoolTopic.topic == topic))
    if homes:
        begin, others = PoolPerson.home.in_(homes), told
    else:
        (table, which), *others = told
        begin = PoolPerson.id.in_(sa.select(table.person_id).where(which))
    leads = sa.func.coalesce(PoolPerson.mediations, 0) >= leads_from
    alike = PoolPerson.home, PoolPerson.online, PoolPerson.gender, leads
    people = sa.select(*alike, sa.func.aggregate_strings(text(PoolPerson.id), " ")).where(
        begin,
        *(sa.exists().where(table.person_id == PoolPerson.id, which) for table, which in others),
        PoolPerson.kind.in_(MEDIATING),
        sa.or_(PoolPerson.reserved_for.is_(None), PoolPerson.reserved_for == case_id),
        PoolPerson.left_at.is_(None),
        PoolPerson.resting.is_(False),
    )
    found = db.session.execute(people.group_by(*alike))
    return [Foremost(home, online, gender, leads, ids.split()) for home, online, gender, leads, ids in found]


def homes() -> dict[str, int]:
    """Where people of the pool live, as it is spelled, and how many there."""
    there = sa.select(PoolPerson.home, sa.func.count()).where(PoolPerson.home.is_not(None))
    return {home: count for home, count in db.session.execute(there.group_by(PoolPerson.home)) if home}
