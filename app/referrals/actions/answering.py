"""The mediator's answers: I can, I know nobody, yes, no, not any more."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Who
from app.database import db
from app.events import publish
from app.labels import N_, Labelled
from app.mediators.models import PoolPerson
from app.municipalities.queries import calendar
from app.referrals.actions.appointments import uninvite
from app.referrals.actions.asking import ask_next, is_in_conflict
from app.referrals.actions.holding import insist_on_consent
from app.referrals.actions.moves import change, take
from app.referrals.actions.noting import note
from app.referrals.actions.sending import take_back
from app.referrals.events import LateYes, MediatorGaveBack, OfferAnswered, SeatsAccepted
from app.referrals.matching.conflicts import ConflictKind
from app.referrals.models import Offer
from app.referrals.queries import offers, seats
from app.referrals.rules import CHECK, MAX_OPEN_CHECKS, OfferStatus, OfferVerb, Reason, may_stand_by
from app.refusals import NotAllowed
from app.workdays import Period


class Answer(Labelled):
    """What became of an "I can"."""

    YOURS = "YOURS", "Der Platz ist für Sie reserviert."
    TAKEN = "TAKEN", "Der Platz ist inzwischen vergeben."
    LATE = "LATE", "Die Frist für diese Anfrage ist vorbei."
    FULL = "FULL", "Sie haben schon so viele Fälle, wie Sie höchstens möchten."
    OVER = "OVER", "Diese Anfrage hat sich inzwischen erledigt."


#: Nobody declares to be impartial towards people without a name.
NAMELESS = N_(
    "Der Name einer Partei fehlt noch; ohne ihn können Sie nicht prüfen, ob Sie jemanden kennen. "
    "Bitte wenden Sie sich an die Koordinierungsstelle."
)


def show_interest(offer_id: UUID, *, by: UUID, at: datetime) -> Answer:
    """Binding interest: the first who comes takes the seat; whoever comes later stands by.

    Who has as many cases as she wants, or is in conflict with the case by now, passes the question on to the
    next person; which of them it is, only the one who is full hears. Raises ``NotAllowed`` for
    a fourth open check, as names are with few people at a time (decision 6), and where names are missing.
    """
    capacity = _capacity_held(offer_id, by, at)
    offer, case = _held(offer_id, by, at)
    if offer.is_over(at):
        expire(offer, case, at=at)
    if offer.status is OfferStatus.INTERESTED:
        return Answer.YOURS  # the second click of a double one
    if may_stand_by(offer.status):
        _stand_by(offer, at=at, by=by)
        return Answer.LATE if offer.status is OfferStatus.EXPIRED else Answer.TAKEN
    if offer.status is OfferStatus.OFFERED and seats.held_by(offer.person_id) >= capacity:
        _pass_on(offer, case, by=by, at=at)
        return Answer.FULL
    _insist_on_names(case)
    insist_on_consent(case)
    _check_number_of_checks(offer, at=at)
    if is_in_conflict(case, offer.person_id, by=by, at=at):
        _pass_on(offer, case, by=by, at=at)
        return Answer.OVER
    return _take(offer, at=at, by=by)


def _take(offer: Offer, *, at: datetime, by: UUID) -> Answer:
    if not take(offer.seat_id, offer_id=offer.id):
        change(offer, OfferVerb.SUPERSEDE, who=Who.SYSTEM, at=at)
        _stand_by(offer, at=at, by=by)
        return Answer.TAKEN
    check_by = calendar().due(at, Period.parse(CHECK))
    change(offer, OfferVerb.SHOW_INTEREST, who=Who.MEDIATOR, at=at, interested_at=at, check_by=check_by)
    for other in seats.offers_of_seat(offer.seat_id, OfferStatus.OFFERED):
        change(other, OfferVerb.SUPERSEDE, who=Who.SYSTEM, at=at)
        _answered(other, at=at, by=None)
    _answered(offer, at=at, by=by)
    return Answer.YOURS


def accept(offer_id: UUID, circumstances: str | None, *, by: UUID, at: datetime) -> None:
    """Say yes with the declaration of § 3(1) MediationsG; ``circumstances`` None: there are none."""
    offer, case = _held(offer_id, by, at)
    if offer.status is OfferStatus.ACCEPTED:
        return
    if offer.is_over(at):
        raise NotAllowed(
            N_("Die Frist für die Prüfung ist vorbei. Bitte wenden Sie sich an die Koordinierungsstelle.")
        )
    _insist_on_names(case)
    insist_on_consent(case)
    change(offer, OfferVerb.ACCEPT, who=Who.MEDIATOR, at=at, accepted_at=at, declared_at=at)
    offer.declaration = circumstances
    db.session.flush()
    _answered(offer, at=at, by=by)
    places = seats.seats_with_offers(offer.referral_id)
    if all(any(one.status is OfferStatus.ACCEPTED for one in asked) for _, asked in places):
        publish(SeatsAccepted(case_id=case.id, actor_id=by, at=at, referral_id=offer.referral_id))


def decline(offer_id: UUID, reason: Reason | None, *, by: UUID, at: datetime) -> None:
    """No, before or after the names were seen; to give a reason is never a duty."""
    offer, case = _held(offer_id, by, at)
    if offer.status is OfferStatus.DECLINED:
        return
    change(offer, OfferVerb.DECLINE, who=Who.MEDIATOR, at=at, reason=reason)
    _answered(offer, at=at, by=by)
    ask_next(case, seats.seat_of(offer), at=at)


def decline_for_ban(offer_id: UUID, kind: ConflictKind, *, by: UUID, at: datetime) -> None:
    """No, because the law forbids it (§ 3(2), (3) MediationsG): nobody asks her for this case again."""
    offer, case = _held(offer_id, by, at)
    if offer.status is OfferStatus.INTERESTED:
        note(case, offer.person_id, kind, by=by, at=at)
    decline(offer_id, Reason.CONFLICT_OF_INTEREST, by=by, at=at)


def give_back(offer_id: UUID, *, by: UUID, at: datetime) -> None:
    """A mediator who has accepted can't go on; the other person stays."""
    offer, case = _held(offer_id, by, at)
    release(offer, case, Reason.MEDIATOR_GAVE_BACK, who=Who.MEDIATOR, by=by, at=at)
    ask_next(case, seats.seat_of(offer), at=at)


