"""The mediator's answers: I can, I know nobody, yes, no, not any more."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Who
from app.database import db
from app.events import publish
from app.labels import N_, Labelled
from app.mediators.actions.holding import hold
from app.municipalities.queries import calendar
from app.referrals.actions import helping
from app.referrals.actions.appointments import uninvite
from app.referrals.actions.asking import ask_next, is_in_conflict
from app.referrals.actions.holding import insist_on_consent
from app.referrals.actions.moves import change
from app.referrals.actions.noting import note
from app.referrals.actions.sending import take_back
from app.referrals.actions.winning import settle, win
from app.referrals.appointments import written
from app.referrals.events import MediatorGaveBack, OfferAnswered, SeatFreeBeforeMeeting, SeatsAccepted
from app.referrals.matching.conflicts import ConflictKind
from app.referrals.models import Offer, Referral
from app.referrals.queries import offers, seats, sessions
from app.referrals.rules import (
    CHECK,
    MAX_OPEN_CHECKS,
    SHORT_NOTICE,
    OfferStatus,
    OfferVerb,
    Reason,
    may_stand_by,
)
from app.refusals import NotAllowed
from app.workdays import Period


class Answer(Labelled):
    """What became of an "I can"."""

    YOURS = "YOURS", "Der Platz ist für Sie reserviert."
    TAKEN = "TAKEN", "Der Platz ist inzwischen vergeben."
    LATE = "LATE", "Die Frist für diese Anfrage ist vorbei."
    FULL = "FULL", "Sie haben schon so viele Fälle, wie Sie höchstens möchten."
    OVER = "OVER", "Diese Anfrage hat sich inzwischen erledigt."


CONFIRM_FIRST = N_("Bitte bestätigen Sie zuerst, was Sie der Koordinierungsstelle gesagt haben.")
#: Why a seat is freed where nobody is needed any more.
ENDED_ANYWAY = frozenset({Reason.CASE_CLOSED, Reason.CONSENT})

#: Nobody declares to be impartial towards people without a name. Said to coordination where it records a yes.
NAMELESS = {
    False: N_(
        "Der Name einer Partei fehlt noch; ohne ihn können Sie nicht prüfen, ob Sie jemanden kennen. "
        "Bitte wenden Sie sich an die Koordinierungsstelle."
    ),
    True: N_(
        "Der Name einer Partei fehlt noch; ohne ihn kann die Person nicht prüfen, ob sie jemanden kennt. "
        "Bitte lassen Sie den Namen nachtragen."
    ),
}
TOO_MANY_CHECKS = {
    False: N_("Sie prüfen schon %(most)s Anfragen. Bitte entscheiden Sie erst eine davon."),
    True: N_("Die Person prüft schon %(most)s Anfragen und muss erst eine davon entscheiden."),
}


def show_interest(offer_id: UUID, *, by: UUID, at: datetime) -> Answer:
    """Binding interest: the first who comes takes the seat; whoever comes later may stand by.

    Who has as many cases as she wants, or is in conflict with the case by now, passes the question on to the
    next person; which of them it is, only the one who is full hears. Raises ``NotAllowed`` for
    a fourth open check, as names are with few people at a time (decision 6), and where names are missing.
    """
    offer, case = _held(offer_id, by, at)
    if offer.is_over(at):
        expire(offer, case, at=at)
    return say_yes(offer, case, by=by, at=at)


def say_yes(offer: Offer, case: Case, *, by: UUID, at: datetime, spoken: bool = False) -> Answer:
    """``spoken``: coordination was told so; then no name is shown before the person confirms it.

    The person is held, so that two answers of hers are counted one after the other.
    """
    if offer.status is OfferStatus.INTERESTED:
        return Answer.YOURS  # the second click of a double one
    if may_stand_by(offer.status):
        return Answer.LATE if offer.status is OfferStatus.EXPIRED else Answer.TAKEN
    capacity = hold(offer.person_id).capacity
    if offer.status is OfferStatus.OFFERED and seats.held_by(offer.person_id) >= capacity:
        _pass_on(offer, case, by=by, at=at)
        return Answer.FULL
    _check_number_of_checks(offer, at=at, spoken=spoken)
    if not may_see_names(offer, case, by=by, at=at, spoken=spoken):
        return Answer.OVER
    return _take(offer, case, at=at, by=by, spoken=spoken)


def may_see_names(offer: Offer, case: Case, *, by: UUID, at: datetime, spoken: bool = False) -> bool:
    """Looked at right before they open; who is in conflict by now passes the question on to the next."""
    _insist_on_names(case, spoken=spoken)
    insist_on_consent(case)
    if is_in_conflict(case, offer.person_id, by=by, at=at):
        _pass_on(offer, case, by=by, at=at)
        return False
    return True


def _take(offer: Offer, case: Case, *, at: datetime, by: UUID, spoken: bool) -> Answer:
    referral = db.session.get_one(Referral, offer.referral_id)
    won = win(offer, case, referral, at=at)
    if won is None:
        change(offer, OfferVerb.SUPERSEDE, who=Who.SYSTEM, at=at)
        answered(offer, at=at, by=None)
        ask_next(case, seats.seat_of(offer), at=at)
        return Answer.TAKEN
    check_by = calendar().due(at, Period.parse(CHECK))
    change(
        offer,
        OfferVerb.SHOW_INTEREST,
        who=Who.MEDIATOR,
        at=at,
        interested_at=at,
        check_by=check_by,
        seat_id=won.id,
        to_confirm=spoken,
    )
    over, free = settle(case, referral, won, at=at)
    for other in over:
        change(other, OfferVerb.SUPERSEDE, who=Who.SYSTEM, at=at)
        answered(other, at=at, by=None)
    for seat in free:
        ask_next(case, seat, at=at)
    answered(offer, at=at, by=by, spoken=spoken)
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
    if offer.to_confirm:
        raise NotAllowed(CONFIRM_FIRST)
    _insist_on_names(case)
    insist_on_consent(case)
    change(offer, OfferVerb.ACCEPT, who=Who.MEDIATOR, at=at, accepted_at=at, declared_at=at)
    offer.declaration = circumstances
    db.session.flush()
    answered(offer, at=at, by=by)
    places = seats.seats_with_offers(offer.referral_id)
    if all(any(one.status is OfferStatus.ACCEPTED for one in asked) for _, asked in places):
        publish(SeatsAccepted(case_id=case.id, actor_id=by, at=at, referral_id=offer.referral_id))
        helping.look(case.id, at=at)


def decline(offer_id: UUID, reason: Reason | None, *, by: UUID, at: datetime) -> None:
    """No, before or after the names were seen; to give a reason is never a duty."""
    offer, case = _held(offer_id, by, at)
    say_no(offer, case, reason, by=by, at=at)


def say_no(
    offer: Offer, case: Case, reason: Reason | None, *, by: UUID, at: datetime, spoken: bool = False
) -> None:
    if offer.status is OfferStatus.DECLINED:
        return
    change(offer, OfferVerb.DECLINE, who=Who.MEDIATOR, at=at, reason=reason)
    answered(offer, at=at, by=by, spoken=spoken)
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
    seat = seats.seat_of(offer).position
    publish(
        MediatorGaveBack(
            case_id=case.id,
            actor_id=by,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seat,
            reason=reason,
        )
    )
    if reason not in ENDED_ANYWAY:
        _alarm(case, seat, by=by, at=at)


def _alarm(case: Case, seat: int, *, by: UUID | None, at: datetime) -> None:
    """An appointment of tomorrow can't wait for the morning round."""
    soon = calendar().due(at, Period.parse(SHORT_NOTICE))
    near = [one for one in sessions.to_come(case.id, at) if one.starts_at <= soon]
    for meeting in near[:1]:
        publish(
            SeatFreeBeforeMeeting(
                case_id=case.id,
                actor_id=by,
                at=at,
                seat=seat,
                meeting_id=meeting.id,
                starts_at=meeting.starts_at,
                when=written(meeting.starts_at),
            )
        )


