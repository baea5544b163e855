"""How an appointment stands at the moment a mail about it goes out, and who has come to it since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.models import PoolPerson
from app.referrals.models import Meeting, Offer
from app.referrals.queries.appointments import by_id
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an appointment stands for one person, at the moment a mail about it goes out."""

    uid: UUID
    starts_at: datetime
    sequence: int
    stands: bool
    cancelled: bool
    sits: bool
    """Is one of its mediators."""
    confirmed: bool
    """By this person."""
    settled: bool
    """By all whose word is needed."""


def standing(meeting_id: UUID, user_id: UUID) -> Standing | None:
    """Time doesn't matter to it: whoever asks compares with the clock."""
    meeting = db.session.scalar(sa.select(Meeting).where(Meeting.id == meeting_id))
    if meeting is None:
        return None
    found = by_id(meeting_id, meeting.starts_at)
    if found is None:
        return None
    return Standing(
        uid=found.id,
        starts_at=found.starts_at,
        sequence=found.sequence,
        stands=found.stands,
        cancelled=found.cancelled_at is not None,
        sits=any(one.user_id == user_id for one in found.mediating),
        confirmed=found.confirmed_by(user_id),
        settled=found.confirmed and found.agreed,
    )


def newcomers(case_id: UUID, at: datetime) -> list[tuple[UUID, datetime, UUID]]:
    """Appointments to come, with the mediators who accepted after they were planned."""
    query = (
        sa.select(Meeting.id, Meeting.starts_at, PoolPerson.user_id)
        .join(
            Offer,
            sa.and_(
                Offer.referral_id == Meeting.referral_id, Offer.municipality_id == Meeting.municipality_id
            ),
        )
        .join(
            PoolPerson,
            sa.and_(PoolPerson.id == Offer.person_id, PoolPerson.municipality_id == Offer.municipality_id),
        )
        .where(
            Meeting.case_id == case_id,
            Meeting.starts_at > at,
            Offer.status == OfferStatus.ACCEPTED,
            Offer.accepted_at > Meeting.planned_at,
            PoolPerson.user_id.is_not(None),
            *stands(),
        )
        .order_by(Meeting.starts_at, Meeting.id, PoolPerson.user_id)
    )
    return [(id_, starts_at, user_id) for id_, starts_at, user_id in db.session.execute(query) if user_id]
