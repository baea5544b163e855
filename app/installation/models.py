"""Where this database is at home, and whether it was found elsewhere: the only row of its table."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base

WHERE = data(Klass.K0, Erase.NEVER, Reader.ADMIN)


class Installation(Base):
    """The home of the database; ``found_…`` is the place of a worker that runs elsewhere."""

    __tablename__ = "installation"

    one: Mapped[int] = column(WHERE, default=1, unique=True)
    """There is never a second row."""
    home_marker: Mapped[UUID] = column(WHERE)
    home_address: Mapped[str] = column(WHERE)
    home_machine: Mapped[str] = column(WHERE)
    mark: Mapped[int] = column(WHERE, sa.BigInteger)
    """Rises with each heartbeat at home, here first and then in the data folder."""

    found_id: Mapped[UUID | None] = column(WHERE)
    """Names what was found, so that a decision can't hit anything else."""
    found_marker: Mapped[UUID | None] = column(WHERE)
    found_address: Mapped[str | None] = column(WHERE)
    found_machine: Mapped[str | None] = column(WHERE)
    found_mark: Mapped[int | None] = column(WHERE, sa.BigInteger)
    found_at: Mapped[datetime | None] = column(WHERE)
    silent_at: Mapped[datetime | None] = column(WHERE)

    moved_found_at: Mapped[datetime | None] = column(WHERE)
    moved_at: Mapped[datetime | None] = column(WHERE)
    """When a copy became the original last, and since when it had been known as one."""
