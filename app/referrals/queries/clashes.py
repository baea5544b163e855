"""What stands in the way of an appointment. Says that there is something, never what or in which case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db, keyring
from app.localtime import LOCAL, local
from app.mediators.horizon import Horizon
from app.mediators.models import PoolPerson
from app.mediators.queries.candidates import candidates, is_lent
from app.municipalities.models import District, Municipality
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.referrals.appointments import DAY, LENGTH, Clash, Stop, closed_on
from app.referrals.models import Meeting, Offer
from app.referrals.queries.elsewhere import taken_elsewhere
from app.referrals.queries.people import settings_of
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus

#: Nobody says that a way within a municipality takes longer.
LONGEST_WAY = timedelta(hours=4)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time and a place that somebody wishes for; ``meeting_id``: the appointment itself, if it is one."""

    starts_at: datetime
    online: bool = False
    room: str | None = None
    party_id: UUID | None = None
    meeting_id: UUID | None = None


def clashes(case_id: UUID, referral_id: UUID, slot: Slot, *, user_id: UUID) -> tuple[Clash, ...]:
    """In the order of the list; empty if nothing is known to stand in the way."""
    found = _people(case_id, referral_id, slot, user_id=user_id)
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


def _people(case_id: UUID, referral_id: UUID, slot: Slot, *, user_id: UUID) -> set[Clash]:
    query = sa.select(PoolPerson.id, PoolPerson.user_id, is_lent(case_id)).join(
        Offer, sa.and_(Offer.person_id == PoolPerson.id, Offer.municipality_id == PoolPerson.municipality_id)
    )
    rows = db.session.execute(
        query.where(Offer.referral_id == referral_id, Offer.status == OfferStatus.ACCEPTED)
    ).all()
    people = {person_id: account for person_id, account, _ in rows}
    against = [*_busy(set(people), case_id, slot), *_not_free(set(people), case_id, slot)]
    if any(lent for *_, lent in rows):
        against += _taken_elsewhere(set(people), case_id, slot)
    found = set()
    for person_id, why in against:
        found.add(why if people[person_id] == user_id else Clash.OTHER)
    return found


def _busy(person_ids: set[UUID], case_id: UUID, slot: Slot) -> Iterator[tuple[UUID, Clash]]:
    """Who meets others then, or is still on the way; two statements."""
    district, town = db.session.execute(_where(case_id)).one()
    usual = settings_of(town).travel_minutes
    wished = Stop(starts_at=slot.starts_at, online=slot.online, district=district)
    query = (
        sa.select(
            Offer.person_id, Meeting.starts_at, Meeting.online, District.name, PoolPerson.travel_minutes
        )
        .join(Meeting, sa.and_(Meeting.referral_id == Offer.referral_id, _same(Offer)))
        .join(PoolPerson, sa.and_(PoolPerson.id == Offer.person_id, _same(PoolPerson)))
        .join(Case, sa.and_(Case.id == Meeting.case_id, _same(Case)))
        .outerjoin(District, sa.and_(District.id == Case.district_id, _same(District)))
        .where(
            Offer.status == OfferStatus.ACCEPTED,
            Offer.person_id.in_(person_ids),
            *_meanwhile(slot, besides=LONGEST_WAY),
        )
    )
    for person_id, starts_at, online, there, own in db.session.execute(query):
        other = Stop(starts_at=starts_at, online=online, district=there)
        if wished.overlaps(other):
            yield person_id, Clash.OWN
        elif wished.leaves_no_way(other, timedelta(minutes=usual if own is None else own)):
            yield person_id, Clash.OWN_WAY


def _where(case_id: UUID) -> Any:
    return (
        sa.select(District.name, Municipality)
        .select_from(Case)
        .join(Municipality, Municipality.id == Case.municipality_id)
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .where(Case.id == case_id)
    )


def _same(table: Any) -> sa.ColumnElement[bool]:
    same: sa.ColumnElement[bool] = table.municipality_id == Meeting.municipality_id
    return same


def _not_free(person_ids: set[UUID], case_id: UUID, slot: Slot) -> Iterator[tuple[UUID, Clash]]:
    """Who is away, or has said of this day or by an own calendar that she can't; two statements.

    Who has only not named this hour as a weekly one may well have agreed to it.
    """
    day, horizon, needed = _needed(slot)
    for person in candidates(today=day, only=person_ids, cases=[case_id]):
        if needed & horizon.refused(absences=person.absences):
            yield person.id, Clash.OWN_ABSENCE
        elif needed & horizon.refused(days=person.days, taken=person.taken):
            yield person.id, Clash.OWN_TIMES


def _taken_elsewhere(person_ids: set[UUID], case_id: UUID, slot: Slot) -> Iterator[tuple[UUID, Clash]]:
    """Who is lent, and can't by what another municipality knows; whatever it is, it is her own times."""
    day, horizon, needed = _needed(slot)
    for person_id, taken in taken_elsewhere(case_id, day, day + DAY).items():
        if person_id in person_ids and needed & horizon.refused(taken=taken):
            yield person_id, Clash.OWN_TIMES


def _needed(slot: Slot) -> tuple[date, Horizon, int]:
    """The day, it and the next, and the quarter hours that an appointment would take."""
    day = local(slot.starts_at).date()
    horizon = Horizon([day, day + DAY], zone=LOCAL)
    return day, horizon, horizon.taken([(slot.starts_at, slot.starts_at + LENGTH)])


def _is_there(slot: Slot, *which: sa.ColumnElement[bool]) -> bool:
    query = sa.select(Meeting.id).where(*which, *_meanwhile(slot)).limit(1)
    return db.session.scalar(query) is not None


def _meanwhile(slot: Slot, *, besides: timedelta = timedelta()) -> tuple[sa.ColumnElement[bool], ...]:
    """Another appointment that stands, and runs while this one would, or so shortly before or after."""
    other = sa.true() if slot.meeting_id is None else Meeting.id != slot.meeting_id
    return (
        Meeting.starts_at > slot.starts_at - LENGTH - besides,
        Meeting.starts_at < slot.starts_at + LENGTH + besides,
        other,
        *stands(),
    )
