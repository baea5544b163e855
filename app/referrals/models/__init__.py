"""A case looks for mediators: the search, its seats, the offers, approvals and meetings."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.labels import Labelled
from app.municipalities.scope import TenantOwned, belongs_to
from app.referrals.appointments import GuestKind, Ring
from app.referrals.matching import Why
from app.referrals.models.allocation import Allocation as Allocation
from app.referrals.models.allocation import AllocationProposal as AllocationProposal
from app.referrals.models.allocation import SoloWish as SoloWish
from app.referrals.models.conflict import Conflict as Conflict
from app.referrals.models.conflict import ConflictWaiver as ConflictWaiver
from app.referrals.models.feed import CalendarFeed as CalendarFeed
from app.referrals.models.interpreters import CaseInterpreter as CaseInterpreter
from app.referrals.models.needs import AskedLanguage as AskedLanguage
from app.referrals.models.needs import CaseNeed as CaseNeed
from app.referrals.models.spoken import SpokenAnswer as SpokenAnswer
from app.referrals.rules import WAVE, Ladder, Mode, OfferStatus, Reason

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
OWN = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.MEDIATOR_ASKED, R.MEDIATOR)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)
DECLARATION = data(Klass.K3, Erase.PARTY_DATA, R.LEAD, R.SELF)
PLACE = data(Klass.K3, Erase.PARTY_DATA, R.LEAD, R.MEDIATOR)
GUEST = data(Klass.K2, Erase.PARTY_DATA, R.LEAD, R.MEDIATOR)
SEARCH = data(Klass.K6, Erase.PARTY_DATA, R.PROGRAM)
#: A person is asked for a seat again only when the question before is over.
RUNNING = sa.column("status", sa.String).in_(("PROPOSED", "OFFERED", "INTERESTED", "ACCEPTED"))


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
    mode: Mapped[Mode] = column(FACT, default=Mode.SEQUENTIAL, server_default=Mode.SEQUENTIAL.value)
    wave: Mapped[int] = column(FACT, default=WAVE, server_default=str(WAVE))
    mode_reason = Sealed(INTERNAL)
    """Why it is asked otherwise than the urgency suggests."""
    approved_at: Mapped[datetime | None] = column(OWN)
    """When the last party approved the persons (§ 2(1) MediationsG): contact data are open from then."""
    ended_at: Mapped[datetime | None] = column(FACT)

    @property
    def ladder(self) -> Ladder:
        return Ladder(self.mode, self.wave)


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
    gap: Mapped[Why | None] = column(FACT)
    """What was lacking most when nobody was left; None: people suit who were not confirmed."""


class Offer(TenantOwned, Base):
    """One person asked for one seat (Anfrage)."""

    __tablename__ = "offers"
    constraints = (
        belongs_to("seats", "seat_id", ondelete="CASCADE"),
        belongs_to("pool_people", "person_id"),
        sa.Index(
            "uq_offers_running",
            "municipality_id",
            "seat_id",
            "person_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
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
    standby_at: Mapped[datetime | None] = column(OWN)
    """When the person agreed to be the reserve; it stays when she is released, or asked again."""
    released_at: Mapped[datetime | None] = column(OWN)
    offered_at: Mapped[datetime | None] = column(OWN)
    answer_by: Mapped[datetime | None] = column(OWN)
    interested_at: Mapped[datetime | None] = column(OWN)
    to_confirm: Mapped[bool] = column(OWN, default=False, server_default=sa.false())
    """The yes was spoken: no name is shown before the person has confirmed it herself."""
    check_by: Mapped[datetime | None] = column(OWN)
    accepted_at: Mapped[datetime | None] = column(OWN)
    ended_at: Mapped[datetime | None] = column(OWN)
    reason: Mapped[Reason | None] = column(OWN)
    corrected_at: Mapped[datetime | None] = column(OWN)
    """The answer was recorded wrongly: it counts for nothing, and the person was asked anew."""
    declared_at: Mapped[datetime | None] = column(OWN)
    declaration = Sealed(DECLARATION)
    """Circumstances disclosed under § 3(1) MediationsG; empty if there are none."""

    @property
    def due(self) -> datetime | None:
        """Until when the person has to do something: answer, then check and declare."""
        return {OfferStatus.OFFERED: self.answer_by, OfferStatus.INTERESTED: self.check_by}.get(self.status)

    def is_over(self, at: datetime) -> bool:
        """That moment has passed."""
        return self.due is not None and self.due <= at


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
        sa.Index(None, "municipality_id", "room_index", "starts_at"),
    )

    case_id: Mapped[UUID] = column(OWN)
    referral_id: Mapped[UUID] = column(OWN)
    party_id: Mapped[UUID | None] = column(OWN)
    """Whom a pre-talk is with."""
    kind: Mapped[MeetingKind] = column(OWN)
    starts_at: Mapped[datetime] = column(OWN)
    online: Mapped[bool] = column(OWN, default=False, server_default=sa.false())
    room = Sealed(PLACE)
    """Where people meet; it may be somebody's home."""
    room_index: Mapped[str | None] = column(SEARCH)
    link = Sealed(PLACE)
    sequence: Mapped[int] = column(OWN, default=0, server_default="0")
    """Grows with each change: calendars keep the highest (RFC 5546)."""
    planned_at: Mapped[datetime | None] = column(OWN)
    planned_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    changed_at: Mapped[datetime | None] = column(OWN)
    cancelled_at: Mapped[datetime | None] = column(OWN)
    cancelled_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    held: Mapped[bool | None] = column(OWN)
    """None until it is reported."""
    minutes: Mapped[int | None] = column(OWN)
    reported_at: Mapped[datetime | None] = column(OWN)
    reported_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    over_at: Mapped[datetime | None] = column(OWN)
    """When the program noticed that its planned end had passed."""


