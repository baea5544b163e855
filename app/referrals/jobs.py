"""What happens to offers and meetings by the clock."""

from datetime import datetime

from app.municipalities.turns import one_by_one
from app.referrals.actions import alarms, answering, meetings
from app.referrals.queries import due


def expire_offers(now: datetime) -> int:
    """Let offers expire that nobody answered; the next are asked."""
    return one_by_one(lambda: due.offers(now), lambda offer_id: answering.expire_if_due(offer_id, at=now))


def end_meetings(now: datetime) -> int:
    """Notice that the planned end of a session has passed."""
    return one_by_one(lambda: due.meetings(now), lambda meeting_id: meetings.notice_end(meeting_id, at=now))


def ring_meetings(now: datetime) -> int:
    """Ask, remind and report silence before appointments."""
    return one_by_one(lambda: due.alarms(now), lambda alarm_id: alarms.ring(alarm_id, at=now))
