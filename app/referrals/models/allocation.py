"""Runs over the whole waiting list, and whom they propose for each case."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to
from app.referrals.allocation.stages import Fate, Stage
from app.runs.rows import Leased
from app.runs.rules import RunStatus

R = Reader
RUN = data(Klass.K1, Erase.ALLOCATION, R.COORDINATION)
PROPOSAL = data(Klass.K1, Erase.ALLOCATION, R.COORDINATION)
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)


class SoloWish(TenantOwned, Base):
    """Coordination has said why one person shall mediate a case alone; counts for the next search."""

    __tablename__ = "solo_wishes"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    reason = Sealed(INTERNAL)


class Allocation(TenantOwned, Leased):
    """One run over the whole waiting list (Gesamtvermittlung); its figures are there when it is done."""

    __tablename__ = "allocations"
    constraints = (
        sa.UniqueConstraint("municipality_id", "running"),
        sa.Index(None, "municipality_id", "asked_at"),
    )

    asked_at: Mapped[datetime] = column(RUN)
    asked_by: Mapped[UUID] = column(RUN, sa.ForeignKey("users.id"))
    status: Mapped[RunStatus] = column(RUN, default=RunStatus.WAITING)
    running: Mapped[bool | None] = column(RUN)
    """True until it has ended, then empty: so there is never more than one."""
    stage: Mapped[Stage | None] = column(RUN)
    done: Mapped[int] = column(RUN, default=0)
    of: Mapped[int] = column(RUN, default=0)
    worker: Mapped[UUID | None] = column(RUN)
    lease_until: Mapped[datetime | None] = column(RUN)
    tries: Mapped[int] = column(RUN, default=0)
    cancel_at: Mapped[datetime | None] = column(RUN)
    """Since when nobody wants it any more."""
    ended_at: Mapped[datetime | None] = column(RUN)
    cases: Mapped[int | None] = column(RUN)
    nameless: Mapped[int | None] = column(RUN)
    """Cases that weren't asked about, as the name of a party is missing."""
    people: Mapped[int | None] = column(RUN)
    served: Mapped[int | None] = column(RUN)
    points: Mapped[int | None] = column(RUN)
    most_served: Mapped[int | None] = column(RUN)
    most_points: Mapped[int | None] = column(RUN)
    """No allocation serves more, and none that serves as many has more points."""
    single_served: Mapped[int | None] = column(RUN)
    single_points: Mapped[int | None] = column(RUN)
    """What one case after the other would have come to."""


class AllocationProposal(TenantOwned, Base):
    """Whom a run proposes for a case, or why nobody; coordination decides case by case."""

    __tablename__ = "allocation_proposals"
    constraints = (
        belongs_to("allocations", "allocation_id", ondelete="CASCADE"),
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("pool_people", "first_id", ondelete="CASCADE"),
        belongs_to("pool_people", "second_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "allocation_id", "position"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    allocation_id: Mapped[UUID] = column(PROPOSAL)
    case_id: Mapped[UUID] = column(PROPOSAL)
    position: Mapped[int] = column(PROPOSAL)
    """The longest waiting case comes first."""
    fate: Mapped[Fate] = column(PROPOSAL)
    first_id: Mapped[UUID | None] = column(PROPOSAL)
    second_id: Mapped[UUID | None] = column(PROPOSAL)
    """Somebody who stays from the search before is none of them."""
    points: Mapped[int] = column(PROPOSAL, default=0)
    meets_at: Mapped[datetime | None] = column(PROPOSAL)
    """A first meeting at which nobody is proposed elsewhere."""
    gained: Mapped[bool] = column(PROPOSAL, default=False)
    """One case after the other, this one would have got nobody."""
    taken_at: Mapped[datetime | None] = column(PROPOSAL)
    taken_by: Mapped[UUID | None] = column(PROPOSAL, sa.ForeignKey("users.id"))
