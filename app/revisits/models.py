"""What a person lays before herself again, on a day of her own."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to

OWN = data(Klass.K1, Erase.WITH_CASE, Reader.SELF)
NOTE = data(Klass.K3, Erase.PARTY_DATA, Reader.SELF)


class Revisit(TenantOwned, Base):
    """A page of a case that comes back to one person on a day (Wiedervorlage)."""

    __tablename__ = "revisits"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "user_id"),
        sa.Index(None, "municipality_id", "user_id", "done_at", "day"),
        sa.Index(None, "municipality_id", "told_at", "day"),
    )

    case_id: Mapped[UUID] = column(OWN)
    user_id: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))
    role: Mapped[str] = column(OWN)
    """The hat in which it was laid."""
    path: Mapped[str] = column(OWN)
    """The page of the case, as its address without the name of the server."""
    day: Mapped[date] = column(OWN)
    note = Sealed(NOTE)
    made_at: Mapped[datetime] = column(OWN)
    told_at: Mapped[datetime | None] = column(OWN)
    done_at: Mapped[datetime | None] = column(OWN)
