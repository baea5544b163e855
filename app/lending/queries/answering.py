"""What others ask to be lent: the list, one request with the own people, and the question to one person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.lending.models import LoanCandidate, LoanInquiry
from app.lending.queries.people import Fitting, ShownCard, card_of, row_of, shown, who_fits
from app.lending.queries.wishes import wish_of
from app.lending.rules import LIVE, RUNNING, CallStatus, CandidateStatus, LoanKind, Wish
from app.localtime import in_address
from app.mediators.models import PoolPerson
from app.municipalities.models import Municipality
from app.refusals import NotFound

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class InquiryLine:
    id: UUID
    town: str
    kind: LoanKind
    urgent: bool
    sent_at: datetime
    answer_by: datetime
    status: CallStatus

    @property
    def is_open(self) -> bool:
        return self.status in RUNNING


@dataclass(frozen=True, kw_only=True)
class CandidateLine:
    """Somebody of the own pool who was asked."""

    id: UUID
    person_id: UUID
    name: str
    status: CandidateStatus
    asked_at: datetime
    answer_by: datetime
    can_be_taken_back: bool


@dataclass(frozen=True, kw_only=True)
class InquiryPage:
    line: InquiryLine
    wish: Wish
    candidates: tuple[CandidateLine, ...]
    can_ask: bool
    fitting: tuple[Fitting, ...]
    """Of the own pool, as long as somebody can be asked; without those who were."""


@dataclass(frozen=True, kw_only=True)
class OwnQuestion:
    """The question as the person reads it: what goes without her name, and what goes with it."""

    id: UUID
    town: str
    wish: Wish
    status: CandidateStatus
    answer_by: datetime
    card: ShownCard
    name: str
    email: str

    @property
    def waits(self) -> bool:
        return self.status in {CandidateStatus.ASKED, CandidateStatus.CHOSEN}


def inquiries(after: str | None) -> tuple[list[InquiryLine], str | None]:
    """A page of all that was asked for, the newest first."""
    query = (
        sa.select(LoanInquiry, Municipality.name)
        .join(Municipality, Municipality.id == LoanInquiry.from_municipality_id)
        .order_by(LoanInquiry.sent_at.desc(), LoanInquiry.id.desc())
        .limit(PAGE + 1)
    )
    place = _place(after)
    if place is not None:
        query = query.where(
            sa.tuple_(LoanInquiry.sent_at, LoanInquiry.id) < sa.tuple_(*map(sa.literal, place))
        )
    found = db.session.execute(query).all()
    lines = [_line(row, town) for row, town in found[:PAGE]]
    more = len(found) > PAGE
    return lines, f"{lines[-1].sent_at.isoformat()}_{lines[-1].id}" if more else None


def inquiry(inquiry_id: UUID, now: datetime) -> InquiryPage:
    """``NotFound`` if it didn't come here."""
    found = db.session.execute(
        sa.select(LoanInquiry, Municipality.name)
        .join(Municipality, Municipality.id == LoanInquiry.from_municipality_id)
        .where(LoanInquiry.id == inquiry_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    row, town = found
    line, candidates = _line(row, town), _candidates(inquiry_id)
    asked = {one.person_id for one in candidates}
    can_ask = line.is_open and row.answer_by > now
    fitting = [one for one in who_fits(row, now) if one.id not in asked] if can_ask else []
    return InquiryPage(
        line=line,
        wish=wish_of(row),
        candidates=tuple(candidates),
        can_ask=can_ask,
        fitting=tuple(fitting),
    )


def own_question(candidate_id: UUID, user_id: UUID, now: datetime) -> OwnQuestion:
    """``NotFound`` unless it was asked of this person."""
    found = db.session.execute(_own(user_id).where(LoanCandidate.id == candidate_id)).one_or_none()
    if found is None:
        raise NotFound
    candidate, wanted, town = found
    row = row_of(candidate.person_id)
    return OwnQuestion(
        id=candidate.id,
        town=town,
        wish=wish_of(wanted),
        status=candidate.status,
        answer_by=candidate.answer_by,
        card=shown(card_of(candidate.person_id, wanted, now)),
        name=f"{row.first_name} {row.last_name}",
        email=row.email,
    )


def own_waiting(user_id: UUID, now: datetime) -> list[tuple[UUID, str, datetime]]:
    """Questions that wait for this person, the most urgent first."""
    waits = (CandidateStatus.ASKED, CandidateStatus.CHOSEN)
    query = _own(user_id).where(LoanCandidate.status.in_(waits), LoanCandidate.answer_by > now)
    rows = db.session.execute(query.order_by(LoanCandidate.answer_by, LoanCandidate.id))
    return [(candidate.id, town, candidate.answer_by) for candidate, _, town in rows]


def _own(user_id: UUID) -> sa.Select[LoanCandidate, LoanInquiry, str]:
    same = LoanCandidate.municipality_id
    return (
        sa.select(LoanCandidate, LoanInquiry, Municipality.name)
        .join(
            LoanInquiry,
            sa.and_(LoanInquiry.id == LoanCandidate.inquiry_id, LoanInquiry.municipality_id == same),
        )
        .join(
            PoolPerson, sa.and_(PoolPerson.id == LoanCandidate.person_id, PoolPerson.municipality_id == same)
        )
        .join(Municipality, Municipality.id == LoanInquiry.from_municipality_id)
        .where(PoolPerson.user_id == user_id)
    )


def _candidates(inquiry_id: UUID) -> list[CandidateLine]:
    query = (
        sa.select(LoanCandidate, PoolPerson)
        .join(
            PoolPerson,
            sa.and_(
                PoolPerson.id == LoanCandidate.person_id,
                PoolPerson.municipality_id == LoanCandidate.municipality_id,
            ),
        )
        .where(LoanCandidate.inquiry_id == inquiry_id)
        .order_by(LoanCandidate.asked_at, LoanCandidate.id)
    )
    return [
        CandidateLine(
            id=candidate.id,
            person_id=candidate.person_id,
            name=person.name,
            status=candidate.status,
            asked_at=candidate.asked_at,
            answer_by=candidate.answer_by,
            can_be_taken_back=candidate.status in (*LIVE, CandidateStatus.LENT),
        )
        for candidate, person in db.session.execute(query)
    ]


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    written, _, id_ = (after or "").partition("_")
    try:
        moment, which = in_address(written), UUID(id_)
    except ValueError:
        return None
    return (moment, which) if moment else None


def _line(row: LoanInquiry, town: str) -> InquiryLine:
    return InquiryLine(
        id=row.id,
        town=town,
        kind=row.kind,
        urgent=row.urgent,
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        status=row.status,
    )
