"""What the pool does by itself."""

from datetime import datetime

from app.database import db
from app.localtime import local
from app.mediators.actions.imports import forget_old_rejects
from app.mediators.actions.times import forget_past
from app.municipalities.queries import each_in_turn


def delete_old_rejects(now: datetime) -> int:
    """Delete the rows that imports have sent back, 24 hours later; says how many imports."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_old_rejects(now)
        db.session.commit()
    return deleted


def forget_past_days(now: datetime) -> int:
    """Delete single days and uploaded calendars that are over; says how many."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_past(local(now).date())
        db.session.commit()
    return deleted
