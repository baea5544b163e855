"""One step with everything that made its date: the counted days, the moves, the ladder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Case
from app.database import db
from app.explanation import CountedDay, counted_days, service_days
from app.labels import N_
from app.municipalities.queries import calendar
from app.plans.cells import code
from app.plans.codes import FollowUp, Rung
from app.plans.deadlines import Limit, Reason, explanation, explanation_of_mirror, reason_required
from app.plans.models import Alarm, AnchorMoment, PlanStep, StepChange
from app.plans.queries.calendars import calendar_of_lead
from app.plans.queries.lines import Move, StepLine, line_of_step
from app.plans.queries.running import CasePlan
from app.plans.reckoning import is_correctable
from app.plans.template import MEASURE, StepRule
from app.refusals import NotFound

AHEAD = re.compile(r"-(\d+)WD")
OTHER_ALARMS: Mapping[str, str] = {
    "50%": N_("Erinnerung nach der halben Zeit"),
    "DUE": N_("Erinnerung zur Frist"),
    "ROUND": N_("Nächste Runde beginnt"),
}
ONE_DAY_AHEAD = N_("Erinnerung 1 Arbeitstag vorher")
AGREED = (Reason(N_("Dieser Tag wurde in der Fallkonferenz vereinbart.")),)
DAYS_AHEAD = N_("Erinnerung %(number)s Arbeitstage vorher")


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """A moved date, or a word on it; ``reason`` is for the lead and coordination alone."""

    at: datetime
    by: str | None
    before: datetime
    after: datetime
    cause: str
    reason: str | None

    @property
    def moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class AlarmLine:
    """``number``: how many working days ahead; ``goes_to``: roles, empty for whoever holds the step."""

    at: datetime
    label: str
    number: int
    goes_to: tuple[str, ...]
    handled_at: datetime | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """``days`` is empty on hours, which run day and night; ``counted_due`` is the date without any move.

    ``own_date``: it can be extended; the date of an offer belongs to the offer.
    """

    line: StepLine
    others: tuple[str, ...]
    informed: tuple[str, ...]
    reasons: tuple[Reason, ...]
    days: tuple[CountedDay, ...]
    counted_due: datetime
    correctable: bool
    own_date: bool
    second_due_at: datetime | None
    second_part: bool
    needs_reason: bool
    changes: tuple[ChangeLine, ...]
    alarms: tuple[AlarmLine, ...]


def step_page(case: Case, step_id: UUID, *, now: datetime) -> StepPage:
    """Six statements; ``NotFound`` if the step isn't one of this case."""
    changes = _changes(step_id)
    last = next((Move(one.before, one.cause) for one in reversed(changes) if one.moved), None)
    found = line_of_step(step_id, case.id, now=now, move=last)
    if found is None:
        raise NotFound
    step, rule, line = found
    plan = _plan(case, step, rule)
    limit = plan.counted(step)
    reasons, days = (AGREED, ()) if rule is MEASURE else _why(plan, step, limit)
    return StepPage(
        line=line,
        others=tuple(who.label for who in rule.responsible[1:]),
        informed=tuple(who.label for who in rule.informed),
        reasons=tuple(reasons),
        days=tuple(days),
        counted_due=limit.due,
        correctable=line.is_open and is_correctable(step),
        own_date=not rule.mirrors,
        second_due_at=step.second_due_at,
        second_part=step.limit_number > 1,
        needs_reason=reason_required(rule, plan.limit(step), now=now),
        changes=changes,
        alarms=_alarms(step_id),
    )


def _plan(case: Case, step: PlanStep, rule: StepRule) -> CasePlan:
    moments = db.session.scalars(sa.select(AnchorMoment).where(AnchorMoment.case_id == case.id))
    general = calendar()
    return CasePlan(
        case,
        {rule.code: rule},
        [step],
        list(moments),
        general,
        lead_calendar=calendar_of_lead(case.id, general),
    )


def _why(plan: CasePlan, step: PlanStep, limit: Limit) -> tuple[list[Reason], list[CountedDay]]:
    calendar, since = plan.calendar_of(step), step.anchor_at
    if plan.rules[step.code].mirrors:
        reasons = explanation_of_mirror(limit, since=since, calendar=calendar)
        return reasons, service_days(calendar, since, limit.due)
    return explanation(limit), counted_days(calendar, limit.counted_from, limit.period)


def _changes(step_id: UUID) -> tuple[ChangeLine, ...]:
    query = (
        sa.select(StepChange, User.name)
        .outerjoin(User, User.id == StepChange.by)
        .where(StepChange.step_id == step_id)
        .order_by(StepChange.at, StepChange.id)
    )
    return tuple(
        ChangeLine(
            at=change.at,
            by=name,
            before=change.before,
            after=change.after,
            cause=change.cause,
            reason=change.reason,
        )
        for change, name in db.session.execute(query)
    )


def _alarms(step_id: UUID) -> tuple[AlarmLine, ...]:
    query = (
        sa.select(Alarm).where(Alarm.step_id == step_id).order_by(Alarm.at, Alarm.limit_number, Alarm.kind)
    )
    return tuple(_alarm(alarm) for alarm in db.session.scalars(query))


def _alarm(alarm: Alarm) -> AlarmLine:
    ahead = AHEAD.fullmatch(alarm.kind)
    number = int(ahead[1]) if ahead else 0
    rung = code(Rung, alarm.kind) if alarm.kind in Rung.__members__ else None
    if ahead:
        label = ONE_DAY_AHEAD if number == 1 else DAYS_AHEAD
    elif rung:
        label = rung.label
    else:
        label = OTHER_ALARMS.get(alarm.kind) or code(FollowUp, alarm.kind).label
    return AlarmLine(
        at=alarm.at,
        label=label,
        number=number,
        goes_to=tuple(role.label for role in rung.goes_to) if rung else (),
        handled_at=alarm.handled_at,
        late=alarm.late,
    )
