"""What the plan does by the clock."""

from datetime import datetime

from app.localtime import local
from app.municipalities.turns import one_by_one
from app.plans.actions.resting import end_by_day
from app.plans.actions.ringing import ring
from app.plans.queries.alarms import steps_to_ring
from app.plans.queries.waiting import to_end


def end_waits(now: datetime) -> int:
    """Waiting whose last day is over ends with that day; how many there were."""
    today = local(now).date()
    return one_by_one(lambda: to_end(today), lambda wait_id: end_by_day(wait_id, at=now))


def ring_alarms(now: datetime) -> int:
    """Handle all alarms that are due, however long the worker was silent; how many there were."""
    return one_by_one(lambda: steps_to_ring(now), lambda step_id: ring(step_id, at=now))
