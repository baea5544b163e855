"""What somebody of the pool has said of single days, of the own calendar and of the way."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.horizon import DayTime
from app.mediators.models import BusyCalendar, PoolDay, PoolPerson


@dataclass(frozen=True)
class OwnDay:
    id: UUID
    said: DayTime


@dataclass(frozen=True)
class OwnCalendar:
    """``hours`` are those that are taken from today on."""

    uploaded_at: datetime
    last_day: date
    hours: int
    unread: int


def own_days(person_id: UUID, *, today: date) -> tuple[OwnDay, ...]:
    """Those that are not over."""
    query = sa.select(PoolDay).where(PoolDay.person_id == person_id, PoolDay.day >= today)
    found = db.session.scalars(query.order_by(PoolDay.day, PoolDay.starts, PoolDay.free, PoolDay.id))
    return tuple(OwnDay(row.id, DayTime(row.day, row.free, row.starts, row.ends)) for row in found)


def own_calendar(person_id: UUID, *, today: date) -> OwnCalendar | None:
    row = db.session.scalar(sa.select(BusyCalendar).where(BusyCalendar.person_id == person_id))
    if row is None or row.last_day < today:
        return None
    left = int(row.taken, 16) >> 96 * max(0, (today - row.first_day).days)
    return OwnCalendar(row.uploaded_at, row.last_day, round(left.bit_count() / 4), row.unread)


def own_travel(person_id: UUID) -> int | None:
    return db.session.scalar(sa.select(PoolPerson.travel_minutes).where(PoolPerson.id == person_id))
