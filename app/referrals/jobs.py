"""What happens to offers and meetings by the clock."""

from datetime import datetime

from app.database import db
from app.municipalities.queries import each_in_turn
from app.referrals.actions import alarms, answering, meetings
from app.referrals.queries import due


def expire_offers(now: datetime) -> int:
    """Let offers expire that nobody answered, each in a transaction of its own; the next are asked."""
    done = 0
    for _ in each_in_turn():
        for offer_id in due.offers(now):
            done += answering.expire_if_due(offer_id, at=now)
            db.session.commit()
    return done


def end_meetings(now: datetime) -> int:
    """Notice that the planned end of a session has passed."""
    done = 0
    for _ in each_in_turn():
        for meeting_id in due.meetings(now):
            done += meetings.notice_end(meeting_id, at=now)
            db.session.commit()
    return done


def ring_meetings(now: datetime) -> int:
    """Ask, remind and report silence before appointments; each in a transaction of its own."""
    done = 0
    for _ in each_in_turn():
        for alarm_id in due.alarms(now):
            done += alarms.ring(alarm_id, at=now)
            db.session.commit()
    return done
