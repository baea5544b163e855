"""What the drafts of the plan know that others ask for."""

from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.planning.models import PlanDraft
from app.plans.events import HandedIn


def handed_in(question: HandedIn) -> list[UUID]:
    """One that was taken back or given back is none."""
    return list(db.session.scalars(sa.select(PlanDraft.id).where(PlanDraft.submitted_at > question.since)))
