"""What happens to hand-overs and deputies by the clock."""

from datetime import datetime

from app.database import db
from app.municipalities.queries import calendar, each_in_turn
from app.transfers.actions import deputies, handing
from app.transfers.queries.deputies import sheets_due
from app.transfers.queries.handing import unanswered


def remind_of_transfers(now: datetime) -> int:
    """Remind of hand-overs that nobody has answered, once on each day while the offices are open."""
    done = 0
    for _ in each_in_turn():
        if not calendar().is_open(now):
            continue
        for transfer_id in unanswered(now):
            done += handing.remind(transfer_id, at=now)
            db.session.commit()
    return done


def send_sheets(now: datetime) -> int:
    """Tell deputies, the working day before, that the hand-over sheet can be read."""
    done = 0
    for _ in each_in_turn():
        for deputyship_id in sheets_due(now):
            done += deputies.send_sheet(deputyship_id, at=now)
            db.session.commit()
    return done
