"""A case looks for mediators: the search, its seats, the offers, approvals and meetings."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.labels import Labelled
from app.municipalities.scope import TenantOwned, belongs_to
from app.referrals.rules import OfferStatus, Reason

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
OWN = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.MEDIATOR_ASKED, R.MEDIATOR)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)
DECLARATION = data(Klass.K3, Erase.PARTY_DATA, R.LEAD, R.SELF)


class Referral(TenantOwned, Base):
    """One search for one case (Vermittlung), with two seats unless a reason is given."""

    __tablename__ = "referrals"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id", "number"),
    )

    case_id: Mapped[UUID] = column(FACT)
    number: Mapped[int] = column(FACT)
    """Counts the searches of a case, from 1."""
    started_at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    solo_reason = Sealed(INTERNAL)
    remote: Mapped[bool] = column(FACT, default=False)
    approved_at: Mapped[datetime | None] = column(OWN)
    """When the last party approved the persons (§ 2(1) MediationsG): contact data are open from then."""
    ended_at: Mapped[datetime | None] = column(FACT)


class Seat(TenantOwned, Base):
    """One place of a referral (Platz); taken by exactly one offer at a time."""

    __tablename__ = "seats"
    constraints = (
        belongs_to("referrals", "referral_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "referral_id", "position"),
        sa.Index(None, "municipality_id", "case_id"),
        sa.Index(None, "municipality_id", "exhausted_at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    referral_id: Mapped[UUID] = column(FACT)
    position: Mapped[int] = column(FACT)
    taken_by: Mapped[UUID | None] = column(FACT)
    """The offer that holds the seat, from binding interest on."""
    exhausted_at: Mapped[datetime | None] = column(FACT)
    """Nobody left to ask: since when coordination has this as a task."""


class Offer(TenantOwned, Base):
    """One person asked for one seat (Anfrage)."""

    __tablename__ = "offers"
    constraints = (
        belongs_to("seats", "seat_id", ondelete="CASCADE"),
        belongs_to("pool_people", "person_id"),
        sa.UniqueConstraint("municipality_id", "seat_id", "person_id"),
        sa.Index(None, "municipality_id", "person_id", "status"),
        sa.Index(None, "municipality_id", "status", "answer_by"),
        sa.Index(None, "municipality_id", "case_id", "status"),
        sa.Index(None, "municipality_id", "referral_id", "status"),
        sa.Index(None, "municipality_id", "seat_id", "status"),
    )

    case_id: Mapped[UUID] = column(OWN)
    referral_id: Mapped[UUID] = column(OWN)
    seat_id: Mapped[UUID] = column(OWN)
    person_id: Mapped[UUID] = column(OWN)
    rank: Mapped[int] = column(FACT)
    """0 is the chosen person; substitutes follow in the order that coordination confirmed."""
    status: Mapped[OfferStatus] = column(OWN, default=OfferStatus.PROPOSED)
    standby: Mapped[bool] = column(OWN, default=False)
    offered_at: Mapped[datetime | None] = column(OWN)
    answer_by: Mapped[datetime | None] = column(OWN)
    interested_at: Mapped[datetime | None] = column(OWN)
    check_by: Mapped[datetime | None] = column(OWN)
    accepted_at: Mapped[datetime | None] = column(OWN)
    ended_at: Mapped[datetime | None] = column(OWN)
    reason: Mapped[Reason | None] = column(OWN)
    declared_at: Mapped[datetime | None] = column(OWN)
    declaration = Sealed(DECLARATION)
    """Circumstances disclosed under § 3(1) MediationsG; empty if there are none."""


class Approval(TenantOwned, Base):
    """A party's word on the persons of a referral (§ 2(1) MediationsG)."""

    __tablename__ = "approvals"
    constraints = (
        belongs_to("referrals", "referral_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "party_id", "offer_id"),
        sa.Index(None, "municipality_id", "referral_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    referral_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID] = column(FACT)
    offer_id: Mapped[UUID] = column(FACT)
    """Said of this person; a substitute needs a new word."""
    approved: Mapped[bool] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))


class MeetingKind(Labelled):
    """What people meet for."""

    PRETALK = "PRETALK", "Vorgespräch"
    SESSION = "SESSION", "Sitzung"


class Meeting(TenantOwned, Base):
    """A talk of the mediators with a party, or a joint session; date and hours, no content."""

    __tablename__ = "meetings"
    constraints = (
        belongs_to("referrals", "referral_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "starts_at"),
        sa.Index(None, "municipality_id", "party_id", "kind"),
        sa.Index(None, "municipality_id", "referral_id", "starts_at"),
        sa.Index(None, "municipality_id", "over_at"),
    )

    case_id: Mapped[UUID] = column(OWN)
    referral_id: Mapped[UUID] = column(OWN)
    party_id: Mapped[UUID | None] = column(OWN)
    """Whom a pre-talk was with."""
    kind: Mapped[MeetingKind] = column(OWN)
    starts_at: Mapped[datetime] = column(OWN)
    held: Mapped[bool | None] = column(OWN)
    """None until it is reported."""
    minutes: Mapped[int | None] = column(OWN)
    reported_at: Mapped[datetime | None] = column(OWN)
    reported_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    over_at: Mapped[datetime | None] = column(OWN)
    """When the program noticed that its planned end had passed."""
