"""What happens to proposals by the clock."""

from datetime import datetime

from app.municipalities.queries import calendar
from app.municipalities.turns import one_by_one
from app.relocations.actions import giving, taking
from app.relocations.queries.giving import overdue
from app.relocations.queries.taking import unanswered


def remind_of_relocations(now: datetime) -> int:
    """Remind the takers once on each day while the offices are open, and tell givers that nobody answers."""
    reminded = one_by_one(
        lambda: unanswered(now) if calendar().is_open(now) else [],
        lambda arrival_id: taking.remind(arrival_id, at=now),
    )
    return reminded + one_by_one(
        lambda: overdue(now) if calendar().is_open(now) else [],
        lambda relocation_id: giving.notice_overdue(relocation_id, at=now),
    )
