"""What happens while people are lent: process facts, on each side its own, without names."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.labels import N_

# On the side of whoever asks; the case is theirs.


@dataclass(frozen=True, kw_only=True)
class LoanAsked(CaseEvent):
    """A request without anything of the case went to one place."""

    sentence: ClassVar[str] = N_("Leihanfrage ohne Angaben zum Fall gesendet an: %(town)s.")
    call_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class LoanCardCame(CaseEvent):
    sentence: ClassVar[str] = N_("%(town)s nennt jemanden, ohne Namen.")
    card_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class LoanDeclined(CaseEvent):
    sentence: ClassVar[str] = N_("%(town)s kann niemanden verleihen.")
    town: str


@dataclass(frozen=True, kw_only=True)
class LoanChosen(CaseEvent):
    sentence: ClassVar[str] = N_("Karte aus %(town)s angenommen; die Person wird um Einwilligung gebeten.")
    card_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class LoanCardGone(CaseEvent):
    sentence: ClassVar[str] = N_("Eine Karte aus %(town)s ist zurückgezogen.")
    card_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class PersonLent(CaseEvent):
    """Her name came over with her consent; from here on she is asked like anybody of the own pool."""

    sentence: ClassVar[str] = N_("Eine Person ist geliehen aus %(town)s, für diesen Fall allein.")
    card_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class LoanEnded(CaseEvent):
    sentence: ClassVar[str] = N_("Die Leihe aus %(town)s ist beendet.")
    card_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class LoanRequestWithdrawn(CaseEvent):
    sentence: ClassVar[str] = N_("Leihanfrage zurückgezogen.")
    request_id: UUID


@dataclass(frozen=True, kw_only=True)
class NobodyToLend(CaseEvent):
    """No neighbour and no state pool has anybody: coordination must go on."""

    sentence: ClassVar[str] = N_("Leihanfrage: niemand gefunden.")
    request_id: UUID


# On the side of whoever is asked; there is no case.


@dataclass(frozen=True, kw_only=True)
class InquiryCame(Event):
    inquiry_id: UUID
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class InquiryOver(Event):
    """It was taken back, ran out, or was answered elsewhere."""

    inquiry_id: UUID


@dataclass(frozen=True, kw_only=True)
class CandidateAnswered(Event):
    """Somebody of the own pool has said yes or no."""

    inquiry_id: UUID
    candidate_id: UUID


@dataclass(frozen=True, kw_only=True)
class CandidateAsked(Event):
    """Would she, or may her name go over; ``consent`` tells which."""

    candidate_id: UUID
    person_id: UUID
    answer_by: datetime
    consent: bool = False


@dataclass(frozen=True, kw_only=True)
class CandidateReleased(Event):
    """She is not needed any more."""

    candidate_id: UUID
    person_id: UUID


# On both.


@dataclass(frozen=True, kw_only=True)
class AgreementTold(Event):
    """The other side has offered, answered or ended an agreement."""

    agreement_id: UUID
