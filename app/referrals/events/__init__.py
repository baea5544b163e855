"""What happens while mediators are sought and at work: process facts, without names and content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from app.events import CaseEvent, Event, Strand
from app.labels import N_
from app.referrals.appointments import GuestKind, MoveCause
from app.referrals.rules import OfferStatus, Reason


@dataclass(frozen=True, kw_only=True)
class OffersSent(CaseEvent):
    """A pair was chosen and asked (F20); one OfferSent follows for each seat."""

    sentence: ClassVar[str] = N_("Anfragen versendet, Plätze: %(seats)s.")
    referral_id: UUID
    seats: int


@dataclass(frozen=True, kw_only=True)
class OfferSent(CaseEvent):
    """One person was asked for one seat; ``seat`` counts from 1."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: Anfrage versendet.")
    offer_id: UUID
    person_id: UUID
    seat: int
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(CaseEvent):
    """Interest, a yes, a no or silence; ``answer`` is the status that followed."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: %(answer)s.")
    offer_id: UUID
    person_id: UUID
    seat: int
    answer: OfferStatus
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(CaseEvent):
    """A question was taken back before it was answered for good, or the seat was given to another."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: Anfrage zurückgezogen.")
    offer_id: UUID
    person_id: UUID
    seat: int
    reason: Reason | None
    was_asked: bool


@dataclass(frozen=True, kw_only=True)
class LateYes(CaseEvent):
    """Somebody who came too late stands by."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: eine weitere Person hält sich bereit.")
    offer_id: UUID
    person_id: UUID
    seat: int


@dataclass(frozen=True, kw_only=True)
class MediatorGaveBack(CaseEvent):
    """A taken seat is free again, whoever gave it back."""

    sentence: ClassVar[str] = N_("Platz %(seat)s ist wieder frei: %(reason)s.")
    offer_id: UUID
    person_id: UUID
    seat: int
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class NobodyLeft(CaseEvent):
    """All confirmed substitutes are used up: coordination must act."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: niemand mehr zu fragen.")
    seat_id: UUID
    seat: int


@dataclass(frozen=True, kw_only=True)
class SeatsAccepted(CaseEvent):
    """Every seat has an accepted person; the parties are asked now (§ 2(1) MediationsG)."""

    sentence: ClassVar[str] = N_("Alle Plätze sind zugesagt.")
    referral_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartyApproved(CaseEvent):
    sentence: ClassVar[str] = N_("%(party)s stimmt den Personen zu.")
    referral_id: UUID
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class PartyRefused(CaseEvent):
    """A party does not want one of the persons; it need not say why."""

    sentence: ClassVar[str] = N_("%(party)s wünscht eine andere Person für Platz %(seat)s.")
    referral_id: UUID
    party_id: UUID
    party: str
    offer_id: UUID
    seat: int


@dataclass(frozen=True, kw_only=True)
class PartiesApproved(CaseEvent):
    """All parties approved all persons: contact data are open to these."""

    sentence: ClassVar[str] = N_("Alle Parteien haben den Personen zugestimmt.")
    referral_id: UUID


@dataclass(frozen=True, kw_only=True)
class PretalkDone(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Vorgespräch mit %(party)s geführt.")
    referral_id: UUID
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class PretalkNotHeld(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Das Vorgespräch mit %(party)s hat nicht stattgefunden.")
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class PretalksDone(CaseEvent):
    """With every party (F23)."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Alle Vorgespräche geführt.")
    referral_id: UUID


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(CaseEvent):
    """``despite``: warnings were shown, and it was planned nevertheless."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Termin eingetragen: %(when)s.")
    meeting_id: UUID
    starts_at: datetime
    when: str = ""
    despite: bool = False


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(CaseEvent):
    """Somebody chose another time; the former one stays readable here."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Termin verlegt, von %(before)s auf %(when)s.")
    with_cause: ClassVar[str] = N_("Termin verlegt, von %(before)s auf %(when)s. Grund: %(cause)s.")
    meeting_id: UUID
    starts_at: datetime
    before: str
    when: str
    despite: bool
    cause: MoveCause | None = None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return cls.with_cause if facts.get("cause") else cls.sentence


@dataclass(frozen=True, kw_only=True)
class MeetingPlaceChanged(CaseEvent):
    """The time is the same; where, is said on the page of the appointment alone."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Ort eines Termins geändert: %(when)s.")
    with_cause: ClassVar[str] = N_("Ort eines Termins geändert: %(when)s. Grund: %(cause)s.")
    meeting_id: UUID
    when: str
    despite: bool
    cause: MoveCause | None = None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return cls.with_cause if facts.get("cause") else cls.sentence


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Termin abgesagt: %(when)s.")
    meeting_id: UUID
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingConfirmed(CaseEvent):
    """One of the mediators will be there."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Termin bestätigt: %(when)s.")
    meeting_id: UUID
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingUnconfirmed(CaseEvent):
    """The time to confirm is over, and somebody is silent: coordination must act."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Termin nicht von allen bestätigt: %(when)s.")
    meeting_id: UUID
    starts_at: datetime
    when: str


@dataclass(frozen=True, kw_only=True)
class ConfirmationWanted(Event):
    """The mediators are asked. No fact of the case: the timeline stays quiet about it."""

    case_id: UUID
    meeting_id: UUID
    starts_at: datetime
    confirm_by: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingNear(Event):
    """It is 08:00 on the day before. No fact of the case either."""

    case_id: UUID
    meeting_id: UUID
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class GuestAdded(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Dritte Person zum Termin am %(when)s vorgesehen: %(guest)s.")
    meeting_id: UUID
    guest: GuestKind
    when: str


@dataclass(frozen=True, kw_only=True)
class GuestRemoved(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Dritte Person kommt nicht zum Termin am %(when)s: %(guest)s.")
    meeting_id: UUID
    guest: GuestKind
    when: str


@dataclass(frozen=True, kw_only=True)
class GuestAgreed(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("%(whose)s ist mit einer dritten Person einverstanden: %(guest)s.")
    meeting_id: UUID
    guest: GuestKind
    whose: str


@dataclass(frozen=True, kw_only=True)
class GuestRefused(CaseEvent):
    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("%(whose)s ist mit einer dritten Person nicht einverstanden: %(guest)s.")
    meeting_id: UUID
    guest: GuestKind
    whose: str


@dataclass(frozen=True, kw_only=True)
class SessionOver(CaseEvent):
    """The planned end of a session has passed; what became of it is not said yet."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Das geplante Ende einer Sitzung ist vorbei.")
    meeting_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionReported(CaseEvent):
    """Held or not; what was said stays with the people in the room."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Sitzung gemeldet.")
    meeting_id: UUID
    held: bool
