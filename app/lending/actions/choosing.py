"""The verbs of whoever needs somebody, towards one person: take a card or not, and end a loan."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.labels import N_
from app.lending.actions.asking import go_on
from app.lending.actions.closing import ask_for_consent, come_home
from app.lending.actions.crossing import beyond_the_wall
from app.lending.actions.holding import call_of, cards_of, held, look_at, move_card, put_back
from app.lending.events import LoanChosen, LoanEnded
from app.lending.models import LendingRequest, LoanCard
from app.lending.queries.places import name_of
from app.lending.rules import CONSENT_WITHIN, MEANWHILE, OVER, CandidateStatus, CardStatus, RequestStatus
from app.mediators.actions.guests import let_go
from app.municipalities.queries import calendar
from app.referrals.rules import DISCLOSED_AFTER_CLOSING_DAYS
from app.refusals import NotAllowed, NotFound, Outrun
from app.workdays import Period


def choose(case_id: UUID, card_id: UUID, *, by: UUID, at: datetime) -> None:
    """Take a card; the person is asked whether her name may come over. One at a time."""
    card, request = _held_card(case_id, card_id)
    if card.status is CardStatus.CHOSEN:
        return
    if request.status is not RequestStatus.OPEN:
        raise Outrun(OVER)
    if cards_of(request.id, CardStatus.CHOSEN):
        raise NotAllowed(N_("Eine andere Karte ist schon angenommen. Bitte warten Sie auf die Einwilligung."))
    consent_by = calendar().due(at, Period.parse(CONSENT_WITHIN))
    values = {"chosen_at": at, "chosen_by": by, "consent_by": consent_by}
    if not move_card(card, (CardStatus.SHOWN,), CardStatus.CHOSEN, **values):
        raise Outrun(MEANWHILE)
    look_at(request, min(request.next_look_at, consent_by))
    to = call_of(card).to_municipality_id
    with beyond_the_wall(to):
        ask_for_consent(card.id, answer_by=consent_by, at=at)
    publish(LoanChosen(case_id=case_id, actor_id=by, at=at, card_id=card.id, town=name_of(to)))


def decline(case_id: UUID, card_id: UUID, *, by: UUID, at: datetime) -> None:
    """Not take a card; over there nobody learns why."""
    card, request = _held_card(case_id, card_id)
    if put_back(card, CardStatus.NOT_CHOSEN, CandidateStatus.NOT_CHOSEN, at=at):
        go_on(request, by=by, at=at)


def give_back(case_id: UUID, card_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """End a loan: the person is asked no more here, and her seat becomes free."""
    card, _ = _held_card(case_id, card_id)
    bring_home(card, by=by, at=at)


def bring_home(card: LoanCard, *, by: UUID | None, at: datetime) -> None:
    if not move_card(card, (CardStatus.LENT,), CardStatus.ENDED, ended_at=at):
        return
    to = call_of(card).to_municipality_id
    with beyond_the_wall(to):
        come_home(card.id, at=at)
    if card.person_id is not None:
        let_go(card.person_id, by=by, at=at, seen_for=DISCLOSED_AFTER_CLOSING_DAYS)
    publish(LoanEnded(case_id=card.case_id, actor_id=by, at=at, card_id=card.id, town=name_of(to)))


def bring_all_home(case_id: UUID, *, at: datetime) -> None:
    """The case is closed, and with it every loan for it."""
    query = sa.select(LoanCard).where(LoanCard.case_id == case_id, LoanCard.status == CardStatus.LENT)
    for card in list(db.session.scalars(query)):
        held(card.request_id)
        bring_home(card, by=None, at=at)


def guest_left(person_id: UUID, *, at: datetime) -> None:
    """A guest was taken out of the own pool: her loan is over."""
    query = sa.select(LoanCard).where(LoanCard.person_id == person_id, LoanCard.status == CardStatus.LENT)
    for card in list(db.session.scalars(query)):
        held(card.request_id)
        bring_home(card, by=None, at=at)


def _held_card(case_id: UUID, card_id: UUID) -> tuple[LoanCard, LendingRequest]:
    card = db.session.scalar(sa.select(LoanCard).where(LoanCard.id == card_id, LoanCard.case_id == case_id))
    if card is None:
        raise NotFound
    request = held(card.request_id)
    db.session.refresh(card)
    return card, request
