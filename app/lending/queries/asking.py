"""The page of a case: its requests, whom they have reached, and what came back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.rules.screening import Priority
from app.cases.rules.speech import to_talk_in
from app.database import db
from app.languages import LANGUAGES, Level
from app.lending.models import LendingCall, LendingRequest, LoanCard
from app.lending.queries.people import spoken
from app.lending.queries.wishes import wish_of
from app.lending.rules import (
    CallStatus,
    CardStatus,
    Daytime,
    Format,
    LoanKind,
    Qualification,
    RequestStatus,
    Rung,
    Wish,
    scarce_first,
)
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from app.municipalities.models import Municipality

#: So far ahead the form looks at first.
AHEAD = timedelta(days=42)


@dataclass(frozen=True, kw_only=True)
class CallLine:
    town: str
    rung: Rung
    status: CallStatus
    sent_at: datetime
    answer_by: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CardLine:
    """Somebody who could be lent; ``person`` once her name has come."""

    id: UUID
    town: str
    kind: Kind
    qualification: Qualification
    interpreting: Interpreting | None
    languages: tuple[tuple[str, Level], ...]
    slots: tuple[str, ...]
    status: CardStatus
    consent_by: datetime | None
    ended_at: datetime | None
    person_id: UUID | None
    person: str | None
    is_open: bool
    """The request runs still, so that it can be decided on."""


@dataclass(frozen=True, kw_only=True)
class RequestView:
    id: UUID
    status: RequestStatus
    wish: Wish
    asked_at: datetime
    ended_at: datetime | None
    rung: Rung
    seen: bool
    calls: tuple[CallLine, ...]
    cards: tuple[CardLine, ...]

    @property
    def is_open(self) -> bool:
        return self.status is RequestStatus.OPEN

    @property
    def is_unseen(self) -> bool:
        return self.status is RequestStatus.NOBODY and not self.seen

    @property
    def chosen(self) -> bool:
        return any(card.status is CardStatus.CHOSEN for card in self.cards)


def requests_of(case_id: UUID) -> list[RequestView]:
    """The newest first; three statements."""
    query = (
        sa.select(LendingRequest)
        .where(LendingRequest.case_id == case_id)
        .order_by(LendingRequest.asked_at.desc(), LendingRequest.id)
    )
    found = db.session.scalars(query).all()
    calls, cards = _calls(case_id), _cards(case_id)
    return [_view(row, calls=calls, cards=cards) for row in found]


def usual(case: Case, today: date) -> Wish:
    """The languages of the parties, to begin the form with; none of it has gone anywhere."""
    query = sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)
    spoken = dict.fromkeys(code for party in db.session.scalars(query) for code in to_talk_in(party.tongues))
    return Wish(
        languages=scarce_first(code for code in spoken if code in LANGUAGES),
        kind=LoanKind.MEDIATOR,
        format=Format.ON_SITE,
        daytime=Daytime.ANY,
        first_day=today,
        last_day=today + AHEAD,
        urgent=case.priority is Priority.A,
    )


def _calls(case_id: UUID) -> dict[UUID, list[CallLine]]:
    query = (
        sa.select(LendingCall, Municipality.name)
        .join(Municipality, Municipality.id == LendingCall.to_municipality_id)
        .where(LendingCall.case_id == case_id)
        .order_by(LendingCall.sent_at, Municipality.name, LendingCall.id)
    )
    found: dict[UUID, list[CallLine]] = {}
    for row, town in db.session.execute(query):
        line = CallLine(
            town=town,
            rung=row.rung,
            status=row.status,
            sent_at=row.sent_at,
            answer_by=row.answer_by,
            answered_at=row.answered_at,
        )
        found.setdefault(row.request_id, []).append(line)
    return found


def _cards(case_id: UUID) -> dict[UUID, list[CardLine]]:
    query = (
        sa.select(LoanCard, LendingRequest.status, Municipality.name, PoolPerson)
        .join(LendingCall, sa.and_(LendingCall.id == LoanCard.call_id, _same(LendingCall)))
        .join(LendingRequest, sa.and_(LendingRequest.id == LoanCard.request_id, _same(LendingRequest)))
        .join(Municipality, Municipality.id == LendingCall.to_municipality_id)
        .outerjoin(PoolPerson, sa.and_(PoolPerson.id == LoanCard.person_id, _same(PoolPerson)))
        .where(LoanCard.case_id == case_id)
        .order_by(LoanCard.shown_at, LoanCard.id)
    )
    found: dict[UUID, list[CardLine]] = {}
    for row, status, town, person in db.session.execute(query):
        line = CardLine(
            id=row.id,
            town=town,
            kind=row.kind,
            qualification=row.qualification,
            interpreting=row.interpreting,
            languages=spoken((code, Level(level)) for code, level in row.spoken),
            slots=tuple(row.slots),
            status=row.status,
            consent_by=row.consent_by,
            ended_at=row.ended_at,
            person_id=row.person_id if person is not None and person.erased_at is None else None,
            person=person.name if person is not None and person.erased_at is None else None,
            is_open=status is RequestStatus.OPEN,
        )
        found.setdefault(row.request_id, []).append(line)
    return found


def _view(
    row: LendingRequest, *, calls: dict[UUID, list[CallLine]], cards: dict[UUID, list[CardLine]]
) -> RequestView:
    return RequestView(
        id=row.id,
        status=row.status,
        wish=wish_of(row),
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        rung=row.rung,
        seen=row.seen_at is not None,
        calls=tuple(calls.get(row.id, ())),
        cards=tuple(cards.get(row.id, ())),
    )


def _same(table: type[LendingCall] | type[LendingRequest] | type[PoolPerson]) -> sa.ColumnElement[bool]:
    return table.municipality_id == LoanCard.municipality_id
