"""The verbs of whoever needs somebody: ask, take back, ask the state pool too; and who is asked next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.actions.holding import hold
from app.cases.models import Case
from app.database import db
from app.events import publish
from app.labels import N_
from app.lending.actions.closing import open_inquiry
from app.lending.actions.counting import count
from app.lending.actions.crossing import beyond_the_wall, change
from app.lending.actions.holding import LIVE_CARDS, calls_of, cards_of, end_request, held, look_at
from app.lending.events import LoanAsked, LoanRequestWithdrawn, NobodyToLend
from app.lending.models import LendingCall, LendingRequest
from app.lending.queries.places import partners, state_pool
from app.lending.queries.wishes import wish_of
from app.lending.rules import (
    ANSWER_WITHIN,
    ASKABLE,
    MEANWHILE,
    NOT_NOW,
    OVER,
    CallStatus,
    Figure,
    RequestStatus,
    Rung,
    Wish,
    insist,
)
from app.localtime import local
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.refusals import NotAllowed, Outrun
from app.workdays import Period

Place = tuple[UUID, str]
NOWHERE = N_(
    "Es gibt niemanden, den Sie fragen könnten: keine Kommune mit Leihvereinbarung und für Ihr Land keinen "
    "Landespool."
)


def prepare(case: Case, wish: Wish, *, at_once: bool, at: datetime) -> list[tuple[Rung, list[Place]]]:
    """Whom it would reach at first; ``NotAllowed`` with the sentence why it can't be asked."""
    insist(wish, today=local(at).date())
    if case.status not in ASKABLE[wish.kind]:
        raise NotAllowed(NOT_NOW)
    state = state_pool()
    near, far = partners(), [(state.id, state.name)] if state else []
    if not near and not far:
        raise NotAllowed(NOWHERE)
    if near and not at_once:
        return [(Rung.NEIGHBOURS, near)]
    return [(rung, places) for rung, places in ((Rung.NEIGHBOURS, near), (Rung.STATE, far)) if places]


def send(case: Case, wish: Wish, *, at_once: bool, by: UUID, at: datetime) -> None:
    """Ask; the same sent twice asks once. ``Outrun`` if another request runs for the case by now."""
    hold(case)
    running = open_of(case.id)
    if running is not None:
        if wish_of(running) == wish:
            return
        raise Outrun(MEANWHILE)
    reached = prepare(case, wish, at_once=at_once, at=at)
    made = LendingRequest(
        case_id=case.id,
        by=by,
        asked_at=at,
        languages=" ".join(wish.languages),
        kind=wish.kind,
        format=wish.format,
        daytime=wish.daytime,
        first_day=wish.first_day,
        last_day=wish.last_day,
        urgent=wish.urgent,
        rung=reached[-1][0],
        next_look_at=_answer_by(urgent=wish.urgent, at=at),
    )
    db.session.add(made)
    db.session.flush()
    count(Figure.ASKED, wish.languages, asked_at=at)
    for rung, places in reached:
        _call(made, wish, places, rung=rung, by=by, at=at)


def withdraw(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Take it back, whoever it has reached; a second click changes nothing.

    ``by`` None: the case doesn't need anybody any more.
    """
    request = _open_held(case_id)
    if request is None:
        return
    if end_request(request, RequestStatus.WITHDRAWN, to=CallStatus.WITHDRAWN, at=at):
        publish(LoanRequestWithdrawn(case_id=case_id, actor_id=by, at=at, request_id=request.id))


def widen(case: Case, *, by: UUID, at: datetime) -> None:
    """Ask the state pool now, beside the neighbours."""
    request = _open_held(case.id)
    if request is None:
        raise Outrun(OVER)
    if request.rung is Rung.NEIGHBOURS and not _to_state(request, by=by, at=at):
        raise NotAllowed(N_("Für Ihr Land ist kein Landespool eingerichtet."))


def take_note(case_id: UUID, *, at: datetime) -> None:
    """That nobody was found is read: it is no task any more."""
    unseen = sa.update(LendingRequest).where(
        LendingRequest.case_id == case_id,
        LendingRequest.status == RequestStatus.NOBODY,
        LendingRequest.seen_at.is_(None),
    )
    change(unseen, seen_at=at)


def go_on(request: LendingRequest, *, by: UUID | None, at: datetime) -> None:
    """Nobody is waited for any more: the state pool is asked, and after it coordination has to act."""
    if request.status is not RequestStatus.OPEN or cards_of(request.id, *LIVE_CARDS):
        return
    if any(call.status is CallStatus.OPEN or _still_answers(call, at) for call in calls_of(request.id)):
        return
    if request.rung is Rung.NEIGHBOURS and _to_state(request, by=by, at=at):
        return
    if end_request(request, RequestStatus.NOBODY, to=CallStatus.CLOSED, at=at):
        count(Figure.UNSERVED, wish_of(request).languages, asked_at=request.asked_at)
        publish(NobodyToLend(case_id=request.case_id, actor_id=None, at=at, request_id=request.id))


def open_of(case_id: UUID) -> LendingRequest | None:
    query = sa.select(LendingRequest).where(
        LendingRequest.case_id == case_id, LendingRequest.status == RequestStatus.OPEN
    )
    return db.session.scalar(query.limit(1))


def _to_state(request: LendingRequest, *, by: UUID | None, at: datetime) -> bool:
    state = state_pool()
    if state is None:
        return False
    request.rung = Rung.STATE
    look_at(request, _answer_by(urgent=request.urgent, at=at))
    _call(request, wish_of(request), [(state.id, state.name)], rung=Rung.STATE, by=by, at=at)
    return True


def _call(
    request: LendingRequest, wish: Wish, places: Sequence[Place], *, rung: Rung, by: UUID | None, at: datetime
) -> None:
    """To each of them under an id of its own, so that they could not tell that it is the same request."""
    us, answer_by = here(), _answer_by(urgent=wish.urgent, at=at)
    for place_id, name in places:
        call = LendingCall(
            id=uuid4(),
            case_id=request.case_id,
            request_id=request.id,
            to_municipality_id=place_id,
            rung=rung,
            sent_at=at,
            answer_by=answer_by,
        )
        db.session.add(call)
        with beyond_the_wall(place_id):
            open_inquiry(call.id, wish, from_id=us, answer_by=answer_by, at=at)
        publish(LoanAsked(case_id=request.case_id, actor_id=by, at=at, call_id=call.id, town=name))


def _still_answers(call: LendingCall, at: datetime) -> bool:
    return call.status is CallStatus.ANSWERED and call.answer_by > at


def _answer_by(*, urgent: bool, at: datetime) -> datetime:
    return calendar().due(at, Period.parse(ANSWER_WITHIN[urgent]))


def _open_held(case_id: UUID) -> LendingRequest | None:
    found = open_of(case_id)
    if found is None:
        return None
    request = held(found.id)
    return request if request.status is RequestStatus.OPEN else None
