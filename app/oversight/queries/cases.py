"""Figures, lists and start pages; each figure is counted by the predicate of its list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.queries import counts_on
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.queries.access import answers_for, visible
from app.cases.rules.intake import Category
from app.cases.rules.protection import PROTECTION_FLAGS
from app.cases.rules.screening import Priority
from app.cases.rules.status import MAX_AGE_WD, Status
from app.database import db
from app.localtime import at, in_address, local
from app.municipalities.models import District
from app.municipalities.queries import calendar
from app.notifications.models import Delivery, Notification
from app.oversight.queries.ages import is_over_age
from app.oversight.rules import STUCK, Worklist
from app.plans.models import Alarm, PlanStep
from app.plans.weeks import Week
from app.promises.queries import has_broken
from app.referrals.models import Offer
from app.referrals.queries import seats, sessions
from app.referrals.rules import OfferStatus
from app.workdays import Calendar

PAGE = 25
OPEN = tuple(MAX_AGE_WD)
#: Of a step that somebody must do now. A case that rests lets its steps rest; some run on after closing.
RUNNING = (PlanStep.ended_at.is_(None), PlanStep.resting_since.is_(None))
LED = tuple(s for s in OPEN if s not in {Status.NEW, Status.TRIAGE, Status.INFO})


@dataclass(frozen=True)
class CaseRow:
    """A line of a list of cases: process facts, no names of parties."""

    id: UUID
    number: str
    status: Status
    status_since: datetime
    submitted_at: datetime
    priority: Priority | None
    category: Category
    district: str | None
    lead: str | None
    next_due_at: datetime | None
    next_whole_day: bool | None


def has_cases(person: Viewer, now: datetime) -> bool:
    """Whether this person answers for any case at all, with open steps or without."""
    return db.session.scalar(sa.select(Case.id).where(answers_for(person.id, now)).limit(1)) is not None


@dataclass(frozen=True)
class CasePage:
    """A page of a list; ``after`` is the place where the next one begins."""

    rows: Sequence[CaseRow]
    after: str | None


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see of all cases."""

    worklist: Worklist | None = None
    status: Status | None = None
    category: Category | None = None
    district_id: UUID | None = None
    mine: bool = False


def figures(person: Viewer, now: datetime, days: Calendar | None = None) -> dict[Worklist, int]:
    """All figures of the start page in one statement; ``days`` as for ``matches``."""
    counts = [sa.func.count().filter(matches(worklist, now, days)) for worklist in Worklist]
    row = db.session.execute(
        sa.select(*counts).select_from(Case).where(visible(person, now), _is_at_work())
    ).one()
    return dict(zip(Worklist, row, strict=True))


def stuck(now: datetime) -> dict[Worklist, int]:
    """How many cases of the municipality lie about for which reason: numbers alone, for who sees no case."""
    counts = [sa.func.count().filter(matches(worklist, now)) for worklist in STUCK]
    row = db.session.execute(
        sa.select(*counts).select_from(Case).where(Case.status != Status.DELETED, _is_at_work())
    ).one()
    return dict(zip(STUCK, row, strict=True))


def cases(person: Viewer, filters: Filters, *, after: str | None, now: datetime) -> CasePage:
    """The newest first, 25 a page."""
    query = _rows(now).where(visible(person, now), *_chosen(person, filters, now))
    place = _read_place(after)
    if place is not None:
        query = query.where(sa.tuple_(Case.submitted_at, Case.id) < sa.tuple_(*map(sa.literal, place)))
    found = db.session.execute(query.order_by(Case.submitted_at.desc(), Case.id.desc()).limit(PAGE + 1)).all()
    rows = [CaseRow(*row) for row in found[:PAGE]]
    more = len(found) > PAGE
    return CasePage(rows, f"{rows[-1].submitted_at.isoformat()}_{rows[-1].id}" if more else None)


def matches(worklist: Worklist, now: datetime, days: Calendar | None = None) -> sa.ColumnElement[bool]:
    """The predicate of a list; no other one is written down, for that takes longer than to ask for it.

    ``days``: of the municipality, asked for if they are needed and not known.
    """
    day_ends = at(local(now).date() + timedelta(days=1), 0)
    week_ends = Week.of(local(now).date()).ends
    predicates: dict[Worklist, Callable[[], sa.ColumnElement[bool]]] = {
        Worklist.PROTECTED: lambda: sa.and_(Case.status.in_(OPEN), _is_flagged()),
        Worklist.AT_RISK: lambda: _among(sessions.at_risk(now)),
        Worklist.NEW: lambda: Case.status == Status.NEW,
        Worklist.OVERDUE: lambda: _has_step(PlanStep.due_at < now),
        Worklist.DUE_TODAY: lambda: _has_step(PlanStep.due_at >= now, PlanStep.due_at < day_ends),
        Worklist.DUE_THIS_WEEK: lambda: _has_step(PlanStep.due_at >= now, PlanStep.due_at < week_ends),
        Worklist.WAITING: lambda: sa.or_(Case.status == Status.INFO, _has_running_offer()),
        Worklist.NOBODY_LEFT: lambda: _among(seats.unasked()),
        Worklist.PROMISE_BROKEN: lambda: has_broken(local(now).date()),
        Worklist.WITHOUT_STEP: lambda: sa.and_(Case.status.in_(OPEN), ~_has_open_step()),
        Worklist.WITHOUT_REMINDER: lambda: _has_step(*_nobody_is_reminded(now)),
        Worklist.UNREACHED: lambda: _among(_undelivered()),
        Worklist.TOO_LONG: lambda: is_over_age(now, days or calendar()),
        Worklist.WITHOUT_LEAD: lambda: sa.and_(Case.status.in_(LED), ~_has_lead(local(now).date())),
    }
    return predicates[worklist]()


