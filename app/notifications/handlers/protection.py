"""Who is told of a protected channel: those who read in it, and never what it is about."""

from uuid import UUID

from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.protection.events import ChannelEvent, EntryWritten, PersonLetIn, SuccessorWaits
from app.protection.queries.access import standing
from app.protection.rules import FULL


def person_let_in(event: PersonLetIn) -> None:
    _tell(event, event.user_id)


def entry_written(event: EntryWritten) -> None:
    _tell_readers(event)


def successor_waits(event: SuccessorWaits) -> None:
    """Those who read decide whether whoever leads the case now must know."""
    _tell_readers(event)


def _tell_readers(event: ChannelEvent) -> None:
    for row in standing(event.channel_id):
        if row.way in FULL:
            _tell(event, row.user_id)


def _tell(event: ChannelEvent, user_id: UUID) -> None:
    """They may know the channel and not the case: its id stays here, its number goes along."""
    if user_id == event.actor_id:
        return
    tell(
        Kind.CHANNEL,
        user_id=user_id,
        at=event.at,
        case_number=number_of(event.case_id),
        subject_id=event.channel_id,
        occurrence=event.at.isoformat(),
    )
