"""Where a calendar program reads the own appointments."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.accounts.permissions import Role
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned

SECRET = data(Klass.K6, Erase.ON_USE, Reader.PROGRAM)
FEED = data(Klass.K1, Erase.ACCOUNT, Reader.SELF)


class CalendarFeed(TenantOwned, Base):
    """A secret address under which a calendar program reads the own appointments; only its hash is kept."""

    __tablename__ = "calendar_feeds"
    constraints = (
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("municipality_id", "user_id", "role"),
    )

    token_hash: Mapped[str] = column(SECRET)
    user_id: Mapped[UUID] = column(FEED, sa.ForeignKey("users.id"))
    role: Mapped[Role] = column(FEED)
    """The hat in which it was asked for; without the hat the address leads nowhere."""
    created_at: Mapped[datetime] = column(FEED)
    expires_at: Mapped[datetime] = column(FEED)
    last_used_at: Mapped[datetime | None] = column(FEED)
