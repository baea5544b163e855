"""What the pool does by itself."""

from datetime import datetime

from app.database import db
from app.mediators.actions.imports import forget_old_rejects
from app.municipalities.queries import each_in_turn


def delete_old_rejects(now: datetime) -> int:
    """Delete what imports have sent back and files that wait, after 24 hours; says how many."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_old_rejects(now)
        db.session.commit()
    return deleted