def _chosen(person: Viewer, filters: Filters, now: datetime) -> list[sa.ColumnElement[bool]]:
    chosen: list[sa.ColumnElement[bool]] = []
    if filters.worklist:
        chosen += [_is_at_work(), matches(filters.worklist, now)]
    if filters.status:
        chosen.append(Case.status == filters.status)
    if filters.category:
        chosen.append(Case.category == filters.category)
    if filters.district_id:
        chosen.append(Case.district_id == filters.district_id)
    if filters.mine:
        chosen.append(answers_for(person.id, now))
    return chosen


def _rows(now: datetime) -> sa.Select[Any]:
    return sa.select(
        Case.id,
        Case.number,
        Case.status,
        Case.status_since,
        Case.submitted_at,
        Case.priority,
        Case.category,
        sa.select(District.name).where(District.id == Case.district_id).scalar_subquery(),
        _lead_name(now),
        _next_step(PlanStep.due_at),
        _next_step(PlanStep.whole_day),
    )


def _lead_name(now: datetime) -> sa.ScalarSelect[str]:
    return (
        sa.select(User.name)
        .join(CaseLead, CaseLead.user_id == User.id)
        .where(*_current_lead(now))
        .order_by(CaseLead.kind.desc(), CaseLead.starts_at.desc())
        .limit(1)
        .scalar_subquery()
    )


def _current_lead(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        CaseLead.municipality_id == Case.municipality_id,
        CaseLead.case_id == Case.id,
        CaseLead.kind != LeadKind.DEPUTY,
        CaseLead.starts_at <= now,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > now),
    )


def _next_step(column: Any) -> sa.ScalarSelect[Any]:
    return (
        sa.select(column)
        .where(*_open_step())
        .order_by(PlanStep.due_at, PlanStep.id)
        .limit(1)
        .scalar_subquery()
    )


def _open_step() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        PlanStep.municipality_id == Case.municipality_id,
        PlanStep.case_id == Case.id,
        *RUNNING,
    )


def _is_at_work() -> sa.ColumnElement[bool]:
    """Open, or closed with something left to do."""
    return sa.or_(Case.status.in_(OPEN), _has_step())


def _has_step(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return _among(sa.select(PlanStep.case_id).where(*RUNNING, *conditions))


def _has_open_step() -> sa.ColumnElement[bool]:
    """One that waits is open, too: its waiting ends by itself."""
    return _among(sa.select(PlanStep.case_id).where(PlanStep.ended_at.is_(None)))


def _nobody_is_reminded(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Nothing will be told of it; nor was anything, if its date is over."""
    to_come = sa.select(Alarm.step_id).where(Alarm.handled_at.is_(None))
    ever = sa.select(Alarm.step_id)
    return PlanStep.id.not_in(to_come), sa.or_(PlanStep.due_at >= now, PlanStep.id.not_in(ever))


def _undelivered() -> sa.Select[UUID | None]:
    return sa.select(Notification.case_id).where(
        Notification.status == Delivery.FAILED,
        Notification.case_id.is_not(None),
        Notification.read_at.is_(None),
    )


def _is_flagged() -> sa.ColumnElement[bool]:
    """Somebody in danger; the flags go when the protected path has ended."""
    codes = sa.cast(Case.flags, sa.String)
    return sa.or_(*(codes.contains(f'"{flag.value}"', autoescape=True) for flag in PROTECTION_FLAGS))


def _has_running_offer() -> sa.ColumnElement[bool]:
    running = Offer.status.in_((OfferStatus.OFFERED, OfferStatus.INTERESTED))
    return _among(sa.select(Offer.case_id).where(running))


def _has_lead(today: date) -> sa.ColumnElement[bool]:
    """Whoever has lost the access leads nothing any more, whatever the file says."""
    there = sa.select(Membership.user_id).join(User, User.id == Membership.user_id)
    named = sa.select(CaseLead.case_id).where(
        CaseLead.kind == LeadKind.LEAD,
        CaseLead.ends_at.is_(None),
        CaseLead.user_id.in_(there.where(User.active.is_(True), *counts_on(today))),
    )
    return _among(named)


def _among(found: sa.Select[UUID] | sa.Select[UUID | None]) -> sa.ColumnElement[bool]:
    """Asked once for all cases, where EXISTS would ask for each of them."""
    return Case.id.in_(found)


def _read_place(after: str | None) -> tuple[datetime, UUID] | None:
    """A place in the list from an address; nonsense begins at the top."""
    written, _, id_ = (after or "").partition("_")
    try:
        moment, id_of_row = in_address(written), UUID(id_)
    except ValueError:
        return None
    return (moment, id_of_row) if moment else None
