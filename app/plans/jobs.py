"""What the plan does by the clock."""

from datetime import datetime

from app.municipalities.turns import one_by_one
from app.plans.actions.ringing import ring
from app.plans.queries.alarms import steps_to_ring


def ring_alarms(now: datetime) -> int:
    """Handle all alarms that are due, however long the worker was silent; how many there were."""
    return one_by_one(lambda: steps_to_ring(now), lambda step_id: ring(step_id, at=now))
