"""Ask people for a seat: the chosen ones first, then the confirmed substitutes, then nobody is left."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.models import Case
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status, Who
from app.database import db
from app.events import publish
from app.municipalities.queries import calendar
from app.referrals.actions import helping
from app.referrals.actions.helping import Help
from app.referrals.actions.moves import change
from app.referrals.events import NobodyLeft, OfferSent
from app.referrals.matching import Candidate, Exclusion, assess, obstacle
from app.referrals.matching.conflicts import IN_CONFLICT
from app.referrals.matching.gaps import gap_of
from app.referrals.models import Offer, Referral, Seat
from app.referrals.queries import seats
from app.referrals.queries.search import Pool, pool_for
from app.referrals.rules import ANSWER, ANSWER_URGENT, SEEKING, OfferStatus, OfferVerb
from app.workdays import Period

#: Where coordination isn't searching anyway when a seat becomes free.
TOLD = frozenset(SEEKING) - {Status.MATCHING}

#: Why somebody who was asked must not see the names after all.
STANDS_BETWEEN = IN_CONFLICT | {Exclusion.REPORTER, Exclusion.LEAD, Exclusion.NOT_COMPARED}


def send(offer: Offer, case: Case, *, seat: Seat, at: datetime, by: Who = Who.SYSTEM) -> None:
    """Ask this person now; the deadline runs in the municipality's service hours (decision 17b)."""
    answer_by = due_if_asked(case, at)
    change(offer, OfferVerb.SEND, who=by, at=at, offered_at=at, answer_by=answer_by, seat_id=seat.id)
    publish(
        OfferSent(
            case_id=case.id,
            actor_id=None,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seat.position,
            answer_by=answer_by,
        )
    )


def due_if_asked(case: Case, at: datetime) -> datetime:
    """By when somebody had to answer who was asked at this moment."""
    period = ANSWER_URGENT if case.priority is Priority.A else ANSWER
    return calendar().due(at, Period.parse(period))


def ask_next(case: Case, seat: Seat, *, at: datetime) -> bool:
    """Ask whoever comes next for a free seat, as many at once as the search does; false if nobody is left.

    Substitutes were confirmed for a case that waits for answers; while mediators work, coordination hears
    that a seat is free. While it searches anyway or the case rests, nothing happens.
    """
    if case.status not in TOLD:
        return False
    if seats.offers_of_seat(seat.id, *seats.LIVE):
        return False
    referral = db.session.get_one(Referral, seat.referral_id)
    if case.status is Status.PROPOSED and (ask_some(case, referral, seat, at=at) or _spread(referral, seat)):
        return True
    tell_nobody_left(case, seat, at=at)
    return False


def ask_some(case: Case, referral: Referral, seat: Seat, *, at: datetime) -> int:
    """Ask the first of those who are left; the reserve before the list. How many were asked."""
    waiting = [*seats.standing_by(case.id), *_listed(referral, seat)]
    if not waiting:
        return 0
    stays = _beside(referral, seat)
    pool = pool_for(case, at, only=[*stays, *(offer.person_id for offer in waiting)])
    trail.log("ConflictsChecked", by=None, at=at, case_id=case.id)
    return ask_first(case, seat, waiting, pool=pool, at=at)


def ask_first(  # noqa: PLR0913 - what is known already need not be read again
    case: Case,
    seat: Seat,
    waiting: Sequence[Offer],
    *,
    pool: Pool,
    at: datetime,
    by: Who = Who.SYSTEM,
    besides: int = 0,
) -> int:
    """Of these the first who suit, as many as this search asks together, ``besides`` so many it has asked."""
    referral = db.session.get_one(Referral, seat.referral_id)
    pool = pool.alone() if len(seats.seats(referral.id)) == 1 else pool
    stays, asked = _beside(referral, seat), _asked(referral)
    found: dict[UUID, Offer] = {}
    for offer in waiting:
        if offer.person_id not in asked and _suits_beside(pool, offer, stays):
            found.setdefault(offer.person_id, offer)
    together = referral.ladder.together
    chosen = list(found.values())[: None if together is None else max(0, together - besides)]
    for offer in chosen:
        send(_question(offer, seat), case, seat=seat, at=at, by=by)
    if chosen:
        seat.exhausted_at = seat.gap = None
        db.session.flush()
    return len(chosen)


def ask_again(offer: Offer, case: Case, *, seat: Seat, at: datetime) -> Offer:
    """A new question to somebody whose first one is over; that one stays as it ended."""
    found = _anew(offer, seat)
    send(found, case, seat=seat, at=at)
    seat.exhausted_at = seat.gap = None
    return found


def tell_nobody_left(case: Case, seat: Seat, *, at: datetime) -> None:
    """From now on this is a task for coordination, and it says what is lacking."""
    referral = db.session.get_one(Referral, seat.referral_id)
    pool = pool_for(case, at)
    pool = pool.alone() if len(seats.seats(referral.id)) == 1 else pool
    found = gap_of(
        pool.search, pool.candidates, asked=_asked(referral), stays=_people(pool, _beside(referral, seat))
    )
    seat.exhausted_at, seat.gap = at, found.most
    publish(
        NobodyLeft(
            case_id=case.id, actor_id=None, at=at, seat_id=seat.id, seat=seat.position, lacking=found.most
        )
    )
    helping.look(case.id, at=at, lost={Help.PERSON})


