"""The protected channel of a case in which a child may be in danger: who reads, and what was written."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to
from app.protection.rules import EntryKind, PassingGround, Result, Way

#: That there is a channel, and who reads in it, is for those who read in it.
FACT = data(Klass.K1, Erase.SAFETY_NOTES, Reader.LET_IN)
WORDS = data(Klass.K4, Erase.SAFETY_NOTES, Reader.LET_IN)


class ProtectedChannel(TenantOwned, Base):
    """Opened by the move that protects a child (Schutzkanal); one at a time for a case."""

    __tablename__ = "protected_channels"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "ended_at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    opened_at: Mapped[datetime] = column(FACT)
    opened_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = column(FACT)
    ended_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    result: Mapped[Result | None] = column(FACT)


class ChannelReader(TenantOwned, Base):
    """Somebody who reads in a channel, by name, from when to when."""

    __tablename__ = "channel_readers"
    constraints = (
        belongs_to("protected_channels", "channel_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "channel_id", "user_id"),
        sa.Index(None, "municipality_id", "user_id", "ended_at"),
    )

    channel_id: Mapped[UUID] = column(FACT)
    user_id: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    way: Mapped[Way] = column(FACT)
    since: Mapped[datetime] = column(FACT)
    let_in_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    reason = Sealed(WORDS)
    ended_at: Mapped[datetime | None] = column(FACT)
    ended_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))


class ChannelEntry(TenantOwned, Base):
    """One entry; it is never changed and never taken out."""

    __tablename__ = "channel_entries"
    constraints = (
        belongs_to("protected_channels", "channel_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "channel_id", "at"),
    )

    channel_id: Mapped[UUID] = column(FACT)
    kind: Mapped[EntryKind] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    happened_on: Mapped[date | None] = column(FACT)
    ground: Mapped[PassingGround | None] = column(FACT)
    body = Sealed(WORDS)
    """Who was told."""
    text = Sealed(WORDS)
