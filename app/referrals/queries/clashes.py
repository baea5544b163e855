"""What stands in the way of an appointment. Says that there is something, never what or in which case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db, keyring
from app.localtime import local
from app.mediators.models import Absence, PoolPerson
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.referrals.appointments import LENGTH, Clash, closed_on
from app.referrals.models import Meeting, Offer
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time and a place that somebody wishes for; ``meeting_id``: the appointment itself, if it is one."""

    starts_at: datetime
    room: str | None = None
    party_id: UUID | None = None
    meeting_id: UUID | None = None


def clashes(case_id: UUID, referral_id: UUID, slot: Slot, *, user_id: UUID) -> tuple[Clash, ...]:
    """In the order of the list; empty if nothing is known to stand in the way."""
    found = _people(referral_id, slot, user_id)
    if slot.room and _is_there(slot, Meeting.room_index == room_index(slot.room)):
        found.add(Clash.ROOM)
    with_party = sa.or_(Meeting.party_id.is_(None), Meeting.party_id == slot.party_id)
    if _is_there(slot, Meeting.case_id == case_id, with_party if slot.party_id else sa.true()):
        found.add(Clash.PARTY)
    if closed_on(local(slot.starts_at).date(), calendar()):
        found.add(Clash.HOLIDAY)
    return tuple(one for one in Clash if one in found)


def room_index(room: str) -> str:
    """A place is sealed; whether two are the same, a keyed hash tells, within one municipality."""
    return keyring().blind_index(room, f"{here()}|meeting-room")


def _people(referral_id: UUID, slot: Slot, user_id: UUID) -> set[Clash]:
    query = sa.select(PoolPerson.id, PoolPerson.user_id).join(
        Offer, sa.and_(Offer.person_id == PoolPerson.id, Offer.municipality_id == PoolPerson.municipality_id)
    )
    people = dict(
        db.session.execute(
            query.where(Offer.referral_id == referral_id, Offer.status == OfferStatus.ACCEPTED)
        ).all()
    )
    found = set()
    for person_id in _busy(set(people), slot):
        found.add(Clash.OWN if people[person_id] == user_id else Clash.OTHER)
    for person_id in _away(set(people), slot):
        found.add(Clash.OWN_ABSENCE if people[person_id] == user_id else Clash.OTHER)
    return found


def _busy(person_ids: set[UUID], slot: Slot) -> set[UUID]:
    query = (
        sa.select(Offer.person_id)
        .join(
            Meeting,
            sa.and_(
                Meeting.referral_id == Offer.referral_id, Meeting.municipality_id == Offer.municipality_id
            ),
        )
        .where(Offer.status == OfferStatus.ACCEPTED, Offer.person_id.in_(person_ids), *_meanwhile(slot))
    )
    return set(db.session.scalars(query))


def _away(person_ids: set[UUID], slot: Slot) -> set[UUID]:
    day = local(slot.starts_at).date()
    query = sa.select(Absence.person_id).where(
        Absence.person_id.in_(person_ids), Absence.first_day <= day, Absence.last_day >= day
    )
    return set(db.session.scalars(query))


def _is_there(slot: Slot, *which: sa.ColumnElement[bool]) -> bool:
    query = sa.select(Meeting.id).where(*which, *_meanwhile(slot)).limit(1)
    return db.session.scalar(query) is not None


def _meanwhile(slot: Slot) -> tuple[sa.ColumnElement[bool], ...]:
    """Another appointment that stands, and runs while this one would."""
    other = sa.true() if slot.meeting_id is None else Meeting.id != slot.meeting_id
    return (
        Meeting.starts_at > slot.starts_at - LENGTH,
        Meeting.starts_at < slot.starts_at + LENGTH,
        other,
        *stands(),
    )