def is_in_conflict(case: Case, person_id: UUID, *, by: UUID | None, at: datetime) -> bool:
    """Whether something stands between a person and a case now, before she sees any name.

    What was known when she was asked may have changed: a name was added, somebody leads the case.
    """
    pool = pool_for(case, at, only=[person_id])
    trail.log("ConflictsChecked", by=by, at=at, case_id=case.id, subject_id=person_id)
    return pool.to_compare or pool.need.excluded.get(person_id) in STANDS_BETWEEN


def suits(pool: Pool, person: Candidate | None, stays: Candidate | None) -> bool:
    """Whether a person may be asked, and together with whoever stays; what stays is not judged again.

    Whatever forbids to ask somebody is an obstacle of matching, so it counts here, for the chosen, for
    substitutes and for the reserve alike.
    """
    if person is None or pool.to_compare:
        return False
    if stays is None:
        return obstacle(pool.search, person) is None
    found = assess(pool.need, person, stays, settings=pool.settings, today=pool.today)
    return all(one.person == stays.id for one in found.obstacles)


def fits_beside(pool: Pool, person_id: UUID, holders: Collection[UUID]) -> bool:
    """Whether a person who was asked and says yes can work with whoever holds another seat."""
    person, others = pool.person(person_id), _people(pool, holders)
    if person is None or not others:
        return True
    found = assess(pool.need, person, others[0], settings=pool.settings, today=pool.today)
    return all(one.person is not None for one in found.obstacles)


def move_to(offer: Offer, seat: Seat) -> None:
    """An open question now is for another seat of the search."""
    db.session.execute(
        sa.update(Offer)
        .where(Offer.id == offer.id, Offer.status == OfferStatus.OFFERED)
        .values(seat_id=seat.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(offer)
    seat.exhausted_at = seat.gap = None


def _listed(referral: Referral, seat: Seat) -> Sequence[Offer]:
    """Confirmed and not asked: for this seat, and for the others where a yes counts for any."""
    own = seats.offers_of_seat(seat.id, OfferStatus.PROPOSED)
    if not referral.ladder.shares_seats:
        return own
    others = [one for one in seats.seats(referral.id) if one.id != seat.id]
    return [*own, *(offer for one in others for offer in seats.offers_of_seat(one.id, OfferStatus.PROPOSED))]


def _beside(referral: Referral, seat: Seat) -> list[UUID]:
    """Who holds another seat; one after the other, also who is asked for it."""
    held = [person for seat_id, person in seats.holders(referral.id).items() if seat_id != seat.id]
    if held or referral.ladder.shares_seats:
        return held
    return [one.person_id for one in seats.open_offers(referral.id) if one.seat_id != seat.id]


def _asked(referral: Referral) -> set[UUID]:
    """Whoever is asked or sits here already."""
    asked = {one.person_id for one in seats.open_offers(referral.id)}
    return asked | set(seats.holders(referral.id).values())


def _suits_beside(pool: Pool, offer: Offer, stays: Collection[UUID]) -> bool:
    return suits(pool, pool.person(offer.person_id), next(iter(_people(pool, stays)), None))


def _people(pool: Pool, ids: Collection[UUID]) -> list[Candidate]:
    found = [pool.person(person_id) for person_id in ids]
    return [one for one in found if one is not None]


def _question(offer: Offer, seat: Seat) -> Offer:
    return offer if offer.status is OfferStatus.PROPOSED else _anew(offer, seat)


def _anew(offer: Offer, seat: Seat) -> Offer:
    """The row of a new question; whoever stood by does so no more, as she is asked."""
    offer.standby = False
    listed = sa.select(Offer).where(
        Offer.referral_id == seat.referral_id,
        Offer.person_id == offer.person_id,
        Offer.status == OfferStatus.PROPOSED,
    )
    known = db.session.scalars(listed.order_by(Offer.seat_id != seat.id).limit(1)).one_or_none()
    if known is not None:
        return known
    found = Offer(
        case_id=offer.case_id,
        referral_id=seat.referral_id,
        seat_id=seat.id,
        person_id=offer.person_id,
        rank=offer.rank,
        status=OfferStatus.PROPOSED,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _spread(referral: Referral, seat: Seat) -> bool:
    """Where a yes counts for any seat, no seat is without a question while another has several."""
    if not referral.ladder.shares_seats:
        return False
    others: dict[UUID, list[Offer]] = {}
    for offer in seats.open_offers(referral.id):
        others.setdefault(offer.seat_id, []).append(offer)
    many = max(others.values(), key=len, default=[])
    if len(many) > 1:
        move_to(many[-1], seat)
    return len(many) > 1
