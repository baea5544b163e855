"""What happened: the facts of a case, and the chained log of who saw or did what."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to

FACT = data(Klass.K1, Erase.WITH_CASE, Reader.COORDINATION, Reader.LEAD)
LOG = data(Klass.K7, Erase.LOG, Reader.PRIVACY, Reader.LEAD)


class TimelineEntry(TenantOwned, Base):
    """One process fact of a case (Verlauf); lives and dies with the case."""

    __tablename__ = "case_events"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    actor_id: Mapped[UUID | None] = column(FACT)
    kind: Mapped[str] = column(FACT)
    facts: Mapped[dict[str, Any]] = column(FACT)
    number: Mapped[int] = column(FACT, default=0, server_default="0")
    """That of its line in the access log: what happened at the same moment stands as it was written."""


class AccessEntry(TenantOwned, Base):
    """One line of the access log: ids and kinds, never a value; each line seals the one before."""

    __tablename__ = "access_log"
    constraints = (
        sa.UniqueConstraint("municipality_id", "number"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    number: Mapped[int] = column(LOG)
    at: Mapped[datetime] = column(LOG)
    actor_id: Mapped[UUID | None] = column(LOG)
    kind: Mapped[str] = column(LOG)
    case_id: Mapped[UUID | None] = column(LOG)
    subject_id: Mapped[UUID | None] = column(LOG)
    hash: Mapped[str] = column(LOG)


class AccessHead(TenantOwned, Base):
    """Both ends of a municipality's chain; its row lock puts concurrent writers in a line."""

    __tablename__ = "access_heads"
    constraints = (sa.UniqueConstraint("municipality_id"),)

    number: Mapped[int] = column(LOG)
    hash: Mapped[str] = column(LOG)
    gone_number: Mapped[int] = column(LOG, default=0, server_default="0")
    """The last line that was deleted for its age: the first one left is sealed over its hash."""
    gone_hash: Mapped[str | None] = column(LOG)
