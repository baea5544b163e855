"""A channel opens with the move that protects a child; entries are added to it; it ends with a result."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.audit import trail
from app.cases.actions import ticks
from app.cases.actions.holding import hold
from app.cases.queries.access import is_mediator
from app.cases.rules.guards import Guard
from app.cases.rules.status import Flag
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.protection.events import EntryWritten, PassedOn
from app.protection.models import ChannelEntry, ChannelReader, ProtectedChannel
from app.protection.queries.access import Entered, open_channel
from app.protection.queries.channels import kinds_in
from app.protection.queries.people import leads_of
from app.protection.rules import Entry, EntryKind, Result, Way, insist
from app.refusals import NotAllowed, NotYours

OVER = N_("Dieser Schutzkanal ist beendet; hier wird nichts mehr eingetragen.")


def open_for(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Once while it is open: whoever flags the danger a second time isn't let in by that."""
    if open_channel(case_id) is not None:
        return
    channel = ProtectedChannel(case_id=case_id, opened_at=at, opened_by=by)
    db.session.add(channel)
    db.session.flush()
    leads = [user_id for user_id, _ in leads_of(case_id, at)]
    for user_id in leads:
        add_reader(channel, user_id, Way.LEAD, at=at)
    if by is not None and by not in leads:
        add_reader(channel, by, Way.WITNESS if is_mediator(case_id, by) else Way.STARTER, at=at)
    trail.log("ChannelOpened", by=by, at=at, case_id=case_id, subject_id=channel.id)


def write(entered: Entered, entry: Entry, *, by: UUID, at: datetime) -> None:
    """Add an entry; a witness writes notes only."""
    if entry.kind is not EntryKind.NOTE:
        only_full(entered)
    hold_channel(entered)
    _add(entered, entry, by=by, at=at)


def end(entered: Entered, entry: Entry, result: Result, *, by: UUID, at: datetime) -> None:
    """End the protection: by those in charge, on what was written down; nothing happens the second time."""
    only_in_charge(entered)
    hold_channel(entered)
    if not entered.is_open:
        return
    insist(result, kinds_in(entered.channel.id))
    _add(entered, replace(entry, kind=EntryKind.ENDED), by=by, at=at)
    _close(entered.channel, result, by=by, at=at)
    if Flag.CRISIS.value not in entered.case.flags:  # a crisis beside it is coordination's to end
        ticks.fulfil(entered.case, Guard.PROTECTION_ENDED, by=by, at=at)


def end_with_case(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The case is over, by a move that holds it; what was written stays with those who read it."""
    channel = open_channel(case_id)
    if channel is not None:
        _close(channel, Result.CASE_ENDED, by=by, at=at)


def hold_channel(entered: Entered) -> None:
    """The case and its channel, both as they are now and not changed by others until the end."""
    hold(entered.case)
    db.session.refresh(entered.channel)


def only_full(entered: Entered) -> None:
    if not entered.full:
        raise NotYours(N_("Das kann nur: %(who)s."), who=Way.LET_IN.label)


def only_in_charge(entered: Entered) -> None:
    if not entered.in_charge:
        raise NotYours(
            N_("Das kann nur, wer für den Fall verantwortlich ist oder den Schutzweg eingeleitet hat.")
        )


def add_reader(channel: ProtectedChannel, user_id: UUID, way: Way, *, at: datetime) -> ChannelReader:
    row = ChannelReader(channel_id=channel.id, user_id=user_id, way=way, since=at)
    db.session.add(row)
    db.session.flush()
    return row


def _add(entered: Entered, entry: Entry, *, by: UUID, at: datetime) -> None:
    if not entered.is_open:
        raise NotAllowed(OVER)
    if db.session.get(ChannelEntry, entry.id) is not None:
        return
    _insist_on_day(entry.happened_on, today=local(at).date())
    row = ChannelEntry(
        id=entry.id,
        channel_id=entered.channel.id,
        kind=entry.kind,
        at=at,
        by=by,
        happened_on=entry.happened_on,
        ground=entry.ground,
    )
    row.text, row.body = entry.text, entry.body
    db.session.add(row)
    db.session.flush()
    told: dict[str, Any] = {
        "actor_id": by,
        "at": at,
        "case_id": entered.case.id,
        "channel_id": entered.channel.id,
    }
    trail.log("ChannelEntryWritten", by=by, at=at, case_id=entered.case.id, subject_id=entered.channel.id)
    publish(EntryWritten(**told))
    if entry.kind is EntryKind.YOUTH_OFFICE:
        publish(PassedOn(entry_id=row.id, party_ids=entry.party_ids, **told))


def _insist_on_day(day: date | None, *, today: date) -> None:
    if day is not None and day > today:
        raise NotAllowed(N_("Dieser Tag liegt in der Zukunft."))


def _close(channel: ProtectedChannel, result: Result, *, by: UUID | None, at: datetime) -> None:
    """In hand of whoever holds the case."""
    channel.ended_at, channel.ended_by, channel.result = at, by, result
    db.session.flush()
    trail.log("ChannelEnded", by=by, at=at, case_id=channel.case_id, subject_id=channel.id)
