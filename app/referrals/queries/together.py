"""With whom somebody is asked: how many seats there are, who is found already, and the times of all."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.models import PoolSlot
from app.mediators.rules import Slot
from app.referrals.models import Offer, Referral, Seat
from app.referrals.rules import HOLDING, Mode, OfferStatus


def common_slots(weekly: Sequence[Sequence[Slot]]) -> list[Slot]:
    """Weekly times of two hours and more that all these people have."""
    shared = list(weekly[0]) if weekly else []
    for other in weekly[1:]:
        shared = [
            Slot(a.weekday, max(a.start, b.start), min(a.end, b.end))
            for a in shared
            for b in other
            if a.weekday == b.weekday and max(a.start, b.start) < min(a.end, b.end)
        ]
    return sorted(slot for slot in shared if slot.minutes >= 120)


def times(offer: Offer) -> tuple[str, ...]:
    """The weekly times of those who are asked together; one statement."""
    query = (
        sa.select(PoolSlot.person_id, PoolSlot.weekday, PoolSlot.starts, PoolSlot.ends)
        .join(
            Offer,
            sa.and_(Offer.person_id == PoolSlot.person_id, Offer.municipality_id == PoolSlot.municipality_id),
        )
        .where(
            Offer.referral_id == offer.referral_id,
            sa.or_(Offer.id == offer.id, _asked_together(offer)),
        )
    )
    weekly: dict[UUID, list[Slot]] = {}
    for person_id, weekday, starts, ends in db.session.execute(query):
        weekly.setdefault(person_id, []).append(Slot(weekday, starts, ends))
    return tuple(str(slot) for slot in common_slots(list(weekly.values())))


def _asked_together(offer: Offer) -> sa.ColumnElement[bool]:
    """Whoever holds another seat; one after the other, also who is asked for it meanwhile."""
    in_turn = sa.exists().where(
        Referral.municipality_id == Offer.municipality_id,
        Referral.id == Offer.referral_id,
        Referral.mode == Mode.SEQUENTIAL,
    )
    asked = sa.and_(Offer.status == OfferStatus.OFFERED, in_turn.correlate(Offer))
    return sa.and_(Offer.seat_id != offer.seat_id, sa.or_(Offer.status.in_(HOLDING), asked))


def seats() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Seat.id))
        .where(Seat.municipality_id == Offer.municipality_id, Seat.referral_id == Offer.referral_id)
        .correlate(Offer)
        .scalar_subquery()
    )


def others_found() -> sa.ScalarSelect[int]:
    """Seats that somebody else holds."""
    return (
        sa.select(sa.func.count(Seat.id))
        .where(
            Seat.municipality_id == Offer.municipality_id,
            Seat.referral_id == Offer.referral_id,
            Seat.taken_by.is_not(None),
            Seat.taken_by != Offer.id,
        )
        .correlate(Offer)
        .scalar_subquery()
    )
