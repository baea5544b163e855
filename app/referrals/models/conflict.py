"""Conflicts of interest on record, and what the parties say to them: rows of words that nobody changes."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.consent import Way
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to
from app.referrals.matching.conflicts import ConflictKind, WaiverWord

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
SEEN = data(Klass.K6, Erase.PARTY_DATA, R.PROGRAM)


class Conflict(TenantOwned, Base):
    """What stands between a person of the pool and a case (Interessenkonflikt)."""

    __tablename__ = "conflicts"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("pool_people", "person_id"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    person_id: Mapped[UUID] = column(FACT)
    kind: Mapped[ConflictKind] = column(FACT)
    noted_at: Mapped[datetime] = column(FACT)
    noted_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    seen_index: Mapped[str | None] = column(SEEN)
    """Digest of all that had met when the parties were asked; what meets later wasn't waived."""
    ended_at: Mapped[datetime | None] = column(FACT)
    """Noted by mistake, or asked anew."""
    ended_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))


class ConflictWaiver(TenantOwned, Base):
    """One word of a party to a conflict (Verzicht, § 3(1) and (4) MediationsG); the last one counts."""

    __tablename__ = "conflict_waivers"
    constraints = (
        belongs_to("conflicts", "conflict_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "statement_id"),
        sa.Index(None, "municipality_id", "conflict_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    conflict_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID] = column(FACT)
    statement_id: Mapped[UUID] = column(FACT)
    """What was recorded on one page; sent twice it counts once."""
    word: Mapped[WaiverWord] = column(FACT)
    said_at: Mapped[datetime] = column(FACT)
    recorded_at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    way: Mapped[Way] = column(FACT)
