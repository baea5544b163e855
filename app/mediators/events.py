"""What happens to the people of the pool; whoever asks or has asked them may react."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.events import Event, PoolQuestion


@dataclass(frozen=True, kw_only=True)
class PersonToChange(Event):
    """Somebody is about to leave, to be away or to rest: her cases are taken in hand before her."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Event):
    """Somebody no longer works for the pool: open offers are to be taken back."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class AbsenceSet(Event):
    """Somebody is away on these days, both included."""

    person_id: UUID
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class PersonRests(Event):
    """Somebody wants no requests for now; what she was asked before she may still answer."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProfileUnconfirmed(Event):
    """Nobody has said for a long time that what stands about this person is still true."""

    person_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class TitleEnds(Event):
    """The title of this person ends on that day, if nothing more is proven."""

    person_id: UUID
    user_id: UUID
    until: date
    months: int
    """How many months ahead the reminder is."""


@dataclass(frozen=True, kw_only=True)
class EvidenceDecided(Event):
    """Coordination has said whether a proof counts."""

    evidence_id: UUID
    user_id: UUID


class HoursOf(PoolQuestion):
    """How many hours of work these people have; each answer is a person with her hours."""


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """An appointment to come that somebody of the pool has taken on: when, and of which case."""

    person_id: UUID
    referral_id: UUID
    meeting_id: UUID
    number: str
    starts_at: datetime


class EngagementsOf(PoolQuestion):
    """Which appointments to come do these people have? Answers: ``Engagement``."""
