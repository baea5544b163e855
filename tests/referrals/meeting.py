"""A case whose mediators meet its parties; it is Monday noon, and they meet on Thursday at 17:00."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.cases.rules.status import Status
from app.database import db
from app.localtime import LOCAL
from app.referrals.actions import appointments
from app.referrals.appointments import MoveCause, Wish
from app.referrals.models import Meeting
from tests import make
from tests.referrals import at_work


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


THURSDAY = wall("2026-03-05T17:00")
FRIDAY = wall("2026-03-06T17:00")
ASKED = wall("2026-03-03T08:30")
REMINDED = wall("2026-03-04T08:00")
SILENT = wall("2026-03-04T14:00")


def mediating(town: make.Town, status: Status = Status.MEDIATION, *names: str) -> at_work.Asked:
    found = at_work.approved(town)
    found.case.status = status
    db.session.commit()
    return found


def planned(
    found: at_work.Asked, starts_at: datetime = THURSDAY, *, at: datetime = make.NOON, **place: Any
) -> UUID:
    """By the first of the two; committed."""
    wish = Wish(starts_at=starts_at, **place)
    made = appointments.plan(found.referral.id, wish, by=first(found), at=at)
    db.session.commit()
    return made


def moved(
    found: at_work.Asked,
    meeting_id: UUID,
    starts_at: datetime = FRIDAY,
    *,
    at: datetime = make.NOON + timedelta(minutes=5),
    shown: str | None = None,
    **place: Any,
) -> None:
    wish = Wish(starts_at=starts_at, cause=MoveCause.TIME, **place)
    appointments.move(found.referral.id, meeting_id, wish, by=first(found), at=at, shown=shown)
    db.session.commit()


def row(meeting_id: UUID) -> Meeting:
    db.session.expire_all()
    return db.session.get_one(Meeting, meeting_id)


def first(found: at_work.Asked) -> UUID:
    return at_work.user_of(found.people[0])


def second(found: at_work.Asked) -> UUID:
    return at_work.user_of(found.people[1])
