"""Which steps have something to say now."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.plans.models import Alarm, PlanStep


def steps_to_ring(now: datetime) -> list[UUID]:
    """Ids of the steps with a due alarm, the longest waiting first; a resting step is silent."""
    query = (
        sa.select(Alarm.step_id)
        .join(
            PlanStep,
            sa.and_(PlanStep.id == Alarm.step_id, PlanStep.municipality_id == Alarm.municipality_id),
        )
        .where(Alarm.handled_at.is_(None), Alarm.at <= now, PlanStep.resting_since.is_(None))
        .order_by(Alarm.at, Alarm.step_id)
    )  # grouped by step, SQLite would walk through the alarms of all steps to find the few that are due
    return list(dict.fromkeys(db.session.scalars(query)))
