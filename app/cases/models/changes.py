"""Why something of a case is no longer as it was: moves back, and facts that others relied on."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.models.kinds import FACT, FORMER, INTERNAL
from app.cases.rules.changes import Cause, Fact
from app.cases.rules.status import Verb
from app.classification import column
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to


class MoveReason(TenantOwned, Base):
    """Why a case went back or was opened again."""

    __tablename__ = "move_reasons"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    verb: Mapped[Verb] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    reason = Sealed(INTERNAL)


class FactChange(TenantOwned, Base):
    """Why a fact was changed after it was sent, and what stood there before, where the law lets it stay."""

    __tablename__ = "fact_changes"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
        sa.Index(None, "municipality_id", "party_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID | None] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    fact: Mapped[Fact] = column(FACT)
    cause: Mapped[Cause] = column(FACT)
    reason = Sealed(INTERNAL)
    former = Sealed(FORMER)
    """Only of a fact that has changed; never of one that was wrong (ADR 0035)."""
