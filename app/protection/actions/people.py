"""Who reads: let in by name with a reason, ended by name; a new lead isn't let in by leading."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.queries.access import leads_alone
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.protection.actions.writing import OVER, add_reader, hold_channel, only_in_charge
from app.protection.events import PersonLetIn, SuccessorWaits
from app.protection.models import ChannelReader, ProtectedChannel
from app.protection.queries.access import Entered, open_channel, standing
from app.protection.queries.channels import may_end
from app.protection.queries.people import choosable
from app.protection.rules import FULL, Way
from app.refusals import NotAllowed, NotFound, NotYours


@dataclass(frozen=True)
class Guest:
    """Who is let in, and why this person must know."""

    user_id: UUID
    reason: str


def let_in(entered: Entered, guest: Guest, *, by: UUID, at: datetime) -> None:
    """Once; whoever answers for the case now takes the place of the lead before."""
    only_in_charge(entered)
    hold_channel(entered)
    if not entered.is_open:
        raise NotAllowed(OVER)
    channel = entered.channel
    if any(row.user_id == guest.user_id and row.way in FULL for row in standing(channel.id)):
        return
    if guest.user_id not in {user_id for user_id, _ in choosable(local(at).date(), but=set())}:
        raise NotFound
    leading = leads_alone(channel.case_id, guest.user_id, at)
    row = add_reader(channel, guest.user_id, Way.LEAD if leading else Way.LET_IN, at=at)
    row.let_in_by, row.reason = by, guest.reason
    if leading:
        _relieve(channel, successor=guest.user_id, at=at)
    trail.log("ChannelLetIn", by=by, at=at, case_id=channel.case_id, subject_id=channel.id)
    publish(
        PersonLetIn(actor_id=by, at=at, case_id=channel.case_id, channel_id=channel.id, user_id=guest.user_id)
    )


def end_access(entered: Entered, reader_id: UUID, *, by: UUID, at: datetime) -> None:
    """From this minute on; nothing happens the second time. An open channel keeps somebody who reads it."""
    query = sa.select(ChannelReader).where(
        ChannelReader.id == reader_id, ChannelReader.channel_id == entered.channel.id
    )
    hold_channel(entered)
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        return
    if not may_end(entered, row, by):
        raise NotYours(N_("Diesen Zugang beendet nur die Person selbst."))
    others = [one for one in standing(entered.channel.id) if one.way in FULL and one.id != row.id]
    if entered.is_open and row.way in FULL and not others:
        raise NotAllowed(N_("Sie sind die letzte Person hier. Bitte lassen Sie zuerst jemanden ein."))
    _end(entered.channel, row, by=by, at=at)


def lead_changed(case_id: UUID, user_id: UUID, *, at: datetime) -> None:
    """Whoever reads already goes on as the lead; anybody else waits until somebody lets her in."""
    channel = open_channel(case_id)
    if channel is None:
        return
    row = next((one for one in standing(channel.id) if one.user_id == user_id and one.way in FULL), None)
    if row is None:
        publish(SuccessorWaits(actor_id=user_id, at=at, case_id=case_id, channel_id=channel.id))
        return
    row.way = Way.LEAD
    _relieve(channel, successor=user_id, at=at)


def _relieve(channel: ProtectedChannel, *, successor: UUID, at: datetime) -> None:
    """Leads of before who lead no more."""
    for row in standing(channel.id):
        former = row.way is Way.LEAD and row.user_id != successor
        if former and not leads_alone(channel.case_id, row.user_id, at):
            _end(channel, row, by=None, at=at)


def _end(channel: ProtectedChannel, row: ChannelReader, *, by: UUID | None, at: datetime) -> None:
    row.ended_at, row.ended_by = at, by
    db.session.flush()
    trail.log("ChannelAccessEnded", by=by, at=at, case_id=channel.case_id, subject_id=channel.id)
