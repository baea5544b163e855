"""What the clock has to do now."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.crisis.models import Call, EventAlarm
from app.database import db


def steps_to_ring(now: datetime) -> list[UUID]:
    """Ids of the steps with a due alarm, the longest waiting first."""
    query = (
        sa.select(EventAlarm.step_id)
        .where(EventAlarm.handled_at.is_(None), EventAlarm.at <= now)
        .group_by(EventAlarm.step_id)
        .order_by(sa.func.min(EventAlarm.at), EventAlarm.step_id)
    )
    return list(db.session.scalars(query))


def calls_to_pass_on(now: datetime) -> list[UUID]:
    """Ids of the calls that nobody has answered in time, the longest waiting first."""
    query = (
        sa.select(Call.id)
        .where(Call.passed_on_at.is_(None), Call.confirmed_at.is_(None), Call.answer_by <= now)
        .order_by(Call.answer_by, Call.id)
    )
    return list(db.session.scalars(query))
