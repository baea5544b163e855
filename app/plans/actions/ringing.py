"""The plan speaks up: reminders, rungs of the ladder, follow-ups and next rounds, each exactly once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.plans.actions.dates import RUNGS
from app.plans.actions.starting import start
from app.plans.cells import code
from app.plans.codes import MORE_THAN_A_REMINDER, ROUND, Anchor, FollowUp, Rung
from app.plans.deadlines import attempts_used_up
from app.plans.events import FollowUpDue, RemindersDue, StepEscalated
from app.plans.models import Alarm, PlanStep
from app.plans.queries.running import CasePlan, attempts_in_vain, running
from app.plans.rules import Happening

LATE_AFTER = timedelta(hours=1)

Rings = list[tuple[datetime, str]]
"""The alarms of one step that ring together, the earliest first: moment and kind."""


def ring(step_ids: Collection[UUID], *, at: datetime) -> int:
    """Handle every alarm of these steps that is due; how many there were.

    The conditional update makes sure that nobody else handles them too. What was missed during a
    standstill is told once: the last reminder, and none if the ladder is climbed with it.
    """
    found = db.session.execute(
        sa.update(Alarm)
        .where(Alarm.step_id.in_(step_ids), Alarm.handled_at.is_(None), Alarm.at <= at)
        .values(handled_at=at, late=Alarm.at < at - LATE_AFTER)
        .returning(Alarm.step_id, Alarm.at, Alarm.kind)
        .execution_options(synchronize_session=False)
    )
    rung: defaultdict[UUID, Rings] = defaultdict(list)
    for step_id, moment, kind in sorted(found):
        rung[step_id].append((moment, kind))
    plain, steps = {}, db.session.scalars(sa.select(PlanStep).where(PlanStep.id.in_(rung))).all()
    for step in steps:
        if all(kind not in MORE_THAN_A_REMINDER for _, kind in rung[step.id]):
            plain[step] = rung[step.id]  # most are: for these nobody reads the plan of the case
        elif plan := running(step.case_id):
            _tell(plan, step, rung[step.id], now=at)
    _remind(plain, now=at)
    return sum(map(len, rung.values()))


def give_up_on_unreached(case_id: UUID, *, at: datetime) -> None:
    """After the last attempt nobody waits for the second limit."""
    plan = running(case_id)
    for step in plan.open_steps if plan else ():
        if plan and attempts_used_up(plan.rules[step.code], attempts_in_vain(case_id)):
            waiting = sa.update(Alarm).where(
                Alarm.step_id == step.id,
                Alarm.kind == FollowUp.CLOSE_UNREACHED.value,
                Alarm.handled_at.is_(None),
                Alarm.at > at,
            )
            db.session.execute(waiting.values(at=at).execution_options(synchronize_session=False))


def _tell(plan: CasePlan, step: PlanStep, rung: Rings, *, now: datetime) -> None:
    for at, kind in rung:
        if kind == ROUND:
            _next_round(plan, step, at=at)
    if step.ended_at is not None:
        return
    serious = [(at, kind) for at, kind in rung if kind in MORE_THAN_A_REMINDER - {ROUND}]
    for at, kind in serious:
        _climb(plan, step, kind, at=at, now=now)
    if not serious:
        _remind({step: rung}, now=now)


def _remind(steps: Mapping[PlanStep, Rings], *, now: datetime) -> None:
    """Of each step the last reminder."""
    last: dict[UUID, datetime] = {}
    for step, rung in steps.items():
        called = [at for at, kind in rung if kind not in MORE_THAN_A_REMINDER]
        if called and step.ended_at is None:
            last[step.id] = called[-1]
    if last:
        publish(RemindersDue(actor_id=None, at=now, alarms=last))


def _climb(plan: CasePlan, step: PlanStep, kind: str, *, at: datetime, now: datetime) -> None:
    label = plan.rules[step.code].label
    if kind in RUNGS:
        publish(
            StepEscalated(
                case_id=step.case_id,
                actor_id=None,
                at=now,
                step_id=step.id,
                code=step.code,
                step=label,
                rung=code(Rung, kind),
                alarm_at=at,
            )
        )
        return
    follow_up = _fitting(code(FollowUp, kind), step)
    if follow_up is not FollowUp.NEXT_CANDIDATE:  # the offer asks the next person itself
        publish(
            FollowUpDue(
                case_id=step.case_id,
                actor_id=None,
                at=now,
                step_id=step.id,
                code=step.code,
                step=label,
                follow_up=follow_up,
                alarm_at=at,
            )
        )


def _fitting(follow_up: FollowUp, step: PlanStep) -> FollowUp:
    """A party that was reached and is undecided is asked once more; only an unreached one is given up."""
    if follow_up is FollowUp.CLOSE_UNREACHED and not attempts_in_vain(step.case_id):
        return FollowUp.SECOND_ATTEMPT
    return follow_up


def _next_round(plan: CasePlan, step: PlanStep, *, at: datetime) -> None:
    rule = plan.rules[step.code]
    closed = plan.case.status in {Status.CLOSED, Status.DELETED}
    if rule.repeat is None or (closed and rule.repeat.most is None):
        return
    happening = Happening(code(Anchor, step.anchor), step.subject)
    start(plan, rule, happening=happening, anchor_at=at, at=at, by_hand=step.by_hand)
