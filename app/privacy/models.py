"""What keeps a case from being deleted, and what is left of all that were."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.intake import Category
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.PRIVACY)
REASON = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.PRIVACY)
FIGURE = data(Klass.K0, Erase.NEVER, R.COORDINATION, R.MANAGEMENT, R.PRIVACY)


class LegalHold(TenantOwned, Base):
    """A dispute, an authority or a court needs the case: nothing of it goes meanwhile (Löschsperre)."""

    __tablename__ = "legal_holds"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
        sa.Index(None, "municipality_id", "lifted_at", "review_on"),
    )

    case_id: Mapped[UUID] = column(FACT)
    set_at: Mapped[datetime] = column(FACT)
    set_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    review_on: Mapped[date] = column(FACT)
    """When somebody looks whether it is still needed; it never ends by itself."""
    reason = Sealed(REASON)
    lifted_at: Mapped[datetime | None] = column(FACT)
    lifted_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    lift_reason = Sealed(REASON)


class CaseFigure(TenantOwned, Base):
    """How many cases ended in a year, and how: counted when a case is deleted, and stays."""

    __tablename__ = "case_figures"
    constraints = (sa.UniqueConstraint("municipality_id", "year", "category", "outcome"),)

    year: Mapped[int] = column(FIGURE)
    """In which they were closed."""
    category: Mapped[Category] = column(FIGURE)
    outcome: Mapped[str] = column(FIGURE)
    """As published: it doesn't tell which side declined."""
    count: Mapped[int] = column(FIGURE, default=0)
