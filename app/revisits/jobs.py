"""What happens to own follow-up dates by the clock."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.localtime import local
from app.municipalities.queries import calendar
from app.municipalities.turns import one_by_one
from app.revisits.actions import tell_of
from app.revisits.queries import untold


def tell_of_revisits(now: datetime) -> int:
    """When the office opens on their day, or on the next day that it does; each in its own transaction."""
    today = local(now).date()

    def due() -> Iterable[UUID]:
        opening = calendar().opening(today)
        return untold(today) if opening is not None and now >= opening else ()

    return one_by_one(due, lambda revisit_id: tell_of(revisit_id, at=now))
