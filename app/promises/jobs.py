"""What happens to promises by the clock."""

from datetime import datetime

from app.localtime import local
from app.municipalities.turns import one_by_one
from app.promises.actions import remind
from app.promises.queries import due_unreminded


def remind_of_promises(now: datetime) -> int:
    """Remind whoever answers for the case, on the day; each in a transaction of its own."""
    return one_by_one(lambda: due_unreminded(local(now).date()), lambda promise: remind(promise, at=now))
