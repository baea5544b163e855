"""Files of the pool: what waits to be taken, what came back, and how the columns were read."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned
from app.runs.rows import Leased
from app.runs.rules import RunStatus

REJECTS = data(Klass.K2, Erase.REJECTS, Reader.COORDINATION, Reader.STATE_POOL)
IMPORT = data(Klass.K1, Erase.REJECTS, Reader.COORDINATION)
UPLOAD = data(Klass.K2, Erase.REJECTS, Reader.COORDINATION, Reader.STATE_POOL)
HEADINGS = data(Klass.K0, Erase.NEVER, Reader.PROGRAM)
HABIT = data(Klass.K0, Erase.NEVER, Reader.COORDINATION)


class PoolUpload(TenantOwned, Leased):
    """A file that waits until somebody has seen what it would change, a day at most."""

    __tablename__ = "pool_uploads"
    constraints = (sa.Index(None, "municipality_id", "expires_at"),)

    at: Mapped[datetime] = column(IMPORT)
    by: Mapped[UUID] = column(IMPORT, sa.ForeignKey("users.id"))
    expires_at: Mapped[datetime] = column(IMPORT)
    sheet: Mapped[int] = column(IMPORT, default=0)
    """Which of the sheets that have anything on them is read."""
    fields: Mapped[list[str] | None] = column(IMPORT, sa.JSON(none_as_null=True))
    """What each of its columns is read as, "" for nothing; None until somebody has looked."""
    taking: Mapped[RunStatus | None] = column(IMPORT)
    """Of a long file: what has become of the yes to it; None until there is one."""
    taken_by: Mapped[UUID | None] = column(IMPORT, sa.ForeignKey("users.id"))
    """Who has said yes."""
    seen: Mapped[str] = column(IMPORT, default="", server_default="")
    """The seal of the comparison to which somebody said yes."""
    worker: Mapped[UUID | None] = column(IMPORT)
    lease_until: Mapped[datetime | None] = column(IMPORT)
    tries: Mapped[int] = column(IMPORT, default=0, server_default="0")
    rows_done: Mapped[int] = column(IMPORT, default=0, server_default="0")
    rows: Mapped[int] = column(IMPORT, default=0, server_default="0")
    content = Sealed(UPLOAD)
    """The cells of the file."""


class PoolImport(TenantOwned, Base):
    """One import with its counts; the rejected rows wait encrypted for 24 hours.

    It has the id of the file that waited, if one did: a second click finds it.
    """

    __tablename__ = "pool_imports"
    constraints = (sa.Index(None, "municipality_id", "at"),)

    at: Mapped[datetime] = column(IMPORT)
    by: Mapped[UUID | None] = column(IMPORT, sa.ForeignKey("users.id"))
    counts: Mapped[dict[str, Any]] = column(IMPORT)
    expires_at: Mapped[datetime] = column(IMPORT)
    rejects = Sealed(REJECTS)


class PoolColumns(TenantOwned, Base):
    """How a file with the same names of columns was read the last time."""

    __tablename__ = "pool_columns"
    constraints = (sa.UniqueConstraint("municipality_id", "headings"),)

    headings: Mapped[str] = column(HEADINGS)
    """A keyed hash: what stands in the first row of a file may be anything."""
    fields: Mapped[list[str]] = column(HABIT)
    """In the order of the names, however the file orders them."""
