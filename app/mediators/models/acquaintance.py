"""By what somebody of the pool may know a party: as keyed hashes, and as she says it of herself."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.marks import MarkKind
from app.municipalities.scope import TenantOwned, belongs_to

SECRET = data(Klass.K4, Erase.POOL, Reader.SELF)
MARK = data(Klass.K6, Erase.POOL, Reader.PROGRAM)
OWN_FACT = data(Klass.K1, Erase.POOL, Reader.SELF)


class MarkSource(Enum):
    """Where a mark of somebody of the pool comes from."""

    ENTRY = "ENTRY"
    """What coordination has written down."""
    OWN = "OWN"
    """Own details for the check."""
    EXCLUSION = "EXCLUSION"
    """The own list of whom one doesn't want to meet."""


class PoolMark(TenantOwned, Base):
    """By what somebody of the pool may know a party, as a keyed hash (Vergleichswert)."""

    __tablename__ = "pool_marks"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "mark_index"),
        sa.Index(None, "municipality_id", "person_id", "source"),
    )

    person_id: Mapped[UUID] = column(MARK)
    source: Mapped[MarkSource] = column(MARK)
    kind: Mapped[MarkKind] = column(MARK)
    mark_index: Mapped[str] = column(MARK)
    postcode_index: Mapped[str | None] = column(MARK)


class OwnDetails(TenantOwned, Base):
    """What somebody of the pool says of herself for the check alone; nobody else reads it."""

    __tablename__ = "own_details"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id"),
    )

    person_id: Mapped[UUID] = column(OWN_FACT)
    changed_at: Mapped[datetime] = column(OWN_FACT)
    other_names = Sealed(SECRET)
    address = Sealed(SECRET)
    household = Sealed(SECRET)
    employer = Sealed(SECRET)
