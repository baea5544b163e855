"""Forgets what has had its time by itself: lines of logs and mails, absences, used secrets."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import FailedSignIns, OneTimeLink, WebSession
from app.accounts.rules import ABSOLUTE, FORGOTTEN_AFTER
from app.audit import trail
from app.database import db
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
    """What other municipalities wanted to give."""
    return forget_old_cards(before)


def forget_feeds(at: datetime) -> int:
    """Addresses for calendars whose time is over."""
    return _delete(sa.delete(CalendarFeed).where(CalendarFeed.expires_at <= at))


def forget_secrets(at: datetime) -> int:
    """Links that were used or are too old, sessions that have ended by themselves, tries in vain."""
    return sum(
        _delete(statement)
        for statement in (
            sa.delete(OneTimeLink).where(
                sa.or_(OneTimeLink.used_at.is_not(None), OneTimeLink.expires_at <= at)
            ),
            sa.delete(WebSession).where(WebSession.created_at <= at - ABSOLUTE),
            sa.delete(FailedSignIns).where(
                FailedSignIns.last_at < at - FORGOTTEN_AFTER, FailedSignIns.open_at <= at
            ),
        )
    )


def _delete(statement: sa.Delete) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE
