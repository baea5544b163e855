"""What a case's dates would be if something had happened on another day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.localtime import utc
from app.plans.cells import code
from app.plans.codes import Anchor
from app.plans.models import AnchorMoment, PlanStep
from app.plans.queries.running import CasePlan, running
from app.plans.queries.whatif import MovingLine
from app.plans.reckoning import Ground, Happened, Moving, insist_on_moment, would_move
from app.refusals import NotAllowed, NotFound


def same_event(plan: CasePlan, step: PlanStep) -> tuple[list[AnchorMoment], list[PlanStep]]:
    """All that knows of the event from which this step counts."""
    event = (step.anchor, step.anchor_at)
    moments = [one for one in plan.moments if (one.anchor, one.at) == event]
    return moments, [one for one in plan.steps if (one.anchor, one.anchor_at) == event]


def grounds_if(plan: CasePlan, step: PlanStep, to: datetime) -> list[tuple[PlanStep, Ground, Ground]]:
    """Each open step with the ground it stands on, and the one if the event had been then."""
    known, same = same_event(plan, step)
    moments = [Happened(one.anchor, one.subject, utc(to) if one in known else one.at) for one in plan.moments]
    return [
        (one, plan.ground(one), _if(plan, one, moments, at=utc(to) if one in same else None))
        for one in plan.open_steps
    ]


@dataclass(frozen=True)
class EventPage:
    """The event from which a step counts."""

    step_id: UUID
    event: str
    happened_at: datetime


@dataclass(frozen=True)
class Corrected:
    """``lines``: what would move; None where nothing was asked, or ``refusal`` says why it can't be."""

    page: EventPage
    lines: tuple[MovingLine, ...] | None = None
    refusal: NotAllowed | None = None


def what_if_then(case_id: UUID, step_id: UUID, to: datetime | None, *, at: datetime) -> Corrected:
    """Which dates of this case would move; ``NotFound`` if the step isn't one of it."""
    plan = running(case_id)
    step = next((one for one in plan.steps if one.id == step_id), None) if plan else None
    if plan is None or step is None:
        raise NotFound
    page = EventPage(step.id, code(Anchor, step.anchor).label, step.anchor_at)
    if to is None:
        return Corrected(page)
    try:
        insist_on_moment(step, to, at=at)
    except NotAllowed as refusal:
        return Corrected(page, refusal=refusal)
    grounds = [(plan.dated(one), before, after) for one, before, after in grounds_if(plan, step, to)]
    moving = sorted(would_move(grounds, at=at))
    return Corrected(page, tuple(_line(plan, line) for line in moving))


def _line(plan: CasePlan, line: Moving) -> MovingLine:
    label = plan.rules[line.code].label
    return MovingLine(line.case_id, plan.case.number, label, line.before, line.after, line.whole_day)


def _if(plan: CasePlan, step: PlanStep, moments: list[Happened], *, at: datetime | None) -> Ground:
    return Ground(plan.rules[step.code], plan.calendar_of(step), moments, at)