def release(offer: Offer, case: Case, reason: Reason, *, who: Who, by: UUID | None, at: datetime) -> None:
    """Free an accepted seat, for whatever reason; nobody else is asked, and no appointment moves by this."""
    uninvite(offer, at=at)
    change(offer, OfferVerb.GIVE_BACK, who=who, at=at, reason=reason)
    publish(
        MediatorGaveBack(
            case_id=case.id,
            actor_id=by,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seats.seat_of(offer).position,
            reason=reason,
        )
    )


def expire(offer: Offer, case: Case, *, at: datetime) -> None:
    """Nobody answered in time: the seat is open again, and the next person is asked."""
    change(offer, OfferVerb.EXPIRE, who=Who.SYSTEM, at=at)
    _answered(offer, at=at, by=None)
    ask_next(case, seats.seat_of(offer), at=at)


def expire_if_due(offer_id: UUID, *, at: datetime) -> bool:
    """For the job: look again under the lock, then let it expire."""
    offer = db.session.get_one(Offer, offer_id)
    case = seats.locked_with(offer)
    if not offer.is_over(at):
        return False
    expire(offer, case, at=at)
    return True


def _held(offer_id: UUID, by: UUID, at: datetime) -> tuple[Offer, Case]:
    """The own offer and its case, both as they are now and not changed by others until the end."""
    offer = offers.own(offer_id, by, at)
    return offer, seats.locked_with(offer)


def _capacity_held(offer_id: UUID, by: UUID, at: datetime) -> int:
    """How many cases the person wants at most; two answers of hers are counted one after the other.

    The person comes before the case, as when somebody leaves the pool: else two might wait for each other.
    """
    person_id = offers.own(offer_id, by, at).person_id
    query = sa.select(PoolPerson.capacity).where(PoolPerson.id == person_id)
    return db.session.scalars(query.with_for_update(key_share=True)).one()


def _insist_on_names(case: Case) -> None:
    if seats.has_nameless(case.id):
        raise NotAllowed(NAMELESS)


def _pass_on(offer: Offer, case: Case, *, by: UUID, at: datetime) -> None:
    take_back(offer, None, who=Who.SYSTEM, by=by, at=at)
    ask_next(case, seats.seat_of(offer), at=at)


def _check_number_of_checks(offer: Offer, *, at: datetime) -> None:
    running = sa.select(sa.func.count(Offer.id)).where(
        Offer.person_id == offer.person_id, Offer.status == OfferStatus.INTERESTED, Offer.check_by > at
    )
    if (db.session.scalar(running) or 0) >= MAX_OPEN_CHECKS:
        raise NotAllowed(
            N_("Sie prüfen schon %(most)s Anfragen. Bitte entscheiden Sie erst eine davon."),
            most=MAX_OPEN_CHECKS,
        )


def _stand_by(offer: Offer, *, at: datetime, by: UUID) -> None:
    if offer.standby:
        return
    offer.standby = True
    publish(
        LateYes(
            case_id=offer.case_id,
            actor_id=by,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seats.seat_of(offer).position,
        )
    )


def _answered(offer: Offer, *, at: datetime, by: UUID | None) -> None:
    publish(
        OfferAnswered(
            case_id=offer.case_id,
            actor_id=by,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seats.seat_of(offer).position,
            answer=offer.status,
            reason=offer.reason,
        )
    )
