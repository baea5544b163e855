"""What happens to own follow-up dates by the clock."""

from datetime import datetime

from app.database import db
from app.localtime import local
from app.municipalities.queries import calendar, each_in_turn
from app.revisits.actions import tell_of
from app.revisits.queries import untold


def tell_of_revisits(now: datetime) -> int:
    """When the office opens on their day, or on the next day that it does; each in its own transaction."""
    done, today = 0, local(now).date()
    for _ in each_in_turn():
        opening = calendar().opening(today)
        if opening is None or now < opening:
            continue
        for revisit_id in untold(today):
            done += tell_of(revisit_id, at=now)
            db.session.commit()
    return done
