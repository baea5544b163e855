"""The dates of a step: set, moved, and the alarms that hang on them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.localtime import utc
from app.plans.codes import ROUND, Rung
from app.plans.deadlines import Limit, follow_ups, next_round, reminders, rungs
from app.plans.models import Alarm, PlanStep, StepChange, StepEnd
from app.plans.pauses import Pause, put_off
from app.plans.queries.running import CasePlan

RUNGS = frozenset(rung.value for rung in Rung)

Moments = Mapping[tuple[int, str], datetime]


def set_alarms(plan: CasePlan, step: PlanStep) -> None:
    """The first alarms of a new step."""
    for (number, kind), at in _moments(plan, step).items():
        db.session.add(Alarm(step_id=step.id, limit_number=number, kind=kind, at=at))
    rule = plan.rules[step.code]
    again = next_round(
        rule, step.started_at, number=step.round, is_open=True, calendar=plan.calendar_of(step)
    )
    if again is not None:
        db.session.add(Alarm(step_id=step.id, limit_number=step.limit_number, kind=ROUND, at=again))
    db.session.flush()


def reset_alarms(plan: CasePlan, step: PlanStep, *, now: datetime, again: bool = False) -> None:
    """After a move: what is to come is counted anew. What has been told is not told again.

    ``again``: somebody made a new promise, and a rung already climbed comes again for it.
    """
    silence(step.id)
    wanted = _moments(plan, step)
    told = db.session.scalars(sa.select(Alarm).where(Alarm.step_id == step.id)).all()
    known = {(alarm.limit_number, alarm.kind): alarm for alarm in told if alarm.kind != ROUND}
    for key, at in wanted.items():
        if (key in known and not again) or (at <= now and (key in known or key[1] not in RUNGS)):
            continue
        if key in known:
            known[key].at, known[key].handled_at, known[key].late = at, None, False
        else:
            db.session.add(Alarm(step_id=step.id, limit_number=key[0], kind=key[1], at=at))
    _reset_round(plan, step, [alarm for alarm in told if alarm.kind == ROUND and alarm.handled_at is None])
    db.session.flush()


def _reset_round(plan: CasePlan, step: PlanStep, waiting: list[Alarm]) -> None:
    """The next round begins as much later as was waited."""
    rule, calendar = plan.rules[step.code], plan.calendar_of(step)
    again = next_round(rule, step.started_at, number=step.round, is_open=True, calendar=calendar)
    if again is not None and rule.repeat is not None:
        clock, pauses = rule.repeat.period.clock, plan.pauses.get(step.id, ())
        for alarm in waiting:
            alarm.at = put_off(again, clock, pauses, begun=step.started_at, calendar=calendar)


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


def move(  # noqa: PLR0913 - which step, where to, and how that is told
    plan: CasePlan,
    step: PlanStep,
    *,
    to: Limit,
    cause: str,
    at: datetime,
    by: UUID | None = None,
    again: bool = False,
) -> StepChange:
    """Give the step another date; the earlier one and the cause stay readable."""
    change = StepChange(step_id=step.id, at=at, by=by, before=step.due_at, after=to.due, cause=cause)
    db.session.add(change)
    step.due_at, step.whole_day = to.due, to.clock.in_days
    db.session.flush()
    reset_alarms(plan, step, now=at, again=again)
    return change


def _moments(plan: CasePlan, step: PlanStep) -> Moments:
    rule, limit, calendar = plan.rules[step.code], plan.limit(step), plan.calendar_of(step)
    called = reminders(rule, priority=plan.priority, start=step.started_at, limit=limit, calendar=calendar)
    moments = {(limit.number, reminder.kind): reminder.at for reminder in called}
    late = {(limit.number, climb.rung.value): climb.at for climb in rungs(rule, limit, calendar=calendar)}
    later = plan.limits(step)[step.limit_number :]
    for each in (limit, *(replace(one, due=step.second_due_at or one.due) for one in later)):
        found = follow_ups(rule, each, calendar=calendar)
        late |= {(each.number, one.follow_up.value): one.at for one in found}
    since_missed = [one for one in plan.pauses.get(step.id, ()) if one.since >= step.due_at]
    return moments | {key: _after(plan, step, at, pauses=since_missed) for key, at in late.items()}


def _after(plan: CasePlan, step: PlanStep, at: datetime, *, pauses: list[Pause]) -> datetime:
    """Of a date that was missed before: what is still to be told, after the waiting since."""
    clock, calendar = plan.limit(step).clock, plan.calendar_of(step)
    later = utc(put_off(at, clock, pauses, begun=step.started_at, calendar=calendar))
    return later if later == at or not clock.in_days else utc(calendar.before(later, 0))
