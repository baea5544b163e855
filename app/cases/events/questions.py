"""What the case file wants to know from the packages above it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.permissions import Role
from app.cases.rules.status import Who
from app.events import PersonQuestion, Question


@dataclass(frozen=True, kw_only=True)
class GuardsMet(Question):
    """Which guards do you know to be met for this case? Answers: ``Guard``."""


@dataclass(frozen=True, kw_only=True)
class ProtectedChannels(Question):
    """Does the protection of a child go on elsewhere? Answers: ``True`` while a channel is open."""


@dataclass(frozen=True, kw_only=True)
class MediatorsOf(Question):
    """Who sits on an accepted seat of this case? Answers: ids of users."""


@dataclass(frozen=True)
class WaitsNow:
    """Somebody is waited for: a word for whom, or the neutral name of a party, and the last day."""

    whom: str
    until: date | None
    url: str


@dataclass(frozen=True)
class OpenTask:
    """A step to be done. ``holder``: who holds it, in a word; ``mine``: whoever asks does.

    ``code`` is the plan's, empty for what is no step; ``url`` is where the step and its date are explained.
    """

    code: str
    label: str
    due_at: datetime
    whole_day: bool
    holder: str
    mine: bool
    url: str
    waits: bool = False
    """It stands still: nobody need do it now."""
    waits_for: tuple[WaitsNow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenTasks(Question):
    """What is to be done in this case now? Answers: ``OpenTask``, in the eyes of who asks."""

    user_id: UUID
    relations: frozenset[Who]


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """A date by which somebody must do something: which case and when, not what.

    ``sequence`` grows with each change of it. ``over``: done, or no longer needed. ``cut``: the last for
    which there was room; others follow it.
    """

    id: UUID
    case_id: UUID
    number: str
    due_at: datetime
    whole_day: bool
    sequence: int
    changed_at: datetime
    waits: bool
    over: bool
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnDueDates(PersonQuestion):
    """What must this person do in this role, and by when? Answers: ``DueDate``, those to come first.

    ``mediates``: the cases in which she has a seat.
    """

    role: Role
    mediates: frozenset[UUID]


@dataclass(frozen=True)
class Promised:
    """Something that was promised to the reporter, with its day; ``standing``: kept or not, in a word."""

    due_on: date
    what: str
    standing: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class PromisedToReporter(Question):
    """What was promised to whoever reported this case? Answers: ``Promised``, as it stands today."""

    today: date


@dataclass(frozen=True, kw_only=True)
class ConsentTexts(Question):
    """Which versions of the texts for consent and data protection are there? Answers: ``TextVersion``."""
