"""What happens to proposals by the clock."""

from datetime import datetime

from app.database import db
from app.municipalities.queries import calendar, each_in_turn
from app.relocations.actions import giving, taking
from app.relocations.queries.giving import overdue
from app.relocations.queries.taking import unanswered


def remind_of_relocations(now: datetime) -> int:
    """Remind the takers once on each day while the offices are open, and tell givers that nobody answers."""
    done = 0
    for _ in each_in_turn():
        if not calendar().is_open(now):
            continue
        for arrival_id in unanswered(now):
            done += taking.remind(arrival_id, at=now)
            db.session.commit()
        for relocation_id in overdue(now):
            done += giving.notice_overdue(relocation_id, at=now)
            db.session.commit()
    return done
