"""What of lending waits for coordination, as lines of the start page; and what is due by the clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import UtcDateTime, db
from app.labels import Labelled
from app.lending.models import LendingAgreement, LendingCall, LendingRequest, LoanCard, LoanInquiry
from app.lending.rules import AgreementStatus, CallStatus, CardStatus, RequestStatus
from app.municipalities.models import Municipality

SHOWN = 8


class Waits(Labelled):
    """Why something waits; each with the words of its line."""

    INQUIRY = "INQUIRY", "%(about)s bittet, jemanden zu leihen"
    AGREEMENT = "AGREEMENT", "%(about)s bietet eine Leihvereinbarung an"
    CARD = "CARD", "Fall %(about)s: jemand ist für eine Leihe genannt"
    NOBODY = "NOBODY", "Fall %(about)s: niemand zu leihen, bitte anders weitersuchen"


@dataclass(frozen=True)
class LendingTask:
    why: Waits
    id: UUID
    """Of the inquiry, the agreement, or the case."""
    about: str
    answer_by: datetime | None

    @property
    def of_case(self) -> bool:
        return self.why in {Waits.CARD, Waits.NOBODY}


def tasks() -> list[LendingTask]:
    """The most urgent first; one statement."""
    parts = sa.union_all(_inquiries(), _agreements(), _cards(), _nobody()).subquery()
    query = sa.select(parts).order_by(
        parts.c.answer_by.is_(None), parts.c.answer_by, parts.c.about, parts.c.id
    )
    rows = db.session.execute(query.limit(SHOWN))
    return [LendingTask(Waits(row.why), row.id, row.about, row.answer_by) for row in rows]


def due(at: datetime) -> list[UUID]:
    """For the job: requests of which a period has ended."""
    query = sa.select(LendingRequest.id).where(
        LendingRequest.status == RequestStatus.OPEN, LendingRequest.next_look_at <= at
    )
    return list(db.session.scalars(query.order_by(LendingRequest.next_look_at, LendingRequest.id)))


_NEVER = sa.cast(sa.null(), UtcDateTime())


def _inquiries() -> sa.Select[tuple[str, UUID, str, datetime | None]]:
    """Of which nobody was put forward yet."""
    return (
        sa.select(
            sa.literal(Waits.INQUIRY.value).label("why"),
            LoanInquiry.id.label("id"),
            Municipality.name.label("about"),
            LoanInquiry.answer_by.label("answer_by"),
        )
        .join(Municipality, Municipality.id == LoanInquiry.from_municipality_id)
        .where(LoanInquiry.status == CallStatus.OPEN)
    )


def _agreements() -> sa.Select[tuple[str, UUID, str, datetime | None]]:
    return (
        sa.select(sa.literal(Waits.AGREEMENT.value), LendingAgreement.id, Municipality.name, _NEVER)
        .join(Municipality, Municipality.id == LendingAgreement.other_id)
        .where(LendingAgreement.status == AgreementStatus.OFFERED, LendingAgreement.offered_by_us.is_(False))
    )


def _cards() -> sa.Select[tuple[str, UUID, str, datetime | None]]:
    """A line for each case, however many cards there are; due when the first of the answers was."""
    return (
        sa.select(sa.literal(Waits.CARD.value), Case.id, Case.number, sa.func.min(LendingCall.answer_by))
        .join(LendingRequest, sa.and_(LendingRequest.case_id == Case.id, _same()))
        .join(LoanCard, _of(LendingRequest, LoanCard.request_id))
        .join(LendingCall, _of(LendingCall, LoanCard.call_id))
        .where(LendingRequest.status == RequestStatus.OPEN, LoanCard.status == CardStatus.SHOWN)
        .group_by(Case.id, Case.number)
    )


def _nobody() -> sa.Select[tuple[str, UUID, str, datetime | None]]:
    return (
        sa.select(sa.literal(Waits.NOBODY.value), Case.id, Case.number, _NEVER)
        .join(LendingRequest, sa.and_(LendingRequest.case_id == Case.id, _same()))
        .where(LendingRequest.status == RequestStatus.NOBODY, LendingRequest.seen_at.is_(None))
    )


def _of(table: type[LendingRequest] | type[LendingCall], key: Any) -> sa.ColumnElement[bool]:
    return sa.and_(table.id == key, table.municipality_id == LoanCard.municipality_id)


def _same() -> sa.ColumnElement[bool]:
    return LendingRequest.municipality_id == Case.municipality_id
