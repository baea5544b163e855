"""What happens to requests by the clock."""

from datetime import datetime

from app.lending.actions import waiting
from app.lending.queries.tasks import due
from app.municipalities.turns import one_by_one


def go_on_with_loans(now: datetime) -> int:
    """Where nobody answered in time the next are asked; where nobody is left coordination hears of it."""
    return one_by_one(lambda: due(now), lambda request_id: waiting.look_after(request_id, at=now))
