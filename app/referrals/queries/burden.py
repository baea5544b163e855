"""How much the work of each person weighs, reckoned in the database with the weights of ``matching.load``."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.referrals.appointments import INTERPRETING
from app.referrals.matching import load
from app.referrals.models import Meeting, MeetingGuest, Offer, Referral
from app.referrals.rules import HOLDING, MEETING_MINUTES, OfferStatus

RECENT = timedelta(days=365)
OPEN_CASES = tuple(status for status in Status if status not in {Status.CLOSED, Status.DELETED})

Sum = sa.ColumnElement[int]


class Burden:
    """What has to be joined to offers so that their weight can be asked for."""

    def __init__(self, since: datetime | sa.BindParameter[datetime]) -> None:
        """``since``: talks before that are as good as forgotten."""
        minutes = sa.func.coalesce(Meeting.minutes, MEETING_MINUTES)
        self.talks = (
            sa.select(
                Meeting.municipality_id,
                Meeting.referral_id,
                sa.func.sum(minutes).label("ever"),
                sa.func.sum(sa.case((Meeting.starts_at > since, minutes), else_=0)).label("recent"),
            )
            .where(Meeting.held.is_(True))
            .group_by(Meeting.municipality_id, Meeting.referral_id)
            .subquery()
        )
        self.guests = (
            sa.select(MeetingGuest.municipality_id, MeetingGuest.case_id)
            .where(MeetingGuest.kind.in_(INTERPRETING))
            .distinct()
            .subquery()
        )

    def joined(self, query: Any) -> Any:
        """Offers with their case, their search, and what was done in it."""
        return (
            query.join(Case, sa.and_(Case.id == Offer.case_id, _same(Case)))
            .join(Referral, sa.and_(Referral.id == Offer.referral_id, _same(Referral)))
            .outerjoin(
                self.talks, sa.and_(self.talks.c.referral_id == Offer.referral_id, _same(self.talks.c))
            )
            .outerjoin(self.guests, sa.and_(self.guests.c.case_id == Offer.case_id, _same(self.guests.c)))
        )

    @property
    def at_work(self) -> sa.ColumnElement[bool]:
        """A seat in a case that isn't over."""
        return sa.and_(Offer.status.in_(HOLDING), Case.status.in_(OPEN_CASES), Referral.ended_at.is_(None))

    @property
    def was_held(self) -> sa.ColumnElement[bool]:
        """A case in which there were talks."""
        return sa.and_(Offer.status == OfferStatus.ACCEPTED, self.talks.c.ever > 0)

    @property
    def minutes(self) -> Sum:
        """Of one offer, weighed; what an open case will still take counts, too."""
        ever = sa.func.coalesce(self.talks.c.ever, 0)
        to_come = sa.case(
            (sa.and_(self.at_work, ever < load.CASE_MINUTES), load.CASE_MINUTES - ever), else_=0
        )
        done = sa.case(
            (Offer.status == OfferStatus.ACCEPTED, sa.func.coalesce(self.talks.c.recent, 0)), else_=0
        )
        percent = (
            load.ORDINARY
            + sa.case((Case.glasl_stage >= load.HARD_STAGE, load.HARD), else_=0)
            + sa.case((Referral.solo_reason_sealed.is_not(None), load.ALONE), else_=0)  # type: ignore[attr-defined]  # Sealed
            + sa.case((self.guests.c.case_id.is_not(None), load.INTERPRETED), else_=0)
        )
        return (done + to_come) * percent // 100


def hours_of(person_ids: Collection[UUID], at: datetime) -> dict[UUID, int]:
    """The weighed hours of those of these people who have any; one statement, however many they are."""
    burden = Burden(at - RECENT)
    query = burden.joined(sa.select(Offer.person_id, sa.func.sum(burden.minutes))).where(
        Offer.status.in_(HOLDING)
    )
    found = db.session.execute(query.group_by(Offer.person_id))
    return {one: load.hours(int(minutes)) for one, minutes in found if one in person_ids}


def count(condition: sa.ColumnElement[bool]) -> Sum:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _same(table: Any) -> sa.ColumnElement[bool]:
    same: sa.ColumnElement[bool] = table.municipality_id == Offer.municipality_id
    return same