def expire(offer: Offer, case: Case, *, at: datetime) -> None:
    """Nobody answered in time: the seat is open again, and the next person is asked."""
    change(offer, OfferVerb.EXPIRE, who=Who.SYSTEM, at=at)
    answered(offer, at=at, by=None)
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


def _insist_on_names(case: Case, *, spoken: bool = False) -> None:
    if seats.has_nameless(case.id):
        raise NotAllowed(NAMELESS[spoken])


def _pass_on(offer: Offer, case: Case, *, by: UUID, at: datetime) -> None:
    take_back(offer, None, who=Who.SYSTEM, by=by, at=at)
    ask_next(case, seats.seat_of(offer), at=at)


def _check_number_of_checks(offer: Offer, *, at: datetime, spoken: bool) -> None:
    running = sa.select(sa.func.count(Offer.id)).where(
        Offer.person_id == offer.person_id, Offer.status == OfferStatus.INTERESTED, Offer.check_by > at
    )
    if (db.session.scalar(running) or 0) >= MAX_OPEN_CHECKS:
        raise NotAllowed(TOO_MANY_CHECKS[spoken], most=MAX_OPEN_CHECKS)


def answered(offer: Offer, *, at: datetime, by: UUID | None, spoken: bool = False) -> None:
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
            spoken=spoken,
        )
    )
