"""What stands in the way of an appointment. Says that there is something, never what or in which case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db, keyring
from app.localtime import LOCAL, WEEKDAYS, local
from app.mediators.horizon import LAST_MINUTE, MIDNIGHT, Horizon
from app.mediators.models import PoolPerson
from app.mediators.queries.candidates import candidates
from app.mediators.rules import Slot as Weekly
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.referrals.appointments import DAY, LENGTH, Clash, closed_on
from app.referrals.models import Meeting, Offer
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus

ALL_WEEK = tuple(Weekly(weekday, MIDNIGHT, LAST_MINUTE) for weekday in range(len(WEEKDAYS)))


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
    for person_id, why in _not_free(set(people), slot):
        found.add(why if people[person_id] == user_id else Clash.OTHER)
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


def _not_free(person_ids: set[UUID], slot: Slot) -> Iterator[tuple[UUID, Clash]]:
    """Who is away, or has said of this day or by an own calendar that she can't; two statements.

    Who has only not named this hour as a weekly one may well have agreed to it.
    """
    day = local(slot.starts_at).date()
    horizon = Horizon([day, day + DAY], zone=LOCAL)
    needed = horizon.taken([(slot.starts_at, slot.starts_at + LENGTH)])
    for person in candidates(today=day, only=person_ids):
        said = [one for one in person.days if not one.free]
        if needed & ~horizon.quarters(ALL_WEEK, absences=person.absences):
            yield person.id, Clash.OWN_ABSENCE
        elif needed & ~horizon.quarters(ALL_WEEK, days=said, taken=person.taken):
            yield person.id, Clash.OWN_TIMES


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
