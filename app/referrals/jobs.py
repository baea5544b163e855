"""What happens to offers and meetings by the clock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from flask import current_app

from app.database import db
from app.municipalities.queries import each_in_turn
from app.referrals.actions import alarms, answering, meetings
from app.referrals.queries import due


def expire_offers(now: datetime) -> int:
    """Let offers expire that nobody answered; the next are asked."""
    return _each(due.offers, lambda offer_id: answering.expire_if_due(offer_id, at=now), now)


def end_meetings(now: datetime) -> int:
    """Notice that the planned end of a session has passed."""
    return _each(due.meetings, lambda meeting_id: meetings.notice_end(meeting_id, at=now), now)


def _each(find: Callable[[datetime], Sequence[UUID]], deed: Callable[[UUID], bool], now: datetime) -> int:
    """Each in a transaction of its own, so that one that breaks holds up no other; how many were done."""
    return sum(_done(deed, item_id) for _ in each_in_turn() for item_id in find(now))


def _done(deed: Callable[[UUID], bool], item_id: UUID) -> bool:
    try:
        done = deed(item_id)
        db.session.commit()
    except Exception as problem:  # whatever it is: the others must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed item=%s kind=%s", item_id, type(problem).__name__)
        return False
    return done


def ring_meetings(now: datetime) -> int:
    """Ask, remind and report silence before appointments; each in a transaction of its own."""
    done = 0
    for _ in each_in_turn():
        for alarm_id in due.alarms(now):
            done += alarms.ring(alarm_id, at=now)
            db.session.commit()
    return done
