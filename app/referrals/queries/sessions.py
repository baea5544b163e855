"""The talks and sessions of a search: when, held or not, how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Party
from app.database import db
from app.referrals.models import Meeting, MeetingKind, Referral
from app.referrals.rules import MEETING_MINUTES
from app.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    held: bool | None
    minutes: int | None
    over: bool


def all_of(referral_id: UUID) -> Sequence[Meeting]:
    query = sa.select(Meeting).where(Meeting.referral_id == referral_id)
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def session_of(referral_id: UUID, meeting_id: UUID, at: datetime) -> MeetingRow:
    """A session of the own case; ``NotFound`` if it is of another."""
    query = sa.select(Meeting).where(
        Meeting.id == meeting_id,
        Meeting.referral_id == referral_id,
        Meeting.kind == MeetingKind.SESSION,
    )
    meeting = db.session.scalar(query)
    if meeting is None:
        raise NotFound
    return row(meeting, at)


def pretalks_done(referral_id: UUID) -> set[UUID]:
    query = sa.select(Meeting.party_id).where(
        Meeting.referral_id == referral_id, Meeting.kind == MeetingKind.PRETALK, Meeting.held.is_(True)
    )
    return {party_id for party_id in db.session.scalars(query) if party_id is not None}


def all_pretalks_done(referral_id: UUID) -> bool:
    lacking = sa.exists().where(
        Referral.id == referral_id,
        Party.municipality_id == Referral.municipality_id,
        Party.case_id == Referral.case_id,
        sa.not_(
            sa.exists().where(
                Meeting.municipality_id == Party.municipality_id,
                Meeting.referral_id == referral_id,
                Meeting.party_id == Party.id,
                Meeting.kind == MeetingKind.PRETALK,
                Meeting.held.is_(True),
            )
        ),
    )
    return bool(db.session.scalar(sa.select(sa.not_(lacking))))


def row(meeting: Meeting, at: datetime) -> MeetingRow:
    ends_at = meeting.starts_at + timedelta(minutes=MEETING_MINUTES)
    return MeetingRow(
        id=meeting.id,
        starts_at=meeting.starts_at,
        ends_at=ends_at,
        held=meeting.held,
        minutes=meeting.minutes,
        over=ends_at <= at,
    )
