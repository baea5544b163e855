"""Cases that wait for somebody, and days on which the offices are closed."""

from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from app.demo.people import Town
from app.localtime import local
from app.municipalities.models import Office
from app.municipalities.queries import calendar
from app.municipalities.rules import OfficeKind
from app.plans.actions.calendars import change_calendar
from app.plans.actions.resting import Waiting, begin, end
from app.plans.closing import CalendarDeed, Wish
from app.plans.models import Wait
from app.plans.queries.waiting import Whom, may_rest
from app.plans.waiting import WaitEnd, WaitsFor

AT_WORK = (Status.CONTACT, Status.CLARIFY, Status.MATCHING, Status.PREP)


def settle(town: Town, *, now: datetime) -> None:
    cases = list(
        db.session.scalars(
            sa.select(Case).where(Case.status.in_(AT_WORK)).order_by(Case.submitted_at, Case.number)
        )
    )
    by = town.people["koordination"]
    _wait_for_party(cases, by=by, now=now)
    _waited_once(cases, by=by, now=now)
    _close_days(by=by, now=now)


def _wait_for_party(cases: list[Case], *, by: UUID, now: datetime) -> None:
    """Party B is away; the steps that hang on it stand still."""
    for case in (one for one in cases if one.status is Status.CONTACT):
        party = db.session.scalars(
            sa.select(Party).where(Party.case_id == case.id).order_by(Party.position.desc())
        ).first()
        whom = Whom("", "", WaitsFor.PARTY, party.id) if party else None
        if whom and _begin(
            case, whom, "Ist bis dahin verreist und bittet, so lange zu warten.", by=by, at=now
        ):
            return


def _waited_once(cases: list[Case], *, by: UUID, now: datetime) -> None:
    whom = Whom("", "", WaitsFor.OFFICE)
    for case in cases:
        at = now - timedelta(days=5)
        if case.submitted_at < at and _begin(
            case, whom, "Das Wohnungsunternehmen prüft, ob es umbaut.", by=by, at=at
        ):
            wait = db.session.scalars(sa.select(Wait).where(Wait.case_id == case.id)).one()
            ended = now - timedelta(hours=3)
            end(wait, how=WaitEnd.BY_HAND, ended_at=ended, at=ended, by=by)
            return


def _begin(case: Case, whom: Whom, reason: str, *, by: UUID, at: datetime) -> bool:
    steps = [step.id for step in may_rest(case.id, whom) if step.due_at > at]
    waits = db.session.scalar(sa.select(Wait.id).where(Wait.case_id == case.id).limit(1))
    if not steps or waits is not None:
        return False
    until = calendar().add_working_days(local(at).date(), 8)
    wanted = Waiting(
        waits_for=whom.waits_for,
        party_id=whom.party_id,
        until=until,
        reason=reason,
        step_ids=frozenset(steps),
    )
    begin(case.id, wanted, by=by, at=at)
    return True


def _close_days(*, by: UUID, now: datetime) -> None:
    """The days between the years, an outing soon, and a day on which the youth office alone is closed."""
    today, counts = local(now).date(), calendar()
    youth = db.session.scalar(sa.select(Office.id).where(Office.kind == OfficeKind.YOUTH).limit(1))
    outing, training = (counts.add_working_days(today, ahead) for ahead in (9, 12))
    wishes = [
        Wish(CalendarDeed.CLOSE, None, outing, "Betriebsausflug"),
        Wish(CalendarDeed.CLOSE, youth, training, "Fortbildung"),
        *(Wish(CalendarDeed.CLOSE, None, day, "Zwischen den Jahren") for day in _end_of_year(today)),
    ]
    for wish in wishes:
        if wish.day and calendar().is_working_day(wish.day):
            change_calendar(wish, shown="", by=by, at=now)


def _end_of_year(today: date) -> tuple[date, ...]:
    return tuple(day for day in (date(today.year, 12, 24), date(today.year, 12, 31)) if day > today)