class MeetingGuest(TenantOwned, Base):
    """A third person who is to be there (§ 2(4) MediationsG)."""

    __tablename__ = "meeting_guests"
    constraints = (
        belongs_to("meetings", "meeting_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "meeting_id"),
    )

    case_id: Mapped[UUID] = column(OWN)
    meeting_id: Mapped[UUID] = column(OWN)
    kind: Mapped[GuestKind] = column(OWN)
    name = Sealed(GUEST)
    person_id: Mapped[UUID | None] = column(OWN)
    """An interpreter of the pool who is planned for the case; without a key, as a name may stand alone."""
    added_at: Mapped[datetime] = column(OWN)
    added_by: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))


class GuestConsent(TenantOwned, Base):
    """The word of one party, or of one mediator, on a third person."""

    __tablename__ = "guest_consents"
    constraints = (
        belongs_to("meeting_guests", "guest_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "guest_id", "from_id"),
    )

    guest_id: Mapped[UUID] = column(OWN)
    from_id: Mapped[UUID] = column(OWN)
    """The party, or the pool person who mediates."""
    agreed: Mapped[bool] = column(OWN)
    at: Mapped[datetime] = column(OWN)
    by: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))


class MeetingConfirmation(TenantOwned, Base):
    """A mediator says shortly before that she comes; said of one beginning, so a move needs a new word."""

    __tablename__ = "meeting_confirmations"
    constraints = (
        belongs_to("meetings", "meeting_id", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "municipality_id", "meeting_id", "user_id", "starts_at", name="uq_meeting_confirmations_once"
        ),
    )

    meeting_id: Mapped[UUID] = column(OWN)
    user_id: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))
    starts_at: Mapped[datetime] = column(OWN)
    at: Mapped[datetime] = column(OWN)


class MeetingAlarm(TenantOwned, Base):
    """Something that the program does by the clock before an appointment, once for each beginning."""

    __tablename__ = "meeting_alarms"
    constraints = (
        belongs_to("meetings", "meeting_id", ondelete="CASCADE"),
        sa.UniqueConstraint(
            "municipality_id", "meeting_id", "kind", "starts_at", name="uq_meeting_alarms_once"
        ),
        sa.Index(None, "municipality_id", "rung_at", "at"),
    )

    meeting_id: Mapped[UUID] = column(OWN)
    kind: Mapped[Ring] = column(OWN)
    starts_at: Mapped[datetime] = column(OWN)
    at: Mapped[datetime] = column(OWN)
    rung_at: Mapped[datetime | None] = column(OWN)
