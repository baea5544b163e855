"""What somebody of the pool sees of the own entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import ask
from app.localtime import WEEKDAYS, local
from app.mediators.events import Engagement, EngagementsOf
from app.mediators.models import Absence, PoolPerson, PoolSlot
from app.mediators.queries.times import OwnCalendar, OwnDay, own_calendar, own_days
from app.mediators.rules import Slot
from app.refusals import NotFound


@dataclass(frozen=True)
class OwnSlot:
    id: UUID
    text: str
    """17:00–19:00"""


@dataclass(frozen=True)
class OwnAbsence:
    id: UUID
    first_day: date
    last_day: date
    touched: tuple[Engagement, ...]
    """The own appointments to come that fall into it."""


@dataclass(frozen=True)
class OwnProfile:
    """``week`` has the times of each weekday, Monday first."""

    capacity: int
    resting: bool
    week: tuple[tuple[OwnSlot, ...], ...]
    absences: tuple[OwnAbsence, ...]
    travel_minutes: int | None
    days: tuple[OwnDay, ...]
    calendar: OwnCalendar | None


def own_entries(user_id: UUID) -> sa.Select[UUID]:
    """The entries of this person in the pool that count, for statements about what hangs on them."""
    return sa.select(PoolPerson.id).where(PoolPerson.user_id == user_id, PoolPerson.left_at.is_(None))


def own_person(user_id: UUID) -> UUID:
    """The entry of this person in the pool; ``NotFound`` if there is none, or the work has ended."""
    found = db.session.scalars(own_entries(user_id).order_by(PoolPerson.created_at, PoolPerson.id)).first()
    if found is None:
        raise NotFound
    return found


def capacity(person_id: UUID) -> int:
    return db.session.scalars(sa.select(PoolPerson.capacity).where(PoolPerson.id == person_id)).one()


def own_profile(user_id: UUID, *, at: datetime) -> OwnProfile | None:
    """The own entry, with absences that aren't over; seven statements. None if one has none."""
    today = local(at).date()
    try:
        person_id = own_person(user_id)
    except NotFound:
        return None
    row = db.session.execute(
        sa.select(PoolPerson.capacity, PoolPerson.resting, PoolPerson.travel_minutes).where(
            PoolPerson.id == person_id
        )
    ).one()
    return OwnProfile(
        row.capacity,
        row.resting,
        _week(person_id),
        _absences(person_id, at),
        row.travel_minutes,
        own_days(person_id, today=today),
        own_calendar(person_id, today=today),
    )


def _week(person_id: UUID) -> tuple[tuple[OwnSlot, ...], ...]:
    query = sa.select(PoolSlot).where(PoolSlot.person_id == person_id)
    week: list[list[OwnSlot]] = [[] for _ in WEEKDAYS]
    for one in db.session.scalars(query.order_by(PoolSlot.weekday, PoolSlot.starts, PoolSlot.id)):
        week[one.weekday].append(OwnSlot(one.id, Slot(one.weekday, one.starts, one.ends).times))
    return tuple(tuple(day) for day in week)


def touched(person_id: UUID, *, first_day: date, last_day: date, at: datetime) -> tuple[Engagement, ...]:
    """The appointments to come that this person has on these days."""
    return _within(_engagements(person_id, at), first_day, last_day)


def _absences(person_id: UUID, at: datetime) -> tuple[OwnAbsence, ...]:
    query = sa.select(Absence).where(Absence.person_id == person_id, Absence.last_day >= local(at).date())
    found = db.session.scalars(query.order_by(Absence.first_day, Absence.id)).all()
    taken = _engagements(person_id, at) if found else ()
    return tuple(
        OwnAbsence(one.id, one.first_day, one.last_day, _within(taken, one.first_day, one.last_day))
        for one in found
    )


def _engagements(person_id: UUID, at: datetime) -> Iterable[Engagement]:
    found = ask(EngagementsOf(person_ids=frozenset({person_id}), at=at))
    return sorted(found, key=lambda one: (one.starts_at, one.meeting_id))


def _within(taken: Iterable[Engagement], first_day: date, last_day: date) -> tuple[Engagement, ...]:
    return tuple(one for one in taken if first_day <= local(one.starts_at).date() <= last_day)
