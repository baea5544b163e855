"""Reports of what the pool lacks: counts, who would help, which requests waited; all gone after 30 days."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.gaps.rules import Aid, Delay, Standing
from app.municipalities.scope import TenantOwned, belongs_to
from app.referrals.matching import Why
from app.runs.rows import Leased
from app.runs.rules import RunStatus

REPORT = data(Klass.K1, Erase.ALLOCATION, Reader.COORDINATION)


class GapReport(TenantOwned, Leased):
    """One reckoning of what the pool lacks (Lückenbericht); its figures are there when it is done."""

    __tablename__ = "gap_reports"
    constraints = (
        sa.UniqueConstraint("municipality_id", "running"),
        sa.Index(None, "municipality_id", "status", "ended_at"),
    )

    asked_at: Mapped[datetime] = column(REPORT)
    asked_by: Mapped[UUID | None] = column(REPORT, sa.ForeignKey("users.id"))
    """None: the program, after a run over the waiting list or as the last report was old."""
    status: Mapped[RunStatus] = column(REPORT, default=RunStatus.WAITING)
    running: Mapped[bool | None] = column(REPORT)
    """True until it has ended, then empty: so there is never more than one."""
    worker: Mapped[UUID | None] = column(REPORT)
    lease_until: Mapped[datetime | None] = column(REPORT)
    tries: Mapped[int] = column(REPORT, default=0)
    tried: Mapped[int] = column(REPORT, default=0)
    """How many possibilities were reckoned so far."""
    ended_at: Mapped[datetime | None] = column(REPORT)
    cases: Mapped[int | None] = column(REPORT)
    """The base: cases that wait and can be reckoned with."""
    people: Mapped[int | None] = column(REPORT)
    served: Mapped[int | None] = column(REPORT)
    most_served: Mapped[int | None] = column(REPORT)
    """No allocation of the pool as it is serves more."""
    complete: Mapped[bool | None] = column(REPORT)
    """Whether there was time to try everything that looked promising."""
    asked: Mapped[int | None] = column(REPORT)
    """Cases for which somebody was sought in the last twelve months, with those that wait."""
    silent: Mapped[int | None] = column(REPORT)
    """Of these, cases of whose parties no language is known, or no longer."""
    timeless: Mapped[int | None] = column(REPORT)
    """Of these, cases of which nobody knows when the parties can."""
    speeds: Mapped[list[list[int | str]] | None] = column(REPORT, sa.JSON)
    """For all and for each priority: how many were accepted, median and 90th percentile in working days."""


class GapCell(TenantOwned, Base):
    """What is asked and offered in one language, district and part of the week; empty means all together."""

    __tablename__ = "gap_cells"
    constraints = (
        belongs_to("gap_reports", "report_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "report_id", "language", "district"),
    )

    report_id: Mapped[UUID] = column(REPORT)
    language: Mapped[str] = column(REPORT, default="")
    district: Mapped[str] = column(REPORT, default="")
    band: Mapped[str] = column(REPORT, default="")
    waiting: Mapped[int] = column(REPORT, default=0)
    in_vain: Mapped[int] = column(REPORT, default=0)
    asked: Mapped[int] = column(REPORT, default=0)
    minutes_asked: Mapped[int] = column(REPORT, default=0)
    people: Mapped[int] = column(REPORT, default=0)
    with_room: Mapped[int] = column(REPORT, default=0)
    minutes_offered: Mapped[int] = column(REPORT, default=0)


class GapAid(TenantOwned, Base):
    """What would help, and how many cases more could be served by it."""

    __tablename__ = "gap_aids"
    constraints = (
        belongs_to("gap_reports", "report_id", ondelete="CASCADE"),
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "report_id", "position"),
    )

    report_id: Mapped[UUID] = column(REPORT)
    position: Mapped[int] = column(REPORT)
    """What helps most comes first."""
    aid: Mapped[Aid] = column(REPORT)
    served: Mapped[int] = column(REPORT)
    most_served: Mapped[int] = column(REPORT)
    """The same where both optima are proven."""
    together: Mapped[int | None] = column(REPORT)
    """How many cases more with all that come before it; empty: not reckoned, or not proven."""
    languages: Mapped[list[str]] = column(REPORT, sa.JSON)
    bands: Mapped[list[str]] = column(REPORT, sa.JSON)
    """Parts of the week of which one is enough; none: any time."""
    district: Mapped[str] = column(REPORT, default="")
    person_id: Mapped[UUID | None] = column(REPORT)
    """Who of the pool is brought on; None: somebody new."""


class GapRequest(TenantOwned, Base):
    """A request that was not met, or later than the plan wants, and what stood against it."""

    __tablename__ = "gap_requests"
    constraints = (
        belongs_to("gap_reports", "report_id", ondelete="CASCADE"),
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "report_id", "position"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    report_id: Mapped[UUID] = column(REPORT)
    case_id: Mapped[UUID] = column(REPORT)
    position: Mapped[int] = column(REPORT)
    """Those that wait come first, the longest waiting of them before all."""
    standing: Mapped[Standing] = column(REPORT)
    began_at: Mapped[datetime] = column(REPORT)
    days: Mapped[int] = column(REPORT)
    """Working days until somebody had accepted, or until the report."""
    limit_days: Mapped[int | None] = column(REPORT)
    """Working days that the plan gives; None: no plan has run for it."""
    why: Mapped[Why | None] = column(REPORT)
    delay: Mapped[Delay | None] = column(REPORT)
