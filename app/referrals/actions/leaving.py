"""What becomes of the questions to somebody who leaves the pool or is away, and of her seats."""

from datetime import date, datetime
from uuid import UUID

from app.cases.models import Case
from app.cases.rules.status import Who
from app.database import db
from app.events import publish
from app.localtime import local
from app.referrals.actions.answering import release
from app.referrals.actions.asking import ask_next, due_if_asked
from app.referrals.actions.closing import UNANSWERED
from app.referrals.actions.reserve import release_reserve
from app.referrals.actions.sending import take_back
from app.referrals.appointments import written
from app.referrals.events import MeetingInAbsence
from app.referrals.models import Offer
from app.referrals.queries import seats, sessions
from app.referrals.queries.due import last_day_away
from app.referrals.rules import OPEN, SEEKING, OfferStatus, Reason


def leave(person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Her questions go to the next person, her seats become free; what she has done stays on record."""
    for offer in seats.offers_of_person(person_id, *UNANSWERED, OfferStatus.ACCEPTED):
        _without_her(offer, seats.locked_with(offer), by=by, at=at)
    for offer in seats.reserve_of(person_id):
        release_reserve(offer, by=by, at=at, lost=True)


def let_go(case: Case, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The same in one case, which must be held: she must not mediate it (any more)."""
    for offer in seats.offers_of_person(person_id, *UNANSWERED, OfferStatus.ACCEPTED):
        if offer.case_id == case.id:
            db.session.refresh(offer)
            _without_her(offer, case, by=by, at=at)
    for offer in seats.reserve_of(person_id):
        if offer.case_id == case.id:
            release_reserve(offer, by=by, at=at, lost=True)


def _without_her(offer: Offer, case: Case, *, by: UUID | None, at: datetime) -> None:
    if (case.paused_from or case.status) not in SEEKING:
        return
    if offer.status is OfferStatus.ACCEPTED:
        release(offer, case, Reason.COORDINATION, who=Who.COORDINATION, by=by, at=at)
        ask_next(case, seats.seat_of(offer), at=at)
    elif offer.status in UNANSWERED:
        _ask_another(offer, case, Reason.COORDINATION, by=by, at=at)


def be_away(person_id: UUID, *, first_day: date, last_day: date, by: UUID | None, at: datetime) -> None:
    """A question that could only be answered while she is away goes to the next person.

    Whoever leaves later can still answer until then; what she has taken on stays hers, and where that
    means an appointment, she and coordination are told to look at it.
    """
    for meeting in sessions.in_absence(person_id, first_day=first_day, last_day=last_day, at=at):
        publish(
            MeetingInAbsence(
                case_id=meeting.case_id,
                actor_id=by,
                at=at,
                person_id=person_id,
                meeting_id=meeting.id,
                starts_at=meeting.starts_at,
                when=written(meeting.starts_at),
            )
        )
    if local(at).date() < first_day:
        return
    for offer in seats.reserve_of(person_id):
        _lose_reserve(offer, last_day, by=by, at=at)
    for offer in seats.offers_of_person(person_id, OfferStatus.OFFERED):
        case = seats.locked_with(offer)
        if offer.status is OfferStatus.OFFERED and offer.due and local(offer.due).date() <= last_day:
            _ask_another(offer, case, Reason.ABSENCE, by=by, at=at)


def withdraw_if_away(offer_id: UUID, *, at: datetime) -> bool:
    """For the job: an absence has begun, and the question can't be answered before it ends."""
    offer = db.session.get_one(Offer, offer_id)
    case = seats.locked_with(offer)
    back_after = last_day_away(offer.person_id, local(at).date())
    if offer.status is not OfferStatus.OFFERED or offer.due is None or back_after is None:
        return False
    if local(offer.due).date() > back_after:
        return False
    _ask_another(offer, case, Reason.ABSENCE, by=None, at=at)
    return True


def rest(person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Whoever wants no requests can't be asked as the reserve; what she was asked she may still answer."""
    for offer in seats.reserve_of(person_id):
        seats.locked_with(offer)
        release_reserve(offer, by=by, at=at, lost=True)


def lose_reserve_if_away(offer_id: UUID, *, at: datetime) -> bool:
    """For the job: an absence has begun, and a question of today could not be answered before it ends."""
    offer = db.session.get_one(Offer, offer_id)
    back_after = last_day_away(offer.person_id, local(at).date())
    return back_after is not None and _lose_reserve(offer, back_after, by=None, at=at)


def _lose_reserve(offer: Offer, last_day: date, *, by: UUID | None, at: datetime) -> bool:
    """The rule for a question counts for the reserve: who is back in time stays."""
    case = seats.locked_with(offer)
    if not offer.standby or local(due_if_asked(case, at)).date() > last_day:
        return False
    release_reserve(offer, by=by, at=at, lost=True)
    return True


def _ask_another(offer: Offer, case: Case, reason: Reason, *, by: UUID | None, at: datetime) -> None:
    """A substitute who was not asked yet only leaves the list."""
    was_asked = offer.status in OPEN
    take_back(offer, reason, who=Who.SYSTEM, by=by, at=at)
    if was_asked:
        ask_next(case, seats.seat_of(offer), at=at)
