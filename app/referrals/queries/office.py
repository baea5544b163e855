"""What coordination and lead read of the mediators' work, and what a deed would add to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.audit.queries import Happened, timeline
from app.cases.models import Case
from app.cases.queries.overview import Report, report_of
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.referrals.queries import appointments, seats, state
from app.referrals.queries.appointments import Appointment
from app.referrals.queries.state import Profile


@dataclass(frozen=True, kw_only=True)
class Read:
    """The same projections that the office's own pages show."""

    status: Status
    report: Report
    appointments: tuple[Appointment, ...]
    profiles: tuple[Profile, ...]
    happened: tuple[Happened, ...]


@dataclass(frozen=True, kw_only=True)
class News:
    """What stands there that did not before; ``status`` and ``report``: None if they are as they were."""

    status: Status | None
    report: Report | None
    appointments: tuple[Appointment, ...]
    profiles: tuple[Profile, ...]
    happened: tuple[Happened, ...]

    @property
    def to_come(self) -> list[Appointment]:
        return [one for one in self.appointments if one.to_come]

    @property
    def past(self) -> list[Appointment]:
        return [one for one in reversed(self.appointments) if not one.to_come]

    @property
    def nothing(self) -> bool:
        return not (self.status or self.report or self.appointments or self.profiles or self.happened)


def read(case_id: UUID, at: datetime) -> Read:
    """As it stands in the database now, written in this transaction or before."""
    case = db.session.get_one(Case, case_id, populate_existing=True)
    referral = seats.current(case_id)
    happened, _ = timeline(case_id)
    return Read(
        status=case.status,
        report=report_of(case),
        appointments=tuple(appointments.of_case(case_id, at, disclose=True)),
        profiles=tuple(state.profiles(referral.id, local(at).date())) if referral else (),
        happened=tuple(happened),
    )


def news(before: Read, after: Read, *, at: datetime) -> News:
    """``at``: when the deed was done; what somebody else does to the case meanwhile is none of hers."""
    known = {row.id for row in before.happened}
    lines = {_drawn(one) for one in before.appointments}
    return News(
        status=after.status if after.status is not before.status else None,
        report=after.report if after.report != before.report else None,
        appointments=tuple(one for one in after.appointments if _drawn(one) not in lines),
        profiles=tuple(one for one in after.profiles if one not in before.profiles),
        happened=tuple(row for row in after.happened if row.id not in known and row.at == at),
    )


def _drawn(one: Appointment) -> tuple[Any, ...]:
    """What its line shows: of one that is past neither who mediates nor who had confirmed."""
    return (one,) if one.to_come else (one.id, one.starts_at, one.held, one.minutes, one.cancelled_at is None)
