"""What falls due in a municipality, week by week: process facts, for whoever may open the cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.queries.access import visible
from app.cases.rules.screening import Priority
from app.database import db
from app.localtime import at as wall
from app.localtime import in_address, local
from app.municipalities.models import ClosingDay, Office, OfficeClosingDay
from app.municipalities.queries import calendar
from app.plans.cells import code
from app.plans.codes import StepRole
from app.plans.models import PlannedCase, PlanRule, PlanStep
from app.plans.template import MEASURE
from app.plans.weeks import Week

PAGE, SHOWN_LATE = 50, 10
#: As on the start page: what stands still needs nobody now.
RUNNING = (PlanStep.ended_at.is_(None), PlanStep.resting_since.is_(None))
Conditions = Sequence[sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Wanted:
    """Of all that falls due, what somebody wants to see; ``person``: who answers for the case."""

    role: StepRole | None = None
    person: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """A step that falls due; ``lead`` answers for its case, and does the step if ``by_lead``."""

    step_id: UUID
    case_id: UUID
    number: str
    priority: Priority | None
    label: str
    holder: str
    by_lead: bool
    lead: str | None
    due_at: datetime
    whole_day: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """A day of the week: what falls due on it, as far as this page goes, and why nobody works then."""

    day: date
    count: int
    closed: str | None
    offices: tuple[tuple[str, str], ...]
    """Offices that are closed on their own, each with the reason."""
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, kw_only=True)
class WeekPage:
    """``late``: the longest overdue, shown with the week of today; ``after``: where the next page begins."""

    week: Week
    is_now: bool
    days: tuple[DueDay, ...]
    count: int
    late_count: int
    late: tuple[DueLine, ...]
    after: str | None


@dataclass(frozen=True)
class LatePage:
    lines: tuple[DueLine, ...]
    after: str | None


def week_page(person: Viewer, wanted: Wanted, week: Week, *, after: str | None, now: datetime) -> WeekPage:
    """Eight statements, however much falls due."""
    mine = _mine(person, wanted, now)
    is_now = week == Week.of(local(now).date())
    counts, late_count = _counts(mine, week, now)
    begins = max(now, week.begins) if is_now else week.begins
    found, more = _page(mine, after, PlanStep.due_at >= begins, PlanStep.due_at < week.ends)
    late = _page(mine, None, PlanStep.due_at < now, most=SHOWN_LATE)[0] if is_now else []
    leads = _leads({row.case_id for row in (*found, *late)}, now)
    lines = [_line(row, leads, now) for row in found]
    return WeekPage(
        week=week,
        is_now=is_now,
        days=_days(week, counts, lines),
        count=sum(counts),
        late_count=late_count,
        late=tuple(_line(row, leads, now) for row in late),
        after=more,
    )


def late_page(person: Viewer, wanted: Wanted, *, after: str | None, now: datetime) -> LatePage:
    """All that is overdue, the longest first; two statements."""
    found, more = _page(_mine(person, wanted, now), after, PlanStep.due_at < now)
    leads = _leads({row.case_id for row in found}, now)
    return LatePage(tuple(_line(row, leads, now) for row in found), more)


def leading(person: Viewer, now: datetime) -> list[tuple[UUID, str]]:
    """Who answers for a case that this person may open, by name; one statement."""
    query = (
        sa.select(User.id, User.name)
        .join(CaseLead, CaseLead.user_id == User.id)
        .join(Case, sa.and_(Case.id == CaseLead.case_id, Case.municipality_id == CaseLead.municipality_id))
        .where(*_answering(now), visible(person, now))
        .distinct()
        .order_by(User.name, User.id)
    )
    return [(id_, name) for id_, name in db.session.execute(query)]


def _mine(person: Viewer, wanted: Wanted, now: datetime) -> list[sa.ColumnElement[bool]]:
    chosen = [*RUNNING, visible(person, now)]
    if wanted.role:
        chosen.append(PlanStep.holder == wanted.role.value)
    if wanted.person:
        led = sa.select(CaseLead.case_id).where(CaseLead.user_id == wanted.person, *_answering(now))
        chosen.append(PlanStep.case_id.in_(led))
    return chosen


def _answering(now: datetime) -> Conditions:
    return (CaseLead.starts_at <= now, sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > now))


def _counts(mine: Conditions, week: Week, now: datetime) -> tuple[list[int], int]:
    """By day, and of all that is overdue; what is overdue counts on no day of this week."""
    begins = now if week == Week.of(local(now).date()) else week.begins
    edges = [wall(day + timedelta(days=n), 0) for day in week.days for n in (0, 1)]
    parts = [
        sa.func.count().filter(PlanStep.due_at >= max(one, begins), PlanStep.due_at < other)
        for one, other in zip(edges[::2], edges[1::2], strict=True)
    ]
    reaches = sa.or_(PlanStep.due_at < now, sa.and_(PlanStep.due_at >= begins, PlanStep.due_at < week.ends))
    query = (
        sa.select(*parts, sa.func.count().filter(PlanStep.due_at < now))
        .select_from(PlanStep)
        .join(Case, _of_case())
        .where(*mine, reaches)
    )
    *by_day, late = db.session.execute(query).one()
    return list(by_day), late


def _page(
    mine: Conditions, after: str | None, *which: sa.ColumnElement[bool], most: int = PAGE
) -> tuple[Sequence[sa.Row[tuple[object, ...]]], str | None]:
    query = (
        sa.select(
            PlanStep.id.label("step_id"),
            Case.id.label("case_id"),
            Case.number,
            Case.priority,
            PlanRule.rule,
            PlanStep.holder,
            PlanStep.due_at,
            PlanStep.whole_day,
        )
        .select_from(PlanStep)
        .join(Case, _of_case())
        .join(
            PlannedCase,
            sa.and_(PlannedCase.case_id == Case.id, PlannedCase.municipality_id == Case.municipality_id),
        )
        .outerjoin(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
        .where(*mine, *which, *_beyond(after))
        .order_by(PlanStep.due_at, PlanStep.id)
        .limit(most + 1)
    )
    found = db.session.execute(query).all()
    more = len(found) > most
    return found[:most], f"{found[most - 1].due_at.isoformat()}_{found[most - 1].step_id}" if more else None


def _of_case() -> sa.ColumnElement[bool]:
    return sa.and_(Case.id == PlanStep.case_id, Case.municipality_id == PlanStep.municipality_id)


def _beyond(after: str | None) -> Conditions:
    """Behind the place that an address names; all of it if that is no place."""
    written, _, id_ = (after or "").partition("_")
    moment = in_address(written)
    try:
        place = (moment, UUID(id_)) if moment else None
    except ValueError:
        place = None
    if place is None:
        return ()
    return (sa.tuple_(PlanStep.due_at, PlanStep.id) > sa.tuple_(*map(sa.literal, place)),)


def _leads(case_ids: Iterable[UUID], now: datetime) -> Mapping[UUID, str]:
    """Who answers for each case; the lead before a deputy. One statement."""
    query = (
        sa.select(CaseLead.case_id, User.name)
        .join(User, User.id == CaseLead.user_id)
        .where(CaseLead.case_id.in_(case_ids), CaseLead.kind != LeadKind.DEPUTY, *_answering(now))
        .order_by(CaseLead.kind, CaseLead.starts_at.desc(), CaseLead.id)
    )
    return {case_id: name for case_id, name in db.session.execute(query)}


def _line(row: sa.Row[tuple[object, ...]], leads: Mapping[UUID, str], now: datetime) -> DueLine:
    return DueLine(
        step_id=row.step_id,
        case_id=row.case_id,
        number=row.number,
        priority=row.priority,
        label=row.rule["label_de"] if row.rule else MEASURE.label,
        holder=code(StepRole, row.holder).label,
        by_lead=row.holder == StepRole.CASE_LEAD,
        lead=leads.get(row.case_id),
        due_at=row.due_at,
        whole_day=row.whole_day,
        late=row.due_at < now,
    )


def _days(week: Week, counts: Sequence[int], lines: Sequence[DueLine]) -> tuple[DueDay, ...]:
    reasons, used = _closed(week), calendar()
    everywhere = {day: why for day, why, office in reasons if office is None}
    return tuple(
        DueDay(
            day=day,
            count=count,
            closed=used.holiday_name(day) or everywhere.get(day),
            offices=tuple((office, why) for on, why, office in reasons if on == day and office),
            lines=tuple(line for line in lines if local(line.due_at).date() == day),
        )
        for day, count in zip(week.days, counts, strict=True)
    )


def _closed(week: Week) -> list[tuple[date, str, str | None]]:
    """Closing days of the week with their reasons, of all offices or of one; two statements."""
    days = (week.days[0], week.days[-1])
    everywhere = sa.select(ClosingDay.day, ClosingDay.reason).where(ClosingDay.day.between(*days))
    of_one = (
        sa.select(OfficeClosingDay.day, OfficeClosingDay.reason, Office.name)
        .join(
            Office,
            sa.and_(
                Office.id == OfficeClosingDay.office_id,
                Office.municipality_id == OfficeClosingDay.municipality_id,
            ),
        )
        .where(OfficeClosingDay.day.between(*days))
        .order_by(Office.name, Office.id)
    )
    return [
        *((day, why, None) for day, why in db.session.execute(everywhere)),
        *((day, why, office) for day, why, office in db.session.execute(of_one)),
    ]
