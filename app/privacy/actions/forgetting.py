"""Forgets what has had its time by itself: lines of logs and mails, absences, used secrets."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.lending.actions.answering import forget_old as forget_old_inquiries
from app.notifications.actions import forget_old
from app.referrals.models import CalendarFeed
from app.relocations.actions.taking import forget_old as forget_old_cards
from app.transfers.models import Deputyship


def forget_log(before: datetime, *, kept: Collection[UUID], at: datetime) -> int:
    """The beginning of the access log, and a line that says so; it stays from the first held case on."""
    gone = trail.forget(before, kept=kept)
    if gone:
        trail.log("LogForgotten", by=None, at=at)
    return gone


def forget_messages(before: datetime) -> list[UUID]:
    """Returns the ids: of some there are copies elsewhere."""
    return forget_old(before)


def forget_absences(before: datetime) -> int:
    return _delete(sa.delete(Deputyship).where(Deputyship.ends_at < before))


def forget_cards(before: datetime) -> int:
    """What other municipalities wanted to give, or to be lent."""
    return forget_old_cards(before) + forget_old_inquiries(before)


def forget_feeds(at: datetime) -> int:
    """Addresses for calendars whose time is over."""
    return _delete(sa.delete(CalendarFeed).where(CalendarFeed.expires_at <= at))


def _delete(statement: sa.Delete) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE
