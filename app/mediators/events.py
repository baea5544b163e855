"""What happens to the people of the pool; whoever asks or has asked them may react."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.events import Event, PoolQuestion


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


class HoursOf(PoolQuestion):
    """How many hours of work these people have; each answer is a person with her hours."""
