"""Times of the demo's mediators beside their weekly ones: single days, an uploaded calendar, the way."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.demo.people import MEDIATORS, Town
from app.localtime import local
from app.mediators import calendarfile
from app.mediators.actions import times
from app.mediators.horizon import DayTime
from app.mediators.models import PoolPerson
from app.mediators.rules import LAST_MINUTE, MIDNIGHT

FRIDAY, SATURDAY, DAY = 4, 5, timedelta(days=1)

#: As a calendar program writes it; only that the time is taken will be kept.
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Beispiel//Kalender//DE
BEGIN:VEVENT
UID:chor
DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T190000
DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T203000
RRULE:FREQ=WEEKLY
SUMMARY:Chorprobe
LOCATION:Gemeindehaus
END:VEVENT
END:VCALENDAR
"""


def settle(town: Town, *, now: datetime) -> None:  # noqa: ARG001 - all parts of the demo look alike
    """One has a Saturday more and a Friday less; one sings on Wednesdays, and has a long way."""
    today = local(now).date()
    flexible, singing = (_entry(who.email) for who in MEDIATORS[:2])
    times.add_day(flexible, DayTime(_next(today, FRIDAY), False, MIDNIGHT, LAST_MINUTE))
    times.add_day(flexible, DayTime(_next(today, SATURDAY), True, time(10), time(14)))
    found = calendarfile.read(CALENDAR.format(day=_next(today, 2)).encode(), today=today)
    times.take_calendar(singing, found, at=now - DAY)
    times.set_travel(singing, 45)
    db.session.flush()


def _entry(email: str) -> UUID:
    return db.session.scalars(sa.select(PoolPerson.id).where(PoolPerson.email == email)).one()


def _next(today: date, weekday: int) -> date:
    """In the week that follows."""
    return today + ((weekday - today.weekday()) % 7 + 7) * DAY
