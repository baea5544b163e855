"""The plan of the municipality, as everybody who works with it may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.plans.codes import PlanKind
from app.plans.models import Plan, PlanRule
from app.plans.template import EventRule, StepRule


@dataclass(frozen=True)
class PlanPage:
    """A version of the plan; its steps are general data."""

    id: UUID
    name: str
    version: int
    adopted_at: datetime
    case_steps: tuple[StepRule, ...]
    event_steps: tuple[EventRule, ...]


def plan_page(version_id: UUID | None = None) -> PlanPage | None:
    """This version, else the newest; None if there is none. Two statements."""
    which = sa.select(Plan).order_by(Plan.version.desc()).limit(1)
    plan = db.session.scalar(which if version_id is None else which.where(Plan.id == version_id))
    if plan is None:
        return None
    query = sa.select(PlanRule).where(PlanRule.plan_id == plan.id).order_by(PlanRule.kind, PlanRule.position)
    rules = db.session.scalars(query).all()
    of_a_case = (StepRule.from_row(row.rule) for row in rules if row.kind is PlanKind.CASE)
    return PlanPage(
        id=plan.id,
        name=plan.name,
        version=plan.version,
        adopted_at=plan.adopted_at,
        case_steps=tuple(rule for rule in of_a_case if not rule.retired),
        event_steps=tuple(EventRule.from_row(row.rule) for row in rules if row.kind is PlanKind.EVENT),
    )
