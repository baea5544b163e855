"""Steps that the calendar begins: the list of contacts each quarter, the situation each month …"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.crisis.actions.steps import About, begin
from app.crisis.models import EventStep
from app.crisis.queries.plan import EventPlan, event_plan
from app.crisis.rules.phases import calendar_round
from app.database import db
from app.plans.codes import Trigger
from app.plans.queries.running import newest_plan


def begin_rounds(*, at: datetime) -> int:
    """Each round of the calendar once, also where a start was missed; how many began."""
    plan_id = newest_plan()
    return _begin(event_plan(plan_id), at=at) if plan_id else 0


def _begin(plan: EventPlan, *, at: datetime) -> int:
    begun = 0
    for rule in plan.rules.values():
        turn = calendar_round(rule, at)
        if turn and not _there(rule.code, turn[0]):
            step = begin(plan, rule, Trigger.CALENDAR, about=About(), at=turn[1], round_number=turn[0])
            begun += step is not None
    return begun


def _there(code: str, number: int) -> UUID | None:
    query = sa.select(EventStep.id).where(
        EventStep.about == "", EventStep.code == code, EventStep.round == number
    )
    return db.session.scalar(query)
