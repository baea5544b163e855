"""What happens while mediators are sought and at work: process facts, without names and content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.labels import N_
from app.referrals.events.meetings import ConfirmationWanted as ConfirmationWanted
from app.referrals.events.meetings import GuestAdded as GuestAdded
from app.referrals.events.meetings import GuestAgreed as GuestAgreed
from app.referrals.events.meetings import GuestRefused as GuestRefused
from app.referrals.events.meetings import GuestRemoved as GuestRemoved
from app.referrals.events.meetings import MeetingCancelled as MeetingCancelled
from app.referrals.events.meetings import MeetingConfirmed as MeetingConfirmed
from app.referrals.events.meetings import MeetingInAbsence as MeetingInAbsence
from app.referrals.events.meetings import MeetingMoved as MeetingMoved
from app.referrals.events.meetings import MeetingNear as MeetingNear
from app.referrals.events.meetings import MeetingPlaceChanged as MeetingPlaceChanged
from app.referrals.events.meetings import MeetingPlanned as MeetingPlanned
from app.referrals.events.meetings import MeetingUnconfirmed as MeetingUnconfirmed
from app.referrals.events.meetings import PretalkDone as PretalkDone
from app.referrals.events.meetings import PretalkNotHeld as PretalkNotHeld
from app.referrals.events.meetings import PretalksDone as PretalksDone
from app.referrals.events.meetings import SeatFreeBeforeMeeting as SeatFreeBeforeMeeting
from app.referrals.events.meetings import SessionOver as SessionOver
from app.referrals.events.meetings import SessionReported as SessionReported
from app.referrals.matching import Why
from app.referrals.rules import Mode, OfferStatus, Reason


@dataclass(frozen=True, kw_only=True)
class OffersSent(CaseEvent):
    """A pair was chosen and asked (F20); one OfferSent follows for each person."""

    sentence: ClassVar[str] = N_("Anfragen versendet, Plätze: %(seats)s.")
    with_mode: ClassVar[str] = N_("Anfragen versendet, Plätze: %(seats)s. Gefragt wird: %(mode)s.")
    referral_id: UUID
    seats: int
    mode: Mode | None = None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return cls.with_mode if facts.get("mode") else cls.sentence


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
    """Interest, a yes, a no or silence; ``answer`` is the status that followed.

    ``spoken``: it was said to coordination, which has recorded it.
    """

    sentence: ClassVar[str] = N_("Platz %(seat)s: %(answer)s.")
    when_spoken: ClassVar[str] = N_(
        "Platz %(seat)s: %(answer)s. Die Antwort ist mündlich oder schriftlich an "
        "die Koordinierungsstelle gegeben und dort festgehalten."
    )
    offer_id: UUID
    person_id: UUID
    seat: int
    answer: OfferStatus
    reason: Reason | None = None
    spoken: bool = False

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return cls.when_spoken if facts.get("spoken") else cls.sentence


@dataclass(frozen=True, kw_only=True)
class AnswerConfirmed(CaseEvent):
    """Whoever had said yes aloud has confirmed it herself: the names open to her now."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: die Person hat ihre Antwort selbst bestätigt.")
    offer_id: UUID
    person_id: UUID
    seat: int


@dataclass(frozen=True, kw_only=True)
class AnswerCorrected(CaseEvent):
    """What was recorded is not what the person had said; the record stays, and is marked."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: eine falsch festgehaltene Antwort ist berichtigt.")
    offer_id: UUID
    person_id: UUID
    seat: int


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
class ReserveReleased(CaseEvent):
    """Somebody who stood by need not any more; ``in_words``: it was not she who said so.

    ``lost``: nor did coordination, which may have counted on her.
    """

    sentence: ClassVar[str] = N_("Platz %(seat)s: eine Person steht nicht mehr als Reserve bereit.")
    offer_id: UUID
    person_id: UUID
    seat: int
    in_words: bool
    lost: bool = False


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
    """All confirmed substitutes are used up: coordination must act; ``lacking`` keeps out most others."""

    sentence: ClassVar[str] = N_("Platz %(seat)s: niemand mehr zu fragen.")
    with_gap: ClassVar[str] = N_(
        "Platz %(seat)s: niemand mehr zu fragen. Woran es vor allem liegt: %(lacking)s."
    )
    seat_id: UUID
    seat: int
    lacking: Why | None = None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return cls.with_gap if facts.get("lacking") else cls.sentence


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
class OfficeWaived(CaseEvent):
    """A party knows that a person works in the reporting office, and agrees (§ 3(4) MediationsG)."""

    sentence: ClassVar[str] = N_(
        "%(party)s weiß, dass die Person auf Platz %(seat)s in der Stelle arbeitet, "
        "die den Fall gemeldet hat, und ist einverstanden."
    )
    party_id: UUID
    party: str
    offer_id: UUID
    seat: int


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
class WaitingListAllocated(Event):
    """A run over the whole waiting list has ended; it is about no single case."""

    allocation_id: UUID
