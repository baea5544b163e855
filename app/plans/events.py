"""What becomes of the steps of a plan: process facts without names or content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from app.events import CaseEvent, Event, Question, TownQuestion
from app.labels import N_
from app.plans.codes import FollowUp, Rung, StepRole
from app.plans.informing import Share
from app.plans.waiting import WaitEnd


@dataclass(frozen=True, kw_only=True)
class StepEvent(CaseEvent):
    """Something that happened to a step; ``step`` is its label."""

    step_id: UUID
    code: str
    step: str


@dataclass(frozen=True, kw_only=True)
class StepDone(StepEvent):
    sentence: ClassVar[str] = N_("Erledigt: %(step)s.")


@dataclass(frozen=True, kw_only=True)
class StepDropped(StepEvent):
    """Somebody said that the step is not needed in this case."""

    sentence: ClassVar[str] = N_("Nicht nötig: %(step)s.")


@dataclass(frozen=True, kw_only=True)
class StepAdded(StepEvent):
    """Somebody added the step to the case."""

    sentence: ClassVar[str] = N_("Schritt hinzugefügt: %(step)s.")


@dataclass(frozen=True, kw_only=True)
class StepExtended(StepEvent):
    """The deadline was moved to a later day; the reason stays with the step."""

    sentence: ClassVar[str] = N_("Frist verlängert: %(step)s.")
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepEscalated(StepEvent):
    """A rung of the ladder was climbed."""

    sentence: ClassVar[str] = N_("%(rung)s: %(step)s.")
    rung: Rung
    alarm_at: datetime


@dataclass(frozen=True, kw_only=True)
class FollowUpDue(StepEvent):
    """What the plan provides for besides the ladder is due."""

    sentence: ClassVar[str] = N_("%(follow_up)s: %(step)s.")
    follow_up: FollowUp
    alarm_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepReminded(StepEvent):
    """Coordination has reminded whoever holds it, besides the reminders of the plan."""

    sentence: ClassVar[str] = N_("Von Hand erinnert: %(step)s.")


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(CaseEvent):
    """Somebody called for others at once; ``step`` is the label of the step that it is about, if any."""

    sentence: ClassVar[str] = N_("Eskaliert. Nachrichten: %(told)s.")
    escalation_id: UUID
    step: str | None
    stage: int | None
    told: int

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        return N_("Eskaliert: %(step)s. Nachrichten: %(told)s.") if facts.get("step") else cls.sentence


@dataclass(frozen=True)
class Told:
    """Somebody who will be told, and as what."""

    user_id: UUID
    name: str
    role: StepRole
    share: Share


@dataclass(frozen=True, kw_only=True)
class ToldOfEscalation(Question):
    """Who would be told if this person escalated the case now? Answers are ``Told``."""

    by: UUID
    at: datetime
    stage: int | None


@dataclass(frozen=True, kw_only=True)
class RolesFilled(TownQuestion):
    """For which roles and functions of the event plan is there somebody? Answers are ``Addressee``."""

    today: date


@dataclass(frozen=True, kw_only=True)
class HandedIn(TownQuestion):
    """Was a draft of the plan handed in since, that waits for its approval? Answers: its id."""

    since: datetime


@dataclass(frozen=True, kw_only=True)
class WaitBegun(CaseEvent):
    """Somebody is waited for; why stands with the record."""

    sentence: ClassVar[str] = N_("Wartet auf: %(whom)s.")
    wait_id: UUID
    whom: str
    until: date


@dataclass(frozen=True, kw_only=True)
class WaitEnded(CaseEvent):
    sentence: ClassVar[str] = N_("Warten beendet: %(how)s.")
    wait_id: UUID
    how: WaitEnd


@dataclass(frozen=True, kw_only=True)
class DatesMoved(CaseEvent):
    """Open dates followed a change of what they are counted by; ``cause`` is what changed."""

    sentence: ClassVar[str] = N_("Fristen verschoben (%(number)s): %(cause)s.")
    cause: str
    number: int


@dataclass(frozen=True, kw_only=True)
class RemindersDue(Event):
    """Steps are to be called to mind. No fact of a case: its timeline stays quiet about it."""

    alarms: Mapping[UUID, datetime]
    """By the id of the step: the moment of the alarm."""
