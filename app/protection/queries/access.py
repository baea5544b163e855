"""Who may enter a protected channel: by name alone. Seeing the case is neither needed nor enough."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.protection.models import ChannelReader, ProtectedChannel
from app.protection.rules import FULL, IN_CHARGE, LET_IN_ROLES, Way, ways_of
from app.refusals import NotFound


@dataclass(frozen=True)
class Entered:
    """A channel and on what way somebody is in it; rows for queries and actions, never for a template."""

    channel: ProtectedChannel
    case: Case
    way: Way

    @property
    def full(self) -> bool:
        return self.way in FULL

    @property
    def in_charge(self) -> bool:
        return self.way in IN_CHARGE

    @property
    def is_open(self) -> bool:
        return self.channel.ended_at is None


@dataclass(frozen=True)
class Door:
    """That there is a channel, for whoever may enter it."""

    id: UUID
    is_open: bool


def enter(channel_id: UUID, person: Viewer, at: datetime) -> Entered:
    """``NotFound`` for everybody who isn't let in; one statement."""
    query = sa.select(ProtectedChannel, Case, _own_way(person)).join(Case, _same_case())
    found = db.session.execute(
        query.where(ProtectedChannel.id == channel_id, enters(person, at))
    ).one_or_none()
    if found is None:
        raise NotFound
    channel, case, way = found
    return Entered(channel, case, way or Way.LEAD)


def enters(person: Viewer, at: datetime) -> sa.ColumnElement[bool]:
    """Channels that this person may enter now; of the statement around also the case.

    Where nobody who was let in works here any more, the present lead enters: a channel without a reader
    would protect nobody.
    """
    ways = ways_of(person.role)
    by_name = _own_way(person).is_not(None)
    if Way.LEAD not in ways:
        return sa.and_(by_name, ProtectedChannel.ended_at.is_(None), Case.status != Status.DELETED)
    heir = sa.and_(
        ProtectedChannel.ended_at.is_(None), _leads(person.id, at), sa.not_(_somebody(local(at).date()))
    )
    return sa.and_(sa.or_(by_name, heir), Case.status != Status.DELETED)


def door(case_id: UUID, person: Viewer, at: datetime) -> Door | None:
    """The channel of this case that this person may enter: the open one, else the last; one statement."""
    query = (
        sa.select(ProtectedChannel.id, ProtectedChannel.ended_at.is_(None))
        .join(Case, _same_case())
        .where(ProtectedChannel.case_id == case_id, enters(person, at))
        .order_by(
            ProtectedChannel.ended_at.is_(None).desc(), ProtectedChannel.opened_at.desc(), ProtectedChannel.id
        )
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    return Door(found[0], bool(found[1])) if found else None


def reads_now(channel_id: UUID, user_id: UUID) -> bool:
    """Whether somebody stands in the list of those who read everything."""
    query = sa.select(ChannelReader.id).where(
        ChannelReader.channel_id == channel_id,
        ChannelReader.user_id == user_id,
        ChannelReader.way.in_(FULL),
        ChannelReader.ended_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def open_channel(case_id: UUID) -> ProtectedChannel | None:
    query = sa.select(ProtectedChannel).where(
        ProtectedChannel.case_id == case_id, ProtectedChannel.ended_at.is_(None)
    )
    return db.session.scalar(query.order_by(ProtectedChannel.opened_at.desc(), ProtectedChannel.id).limit(1))


def standing(channel_id: UUID) -> list[ChannelReader]:
    """Those who read now, in the order in which they came."""
    query = sa.select(ChannelReader).where(
        ChannelReader.channel_id == channel_id, ChannelReader.ended_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(ChannelReader.since, ChannelReader.id)))


def _own_way(person: Viewer) -> sa.ScalarSelect[Way | None]:
    query = sa.select(ChannelReader.way).where(
        ChannelReader.municipality_id == ProtectedChannel.municipality_id,
        ChannelReader.channel_id == ProtectedChannel.id,
        ChannelReader.user_id == person.id,
        ChannelReader.way.in_(ways_of(person.role)),
        ChannelReader.ended_at.is_(None),
    )
    return (
        query.order_by(ChannelReader.since, ChannelReader.id)
        .limit(1)
        .correlate(ProtectedChannel)
        .scalar_subquery()
    )


def _leads(user_id: UUID, at: datetime) -> sa.ColumnElement[bool]:
    """Lead or acting lead of the channel's case; a deputy has to be let in."""
    query = sa.exists().where(
        CaseLead.municipality_id == ProtectedChannel.municipality_id,
        CaseLead.case_id == ProtectedChannel.case_id,
        CaseLead.user_id == user_id,
        CaseLead.kind != LeadKind.DEPUTY,
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )
    return query.correlate(ProtectedChannel)


def _somebody(today: date) -> sa.ColumnElement[bool]:
    """Anybody who was let in still works here."""
    query = sa.exists().where(
        ChannelReader.municipality_id == ProtectedChannel.municipality_id,
        ChannelReader.channel_id == ProtectedChannel.id,
        ChannelReader.way.in_(FULL),
        ChannelReader.ended_at.is_(None),
        User.id == ChannelReader.user_id,
        User.active.is_(True),
        Membership.municipality_id == ChannelReader.municipality_id,
        Membership.user_id == ChannelReader.user_id,
        Membership.role.in_(LET_IN_ROLES),
        Membership.starts_on <= today,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    return query.correlate(ProtectedChannel)


def _same_case() -> sa.ColumnElement[bool]:
    return sa.and_(
        Case.id == ProtectedChannel.case_id, Case.municipality_id == ProtectedChannel.municipality_id
    )
