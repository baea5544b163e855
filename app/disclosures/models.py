"""The ledger of what went out: what, about whom, to whom, on what basis, by whom, when, until when."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.basis import Basis
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.disclosures.rules import Passed, Recipient
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.LEAD, R.COORDINATION, R.PRIVACY)
WORDS = data(Klass.K3, Erase.WITH_CASE, R.LEAD, R.COORDINATION, R.PRIVACY)


class DisclosureEntry(TenantOwned, Base):
    """One disclosure about one party (Weitergabe); rows of one act share ``act_id``."""

    __tablename__ = "disclosures"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
        sa.Index(None, "municipality_id", "at", "id"),
    )

    act_id: Mapped[UUID] = column(FACT)
    case_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID | None] = column(FACT)
    """Empty: process facts only, no party is named in it."""
    what: Mapped[Passed] = column(FACT)
    recipient_kind: Mapped[Recipient] = column(FACT)
    recipient_id: Mapped[UUID | None] = column(FACT)
    """A person of the pool, of an office, or a municipality; a body outside has none."""
    recipient = Sealed(WORDS)
    basis: Mapped[Basis] = column(FACT)
    ground = Sealed(WORDS)
    """The basis in words, where somebody wrote some."""
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = column(FACT)
    """From when on the recipient no longer sees it; empty: still open, or gone for good."""
