"""What the pool does by itself."""

from datetime import datetime

from app.database import db
from app.mediators.actions.imports import forget_old_rejects
from app.mediators.actions.marks import mark_waiting
from app.municipalities.queries import each_in_turn


def delete_old_rejects(now: datetime) -> int:
    """Delete the rows that imports have sent back, 24 hours later; says how many imports."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_old_rejects(now)
        db.session.commit()
    return deleted


def mark_pool(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Compare people who were in the pool before anybody was compared; says how many."""
    marked = 0
    for _ in each_in_turn():
        marked += mark_waiting()
        db.session.commit()
    return marked
