"""What happens to promises by the clock."""

from datetime import datetime

from app.database import db
from app.localtime import local
from app.municipalities.queries import each_in_turn
from app.promises.actions import remind
from app.promises.queries import due_unreminded


def remind_of_promises(now: datetime) -> int:
    """Remind whoever answers for the case, on the day; each in a transaction of its own."""
    done = 0
    for _ in each_in_turn():
        for promise_id in due_unreminded(local(now).date()):
            done += remind(promise_id, at=now)
            db.session.commit()
    return done
