"""What runs out by the clock: answers and consents that did not come."""

from datetime import datetime
from uuid import UUID

from app.events import publish
from app.lending.actions.asking import go_on
from app.lending.actions.closing import let_expire
from app.lending.actions.crossing import beyond_the_wall
from app.lending.actions.holding import call_of, calls_of, cards_of, end_call, held, look_at, put_back
from app.lending.events import LoanCardGone
from app.lending.models import LendingCall, LendingRequest
from app.lending.queries.places import name_of
from app.lending.rules import CONSENT_WITHIN, RUNNING, CallStatus, CandidateStatus, CardStatus, RequestStatus
from app.municipalities.queries import calendar
from app.workdays import Period


def look_after(request_id: UUID, *, at: datetime) -> bool:
    """For the job: what nobody answered in time has run out, and the next are asked."""
    request = held(request_id)
    if request.status is not RequestStatus.OPEN or request.next_look_at > at:
        return False
    for call in calls_of(request.id):
        if call.status in RUNNING and call.answer_by <= at:
            _run_out(call, at=at)
    for card in cards_of(request.id, CardStatus.CHOSEN):
        if card.consent_by is not None and card.consent_by <= at:
            put_back(card, CardStatus.WITHDRAWN, CandidateStatus.EXPIRED, at=at)
            town = name_of(call_of(card).to_municipality_id)
            publish(LoanCardGone(case_id=card.case_id, actor_id=None, at=at, card_id=card.id, town=town))
    look_at(request, _next_look(request, at))
    go_on(request, by=None, at=at)
    return True


def _run_out(call: LendingCall, *, at: datetime) -> None:
    """With a card it stays open for the decision; without one it is over."""
    if call.status is CallStatus.OPEN:
        end_call(call, CallStatus.EXPIRED, at=at)
        return
    with beyond_the_wall(call.to_municipality_id):
        let_expire(call.id, at=at)


def _next_look(request: LendingRequest, at: datetime) -> datetime:
    """The next moment at which a period ends; a far one if none does."""
    ends = [call.answer_by for call in calls_of(request.id) if call.answer_by > at]
    ends += [card.consent_by for card in cards_of(request.id, CardStatus.CHOSEN) if card.consent_by]
    return min(ends, default=calendar().due(at, Period.parse(CONSENT_WITHIN)))
