"""Ask people for a seat: the chosen one first, then the confirmed substitutes, then nobody is left."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.audit import trail
from app.cases.models import Case
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status, Who
from app.events import publish
from app.municipalities.queries import calendar
from app.referrals.actions.moves import change
from app.referrals.events import NobodyLeft, OfferSent
from app.referrals.matching import Candidate, Exclusion, Search, assess, obstacle
from app.referrals.matching.conflicts import IN_CONFLICT
from app.referrals.models import Offer, Seat
from app.referrals.queries.search import Pool, pool_for
from app.referrals.queries.seats import LIVE, offers_of_seat, seats_with_offers
from app.referrals.rules import ANSWER, ANSWER_URGENT, SEEKING, OfferStatus, OfferVerb
from app.workdays import Period

#: Where coordination isn't searching anyway when a seat becomes free.
TOLD = frozenset(SEEKING) - {Status.MATCHING}

#: Why somebody who was asked must not see the names after all.
STANDS_BETWEEN = IN_CONFLICT | {Exclusion.REPORTER, Exclusion.LEAD, Exclusion.NOT_COMPARED}


def send(offer: Offer, case: Case, *, seat: int, at: datetime, by: Who = Who.SYSTEM) -> None:
    """Ask this person now; the deadline runs in the municipality's service hours (decision 17b)."""
    period = ANSWER_URGENT if case.priority is Priority.A else ANSWER
    answer_by = calendar().due(at, Period.parse(period))
    change(offer, OfferVerb.SEND, who=by, at=at, offered_at=at, answer_by=answer_by)
    publish(
        OfferSent(
            case_id=case.id,
            actor_id=None,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seat,
            answer_by=answer_by,
        )
    )


def ask_next(case: Case, seat: Seat, *, at: datetime) -> bool:
    """Ask the next confirmed substitute who suits the other person; false if nobody is left.

    Substitutes were confirmed for a case that waits for answers; while mediators work, coordination hears
    that a seat is free. While it searches anyway or the case rests, nothing happens.
    """
    if case.status not in TOLD or offers_of_seat(seat.id, *LIVE):
        return False
    waiting = offers_of_seat(seat.id, OfferStatus.PROPOSED) if case.status is Status.PROPOSED else ()
    found = _first_suitable(case, waiting, seat=seat, at=at) if waiting else None
    if found is None:
        tell_nobody_left(case, seat, at=at)
        return False
    seat.exhausted_at = None
    send(found, case, seat=seat.position, at=at)
    return True


def tell_nobody_left(case: Case, seat: Seat, *, at: datetime) -> None:
    """From now on this is a task for coordination."""
    seat.exhausted_at = at
    publish(NobodyLeft(case_id=case.id, actor_id=None, at=at, seat_id=seat.id, seat=seat.position))


def _first_suitable(case: Case, waiting: Sequence[Offer], *, seat: Seat, at: datetime) -> Offer | None:
    places = seats_with_offers(seat.referral_id)
    staying = [
        offer.person_id
        for other, offers in places
        if other.id != seat.id
        for offer in offers
        if offer.status in LIVE
    ]
    pool = pool_for(case, at, only=[*staying, *(offer.person_id for offer in waiting)])
    trail.log("ConflictsChecked", by=None, at=at, case_id=case.id)
    if len(places) == 1:
        pool = pool.alone()
    stays = pool.person(staying[0]) if staying else None
    return next((offer for offer in waiting if suits(pool, pool.person(offer.person_id), stays)), None)


def is_in_conflict(case: Case, person_id: UUID, *, by: UUID | None, at: datetime) -> bool:
    """Whether something stands between a person and a case now, before she sees any name.

    What was known when she was asked may have changed: a name was added, somebody leads the case.
    """
    pool = pool_for(case, at, only=[person_id])
    trail.log("ConflictsChecked", by=by, at=at, case_id=case.id, subject_id=person_id)
    return pool.to_compare or pool.need.excluded.get(person_id) in STANDS_BETWEEN


def suits(pool: Pool, person: Candidate | None, stays: Candidate | None) -> bool:
    """Whether a person may be asked, and together with whoever stays; what stays is not judged again."""
    if person is None or pool.to_compare:
        return False
    search = Search(pool.need, pool.settings, pool.today)
    if stays is None:
        return obstacle(search, person) is None
    found = assess(pool.need, person, stays, settings=pool.settings, today=pool.today)
    return all(one.person == stays.id for one in found.obstacles)
