"""What happens while a case is given to another municipality: process facts, on each side its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class RelocationProposed(CaseEvent):
    """Nothing has changed yet."""

    sentence: ClassVar[str] = N_("Abgabe an eine andere Kommune vorgeschlagen: %(town)s.")
    town: str


@dataclass(frozen=True, kw_only=True)
class RelocationAccepted(CaseEvent):
    """The case went through the wall; what is left of it here has ended."""

    sentence: ClassVar[str] = N_("An eine andere Kommune abgegeben: %(town)s.")
    relocation_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class RelocationRefused(CaseEvent):
    sentence: ClassVar[str] = N_("Abgabe nicht angenommen: %(town)s.")
    relocation_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class RelocationWithdrawn(CaseEvent):
    sentence: ClassVar[str] = N_("Vorschlag der Abgabe zurückgezogen: %(town)s.")
    relocation_id: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class CaseArrived(CaseEvent):
    """A case of another municipality begins anew here."""

    sentence: ClassVar[str] = N_("Aus einer anderen Kommune übernommen: %(town)s.")
    number: str
    town: str
    received_at: datetime | None = None
    """It counts from now, as any report does that is told here for the first time."""


@dataclass(frozen=True, kw_only=True)
class RelocationOverdue(Event):
    """Nobody over there has answered in time; said to the giver once."""

    relocation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ArrivalWaits(Event):
    """Another municipality wants to give a case; on each working day until somebody answers."""

    arrival_id: UUID
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class ArrivalOver(Event):
    """The other municipality has taken its proposal back."""

    arrival_id: UUID
