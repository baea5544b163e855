"""What a search for mediators has to know of the people of the pool, in two statements; of a few in one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.deployment import MEDIATING, Conduct, Interpreting, conduct_since
from app.mediators.horizon import DaysAway, DayTime, Taken
from app.mediators.models import PoolPerson
from app.mediators.queries.belongings import Belongings, belongings, columns, of_columns, text
from app.mediators.queries.qualification import title_end
from app.mediators.rules import Gender, Kind, Slot


class PoolFacts(NamedTuple):
    """A person of the pool as a search sees her, and nothing of any case; the columns in their order."""

    id: UUID
    account: str | None
    """As the database writes the id: who signs in is compared, never shown."""
    first_name: str
    last_name: str
    home: str | None
    office_name: str | None
    gender: Gender | None
    capacity: int
    training_hours: int | None
    certified_until: date | None
    mediations: int | None
    travel_minutes: int | None
    resting: bool
    left: bool
    trainee: bool
    interpreter: bool
    lay: bool
    """An interpreter who is not known to do it for a living."""
    on_site: bool
    online: bool | None
    """None: nobody has said; False: she has said no."""
    radius_km: int | None
    lent: int
    to_mark: bool
    obligated: bool | None
    """False: only from a later day on."""
    certificate_seen: bool | None
    """Of conduct; False: too long ago, or with an entry."""
    languages: Mapping[str, Level]
    topics: frozenset[str]
    slots: Sequence[Slot]
    absences: Sequence[DaysAway]
    districts: frozenset[str]
    """Names; without any, in all of them."""
    days: Sequence[DayTime]
    """Single days on which it is other than usual."""
    taken: Taken | None
    """What the own calendar holds."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def candidates(
    *,
    today: date,
    only: Collection[UUID] | None = None,
    kinds: Collection[Kind] = MEDIATING,
    case_id: UUID | None = None,
) -> list[PoolFacts]:
    """Everybody who can mediate, or those of them who are named, with what isn't over of their days.

    ``kinds``: people who are asked for something else. Guests of another municipality only for the case that
    they are here for.
    """
    query = (
        sa.select(*_OWN, *_proven(today))
        .where(
            PoolPerson.kind.in_(kinds),
            sa.or_(PoolPerson.reserved_for.is_(None), PoolPerson.reserved_for == case_id),
        )
        .order_by(PoolPerson.id)
    )
    if only is not None:
        few = db.session.execute(query.add_columns(*columns(today)).where(PoolPerson.id.in_(only))).all()
        ends = -len(Belongings._fields)
        return list(map(_facts, [row[:ends] for row in few], of_columns([row[ends:] for row in few])))
    theirs, people = belongings(today), db.session.execute(query).all()
    return list(map(_facts, people, theirs.of([row[0] for row in people])))


_SAID_HERSELF = PoolPerson.confirmed_at.is_not(None), PoolPerson.changed_by == PoolPerson.user_id
_OWN = (
    text(PoolPerson.id),
    text(PoolPerson.user_id),
    PoolPerson.first_name,
    PoolPerson.last_name,
    PoolPerson.home,
    PoolPerson.office_name,
    PoolPerson.gender,
    PoolPerson.capacity,
    PoolPerson.training_hours,
    title_end(),
    PoolPerson.mediations,
    PoolPerson.travel_minutes,
    PoolPerson.resting,
    PoolPerson.left_at.is_not(None),
    PoolPerson.kind == Kind.TRAINEE,
    PoolPerson.kind == Kind.INTERPRETER,
    sa.and_(
        PoolPerson.kind == Kind.INTERPRETER,
        PoolPerson.interpreting.is_distinct_from(Interpreting.PROFESSIONAL),
    ),
    PoolPerson.on_site,
    sa.case((sa.or_(PoolPerson.online, *_SAID_HERSELF), PoolPerson.online)).label("online"),
    PoolPerson.radius_km,
    PoolPerson.lent,
    PoolPerson.to_mark,
)


def _proven(today: date) -> tuple[Any, ...]:
    """Whether somebody is obliged to secrecy and may work with minors: yes, no, or nobody knows."""
    seen_on, clear = PoolPerson.certificate_seen_on, PoolPerson.certificate_result
    fine = sa.and_(seen_on.between(conduct_since(today), today), clear.is_distinct_from(Conduct.ENTRY))
    return (
        sa.case((PoolPerson.obligated_on.is_not(None), PoolPerson.obligated_on <= today)),
        sa.case((seen_on.is_not(None), fine)),
    )


def _facts(own: Sequence[Any], theirs: Iterable[Any]) -> PoolFacts:
    return PoolFacts._make((UUID(own[0]), *own[1:], *theirs))


def names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people of the pool by id."""
    query = sa.select(PoolPerson.id, PoolPerson.first_name, PoolPerson.last_name).where(
        PoolPerson.id.in_(list(person_ids))
    )
    return {id_: f"{first} {last}" for id_, first, last in db.session.execute(query)}
