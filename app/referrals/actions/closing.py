"""What becomes of a search when its case stops (closed, paused, protected, consent withdrawn) or goes on."""

from datetime import datetime
from uuid import UUID

from app.cases.rules.status import Status, Who
from app.referrals.actions.answering import release
from app.referrals.actions.appointments import cancel_all
from app.referrals.actions.asking import tell_nobody_left
from app.referrals.actions.reserve import release_all
from app.referrals.actions.sending import take_back
from app.referrals.queries import seats
from app.referrals.rules import AT_WORK, OPEN, SEEKING, OfferStatus, Reason

UNANSWERED = (OfferStatus.PROPOSED, *OPEN)


def stop_asking(case_id: UUID, reason: Reason, *, by: UUID | None, at: datetime) -> None:
    """Take all running questions back at once; who sits on a seat stays there."""
    for offer in seats.offers_of_case(case_id, *UNANSWERED):
        take_back(offer, reason, who=Who.SYSTEM, by=by, at=at)


def go_on(case_id: UUID, *, at: datetime) -> None:
    """A case that rested goes on: questions were taken back, so coordination must say whom to ask now."""
    case, referral = seats.locked(case_id), seats.current(case_id)
    if referral is None or case.status not in SEEKING:
        return
    for seat, offers in seats.seats_with_offers(referral.id):
        if not any(offer.status in seats.LIVE for offer in offers):
            tell_nobody_left(case, seat, at=at)


def keep_best(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """A case is searched for again: of several who are asked for one seat the first stays asked."""
    referral = seats.current(case_id)
    for seat in seats.seats(referral.id) if referral else ():
        for offer in seats.offers_of_seat(seat.id, OfferStatus.OFFERED)[1:]:
            take_back(offer, Reason.COORDINATION, who=Who.SYSTEM, by=by, at=at)


def end(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The case is closed: who was not at work yet loses the seat, who was keeps it for the record.

    Appointments to come are called off while their mediators still hold their seats, so that they hear of it.
    """
    cancel_all(case_id, by=by, at=at)
    stop_asking(case_id, Reason.CASE_CLOSED, by=by, at=at)
    release_all(case_id, by=by, at=at)
    referral = seats.current(case_id)
    if referral is None:
        return
    if referral.approved_at is None:
        _release_all(case_id, Reason.CASE_CLOSED, by=by, at=at)
        referral.ended_at = at
    for seat in seats.seats(referral.id):
        seat.exhausted_at = seat.gap = None


def lose_consent(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """A party took its consent back: nobody is asked any more.

    Mediators at work keep their seat, as they may have to end the mediation; what they were shown is
    closed by the same fact (``queries.work``).
    """
    stop_asking(case_id, Reason.CONSENT, by=by, at=at)
    release_all(case_id, by=by, at=at)
    case = seats.locked(case_id)
    if (case.paused_from or case.status) not in AT_WORK | {Status.FOLLOWUP}:
        _release_all(case_id, Reason.CONSENT, by=by, at=at)


def _release_all(case_id: UUID, reason: Reason, *, by: UUID | None, at: datetime) -> None:
    case = seats.locked(case_id)
    for offer in seats.offers_of_case(case_id, OfferStatus.ACCEPTED):
        release(offer, case, reason, who=Who.SYSTEM, by=by, at=at)
