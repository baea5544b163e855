"""Which steps have something to say now."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.plans.codes import MORE_THAN_A_REMINDER
from app.plans.models import Alarm, PlanStep


def steps_to_ring(now: datetime, *, most: int | None = None) -> list[UUID]:
    """Ids of the steps with a due alarm, the longest waiting first; a resting step is silent.

    ``most``: of so many alarms.
    """
    return list(_due(now, most=most))


def steps_to_remind(now: datetime) -> list[UUID]:
    """Those of them for which a reminder is all that is due."""
    return [step_id for step_id, kinds in _due(now).items() if not kinds & MORE_THAN_A_REMINDER]


def _due(now: datetime, *, most: int | None = None) -> dict[UUID, set[str]]:
    """Step → kinds of its alarms that are due."""
    query = (
        sa.select(Alarm.step_id, Alarm.kind)
        .join(
            PlanStep,
            sa.and_(PlanStep.id == Alarm.step_id, PlanStep.municipality_id == Alarm.municipality_id),
        )
        .where(Alarm.handled_at.is_(None), Alarm.at <= now, PlanStep.resting_since.is_(None))
        .order_by(Alarm.at, Alarm.step_id)
        .limit(most)
    )  # grouped by step, SQLite would walk through the alarms of all steps to find the few that are due
    found: dict[UUID, set[str]] = {}
    for step_id, kind in db.session.execute(query):
        found.setdefault(step_id, set()).add(kind)
    return found
