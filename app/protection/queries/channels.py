"""A protected channel as its page shows it: what was written, what is still to be done, who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.cases.models import Case, Party
from app.database import db
from app.protection.models import ChannelEntry, ChannelReader, ProtectedChannel
from app.protection.queries.access import Entered, enters
from app.protection.rules import ENTRIES, EntryKind, PassingGround, Result, Step, Way

MOST = 50


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    kind: EntryKind
    at: datetime
    who: str
    happened_on: date | None
    ground: PassingGround | None
    body: str | None
    text: str | None


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step of the protection, and the last entry that documents it."""

    step: Step
    done: EntryLine | None


@dataclass(frozen=True, kw_only=True)
class ReaderLine:
    """Somebody who reads, or has read; ``endable`` by whoever looks."""

    id: UUID
    user_id: UUID
    name: str
    way: Way
    since: datetime
    let_in_by: str | None
    reason: str | None
    ended_at: datetime | None
    endable: bool


@dataclass(frozen=True, kw_only=True)
class ChannelPage:
    """``entries``: the newest first; a witness gets the own ones alone, and neither steps nor readers."""

    id: UUID
    number: str
    opened_at: datetime
    ended_at: datetime | None
    result: Result | None
    way: Way
    full: bool
    in_charge: bool
    entries: tuple[EntryLine, ...]
    steps: tuple[StepLine, ...]
    readers: tuple[ReaderLine, ...]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, kw_only=True)
class ChannelRow:
    """A line of the own channels."""

    id: UUID
    number: str
    opened_at: datetime
    is_open: bool


def page(entered: Entered, person: Viewer) -> ChannelPage:
    """Two statements, one for a witness."""
    channel = entered.channel
    entries = _entries(channel.id, by=None if entered.full else person.id)
    return ChannelPage(
        id=channel.id,
        number=entered.case.number,
        opened_at=channel.opened_at,
        ended_at=channel.ended_at,
        result=channel.result,
        way=entered.way,
        full=entered.full,
        in_charge=entered.in_charge,
        entries=entries,
        steps=_steps(entries) if entered.full else (),
        readers=_readers(entered, person) if entered.full else (),
    )


def own(person: Viewer, at: datetime) -> list[ChannelRow]:
    """The channels that somebody may enter, open ones first; one statement."""
    query = (
        sa.select(ProtectedChannel, Case.number)
        .join(
            Case,
            sa.and_(
                Case.id == ProtectedChannel.case_id, Case.municipality_id == ProtectedChannel.municipality_id
            ),
        )
        .where(enters(person, at))
        .order_by(
            ProtectedChannel.ended_at.is_(None).desc(), ProtectedChannel.opened_at.desc(), ProtectedChannel.id
        )
        .limit(MOST)
    )
    return [
        ChannelRow(id=one.id, number=number, opened_at=one.opened_at, is_open=one.ended_at is None)
        for one, number in db.session.execute(query)
    ]


def kinds_in(channel_id: UUID) -> set[EntryKind]:
    return set(db.session.scalars(sa.select(ChannelEntry.kind).where(ChannelEntry.channel_id == channel_id)))


def party_labels(case_id: UUID) -> list[tuple[UUID, str]]:
    query = sa.select(Party).where(Party.case_id == case_id).order_by(Party.position)
    return [(party.id, party.label) for party in db.session.scalars(query)]


def _entries(channel_id: UUID, *, by: UUID | None) -> tuple[EntryLine, ...]:
    query = (
        sa.select(ChannelEntry, User.name)
        .join(User, User.id == ChannelEntry.by)
        .where(ChannelEntry.channel_id == channel_id)
        .order_by(ChannelEntry.at.desc(), ChannelEntry.id)
    )
    if by is not None:
        query = query.where(ChannelEntry.by == by)
    return tuple(
        EntryLine(
            kind=one.kind,
            at=one.at,
            who=name,
            happened_on=one.happened_on,
            ground=one.ground,
            body=one.body,
            text=one.text,
        )
        for one, name in db.session.execute(query)
    )


def _steps(entries: Sequence[EntryLine]) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(step=step, done=next((one for one in entries if one.kind in kinds), None))
        for step, kinds in ENTRIES.items()
    )


def _readers(entered: Entered, person: Viewer) -> tuple[ReaderLine, ...]:
    """Those who read now first."""
    reader, letter_in = sa.orm.aliased(User), sa.orm.aliased(User)
    query = (
        sa.select(ChannelReader, reader.name, letter_in.name)
        .join(reader, reader.id == ChannelReader.user_id)
        .outerjoin(letter_in, letter_in.id == ChannelReader.let_in_by)
        .where(ChannelReader.channel_id == entered.channel.id)
        .order_by(ChannelReader.ended_at.is_not(None), ChannelReader.since, ChannelReader.id)
    )
    return tuple(
        ReaderLine(
            id=one.id,
            user_id=one.user_id,
            name=name,
            way=one.way,
            since=one.since,
            let_in_by=by,
            reason=one.reason,
            ended_at=one.ended_at,
            endable=one.ended_at is None and may_end(entered, one, person.id),
        )
        for one, name, by in db.session.execute(query)
    )


def may_end(entered: Entered, row: ChannelReader, user_id: UUID) -> bool:
    """The own access, or that of somebody who was let in by those in charge."""
    return row.user_id == user_id or (entered.in_charge and row.way in {Way.LET_IN, Way.WITNESS})
