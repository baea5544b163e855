"""What the plan does by the clock."""

from datetime import datetime

from app.localtime import local
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import each, found, many, one_by_one
from app.plans.actions.calendars import follow
from app.plans.actions.resting import end_by_day
from app.plans.actions.ringing import ring
from app.plans.queries.alarms import steps_to_remind, steps_to_ring
from app.plans.queries.calendars import changes_to_follow
from app.plans.queries.waiting import to_end


def end_waits(now: datetime) -> int:
    """Waiting whose last day is over ends with that day; how many there were."""
    today = local(now).date()
    return one_by_one(lambda: to_end(today), lambda wait_id: end_by_day(wait_id, at=now))


def follow_calendar(now: datetime) -> int:
    """Move dates after a change of the calendar, a few cases at a time; how many cases there were."""
    done = 0
    while moved := one_by_one(changes_to_follow, lambda change_id: follow(change_id, at=now)):
        done += moved
    return done


def ring_alarms(now: datetime) -> int:
    """Handle all alarms that are due, however long the worker was silent; how many there were.

    Reminders many at a time, for thousands may be due when the office opens. What is more, or was among
    many of which one broke, comes one by one.
    """
    return sum(_ring_here(now) for _ in each_in_turn())


def _ring_here(now: datetime) -> int:
    if not found(lambda: steps_to_ring(now, most=1)):  # so it is in most minutes
        return 0
    done = many(lambda: steps_to_remind(now), lambda step_ids: ring(step_ids, at=now))
    return done + each(lambda: steps_to_ring(now), lambda step_id: ring([step_id], at=now))
