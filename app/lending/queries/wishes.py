"""What is asked for, as either side keeps it."""

from app.lending.models import LendingRequest, LoanInquiry
from app.lending.rules import Wish


def wish_of(row: LendingRequest | LoanInquiry) -> Wish:
    """Without languages where they are deleted, as it is over."""
    return Wish(
        languages=tuple((row.languages or "").split()),
        kind=row.kind,
        format=row.format,
        daytime=row.daytime,
        first_day=row.first_day,
        last_day=row.last_day,
        urgent=row.urgent,
    )
