"""Within the walls of whoever asks: a no, a card, a card taken back, a name. Called from behind the door."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.lending.actions.asking import go_on
from app.lending.actions.choosing import bring_home
from app.lending.actions.counting import count
from app.lending.actions.crossing import change
from app.lending.actions.holding import LIVE_CARDS, end_call, end_request, held, move_card
from app.lending.events import LoanCardCame, LoanCardGone, LoanDeclined, PersonLent
from app.lending.models import LendingCall, LendingRequest, LoanCard
from app.lending.queries.places import name_of
from app.lending.queries.wishes import wish_of
from app.lending.rules import (
    MEANWHILE,
    OVER,
    RUNNING,
    CallStatus,
    Card,
    CardStatus,
    Figure,
    RequestStatus,
    Rung,
    speed,
)
from app.mediators.actions.guests import take_in
from app.mediators.poolrow import PoolRow
from app.mediators.rules import Kind
from app.referrals.actions.interpreters import land
from app.refusals import NotFound, Outrun


def hold_for(call_id: UUID, *, to: UUID) -> LendingRequest:
    """The request behind a call, locked; ``NotFound`` unless it went to this municipality."""
    return held(_call(call_id, to).request_id)


def hear_no(call_id: UUID, *, to: UUID, at: datetime) -> None:
    call = _call(call_id, to)
    request = held(call.request_id)
    end_call(call, CallStatus.REFUSED, at=at)
    publish(LoanDeclined(case_id=call.case_id, actor_id=None, at=at, town=name_of(to)))
    go_on(request, by=None, at=at)


def show_card(call_id: UUID, card_id: UUID, card: Card, *, to: UUID, at: datetime) -> None:
    """Somebody is put forward, without a name."""
    call = _call(call_id, to)
    request = held(call.request_id)
    if request.status is not RequestStatus.OPEN or call.status not in RUNNING:
        raise Outrun(OVER)
    db.session.add(
        LoanCard(
            id=card_id,
            case_id=call.case_id,
            request_id=call.request_id,
            call_id=call.id,
            kind=card.kind,
            qualification=card.qualification,
            interpreting=card.interpreting,
            spoken=[[code, level.value] for code, level in card.languages],
            slots=[str(slot) for slot in card.slots],
            shown_at=at,
        )
    )
    change(sa.update(LendingCall).where(LendingCall.id == call.id), status=CallStatus.ANSWERED)
    if request.first_card_at is None:
        request.first_card_at = at
        count(speed(at - request.asked_at), wish_of(request).languages, asked_at=request.asked_at)
    db.session.flush()
    publish(LoanCardCame(case_id=call.case_id, actor_id=None, at=at, card_id=card_id, town=name_of(to)))


def take_card_back(card_id: UUID, *, to: UUID, at: datetime) -> None:
    """Over there somebody is not willing any more, or not to be had."""
    card, request = _card(card_id, to)
    if move_card(card, LIVE_CARDS, CardStatus.WITHDRAWN, ended_at=at):
        publish(LoanCardGone(case_id=card.case_id, actor_id=None, at=at, card_id=card_id, town=name_of(to)))
        go_on(request, by=None, at=at)


def welcome(card_id: UUID, guest: PoolRow, *, to: UUID, at: datetime) -> None:
    """Her name comes over: she stands in the pool for this case alone, and the request has an end."""
    card, request = _card(card_id, to)
    if request.status is not RequestStatus.OPEN or not move_card(card, (CardStatus.CHOSEN,), CardStatus.LENT):
        raise Outrun(MEANWHILE)
    card.person_id = take_in(
        guest, kind=card.kind, interpreting=card.interpreting, case_id=card.case_id, by=card.chosen_by, at=at
    )
    call = _call(card.call_id, to)
    languages, asked_at = wish_of(request).languages, request.asked_at
    end_call(call, CallStatus.SERVED, at=at)
    end_request(request, RequestStatus.SERVED, to=CallStatus.CLOSED, at=at)
    count(Figure.BY_STATE if call.rung is Rung.STATE else Figure.BY_NEIGHBOUR, languages, asked_at=asked_at)
    publish(PersonLent(case_id=card.case_id, actor_id=None, at=at, card_id=card_id, town=name_of(to)))
    if card.kind is Kind.INTERPRETER:
        land(card.case_id, card.person_id, by=card.chosen_by, at=at)


def lose(card_id: UUID, *, to: UUID, at: datetime) -> None:
    """Over there the loan is ended."""
    card, _ = _card(card_id, to)
    bring_home(card, by=None, at=at)


def _call(call_id: UUID, to: UUID) -> LendingCall:
    found = db.session.scalar(
        sa.select(LendingCall).where(LendingCall.id == call_id, LendingCall.to_municipality_id == to),
        execution_options={"populate_existing": True},
    )
    if found is None:
        raise NotFound
    return found


def _card(card_id: UUID, to: UUID) -> tuple[LoanCard, LendingRequest]:
    card = db.session.scalar(sa.select(LoanCard).where(LoanCard.id == card_id))
    if card is None:
        raise NotFound
    _call(card.call_id, to)
    request = held(card.request_id)
    db.session.refresh(card)
    return card, request
