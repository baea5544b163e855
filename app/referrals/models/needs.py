"""What was set for the search beyond the file of a case, and what parties said of further languages."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
NEEDS = data(Klass.K2, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)


class CaseNeed(TenantOwned, Base):
    """The need of a case as somebody has set it (Bedarf): a row for each time, the last one counts."""

    __tablename__ = "case_needs"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id", "number"),
    )

    case_id: Mapped[UUID] = column(FACT)
    number: Mapped[int] = column(FACT)
    """Counts from 1."""
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    wishes = Sealed(NEEDS)
    """As ``matching.wishes`` writes them."""
    reason = Sealed(INTERNAL)


class AskedLanguage(TenantOwned, Base):
    """What a party said when it was asked whether a further language would do; the last word counts."""

    __tablename__ = "asked_languages"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id", "number"),
        sa.Index(None, "municipality_id", "party_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID] = column(FACT)
    number: Mapped[int] = column(FACT)
    """Counts the answers of a case, from 1."""
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    answer = Sealed(NEEDS)
    """The code of the language, and whether it would do: ``tr:YES``."""
