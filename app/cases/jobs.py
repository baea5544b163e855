"""What happens to cases by the clock."""

from datetime import datetime

from app.cases.actions import report
from app.database import db
from app.municipalities.queries import each_in_turn


def delete_old_drafts(now: datetime) -> None:
    """Warn of drafts that end in three days, and delete those whose time is over (decision 9)."""
    for _ in each_in_turn():
        report.warn_of_end(now)
        report.delete_old(now)
        db.session.commit()
