"""What becomes of drafts of the plan, and that a case runs on another version now."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class DraftSubmitted(Event):
    """A draft waits for somebody who approves it."""

    draft_id: UUID


@dataclass(frozen=True, kw_only=True)
class DraftAnswered(Event):
    """It was approved or given back; whoever edited it is told."""

    draft_id: UUID
    editors: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CaseReplanned(CaseEvent):
    """From now on the case runs on a newer version of the plan."""

    sentence: ClassVar[str] = N_("Der Fall läuft nach Fassung %(version)s des Plans.")
    version: int
