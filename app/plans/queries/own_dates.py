"""The dates of the steps that one person holds, for her own calendar: which case and when, not what."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.events.questions import DueDate, OwnDueDates
from app.cases.models import Case
from app.cases.queries.access import answers_for
from app.cases.rules.status import Status
from app.database import db
from app.plans.codes import Anchor, StepRole
from app.plans.models import PlanStep, StepChange

BACK, AHEAD = timedelta(days=14), timedelta(days=90)
#: A calendar program fetches all of it every hour.
MOST = 500


def own_dates(asked: OwnDueDates) -> list[DueDate]:
    """From two weeks back to 90 days ahead, those to come first; one statement."""
    at = asked.at
    query = (
        sa.select(PlanStep, Case.number, _changes(sa.func.count()), _changes(sa.func.max(StepChange.at)))
        .join(Case, sa.and_(Case.id == PlanStep.case_id, Case.municipality_id == PlanStep.municipality_id))
        .where(
            PlanStep.due_at > at - BACK,
            PlanStep.due_at < at + AHEAD,
            sa.or_(PlanStep.ended_at.is_(None), PlanStep.ended_at > at - BACK),
            Case.status != Status.DELETED,
            _own(asked),
        )
        .order_by(PlanStep.ended_at.is_not(None), PlanStep.due_at < at, PlanStep.due_at, PlanStep.id)
        .limit(MOST + 1)
    )
    found = db.session.execute(query).all()
    return [
        DueDate(
            id=step.id,
            case_id=step.case_id,
            number=number,
            due_at=step.due_at,
            whole_day=step.whole_day,
            sequence=moves + (step.ended_at is not None),
            changed_at=max(_known(step.started_at, moved, step.resting_since, step.ended_at)),
            waits=step.resting_since is not None,
            over=step.ended_at is not None,
            cut=place == MOST < len(found),
        )
        for place, (step, number, moves, moved) in enumerate(found[:MOST], 1)
    ]


def _own(asked: OwnDueDates) -> sa.ColumnElement[bool]:
    """What coordination holds is everybody's there; what was asked of one mediator is no other one's."""
    led = sa.and_(PlanStep.holder == StepRole.CASE_LEAD.value, answers_for(asked.user_id, asked.at))
    if asked.role is Role.COORDINATOR:
        return sa.or_(PlanStep.holder == StepRole.COORDINATION.value, led)
    if asked.role is Role.MEDIATOR:
        return sa.and_(
            PlanStep.holder == StepRole.MEDIATOR.value,
            PlanStep.anchor != Anchor.OFFER_SENT.value,
            PlanStep.case_id.in_(asked.mediates),
        )
    return led if asked.role is Role.REPORTER else sa.false()


def _changes(what: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    query = sa.select(what).where(
        StepChange.step_id == PlanStep.id, StepChange.municipality_id == PlanStep.municipality_id
    )
    return query.correlate(PlanStep).scalar_subquery()


def _known(*moments: datetime | None) -> list[datetime]:
    return [moment for moment in moments if moment is not None]
