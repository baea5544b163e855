"""What people must be told of an event in the municipality; never what happened."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from app.accounts.permissions import Role
from app.events import Event

Recipient = tuple[UUID, Role]
"""A person, and the role in which she is told."""


class News(Enum):
    """What it is about; ``subject_id`` is its row."""

    ALARM = "ALARM"
    """A call of the chain of alarm."""
    TASK = "TASK"
    """A step of the event plan: its beginning, or a reminder."""
    OVERDUE = "OVERDUE"
    """A step whose deadline was missed."""
    SIGNAL = "SIGNAL"
    """A signal that waits to be rated."""
    SITUATION = "SITUATION"
    """The event itself: its phase has changed, or a step was done."""
    SHEET = "SHEET"
    """The register of contacts has changed, and with it the sheet on paper."""


@dataclass(frozen=True, kw_only=True)
class CrisisTold(Event):
    """These people are told, once for each ``occurrence``."""

    news: News
    recipients: tuple[Recipient, ...]
    exercise: bool = False
    subject_id: UUID | None = None
    answer_by: datetime | None = None
    occurrence: str = ""
    urgent: bool = False
    """Told at any hour; else when the office opens."""
