"""What happens in a protected channel. No facts of the case: its timeline stays quiet about all of it."""

from dataclasses import dataclass
from uuid import UUID

from app.events import Event


@dataclass(frozen=True, kw_only=True)
class ChannelEvent(Event):
    case_id: UUID
    channel_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonLetIn(ChannelEvent):
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class EntryWritten(ChannelEvent):
    """Whoever else reads here has something to read."""


@dataclass(frozen=True, kw_only=True)
class SuccessorWaits(ChannelEvent):
    """Somebody else answers for the case now, and reads nothing here yet."""


@dataclass(frozen=True, kw_only=True)
class PassedOn(ChannelEvent):
    """The youth office was told; what and on which ground stands in the entry."""

    entry_id: UUID
    party_ids: tuple[UUID, ...]
    """Whose names went along."""
