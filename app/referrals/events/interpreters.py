"""Who interprets in a case: that somebody is planned or not any more, never who."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class InterpreterPlanned(CaseEvent):
    sentence: ClassVar[str] = N_("Eine Person für die Sprachmittlung ist vorgesehen.")
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class InterpreterDropped(CaseEvent):
    sentence: ClassVar[str] = N_("Eine Person ist für die Sprachmittlung nicht mehr vorgesehen.")
    person_id: UUID
