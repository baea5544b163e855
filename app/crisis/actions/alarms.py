"""The alarms of a step of the event plan: set, taken back, and rung, each exactly once."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.crisis.actions.log import write
from app.crisis.actions.steps import begin_again
from app.crisis.actions.telling import tell_of_step
from app.crisis.events import News
from app.crisis.models import Crisis, EventAlarm, EventStep
from app.crisis.queries.people import among, or_coordination
from app.crisis.queries.plan import event_plan
from app.crisis.rules.words import STEP_MISSED, EntryKind
from app.database import db
from app.plans.codes import FollowUp, LadderRole, Rung, StepRole

LATE_AFTER = timedelta(hours=1)
ROUND = "ROUND"
RUNGS = {rung.value: rung for rung in Rung}
FOLLOW_UPS = frozenset(each.value for each in FollowUp)


def ring(step_id: UUID, *, at: datetime) -> int:
    """Handle every alarm of this step that is due; how many there were.

    The conditional update makes sure that nobody else handles them too. What was missed during a
    standstill is told once: the last reminder, and none if the ladder is climbed with it.
    """
    found = db.session.execute(
        sa.update(EventAlarm)
        .where(EventAlarm.step_id == step_id, EventAlarm.handled_at.is_(None), EventAlarm.at <= at)
        .values(handled_at=at, late=EventAlarm.at < at - LATE_AFTER)
        .returning(EventAlarm.at, EventAlarm.kind)
        .execution_options(synchronize_session=False)
    )
    rung = sorted((moment, kind) for moment, kind in found)
    step = db.session.get(EventStep, step_id)
    if step is not None and rung:
        _tell(step, rung, now=at)
    return len(rung)


def _tell(step: EventStep, rung: list[tuple[datetime, str]], *, now: datetime) -> None:
    for at, kind in rung:
        if kind == ROUND:
            begin_again(step, at=at)
    if step.ended_at is not None:
        return
    serious = [(at, kind) for at, kind in rung if kind in RUNGS or kind in FOLLOW_UPS]
    for at, kind in serious:
        _climb(step, kind, at=at, now=now)
    called = [at for at, kind in rung if kind not in RUNGS and kind not in FOLLOW_UPS and kind != ROUND]
    if called and not serious:
        tell_of_step(News.TASK, step, [LadderRole.HOLDER], at=now, occurrence=called[-1].isoformat())


def _climb(step: EventStep, kind: str, *, at: datetime, now: datetime) -> None:
    """A rung goes to its own people; one that nobody fills goes to coordination."""
    rung = RUNGS.get(kind)
    roles = list(rung.goes_to) if rung else [StepRole.COORDINATION]
    crisis = db.session.get(Crisis, step.crisis_id) if step.crisis_id else None
    only = among(crisis)
    roles = [role for role in roles if or_coordination(role, at=now, only=only, holder=step.holder)]
    tell_of_step(News.OVERDUE, step, roles, at=now, occurrence=f"{kind}|{at.isoformat()}")
    if crisis is not None and rung is not None:
        label = event_plan(step.plan_id).rules[step.code].label
        write(crisis, EntryKind.STEP, STEP_MISSED, by=None, at=now, rung=rung.label, step=label)
