"""What stands for the variables of addresses of the event plan: rows of the demo."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from app.crisis.models import Call, Contact, Crisis, EventStep, Signal
from tests.e2e.found import Group, found


def _crises() -> list[Group]:
    """A real one and an exercise."""
    query = sa.select(Crisis.id).order_by(Crisis.opened_at.desc())
    return [found(["crisis_id"], query.where(Crisis.exercise.is_(one))) for one in (False, True)]


def _signals() -> list[Group]:
    """One that waits to be rated, and one that was."""
    query = sa.select(Signal.id).order_by(Signal.noted_at.desc())
    return [
        found(["signal_id"], query.where(Signal.rating.is_(None))),
        found(["signal_id"], query.where(Signal.rating.is_not(None))),
    ]


def _event_steps() -> list[Group]:
    """One that is open, and one of an exercise."""
    query = sa.select(EventStep.id).order_by(EventStep.started_at.desc(), EventStep.id)
    of_exercise = query.join(Crisis, Crisis.id == EventStep.crisis_id).where(Crisis.exercise.is_(True))
    return [
        found(["event_step_id"], query.where(EventStep.ended_at.is_(None))),
        found(["event_step_id"], of_exercise),
    ]


def _rows(name: str, model: Any) -> Callable[[], list[Group]]:
    return lambda: [found([name], sa.select(model.id).order_by(model.id))]


EXAMPLES: dict[frozenset[str], Callable[[], list[Group]]] = {
    frozenset({"crisis_id"}): _crises,
    frozenset({"signal_id"}): _signals,
    frozenset({"event_step_id"}): _event_steps,
    frozenset({"alarm_id"}): _rows("alarm_id", Call),
    frozenset({"contact_id"}): _rows("contact_id", Contact),
}
