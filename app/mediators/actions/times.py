"""What somebody of the pool says of single days, of the own calendar, and of the way to another district."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.labels import N_
from app.mediators.actions.holding import hold
from app.mediators.actions.profile import delete_own
from app.mediators.calendarfile import BusyTimes
from app.mediators.horizon import DayTime
from app.mediators.models import BusyCalendar, PoolDay
from app.refusals import NotAllowed

#: More than anybody needs, and few enough to be read with every search.
MOST_DAYS = 60


def add_day(person_id: UUID, wanted: DayTime) -> None:
    """Be free, or not free, on one day other than usual; entered twice it stands there once.

    Who can't takes back what was free in addition until now; who can in addition leaves the rest as it is.
    """
    hold(person_id)
    rows = db.session.scalars(sa.select(PoolDay).where(PoolDay.person_id == person_id)).all()
    there = {row: DayTime(row.day, row.free, row.starts, row.ends) for row in rows}
    if wanted in there.values():
        return
    for row, said in there.items():
        if said.free and not wanted.free and said.day == wanted.day and _overlap(said, wanted):
            db.session.delete(row)
            db.session.add_all(_row(person_id, rest) for rest in _without(said, wanted))
    if len(rows) >= MOST_DAYS:
        raise NotAllowed(
            N_("Mehr als %(most)s einzelne Tage gehen nicht. Bitte entfernen Sie zuerst andere."),
            most=MOST_DAYS,
        )
    db.session.add(_row(person_id, wanted))


def remove_day(person_id: UUID, day_id: UUID) -> None:
    delete_own(PoolDay, person_id, day_id)


def take_calendar(person_id: UUID, found: BusyTimes, *, at: datetime) -> None:
    """From now on these times are taken; whatever was uploaded before counts no more."""
    hold(person_id)
    drop_calendar(person_id)
    db.session.add(
        BusyCalendar(
            person_id=person_id,
            uploaded_at=at,
            first_day=found.taken.first_day,
            last_day=found.last_day,
            taken=f"{found.taken.quarters:x}",
            unread=found.unread,
        )
    )


def drop_calendar(person_id: UUID) -> None:
    db.session.execute(
        sa.delete(BusyCalendar).where(BusyCalendar.person_id == person_id),
        execution_options={"synchronize_session": False},
    )


def set_travel(person_id: UUID, minutes: int | None) -> None:
    """So long it takes to another district; None: as the municipality reckons."""
    hold(person_id).travel_minutes = minutes


def forget_past(today: date) -> int:
    """Single days, and calendars, that are over."""
    done = 0
    for model, day in ((PoolDay, PoolDay.day), (BusyCalendar, BusyCalendar.last_day)):
        gone = db.session.execute(
            sa.delete(model).where(day < today), execution_options={"synchronize_session": False}
        )
        done += gone.rowcount  # type: ignore[attr-defined]  # of a DELETE
    return done


def _row(person_id: UUID, said: DayTime) -> PoolDay:
    return PoolDay(person_id=person_id, day=said.day, free=said.free, starts=said.start, ends=said.end)


def _overlap(one: DayTime, other: DayTime) -> bool:
    return one.start < other.end and other.start < one.end


def _without(said: DayTime, wanted: DayTime) -> list[DayTime]:
    """What is left of hours when other hours of the day are taken out of them."""
    rest = [said._replace(end=wanted.start), said._replace(start=wanted.end)]
    return [one for one in rest if one.start < one.end]
