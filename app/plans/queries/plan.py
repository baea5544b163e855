"""The plan of the municipality, as everybody who works with it may read it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.database import db
from app.plans.models import Plan, PlanKind, PlanRule
from app.plans.template import EventRule, StepRule


@dataclass(frozen=True)
class PlanPage:
    """The newest version; its steps are general data."""

    name: str
    version: int
    adopted_at: datetime
    case_steps: tuple[StepRule, ...]
    event_steps: tuple[EventRule, ...]


def plan_page() -> PlanPage | None:
    """None if the municipality has no plan yet; two statements."""
    plan = db.session.scalar(sa.select(Plan).order_by(Plan.version.desc()).limit(1))
    if plan is None:
        return None
    query = sa.select(PlanRule).where(PlanRule.plan_id == plan.id).order_by(PlanRule.kind, PlanRule.position)
    rules = db.session.scalars(query).all()
    return PlanPage(
        name=plan.name,
        version=plan.version,
        adopted_at=plan.adopted_at,
        case_steps=tuple(StepRule.from_row(row.rule) for row in rules if row.kind is PlanKind.CASE),
        event_steps=tuple(EventRule.from_row(row.rule) for row in rules if row.kind is PlanKind.EVENT),
    )
