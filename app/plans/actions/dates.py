"""The dates of a step: set, moved, and the alarms that hang on them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.plans.codes import Rung
from app.plans.deadlines import Limit, follow_ups, next_round, reminders, rungs
from app.plans.models import Alarm, PlanStep, StepChange, StepEnd
from app.plans.queries.running import CasePlan

#: The kind of alarm at which the next round of a repeated step starts.
ROUND = "ROUND"
RUNGS = frozenset(rung.value for rung in Rung)

Moments = Mapping[tuple[int, str], datetime]


def set_alarms(plan: CasePlan, step: PlanStep) -> None:
    """The first alarms of a new step."""
    for (number, kind), at in _moments(plan, step).items():
        db.session.add(Alarm(step_id=step.id, limit_number=number, kind=kind, at=at))
    rule = plan.rules[step.code]
    again = next_round(rule, step.started_at, number=step.round, is_open=True, calendar=plan.calendar)
    if again is not None:
        db.session.add(Alarm(step_id=step.id, limit_number=step.limit_number, kind=ROUND, at=again))
    db.session.flush()


def reset_alarms(plan: CasePlan, step: PlanStep, *, now: datetime) -> None:
    """After a move: what is to come is counted anew; a rung already climbed comes again for the new date."""
    silence(step.id)
    wanted = _moments(plan, step)
    told = db.session.scalars(sa.select(Alarm).where(Alarm.step_id == step.id)).all()
    known = {(alarm.limit_number, alarm.kind): alarm for alarm in told}
    for key, at in wanted.items():
        if at <= now and (key in known or key[1] not in RUNGS):
            continue
        if key in known:
            known[key].at, known[key].handled_at, known[key].late = at, None, False
        else:
            db.session.add(Alarm(step_id=step.id, limit_number=key[0], kind=key[1], at=at))
    db.session.flush()


def silence(step_id: UUID, *, rounds_too: bool = False) -> None:
    """Take back the alarms that have not rung; the next round is no alarm of this one."""
    open_alarms = sa.delete(Alarm).where(Alarm.step_id == step_id, Alarm.handled_at.is_(None))
    if not rounds_too:
        open_alarms = open_alarms.where(Alarm.kind != ROUND)
    db.session.execute(open_alarms)


def close(step: PlanStep, *, how: StepEnd, at: datetime, by: UUID | None = None) -> bool:
    """End the step and its alarms; false if somebody else just did."""
    won = db.session.execute(
        sa.update(PlanStep)
        .where(PlanStep.id == step.id, PlanStep.ended_at.is_(None))
        .values(ended_at=at, end=how, ended_by=by, resting_since=None)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    db.session.refresh(step)
    silence(step.id, rounds_too=how is not StepEnd.DONE)
    return True


def move(
    plan: CasePlan, step: PlanStep, *, to: Limit, cause: str, at: datetime, by: UUID | None = None
) -> StepChange:
    """Give the step another date; the earlier one and the cause stay readable."""
    change = StepChange(step_id=step.id, at=at, by=by, before=step.due_at, after=to.due, cause=cause)
    db.session.add(change)
    step.due_at, step.whole_day = to.due, to.clock.in_days
    db.session.flush()
    reset_alarms(plan, step, now=at)
    return change


def _moments(plan: CasePlan, step: PlanStep) -> Moments:
    rule, limit, calendar = plan.rules[step.code], plan.limit(step), plan.calendar
    called = reminders(rule, priority=plan.priority, start=step.started_at, limit=limit, calendar=calendar)
    moments = {(limit.number, reminder.kind): reminder.at for reminder in called}
    moments |= {(limit.number, climb.rung.value): climb.at for climb in rungs(rule, limit, calendar=calendar)}
    later = plan.limits(step)[step.limit_number :]
    for each in (limit, *(replace(one, due=step.second_due_at or one.due) for one in later)):
        found = follow_ups(rule, each, calendar=calendar)
        moments |= {(each.number, one.follow_up.value): one.at for one in found}
    return moments
