"""What happens while a case is handed over, or somebody stands in: process facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class TransferOffered(CaseEvent):
    """The lead wants to hand the case over; nothing has changed yet."""

    sentence: ClassVar[str] = N_("Übergabe angeboten.")
    transfer_id: UUID


@dataclass(frozen=True, kw_only=True)
class TransferAccepted(CaseEvent):
    """From this minute on the taker answers for the case."""

    sentence: ClassVar[str] = N_("Übergabe angenommen.")
    transfer_id: UUID


@dataclass(frozen=True, kw_only=True)
class TransferRefused(CaseEvent):
    """The case stays where it was; the reason went to the giver."""

    sentence: ClassVar[str] = N_("Übergabe nicht angenommen.")
    transfer_id: UUID


@dataclass(frozen=True, kw_only=True)
class TransferWithdrawn(CaseEvent):
    sentence: ClassVar[str] = N_("Angebot der Übergabe zurückgezogen.")
    transfer_id: UUID


@dataclass(frozen=True, kw_only=True)
class TransferWaits(Event):
    """Once on each working day as long as nobody answers. ``overdue``: the giver should hear of it, too."""

    transfer_id: UUID
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class DeputyAsked(Event):
    """Somebody is to stand in while a lead is away."""

    deputyship_id: UUID
    deputy_id: UUID
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeputyEntered(Event):
    """Coordination has entered a deputy for a lead, who can end it."""

    deputyship_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class DeputyDeclined(Event):
    """Whoever entered it, the lead or coordination, needs somebody else."""

    deputyship_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class SheetReady(Event):
    """The working day before: what falls due can be read now."""

    deputyship_id: UUID
    deputy_id: UUID
