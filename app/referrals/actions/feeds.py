"""The address under which a calendar program reads the own appointments: made, renewed, taken back."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.sessions import token_hash
from app.database import db
from app.referrals.appointments import FEED_VALID
from app.referrals.models import CalendarFeed

NOTED_EVERY = timedelta(minutes=1)
BYTES = 32


def make(user_id: UUID, role: Role, *, at: datetime) -> str:
    """A new secret of 256 bits, shown once: only its hash is kept. The one before is worth nothing."""
    db.session.execute(sa.select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    revoke(user_id, role)  # after whoever else renews it in another window
    secret = secrets.token_urlsafe(BYTES)
    db.session.add(
        CalendarFeed(
            token_hash=token_hash(secret),
            user_id=user_id,
            role=role,
            created_at=at,
            expires_at=at + FEED_VALID,
        )
    )
    db.session.flush()
    return secret


def revoke(user_id: UUID, role: Role) -> None:
    db.session.execute(
        sa.delete(CalendarFeed).where(CalendarFeed.user_id == user_id, CalendarFeed.role == role)
    )


def note_use(feed_id: UUID, *, at: datetime) -> None:
    """At most once a minute, so that an eager calendar program writes little."""
    earlier = sa.or_(CalendarFeed.last_used_at.is_(None), CalendarFeed.last_used_at <= at - NOTED_EVERY)
    db.session.execute(
        sa.update(CalendarFeed)
        .where(CalendarFeed.id == feed_id, earlier)
        .values(last_used_at=at)
        .execution_options(synchronize_session=False)
    )
