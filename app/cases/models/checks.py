"""What was judged of a case: signs of danger, suitability, the conflict's stage."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.models.kinds import FACT, INTERNAL, SAFETY
from app.cases.rules.screening import Screening
from app.classification import column
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to


class SafetyCheck(TenantOwned, Base):
    """A danger check or a suitability screening: who, when, which signs (Gefahrencheck, Prüfung)."""

    __tablename__ = "safety_checks"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    result: Mapped[Screening | None] = column(FACT)
    """Empty for the danger check alone."""
    signs = Sealed(SAFETY)
    """Codes of red and yellow flags, separated by blanks."""
    note = Sealed(SAFETY)


class StageRating(TenantOwned, Base):
    """An estimate of the conflict's escalation stage (Glasl): of the conflict, never of a person."""

    __tablename__ = "stage_ratings"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    stage: Mapped[int] = column(FACT)
    reason = Sealed(INTERNAL)
