"""Who mediates an appointment: who has said that she comes, and who is away that day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.localtime import local
from app.mediators.models import Absence, PoolPerson
from app.referrals.models import Meeting, MeetingConfirmation, Offer, Referral
from app.referrals.rules import OfferStatus

Days = list[tuple[date, date]]
"""First and last days, both included."""


@dataclass(frozen=True, kw_only=True)
class Mediating:
    """A mediator of the search; ``confirmed_at``: when she said of this beginning that she comes."""

    person_id: UUID
    user_id: UUID | None
    name: str
    confirmed_at: datetime | None = None
    away: bool = False
    """She has entered that she is away on the day of this appointment."""


class Mediators:
    """All of a case, for these appointments of it; two statements."""

    def __init__(self, case_id: UUID, meeting_ids: Sequence[UUID]) -> None:
        self._seated, self._told = _seated(case_id), _confirmations(meeting_ids)

    def of(self, meeting: Meeting) -> tuple[Mediating, ...]:
        day = local(meeting.starts_at).date()
        return tuple(
            replace(
                one,
                confirmed_at=self._told.get((meeting.id, one.user_id, meeting.starts_at)),
                away=any(first <= day <= last for first, last in absences),
            )
            for one, absences in self._seated.get(meeting.referral_id, {}).items()
        )


def _seated(case_id: UUID) -> dict[UUID, dict[Mediating, Days]]:
    """By search: who sits on an accepted seat, and when she is away."""
    query = (
        sa.select(Offer.referral_id, PoolPerson, Absence.first_day, Absence.last_day)
        .join(
            PoolPerson,
            sa.and_(PoolPerson.id == Offer.person_id, PoolPerson.municipality_id == Offer.municipality_id),
        )
        .join(
            Referral,
            sa.and_(Referral.id == Offer.referral_id, Referral.municipality_id == Offer.municipality_id),
        )
        .outerjoin(
            Absence,
            sa.and_(
                Absence.person_id == PoolPerson.id, Absence.municipality_id == PoolPerson.municipality_id
            ),
        )
        .where(Offer.case_id == case_id, Offer.status == OfferStatus.ACCEPTED, Referral.ended_at.is_(None))
        .order_by(PoolPerson.last_name, PoolPerson.id)
    )
    found: dict[UUID, dict[Mediating, Days]] = {}
    for referral_id, person, first_day, last_day in db.session.execute(query):
        one = Mediating(person_id=person.id, user_id=person.user_id, name=person.name)
        absences = found.setdefault(referral_id, {}).setdefault(one, [])
        if first_day is not None:
            absences.append((first_day, last_day))
    return found


def _confirmations(ids: Sequence[UUID]) -> dict[tuple[UUID, UUID | None, datetime], datetime]:
    query = sa.select(MeetingConfirmation).where(MeetingConfirmation.meeting_id.in_(ids))
    return {(one.meeting_id, one.user_id, one.starts_at): one.at for one in db.session.scalars(query)}
