"""Whose time is over: offers without an answer, sessions past their planned end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.referrals.models import Meeting, MeetingAlarm, MeetingKind, Offer
from app.referrals.queries.sessions import stands
from app.referrals.rules import MEETING_MINUTES, OfferStatus

BATCH = 500


def offers(now: datetime) -> Sequence[UUID]:
    late = sa.or_(
        sa.and_(Offer.status == OfferStatus.OFFERED, Offer.answer_by <= now),
        sa.and_(Offer.status == OfferStatus.INTERESTED, Offer.check_by <= now),
    )
    query = sa.select(Offer.id).where(late).order_by(Offer.case_id, Offer.id).limit(BATCH)
    return db.session.scalars(query).all()


def meetings(now: datetime) -> Sequence[UUID]:
    query = sa.select(Meeting.id).where(
        Meeting.kind == MeetingKind.SESSION,
        Meeting.over_at.is_(None),
        *stands(),
        Meeting.starts_at <= now - timedelta(minutes=MEETING_MINUTES),
    )
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(BATCH)).all()


def alarms(now: datetime) -> Sequence[UUID]:
    """What was to be said of an appointment by now, and has not been; however late the job runs."""
    query = sa.select(MeetingAlarm.id).where(MeetingAlarm.rung_at.is_(None), MeetingAlarm.at <= now)
    return db.session.scalars(query.order_by(MeetingAlarm.at, MeetingAlarm.id).limit(BATCH)).all()
