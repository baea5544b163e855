"""What was promised to the reporter or to a party of a case, with its day."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to
from app.promises.rules import PromiseKind

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.REPORTER)
OWN = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)


class Promise(TenantOwned, Base):
    """One promise (Versprechen): what, to whom, until which day; kept or broken follows from the days."""

    __tablename__ = "promises"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "due_on"),
        sa.Index(None, "municipality_id", "due_on", "id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID | None] = column(OWN)
    """Empty: to whoever reported the case."""
    kind: Mapped[PromiseKind] = column(FACT)
    due_on: Mapped[date] = column(FACT)
    made_at: Mapped[datetime] = column(FACT)
    made_by: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))
    kept_on: Mapped[date | None] = column(FACT)
    kept_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    released_at: Mapped[datetime | None] = column(FACT)
    released_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    reminded_at: Mapped[datetime | None] = column(OWN)
