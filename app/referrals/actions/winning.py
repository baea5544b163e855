"""Which seat a yes takes, and what becomes of the questions to the others."""

from collections.abc import Sequence
from datetime import datetime

from app.cases.models import Case
from app.referrals.actions.asking import fits_beside, move_to
from app.referrals.actions.moves import take
from app.referrals.models import Offer, Referral, Seat
from app.referrals.queries import seats
from app.referrals.queries.search import pool_for
from app.referrals.rules import OfferStatus


def win(offer: Offer, case: Case, referral: Referral, *, at: datetime) -> Seat | None:
    """The own seat, or another where a yes counts for any. None: taken, or the two don't fit together."""
    places = sorted(seats.seats(referral.id), key=lambda one: one.id != offer.seat_id)
    if not referral.ladder.shares_seats:
        return places[0] if take(places[0].id, offer_id=offer.id) else None
    held = seats.holders(referral.id)
    if held:
        pool = pool_for(case, at, only={offer.person_id, *held.values()})
        if not fits_beside(pool, offer.person_id, held.values()):
            return None
    return next((one for one in places if one.id not in held and take(one.id, offer_id=offer.id)), None)


def settle(
    case: Case, referral: Referral, won: Seat, *, at: datetime
) -> tuple[Sequence[Offer], Sequence[Seat]]:
    """The open questions that are over now, and the seats that are free still.

    Where a yes counts for any seat, whoever fits beside the winner is asked for a free one from now on.
    """
    if not referral.ladder.shares_seats:
        return seats.offers_of_seat(won.id, OfferStatus.OFFERED), ()
    held = seats.holders(referral.id)
    free = [one for one in seats.seats(referral.id) if one.id not in held]
    if not free:
        return seats.open_offers(referral.id), ()
    over = _misfits(case, referral, at=at)
    gone = {one.id for one in over}
    for other in seats.offers_of_seat(won.id, OfferStatus.OFFERED):
        if other.id not in gone:
            move_to(other, free[0])
    return over, free


def _misfits(case: Case, referral: Referral, *, at: datetime) -> list[Offer]:
    """Open questions to people who can't work with whoever holds a seat now."""
    asked, held = seats.open_offers(referral.id), list(seats.holders(referral.id).values())
    pool = pool_for(case, at, only={*held, *(one.person_id for one in asked)})
    return [one for one in asked if not fits_beside(pool, one.person_id, held)]
