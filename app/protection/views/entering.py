"""Enters a channel for a page: by name, and with a line in the access log before anything is shown."""

from uuid import UUID

from app import clock
from app.accounts.gate import viewer
from app.cases.views.opening import note_reading
from app.protection.queries import access


def entered(channel_id: UUID) -> access.Entered:
    """``NotFound`` for everybody who isn't let in."""
    found = access.enter(channel_id, viewer(), clock.now())
    note_reading("ChannelRead", found.case.id, channel_id)
    return found
