"""How long a quick note is kept, and when somebody may be called back."""

from datetime import date, timedelta

LONGEST = 200

#: A note goes so many days after it was written, or after the call-back that it promises.
NOTE_DAYS = 30
LATEST_CALL_BACK_DAYS = 60


def last_day(written_on: date, call_back_on: date | None) -> date:
    return (call_back_on or written_on) + timedelta(days=NOTE_DAYS)


def may_call_back_on(day: date, *, today: date) -> bool:
    return today <= day <= today + timedelta(days=LATEST_CALL_BACK_DAYS)
