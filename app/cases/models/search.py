"""By which hashes a name is found, and what somebody is looking for."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.models.kinds import SEARCH, SOUGHT, SOUGHT_FACT
from app.cases.rules.search import Match
from app.classification import column
from app.database import Base, Sealed
from app.marks import MarkKind
from app.municipalities.scope import TenantOwned, belongs_to


class NameWord(TenantOwned, Base):
    """One word of a party's name, as a keyed hash of one of its forms."""

    __tablename__ = "name_words"
    constraints = (
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "party_id", "match", "word_index"),
        sa.Index(None, "municipality_id", "word_index"),
    )

    party_id: Mapped[UUID] = column(SEARCH)
    match: Mapped[Match] = column(SEARCH)
    word_index: Mapped[str] = column(SEARCH)


class PartyMark(TenantOwned, Base):
    """By what somebody of the pool may know a party, as a keyed hash (Vergleichswert)."""

    __tablename__ = "party_marks"
    constraints = (
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "mark_index"),
        sa.Index(None, "municipality_id", "case_id"),
        sa.Index(None, "municipality_id", "party_id"),
    )

    case_id: Mapped[UUID] = column(SEARCH)
    party_id: Mapped[UUID] = column(SEARCH)
    kind: Mapped[MarkKind] = column(SEARCH)
    mark_index: Mapped[str] = column(SEARCH)
    postcode_index: Mapped[str | None] = column(SEARCH)


class CaseSearch(TenantOwned, Base):
    """What one person looks for, for an hour: so that no name stands in an address (Suche)."""

    __tablename__ = "case_searches"
    constraints = (
        sa.Index(None, "municipality_id", "user_id"),
        sa.Index(None, "municipality_id", "expires_at"),
    )

    user_id: Mapped[UUID] = column(SOUGHT_FACT, sa.ForeignKey("users.id"))
    at: Mapped[datetime] = column(SOUGHT_FACT)
    expires_at: Mapped[datetime] = column(SOUGHT_FACT)
    text = Sealed(SOUGHT)
