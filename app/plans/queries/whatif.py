"""Which dates of which cases would move, over all open cases of the municipality; it only reads."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.localtime import in_address
from app.plans.closing import CalendarDeed, Calendars, Wish
from app.plans.codes import PlanKind, StepRole
from app.plans.models import AnchorMoment, PlannedCase, PlanRule, PlanStep, Wait, WaitStep
from app.plans.queries.calendars import lead_office
from app.plans.queries.pauses import pauses_by_step
from app.plans.reckoning import Dated, Ground, Happened, Moving, would_move
from app.plans.template import MEASURE, StepRule
from app.workdays import Clock

PAGE = 25
STEP = (
    PlanStep.id,
    PlanStep.case_id,
    PlanStep.code,
    PlanStep.subject,
    PlanStep.anchor,
    PlanStep.anchor_at,
    PlanStep.started_at,
    PlanStep.by_hand,
    PlanStep.limit_number,
    PlanStep.due_at,
    PlanStep.original_due_at,
    PlanStep.holder,
)


@dataclass(frozen=True)
class OpenStep:
    """An open step with its rule, its case and the office of whoever leads that."""

    dated: Dated
    rule: StepRule
    number: str
    holder: str
    office_id: UUID | None

    def on(self, calendars: Calendars) -> Ground:
        """What the lead holds counts on the calendar of the lead's office."""
        office = self.office_id if self.holder == StepRole.CASE_LEAD else None
        return Ground(self.rule, calendars.of(office))


@dataclass(frozen=True)
class MovingLine:
    """A date that would move, as a page lists it."""

    case_id: UUID
    number: str
    label: str
    before: datetime
    after: datetime
    whole_day: bool


@dataclass(frozen=True)
class WhatIf:
    """``count``: of all dates, whatever the page shows; ``after`` is the place where the next one begins."""

    count: int
    cases: int
    lines: Sequence[MovingLine]
    after: str | None


def what_if(wish: Wish, calendars: Calendars, *, at: datetime, after: str | None) -> WhatIf:
    """What this change of the calendar would move; five statements, however many cases."""
    changed = calendars.with_change(wish)
    steps = open_steps(at)
    if wish.what is CalendarDeed.HOURS:
        steps = [one for one in steps if one.rule.clock is Clock.SH]
    return page_of(steps, lambda one: (one.on(calendars), one.on(changed)), at=at, after=after)


def page_of(
    steps: Sequence[OpenStep],
    grounds: Callable[[OpenStep], tuple[Ground, Ground]],
    *,
    at: datetime,
    after: str | None,
) -> WhatIf:
    """The page of what would move if these steps stood on another ground each."""
    moving = sorted(would_move(((one.dated, *grounds(one)) for one in steps), at=at))
    place = _place(after)
    start = bisect_right([(line.before, line.step_id) for line in moving], place) if place else 0
    shown = moving[start : start + PAGE]
    known = {one.dated.step.id: one for one in steps}
    more = len(moving) > start + PAGE
    return WhatIf(
        count=len(moving),
        cases=len({line.case_id for line in moving}),
        lines=[_line(line, known[line.step_id]) for line in shown],
        after=f"{shown[-1].before.isoformat()}_{shown[-1].step_id}" if more else None,
    )


def open_steps(at: datetime) -> list[OpenStep]:
    """All open steps that are due after this moment, with all that their dates are made of.

    A day changes also what is due before it: some dates count back from an appointment after it.
    """
    wanted = (PlanStep.ended_at.is_(None), PlanStep.due_at > at)
    rules, moments, pauses = _rules(), _moments(wanted), _pauses(wanted)
    query = (
        sa.select(*STEP, Case.number, Case.priority, PlannedCase.plan_id, lead_office().label("office_id"))
        .select_from(PlanStep)
        .join(Case, sa.and_(Case.id == PlanStep.case_id, Case.municipality_id == PlanStep.municipality_id))
        .join(
            PlannedCase,
            sa.and_(PlannedCase.case_id == Case.id, PlannedCase.municipality_id == Case.municipality_id),
        )
        .where(*wanted)
    )
    return [
        OpenStep(
            Dated(
                row,
                moments.get(row.case_id, ()),
                row.priority.value if row.priority else None,
                pauses.get(row.id, ()),
            ),
            rules.get((row.plan_id, row.code), MEASURE),
            row.number,
            row.holder,
            row.office_id,
        )
        for row in db.session.execute(query)
    ]


def _rules() -> dict[tuple[UUID, str], StepRule]:
    query = sa.select(PlanRule.plan_id, PlanRule.code, PlanRule.rule).where(PlanRule.kind == PlanKind.CASE)
    return {(plan_id, code): StepRule.from_row(row) for plan_id, code, row in db.session.execute(query)}


def _moments(wanted: Iterable[sa.ColumnElement[bool]]) -> dict[UUID, list[Happened]]:
    query = sa.select(AnchorMoment.case_id, AnchorMoment.anchor, AnchorMoment.subject, AnchorMoment.at)
    found: dict[UUID, list[Happened]] = defaultdict(list)
    for case_id, anchor, subject, moment in db.session.execute(
        query.where(AnchorMoment.case_id.in_(sa.select(PlanStep.case_id).where(*wanted)))
    ):
        found[case_id].append(Happened(anchor, subject, moment))
    return found


def _pauses(wanted: Iterable[sa.ColumnElement[bool]]) -> dict[UUID, Any]:
    query = (
        sa.select(WaitStep.step_id, Wait.since, Wait.ended_at)
        .join(Wait, sa.and_(Wait.id == WaitStep.wait_id, Wait.municipality_id == WaitStep.municipality_id))
        .join(
            PlanStep,
            sa.and_(PlanStep.id == WaitStep.step_id, PlanStep.municipality_id == WaitStep.municipality_id),
        )
        .where(*wanted)
    )
    return pauses_by_step(db.session.execute(query))


def _line(line: Moving, step: OpenStep) -> MovingLine:
    return MovingLine(line.case_id, step.number, step.rule.label, line.before, line.after, line.whole_day)


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    moment, _, step_id = (after or "").partition("_")
    found = in_address(moment)
    try:
        return (found, UUID(step_id)) if found else None
    except ValueError:
        return None
