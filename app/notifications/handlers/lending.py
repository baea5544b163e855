"""Who is told of lending: each side of its own, and nothing of the other's."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.clock import local
from app.database import db
from app.lending.events import (
    AgreementTold,
    CandidateAnswered,
    CandidateAsked,
    CandidateReleased,
    InquiryCame,
    InquiryOver,
    LoanCardCame,
    LoanCardGone,
    LoanEnded,
    NobodyToLend,
    PersonLent,
)
from app.mediators.models import PoolPerson
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of

#: Who answers for the pool: coordination, and in the state pool the state's office.
LENDERS = (Role.COORDINATOR, Role.STATE_POOL)


def agreement_told(event: AgreementTold) -> None:
    for role in (Role.COORDINATOR, Role.MANAGEMENT):
        _tell_all(
            Kind.LENDING_AGREEMENT, role, event.agreement_id, at=event.at, occurrence=event.at.isoformat()
        )


def inquiry_came(event: InquiryCame) -> None:
    """Not from where, and not what is asked for."""
    for role in LENDERS:
        _tell_all(Kind.LENDING_CAME, role, event.inquiry_id, at=event.at, answer_by=event.answer_by)


def inquiry_over(event: InquiryOver) -> None:
    for role in LENDERS:
        _tell_all(Kind.LENDING_OVER, role, event.inquiry_id, at=event.at, occurrence=event.at.isoformat())


def candidate_answered(event: CandidateAnswered) -> None:
    """The line leads to the request that the person was asked for."""
    for role in LENDERS:
        _tell_all(Kind.LENDING_PERSON, role, event.inquiry_id, at=event.at, occurrence=event.at.isoformat())


def candidate_asked(event: CandidateAsked) -> None:
    kind = Kind.LOAN_CONSENT if event.consent else Kind.LOAN_ASKED
    _tell_person(kind, event.person_id, event.candidate_id, at=event.at, answer_by=event.answer_by)


def candidate_released(event: CandidateReleased) -> None:
    _tell_person(Kind.LOAN_OVER, event.person_id, event.candidate_id, at=event.at)


def answer_came(event: LoanCardCame | LoanCardGone | PersonLent | LoanEnded) -> None:
    """Coordination of whoever asked."""
    _tell_of_case(Kind.LENDING_ANSWERED, event.case_id, occurrence=event.at.isoformat(), at=event.at)


def nobody_to_lend(event: NobodyToLend) -> None:
    _tell_of_case(Kind.LENDING_NOBODY, event.case_id, occurrence=str(event.request_id), at=event.at)


def _tell_all(  # noqa: PLR0913 - each value is a field of the notification
    kind: Kind,
    role: Role,
    subject_id: UUID,
    *,
    at: datetime,
    answer_by: datetime | None = None,
    occurrence: str = "",
) -> None:
    for user_id in holders(role, local(at).date()):
        tell(
            kind,
            user_id=user_id,
            role=role,
            at=at,
            subject_id=subject_id,
            answer_by=answer_by,
            occurrence=occurrence,
            send_at=calendar().next_opening(at),
        )


def _tell_person(
    kind: Kind, person_id: UUID, candidate_id: UUID, *, at: datetime, answer_by: datetime | None = None
) -> None:
    user_id = db.session.scalar(sa.select(PoolPerson.user_id).where(PoolPerson.id == person_id))
    if user_id is not None:
        tell(
            kind,
            user_id=user_id,
            role=Role.MEDIATOR,
            at=at,
            subject_id=candidate_id,
            answer_by=answer_by,
        )


def _tell_of_case(kind: Kind, case_id: UUID, *, occurrence: str, at: datetime) -> None:
    number = number_of(case_id)
    for user_id in holders(Role.COORDINATOR, local(at).date()):
        tell(
            kind,
            user_id=user_id,
            role=Role.COORDINATOR,
            at=at,
            case_number=number,
            subject_id=case_id,
            occurrence=occurrence,
            send_at=calendar().next_opening(at),
        )
