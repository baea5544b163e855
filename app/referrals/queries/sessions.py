"""The appointments of a search as a list: when, confirmed or not, held or not, how long."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.database import db
from app.localtime import at as wall_clock
from app.localtime import end_of
from app.mediators.events import Engagement
from app.mediators.models import Absence, PoolPerson
from app.referrals.appointments import LENGTH, Ring
from app.referrals.models import (
    Meeting,
    MeetingAlarm,
    MeetingConfirmation,
    MeetingGuest,
    MeetingKind,
    Offer,
    Referral,
    Seat,
)
from app.referrals.rules import OfferStatus


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """A line of the own case."""

    id: UUID
    kind: MeetingKind
    party_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    held: bool | None
    minutes: int | None
    begun: bool
    over: bool
    cancelled: bool
    with_guest: bool
    confirmed: bool
    """By whoever looks."""
    confirm_by: datetime | None
    """Set while whoever looks is asked to confirm."""
    away: bool
    """Whoever looks has entered that she is away that day."""
    planned: bool
    """False for a talk of which only was said that it took place."""

    @property
    def stands(self) -> bool:
        return not self.cancelled and self.held is None


def rows(referral_id: UUID, user_id: UUID | None, at: datetime) -> list[MeetingRow]:
    """All appointments of a search; one statement."""
    query = (
        sa.select(Meeting, *_about(user_id))
        .where(Meeting.referral_id == referral_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [_row(found, at) for found in db.session.execute(query)]


def to_come(case_id: UUID, at: datetime) -> Sequence[Meeting]:
    """Appointments of the case that stand and have not begun."""
    query = sa.select(Meeting).where(Meeting.case_id == case_id, Meeting.starts_at > at, *stands())
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def in_absence(person_id: UUID, *, first_day: date, last_day: date, at: datetime) -> Sequence[Meeting]:
    """Appointments to come that somebody has on days on which she is away."""
    begins, ends = wall_clock(first_day, 0), end_of(last_day)
    query = (
        sa.select(Meeting)
        .join(Offer, sa.and_(Offer.referral_id == Meeting.referral_id, _same(Offer)))
        .where(*_taken_on({person_id}, at), Meeting.starts_at.between(begins, ends))
    )
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def engagements(person_ids: Collection[UUID], at: datetime) -> list[Engagement]:
    """All appointments to come of these people; one statement."""
    query = (
        sa.select(Offer.person_id, Meeting.referral_id, Meeting.id, Case.number, Meeting.starts_at)
        .join(Offer, sa.and_(Offer.referral_id == Meeting.referral_id, _same(Offer)))
        .join(Case, sa.and_(Case.id == Meeting.case_id, Case.municipality_id == Meeting.municipality_id))
        .where(*_taken_on(person_ids, at))
    )
    return [
        Engagement(
            person_id=person_id,
            referral_id=referral_id,
            meeting_id=meeting_id,
            number=number,
            starts_at=starts_at,
        )
        for person_id, referral_id, meeting_id, number, starts_at in db.session.execute(query)
    ]


def _taken_on(person_ids: Collection[UUID], at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    accepted = (Offer.person_id.in_(person_ids), Offer.status == OfferStatus.ACCEPTED)
    return (*accepted, Meeting.starts_at > at, *stands())


def at_risk(now: datetime) -> sa.Select[UUID]:
    """The case of each appointment to come with a free seat, or of which a mediator is away that day."""
    free = sa.select(Seat.referral_id).where(Seat.taken_by.is_(None))
    away = (
        sa.select(Meeting.id)
        .join(Offer, sa.and_(Offer.referral_id == Meeting.referral_id, _same(Offer)))
        .join(
            Absence,
            sa.and_(Absence.person_id == Offer.person_id, Absence.municipality_id == Offer.municipality_id),
        )
        .where(
            Offer.status == OfferStatus.ACCEPTED,
            Meeting.starts_at > now,
            _that_day(),
        )
    )
    return sa.select(Meeting.case_id).where(
        Meeting.starts_at > now, *stands(), sa.or_(Meeting.referral_id.in_(free), Meeting.id.in_(away))
    )


def is_away(user_id: UUID | None) -> sa.ColumnElement[bool]:
    """This person is away on the day of the appointment of the statement around."""
    query = sa.exists().where(
        PoolPerson.user_id == user_id,
        PoolPerson.municipality_id == Meeting.municipality_id,
        Absence.person_id == PoolPerson.id,
        Absence.municipality_id == PoolPerson.municipality_id,
        _that_day(),
    )
    return query.correlate(Meeting)


def _that_day() -> sa.ColumnElement[bool]:
    day = sa.func.date(Meeting.starts_at, type_=sa.Date)  # talks are by day, where both clocks agree
    return sa.and_(day >= Absence.first_day, day <= Absence.last_day)


def _same(table: type[Offer]) -> sa.ColumnElement[bool]:
    return table.municipality_id == Meeting.municipality_id


def stands() -> tuple[sa.ColumnElement[bool], ...]:
    """Neither cancelled nor reported."""
    return Meeting.cancelled_at.is_(None), Meeting.reported_at.is_(None)


def pretalks_done(referral_id: UUID) -> set[UUID]:
    query = sa.select(Meeting.party_id).where(
        Meeting.referral_id == referral_id, Meeting.kind == MeetingKind.PRETALK, Meeting.held.is_(True)
    )
    return {party_id for party_id in db.session.scalars(query) if party_id is not None}


def pretalks_lacking(case_id: UUID, referral_id: UUID) -> dict[UUID, str]:
    """Parties with whom the mediators have not talked alone yet, with their labels."""
    done = pretalks_done(referral_id)
    query = sa.select(Party).where(Party.case_id == case_id).order_by(Party.position)
    return {party.id: party.label for party in db.session.scalars(query) if party.id not in done}


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


def rings_at(kind: Ring) -> sa.ScalarSelect[datetime]:
    """When this rings for the appointment of the statement around; None if it never does."""
    query = sa.select(MeetingAlarm.at).where(
        MeetingAlarm.municipality_id == Meeting.municipality_id,
        MeetingAlarm.meeting_id == Meeting.id,
        MeetingAlarm.starts_at == Meeting.starts_at,
        MeetingAlarm.kind == kind,
    )
    return query.correlate(Meeting).scalar_subquery()


def is_asked(user_id: UUID, at: datetime) -> sa.ColumnElement[bool]:
    """This person is asked whether she comes to the appointment of the statement around."""
    return sa.and_(rings_at(Ring.ASK) <= at, Meeting.starts_at > at, sa.not_(_confirmed(user_id)))


def _confirmed(user_id: UUID | None) -> sa.ColumnElement[bool]:
    query = sa.exists().where(
        MeetingConfirmation.municipality_id == Meeting.municipality_id,
        MeetingConfirmation.meeting_id == Meeting.id,
        MeetingConfirmation.starts_at == Meeting.starts_at,
        MeetingConfirmation.user_id == user_id,
    )
    return query.correlate(Meeting)


def _about(user_id: UUID | None) -> tuple[sa.ColumnElement[Any], ...]:
    with_guest = sa.exists().where(
        MeetingGuest.municipality_id == Meeting.municipality_id, MeetingGuest.meeting_id == Meeting.id
    )
    return (
        with_guest.correlate(Meeting),
        _confirmed(user_id),
        is_away(user_id),
        rings_at(Ring.ASK),
        rings_at(Ring.ALERT),
    )


def _row(found: Any, at: datetime) -> MeetingRow:
    meeting, with_guest, confirmed, away, ask_at, alert_at = found
    live = meeting.cancelled_at is None and meeting.reported_at is None
    asked = live and ask_at is not None and ask_at <= at < meeting.starts_at
    return MeetingRow(
        id=meeting.id,
        kind=meeting.kind,
        party_id=meeting.party_id,
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + LENGTH,
        held=meeting.held,
        minutes=meeting.minutes,
        begun=meeting.starts_at <= at,
        over=meeting.starts_at + LENGTH <= at,
        cancelled=meeting.cancelled_at is not None,
        with_guest=with_guest,
        confirmed=confirmed,
        away=away,
        confirm_by=alert_at if asked and not confirmed else None,
        planned=meeting.kind is MeetingKind.SESSION or meeting.planned_at is not None,
    )
