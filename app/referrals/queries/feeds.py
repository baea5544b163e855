"""What a calendar program may read, and whose address it comes with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Permission, Role, allowed
from app.accounts.queries import counts_on
from app.accounts.sessions import token_hash
from app.cases.events import OwnDueDates
from app.cases.models import Case
from app.cases.queries.access import answers_for
from app.cases.rules.status import Status
from app.database import db
from app.events import ask
from app.localtime import local
from app.mediators.queries.profile import own_entries
from app.municipalities.scope import across_municipalities
from app.referrals.appointments import FEED_DAYS, LENGTH
from app.referrals.calendarfile import Deadline, Entry, More
from app.referrals.models import CalendarFeed, Meeting, Offer
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus
from app.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """What the owner sees of an address; the address itself is nowhere any more."""

    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    expired: bool


@dataclass(frozen=True, kw_only=True)
class Owner:
    feed_id: UUID
    municipality_id: UUID
    user_id: UUID
    role: Role


def state(user_id: UUID, role: Role, at: datetime) -> FeedState | None:
    query = sa.select(CalendarFeed).where(CalendarFeed.user_id == user_id, CalendarFeed.role == role)
    feed = db.session.scalar(query)
    if feed is None:
        return None
    return FeedState(
        created_at=feed.created_at,
        expires_at=feed.expires_at,
        last_used_at=feed.last_used_at,
        expired=feed.expires_at <= at,
    )


def owner(token: str, at: datetime) -> Owner:
    """``NotFound`` whatever is wrong: never made, taken back, expired, hat or account ended."""
    today = local(at).date()
    query = (
        sa.select(CalendarFeed)
        .join(User, User.id == CalendarFeed.user_id)
        .join(
            Membership,
            sa.and_(
                Membership.user_id == CalendarFeed.user_id,
                Membership.municipality_id == CalendarFeed.municipality_id,
                Membership.role == CalendarFeed.role,
            ),
        )
        .where(
            CalendarFeed.token_hash == token_hash(token),
            CalendarFeed.expires_at > at,
            User.active.is_(True),
            *counts_on(today),
        )
        .limit(1)
    )
    with across_municipalities():
        feed = db.session.scalar(query)
    if feed is None or not allowed(feed.role, Permission.CALENDAR_SUBSCRIBE):
        raise NotFound
    return Owner(feed_id=feed.id, municipality_id=feed.municipality_id, user_id=feed.user_id, role=feed.role)


def entries(found: Owner, at: datetime, *, base_url: str) -> list[Entry]:
    """The appointments of the next 90 days: one's own as a mediator, or those of the cases one leads."""
    query = (
        sa.select(Meeting)
        .join(Case, sa.and_(Case.id == Meeting.case_id, Case.municipality_id == Meeting.municipality_id))
        .where(
            Meeting.starts_at > at - LENGTH,
            Meeting.starts_at < at + FEED_DAYS,
            Case.status.not_in((Status.CLOSED, Status.DELETED)),
            *stands(),
            _own(found.user_id) if found.role is Role.MEDIATOR else answers_for(found.user_id, at),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    way = (
        "/meine-faelle/{case}/termine/{meeting}" if found.role is Role.MEDIATOR else "/faelle/{case}/termine"
    )
    return [
        Entry(
            uid=meeting.id,
            starts_at=meeting.starts_at,
            sequence=meeting.sequence,
            changed_at=meeting.changed_at or meeting.planned_at or meeting.starts_at,
            link=base_url + way.format(case=meeting.case_id, meeting=meeting.id),
        )
        for meeting in db.session.scalars(query)
    ]


def deadlines(found: Owner, at: datetime, *, base_url: str) -> tuple[list[Deadline], More | None]:
    """What the owner must do in this role, by when, and where room has ended; at most two statements."""
    mediates = _seats(found.user_id) if found.role is Role.MEDIATOR else frozenset()
    asked = OwnDueDates(user_id=found.user_id, at=at, role=found.role, mediates=mediates)
    way = "/meine-faelle/{case}" if found.role is Role.MEDIATOR else "/faelle/{case}/plan"
    dates = sorted(ask(asked), key=lambda one: (one.due_at, one.id))
    ends = [
        More(local(max(one.due_at, at)).date(), at, f"{base_url}/faelligkeiten") for one in dates if one.cut
    ]
    shown = [
        Deadline(
            uid=one.id,
            number=one.number,
            due_at=one.due_at,
            whole_day=one.whole_day,
            sequence=one.sequence,
            changed_at=one.changed_at,
            link=base_url + way.format(case=one.case_id),
            waits=one.waits,
            over=one.over,
        )
        for one in dates
    ]
    return shown, next(iter(ends), None)


def _seats(user_id: UUID) -> frozenset[UUID]:
    """The cases that this person mediates now."""
    query = (
        sa.select(Offer.case_id)
        .join(Case, sa.and_(Case.id == Offer.case_id, Case.municipality_id == Offer.municipality_id))
        .where(
            Offer.status == OfferStatus.ACCEPTED,
            Offer.person_id.in_(own_entries(user_id)),
            Case.status.not_in((Status.CLOSED, Status.DELETED)),
        )
    )
    return frozenset(db.session.scalars(query))


def _own(user_id: UUID) -> sa.ColumnElement[bool]:
    query = sa.exists().where(
        Offer.municipality_id == Meeting.municipality_id,
        Offer.referral_id == Meeting.referral_id,
        Offer.status == OfferStatus.ACCEPTED,
        Offer.person_id.in_(own_entries(user_id)),
    )
    return query.correlate(Meeting)
