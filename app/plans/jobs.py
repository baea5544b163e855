"""What the plan does by the clock."""

from datetime import datetime
from uuid import UUID

from flask import current_app

from app.database import db, reading
from app.municipalities.queries import each_in_turn
from app.plans.actions.ringing import ring
from app.plans.queries.alarms import steps_to_ring


def ring_alarms(now: datetime) -> int:
    """Handle all alarms that are due, however long the worker was silent; how many there were.

    Each step is a transaction of its own, so that one that breaks holds up no other.
    """
    return sum(_ring(step_id, now) for _ in each_in_turn() for step_id in _due(now))


def _due(now: datetime) -> list[UUID]:
    with reading():
        found = steps_to_ring(now)
        db.session.rollback()
    return found


def _ring(step_id: UUID, now: datetime) -> int:
    try:
        rung = ring(step_id, at=now)
        db.session.commit()
    except Exception as problem:  # whatever it is: the other steps must not wait for it
        db.session.rollback()
        current_app.logger.error("ring failed step=%s kind=%s", step_id, type(problem).__name__)
        return 0
    return rung
