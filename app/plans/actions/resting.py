"""A paused case: its days stand still, and count on when the case goes on."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.labels import N_
from app.localtime import end_of, local
from app.plans.actions.dates import ROUND, move
from app.plans.codes import Anchor, FollowUp
from app.plans.models import Alarm, PlanStep
from app.plans.queries.running import CasePlan, running
from app.plans.rules import starters
from app.plans.template import StepRule

RESTED = N_("Der Fall hat geruht")


def rests(rule: StepRule) -> bool:
    """Days stand still. Hours are about danger and run on; so does what danger, the law or others set."""
    danger = any(anchor.any_stage for anchor in starters(rule))
    by_law = rule.after_ladder is FollowUp.PRIVACY_OFFICER
    agreed = rule.anchor is Anchor.MEASURE_AGREED
    return rule.clock.in_days and not (danger or by_law or agreed)


def pause(case_id: UUID, *, at: datetime) -> None:
    plan = running(case_id)
    for step in plan.open_steps if plan else ():
        if plan and step.resting_since is None and rests(plan.rules[step.code]):
            step.resting_since = at
    db.session.flush()


def resume(case_id: UUID, *, at: datetime) -> None:
    """Dates that were still to come move by as many working days as the case rested."""
    plan = running(case_id)
    for step in plan.open_steps if plan else ():
        if plan and step.resting_since is not None:
            _go_on(plan, step, rested_since=step.resting_since, at=at)


def _go_on(plan: CasePlan, step: PlanStep, *, rested_since: datetime, at: datetime) -> None:
    days = plan.calendar.working_days_between(local(rested_since).date(), local(at).date())
    step.resting_since = None
    if days == 0:
        return
    _put_off(plan, step, since=rested_since, days=days)
    if step.second_due_at is not None and step.second_due_at > rested_since:
        step.second_due_at = _later(plan, step.second_due_at, days)
    if step.due_at > rested_since:
        to = replace(plan.limit(step), due=_later(plan, step.due_at, days))
        move(plan, step, to=to, cause=RESTED, at=at)


def _put_off(plan: CasePlan, step: PlanStep, *, since: datetime, days: int) -> None:
    """What would ring while nobody works on the case rings as many working days later."""
    waiting = sa.select(Alarm).where(Alarm.step_id == step.id, Alarm.handled_at.is_(None), Alarm.at > since)
    missed = step.due_at <= since
    for alarm in db.session.scalars(waiting):
        if missed or alarm.kind == ROUND:
            alarm.at = plan.calendar.before(alarm.at, -days)
    db.session.flush()


def _later(plan: CasePlan, due: datetime, days: int) -> datetime:
    return end_of(plan.calendar.add_working_days(local(due).date(), days))
