"""The request, held by whoever changes anything of a loan: the two sides never wait for each other."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.lending.actions.closing import close_inquiry, drop
from app.lending.actions.crossing import beyond_the_wall, change
from app.lending.models import LendingCall, LendingRequest, LoanCandidate, LoanCard, LoanInquiry
from app.lending.rules import LIVE, RUNNING, CallStatus, CandidateStatus, CardStatus, RequestStatus
from app.municipalities.scope import here
from app.referrals.queries.seats import cases_of, locked
from app.refusals import NotFound

LIVE_CARDS = (CardStatus.SHOWN, CardStatus.CHOSEN)


def held(request_id: UUID) -> LendingRequest:
    """Locked until the end of the transaction; its case before it, as whoever moves the case does."""
    case_id = db.session.scalar(sa.select(LendingRequest.case_id).where(LendingRequest.id == request_id))
    if case_id is None:
        raise NotFound
    locked(case_id)
    query = sa.select(LendingRequest).where(LendingRequest.id == request_id).with_for_update()
    return db.session.scalars(query, execution_options={"populate_existing": True}).one()


def hold_cases_of(person_id: UUID) -> None:
    """All cases that a deed about somebody of the pool may reach, wherever they are, in one order."""
    loans = sa.select(LoanCard.case_id).where(
        LoanCard.person_id == person_id, LoanCard.status == CardStatus.LENT
    )
    places = dict.fromkeys(cases_of(person_id) | set(db.session.scalars(loans)), here())
    for call_id, place in _lent_for(person_id):
        with beyond_the_wall(place):
            asking = db.session.scalars(sa.select(LendingCall.case_id).where(LendingCall.id == call_id))
            places |= dict.fromkeys(asking, place)
    for case_id in sorted(places):
        with beyond_the_wall(places[case_id]):
            locked(case_id)


def _lent_for(person_id: UUID) -> list[tuple[UUID, UUID]]:
    """The calls that somebody of the own pool is asked or lent for, each with where it came from."""
    query = (
        sa.select(LoanInquiry.id, LoanInquiry.from_municipality_id)
        .join(
            LoanCandidate,
            sa.and_(
                LoanCandidate.inquiry_id == LoanInquiry.id,
                LoanCandidate.municipality_id == LoanInquiry.municipality_id,
            ),
        )
        .where(LoanCandidate.person_id == person_id, LoanCandidate.status.in_((*LIVE, CandidateStatus.LENT)))
    )
    return [(call_id, place) for call_id, place in db.session.execute(query)]


def calls_of(request_id: UUID) -> list[LendingCall]:
    query = sa.select(LendingCall).where(LendingCall.request_id == request_id)
    ordered = query.order_by(LendingCall.sent_at, LendingCall.id)
    return list(db.session.scalars(ordered, execution_options={"populate_existing": True}))


def cards_of(request_id: UUID, *statuses: CardStatus) -> list[LoanCard]:
    query = sa.select(LoanCard).where(LoanCard.request_id == request_id, LoanCard.status.in_(statuses))
    ordered = query.order_by(LoanCard.shown_at, LoanCard.id)
    return list(db.session.scalars(ordered, execution_options={"populate_existing": True}))


def call_of(card: LoanCard) -> LendingCall:
    return db.session.get_one(LendingCall, card.call_id)


def end_call(call: LendingCall, status: CallStatus, *, at: datetime) -> None:
    """On both sides."""
    still = sa.update(LendingCall).where(LendingCall.id == call.id, LendingCall.status.in_(RUNNING))
    if change(still, status=status, answered_at=at):
        with beyond_the_wall(call.to_municipality_id):
            close_inquiry(call.id, status, at=at)


def move_card(card: LoanCard, before: Iterable[CardStatus], after: CardStatus, **values: object) -> bool:
    """The one way in which a card changes."""
    still = sa.update(LoanCard).where(LoanCard.id == card.id, LoanCard.status.in_(tuple(before)))
    won = change(still, status=after, **values)
    if won:
        db.session.refresh(card)
    return won


def put_back(card: LoanCard, status: CardStatus, over_there: CandidateStatus, *, at: datetime) -> bool:
    """A card is not taken, or waited for no more; over there the person hears that she is free."""
    if not move_card(card, LIVE_CARDS, status, ended_at=at):
        return False
    with beyond_the_wall(call_of(card).to_municipality_id):
        drop(card.id, over_there, at=at)
    return True


def end_request(request: LendingRequest, status: RequestStatus, *, to: CallStatus, at: datetime) -> bool:
    """One winner; what still runs elsewhere ends with it."""
    still = sa.update(LendingRequest).where(
        LendingRequest.id == request.id, LendingRequest.status == RequestStatus.OPEN
    )
    if not change(still, status=status, ended_at=at):
        return False
    db.session.refresh(request)
    for card in cards_of(request.id, *LIVE_CARDS):
        left = CandidateStatus.WITHDRAWN if to is CallStatus.WITHDRAWN else CandidateStatus.NOT_CHOSEN
        put_back(card, CardStatus.NOT_CHOSEN, left, at=at)
    for call in calls_of(request.id):
        end_call(call, to, at=at)
    return True


def look_at(request: LendingRequest, moment: datetime) -> None:
    """The clock has something to do then."""
    request.next_look_at = moment
    db.session.flush()
