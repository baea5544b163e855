"""Whose time is over: offers without an answer, sessions past their planned end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.localtime import local
from app.mediators.models import Absence
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


def of_absent(now: datetime) -> Sequence[UUID]:
    """Questions to people who are away today and not back by the day on which they should answer."""
    today = local(now).date()
    query = (
        sa.select(Offer.id, Offer.answer_by, sa.func.max(Absence.last_day))
        .join(
            Absence,
            sa.and_(Absence.person_id == Offer.person_id, Absence.municipality_id == Offer.municipality_id),
        )
        .where(Offer.status == OfferStatus.OFFERED, Absence.first_day <= today, Absence.last_day >= today)
        .group_by(Offer.id, Offer.answer_by)
        .order_by(Offer.id)
    )
    found = db.session.execute(query).all()
    return [id_ for id_, due, last_day in found if due is not None and local(due).date() <= last_day]


def reserve_of_absent(now: datetime) -> Sequence[UUID]:
    """Where somebody stands by who is away today."""
    today = local(now).date()
    away = sa.exists().where(
        Absence.person_id == Offer.person_id,
        Absence.municipality_id == Offer.municipality_id,
        Absence.first_day <= today,
        Absence.last_day >= today,
    )
    return db.session.scalars(
        sa.select(Offer.id).where(Offer.standby.is_(True), away).order_by(Offer.id)
    ).all()


def last_day_away(person_id: UUID, today: date) -> date | None:
    """Until when somebody is away who is away today."""
    query = sa.select(sa.func.max(Absence.last_day)).where(
        Absence.person_id == person_id, Absence.first_day <= today, Absence.last_day >= today
    )
    return db.session.scalar(query)


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
