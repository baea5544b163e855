"""What happens around a case conference: process facts; what was said there is none of them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class ConferenceEvent(CaseEvent):
    conference_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConferenceCalled(ConferenceEvent):
    """Somebody called the offices together (F27)."""

    sentence: ClassVar[str] = N_("Fallkonferenz einberufen.")


@dataclass(frozen=True, kw_only=True)
class ConferenceCancelled(ConferenceEvent):
    sentence: ClassVar[str] = N_("Fallkonferenz abgesagt.")


@dataclass(frozen=True, kw_only=True)
class OfficeInvited(ConferenceEvent):
    """An office takes part; what it may know is told by DisclosureMade."""

    sentence: ClassVar[str] = N_("Zur Fallkonferenz eingeladen: %(office)s.")
    office: str
    office_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfficeUninvited(ConferenceEvent):
    """From now on the office sees nothing more."""

    sentence: ClassVar[str] = N_("Einladung zur Fallkonferenz zurückgenommen: %(office)s.")
    office: str


@dataclass(frozen=True, kw_only=True)
class MeasureAgreed(ConferenceEvent):
    """Becomes a step of the plan; ``by_lead``: the lead carries it out, else coordination follows it up."""

    sentence: ClassVar[str] = N_("Maßnahme der Fallkonferenz vereinbart: %(owner)s.")
    measure_id: UUID
    owner: str
    office_id: UUID | None
    due_on: date
    by_lead: bool


@dataclass(frozen=True, kw_only=True)
class MeasureDone(ConferenceEvent):
    """The office that owns it has said so."""

    sentence: ClassVar[str] = N_("Maßnahme der Fallkonferenz als erledigt gemeldet.")
    measure_id: UUID
