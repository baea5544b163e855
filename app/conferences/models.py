"""Offices come together about a case: the conference, who is invited with which share, what is agreed."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.disclosure import Ground
from app.classification import Erase, Klass, Reader, column, data
from app.conferences.rules import MeasureEnd, Owner
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.INVITED)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)
SHARE = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD, R.INVITED)


class Conference(TenantOwned, Base):
    """A meeting of offices about one case (Fallkonferenz)."""

    __tablename__ = "conferences"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "starts_at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    starts_at: Mapped[datetime] = column(FACT)
    called_at: Mapped[datetime] = column(FACT)
    called_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    cancelled_at: Mapped[datetime | None] = column(FACT)
    place = Sealed(SHARE)
    purpose = Sealed(INTERNAL)


class ConferenceInvitation(TenantOwned, Base):
    """An office that takes part: what it may know, and why it may (Einladung, Anteil)."""

    __tablename__ = "conference_invitations"
    constraints = (
        belongs_to("conferences", "conference_id", ondelete="CASCADE"),
        belongs_to("offices", "office_id"),
        sa.Index(None, "municipality_id", "conference_id"),
        sa.Index(None, "office_id", "withdrawn_at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    conference_id: Mapped[UUID] = column(FACT)
    office_id: Mapped[UUID] = column(FACT)
    ground: Mapped[Ground] = column(FACT)
    invited_at: Mapped[datetime] = column(FACT)
    invited_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None] = column(FACT)
    law = Sealed(INTERNAL)
    """Which law, where the ground is one."""
    share = Sealed(SHARE)


class ConferenceMeasure(TenantOwned, Base):
    """What was agreed, who does it and until when (Maßnahme); its step in the plan has the same id."""

    __tablename__ = "conference_measures"
    constraints = (
        belongs_to("conferences", "conference_id", ondelete="CASCADE"),
        belongs_to("offices", "office_id"),
        sa.Index(None, "municipality_id", "conference_id"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    conference_id: Mapped[UUID] = column(FACT)
    owner: Mapped[Owner] = column(FACT)
    office_id: Mapped[UUID | None] = column(FACT)
    due_on: Mapped[date] = column(FACT)
    agreed_at: Mapped[datetime] = column(FACT)
    agreed_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = column(FACT)
    end: Mapped[MeasureEnd | None] = column(FACT)
    text = Sealed(SHARE)
