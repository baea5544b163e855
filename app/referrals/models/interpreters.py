"""Who is to interpret in a case: somebody of the pool, own or lent, whom coordination has planned for it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.MEDIATOR)
STILL = sa.column("ended_at").is_(None)


class CaseInterpreter(TenantOwned, Base):
    """Somebody who interprets in a case (Sprachmittlung): on no seat, and without sight of the case."""

    __tablename__ = "case_interpreters"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("pool_people", "person_id"),
        sa.Index(
            "uq_case_interpreters_planned",
            "municipality_id",
            "case_id",
            "person_id",
            unique=True,
            sqlite_where=STILL,
            postgresql_where=STILL,
        ),
        sa.Index(None, "municipality_id", "person_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    person_id: Mapped[UUID] = column(FACT)
    planned_at: Mapped[datetime] = column(FACT)
    planned_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = column(FACT)
    """Since when she does not interpret in it any more."""
