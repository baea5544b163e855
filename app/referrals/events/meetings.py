"""What happens to the appointments of a case; when, and nothing of what is said there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from app.events import CaseEvent, Event, Strand
from app.labels import N_
from app.referrals.appointments import GuestKind, MoveCause


@dataclass(frozen=True, kw_only=True)
class SeatFreeBeforeMeeting(CaseEvent):
    """A seat is free again, and an appointment is so near that somebody must act today."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Platz %(seat)s ist kurz vor einem Termin frei geworden: %(when)s.")
    seat: int
    meeting_id: UUID
    starts_at: datetime
    when: str


@dataclass(frozen=True, kw_only=True)
class MeetingInAbsence(CaseEvent):
    """A mediator is away on the day of an appointment; she moves it, or gives her seat back."""

    strand = Strand.MEETINGS
    sentence: ClassVar[str] = N_("Ein Termin fällt in eine Abwesenheit: %(when)s.")
    person_id: UUID
    meeting_id: UUID
    starts_at: datetime
    when: str


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
class Changed(CaseEvent):
    """An appointment is otherwise than people were invited to; somebody may have said why."""

    strand = Strand.MEETINGS
    with_cause: ClassVar[str]
    meeting_id: UUID
    when: str
    despite: bool
    cause: MoveCause | None = None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return cls.with_cause if facts.get("cause") else cls.sentence


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Changed):
    """Somebody chose another time; the former one stays readable here."""

    sentence: ClassVar[str] = N_("Termin verlegt, von %(before)s auf %(when)s.")
    with_cause: ClassVar[str] = N_("Termin verlegt, von %(before)s auf %(when)s. Grund: %(cause)s.")
    starts_at: datetime
    before: str


@dataclass(frozen=True, kw_only=True)
class MeetingPlaceChanged(Changed):
    """The time is the same; where, is said on the page of the appointment alone."""

    sentence: ClassVar[str] = N_("Ort eines Termins geändert: %(when)s.")
    with_cause: ClassVar[str] = N_("Ort eines Termins geändert: %(when)s. Grund: %(cause)s.")


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
