"""The event plan in the version that an event runs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import ask
from app.labels import N_
from app.plans.codes import PlanKind
from app.plans.events import HandedIn
from app.plans.models import Plan, PlanRule
from app.plans.queries.running import newest_plan
from app.plans.template import EventRule
from app.refusals import NotAllowed

NO_PLAN = N_("Ihre Kommune hat noch keinen Präventionsplan. Ohne ihn gibt es keine Schritte.")


@dataclass(frozen=True)
class EventPlan:
    id: UUID
    rules: Mapping[str, EventRule]


def revised_since(moment: datetime) -> bool:
    """Whether a new version of the plan has been adopted since, or handed in for approval."""
    adopted = sa.select(Plan.id).where(Plan.adopted_at > moment).limit(1)
    return db.session.scalar(adopted) is not None or bool(ask(HandedIn(since=moment)))


def event_plan(plan_id: UUID | None = None) -> EventPlan:
    """This version, else the newest."""
    wanted = plan_id or newest_plan()
    if wanted is None:
        raise NotAllowed(NO_PLAN)
    query = (
        sa.select(PlanRule.rule)
        .where(PlanRule.plan_id == wanted, PlanRule.kind == PlanKind.EVENT)
        .order_by(PlanRule.position)
    )
    rules = [EventRule.from_row(row) for row in db.session.scalars(query)]
    return EventPlan(wanted, {rule.code: rule for rule in rules})
