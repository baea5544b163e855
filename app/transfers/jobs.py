"""What happens to hand-overs and deputies by the clock."""

from datetime import datetime

from app.municipalities.queries import calendar
from app.municipalities.turns import one_by_one
from app.transfers.actions import deputies, handing
from app.transfers.queries.deputies import sheets_due
from app.transfers.queries.handing import unanswered


def remind_of_transfers(now: datetime) -> int:
    """Remind of hand-overs that nobody has answered, once on each day while the offices are open."""
    return one_by_one(
        lambda: unanswered(now) if calendar().is_open(now) else [],
        lambda transfer_id: handing.remind(transfer_id, at=now),
    )


def send_sheets(now: datetime) -> int:
    """Tell deputies, the working day before, that the hand-over sheet can be read."""
    return one_by_one(lambda: sheets_due(now), lambda deputy_id: deputies.send_sheet(deputy_id, at=now))
