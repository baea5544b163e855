"""A case that goes to another municipality: the giver's row, the taker's, and where the new case is from.

Giver and taker have a row each, with the same id, because no row is of two municipalities.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.basis import Basis
from app.cases.rules.intake import Category, Setting
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to
from app.relocations.rules import RelocationStatus

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
REASON = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)
CARD = data(Klass.K1, Erase.LOG, R.COORDINATION)
CARD_WORDS = data(Klass.K3, Erase.LOG, R.COORDINATION)
CARD_NEEDS = data(Klass.K2, Erase.LOG, R.COORDINATION)


class Relocation(TenantOwned, Base):
    """The giver's side (Abgabe an eine andere Kommune)."""

    __tablename__ = "relocations"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "status"),
        sa.Index(None, "municipality_id", "status", "answer_by"),
    )

    case_id: Mapped[UUID] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    to_municipality_id: Mapped[UUID] = column(FACT, sa.ForeignKey("municipalities.id"))
    basis: Mapped[Basis] = column(FACT)
    with_summary: Mapped[bool] = column(FACT)
    with_names: Mapped[list[str]] = column(FACT)
    """Ids of the parties whose names the giver has seen go along; no other's will."""
    proposed_at: Mapped[datetime] = column(FACT)
    answer_by: Mapped[datetime] = column(FACT)
    status: Mapped[RelocationStatus] = column(FACT, default=RelocationStatus.PROPOSED)
    answered_at: Mapped[datetime | None] = column(FACT)
    overdue_at: Mapped[datetime | None] = column(FACT)
    """When the giver was told that nobody has answered."""
    taken: Mapped[list[str]] = column(FACT, default=list)
    """Codes of what went along (Item)."""
    left: Mapped[list[str]] = column(FACT, default=list)
    nameless: Mapped[list[str]] = column(FACT, default=list)
    """Labels of the parties whose names stayed."""
    reason = Sealed(REASON)
    answer = Sealed(REASON)
    """Why it was refused."""


class Arrival(TenantOwned, Base):
    """The taker's side: an anonymised card, of no case here; its words go when it is answered."""

    __tablename__ = "arrivals"
    constraints = (
        sa.Index(None, "municipality_id", "status", "answer_by"),
        sa.Index(None, "municipality_id", "proposed_at"),
    )

    from_municipality_id: Mapped[UUID] = column(CARD, sa.ForeignKey("municipalities.id"))
    basis: Mapped[Basis] = column(CARD)
    category: Mapped[Category] = column(CARD)
    setting: Mapped[Setting] = column(CARD)
    stage: Mapped[int | None] = column(CARD)
    parties: Mapped[int] = column(CARD)
    warning: Mapped[bool] = column(CARD)
    proposed_at: Mapped[datetime] = column(CARD)
    answer_by: Mapped[datetime] = column(CARD)
    reminded_on: Mapped[date] = column(CARD)
    status: Mapped[RelocationStatus] = column(CARD, default=RelocationStatus.PROPOSED)
    answered_at: Mapped[datetime | None] = column(CARD)
    answered_by: Mapped[UUID | None] = column(CARD, sa.ForeignKey("users.id"))
    languages = Sealed(CARD_NEEDS)
    """Codes, separated by blanks."""
    reason = Sealed(CARD_WORDS)


class CaseOrigin(TenantOwned, Base):
    """Where a case is from that began in another municipality; it has the id of its arrival."""

    __tablename__ = "case_origins"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    from_municipality_id: Mapped[UUID] = column(FACT, sa.ForeignKey("municipalities.id"))
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    reported_on: Mapped[date] = column(FACT)
    """When it was reported there."""
    history: Mapped[list[Any]] = column(FACT, sa.JSON)
    """Days and statuses there, without anybody's name."""
    taken: Mapped[list[str]] = column(FACT)
    left: Mapped[list[str]] = column(FACT)
    nameless: Mapped[list[str]] = column(FACT)
