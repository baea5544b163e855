"""Who is to answer for a case next, and who stands in while somebody is away."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.basis import Basis
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to
from app.transfers.rules import AwayCause, DeputyAnswer, Occasion, TransferStatus

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.SELF)
REASON = data(Klass.K3, Erase.PARTY_DATA, R.LEAD, R.SELF)
AWAY = data(Klass.K1, Erase.LOG, R.SELF, R.COORDINATION)


class Transfer(TenantOwned, Base):
    """The lead offers the case to a person or to an office (Übergabe); accepted by exactly one."""

    __tablename__ = "transfers"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("offices", "to_office_id"),
        sa.Index(None, "municipality_id", "case_id", "status"),
        sa.Index(None, "municipality_id", "status", "to_user_id"),
        sa.Index(None, "municipality_id", "status", "to_office_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    from_user_id: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    to_user_id: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    to_office_id: Mapped[UUID | None] = column(FACT)
    """Either a person or an office: there whoever comes first takes it."""
    occasion: Mapped[Occasion] = column(FACT)
    basis: Mapped[Basis] = column(FACT)
    with_note: Mapped[bool] = column(FACT)
    """The internal note goes along; else it stays behind."""
    offered_at: Mapped[datetime] = column(FACT)
    answer_by: Mapped[datetime] = column(FACT)
    reminded_on: Mapped[date] = column(FACT)
    status: Mapped[TransferStatus] = column(FACT, default=TransferStatus.OFFERED)
    answered_at: Mapped[datetime | None] = column(FACT)
    answered_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    reason = Sealed(REASON)
    """Why it was refused."""
    seen_at: Mapped[datetime | None] = column(FACT)
    """When the giver said that she has read the refusal."""
    left_behind: Mapped[list[str]] = column(FACT, default=list)
    """Labels of the parties whose names did not go along."""


class Deputyship(TenantOwned, Base):
    """Somebody stands in for a lead who is away, in all her cases (Vertretung); to the minute."""

    __tablename__ = "deputyships"
    constraints = (
        sa.Index(None, "municipality_id", "user_id", "ends_at"),
        sa.Index(None, "municipality_id", "deputy_id", "ends_at"),
        sa.Index(None, "municipality_id", "sheet_from", "sheet_sent_at"),
    )

    user_id: Mapped[UUID] = column(AWAY, sa.ForeignKey("users.id"))
    deputy_id: Mapped[UUID] = column(AWAY, sa.ForeignKey("users.id"))
    starts_at: Mapped[datetime] = column(AWAY)
    ends_at: Mapped[datetime] = column(AWAY)
    asked_at: Mapped[datetime] = column(AWAY)
    answer: Mapped[DeputyAnswer] = column(AWAY, default=DeputyAnswer.ASKED)
    answered_at: Mapped[datetime | None] = column(AWAY)
    sheet_from: Mapped[datetime] = column(AWAY)
    """When the offices open on the working day before: from then on the deputy reads the sheet."""
    sheet_sent_at: Mapped[datetime | None] = column(AWAY)
    entered_by: Mapped[UUID | None] = column(AWAY, sa.ForeignKey("users.id"))
    """Of coordination, where the lead could not do it herself."""
    cause: Mapped[AwayCause | None] = column(AWAY)
