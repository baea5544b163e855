"""Within the walls of whoever is asked: a request arrives, a person is chosen or released, it is over.

Called by the side that asks, from behind the door.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.lending.actions.crossing import change
from app.lending.events import CandidateAsked, CandidateReleased, InquiryCame, InquiryOver
from app.lending.models import LoanCandidate, LoanInquiry
from app.lending.rules import LIVE, MEANWHILE, CallStatus, CandidateStatus, Wish
from app.mediators.actions.guests import count_lent
from app.refusals import NotFound, Outrun


def open_inquiry(inquiry_id: UUID, wish: Wish, *, from_id: UUID, answer_by: datetime, at: datetime) -> None:
    """All that goes over: these fields, from where, and until when."""
    made = LoanInquiry(
        id=inquiry_id,
        from_municipality_id=from_id,
        kind=wish.kind,
        format=wish.format,
        daytime=wish.daytime,
        first_day=wish.first_day,
        last_day=wish.last_day,
        urgent=wish.urgent,
        sent_at=at,
        answer_by=answer_by,
        languages=" ".join(wish.languages),
    )
    db.session.add(made)
    db.session.flush()
    publish(InquiryCame(actor_id=None, at=at, inquiry_id=inquiry_id, answer_by=answer_by))


def close_inquiry(inquiry_id: UUID, status: CallStatus, *, at: datetime) -> None:
    """It is over: nobody is asked any more, and its languages are of no use to anybody."""
    still = sa.update(LoanInquiry).where(LoanInquiry.id == inquiry_id, LoanInquiry.ended_at.is_(None))
    if not change(still, status=status, ended_at=at, languages_sealed=None):
        return
    to = CandidateStatus.WITHDRAWN if status is CallStatus.WITHDRAWN else CandidateStatus.NOT_CHOSEN
    for candidate in _of(inquiry_id, LIVE):
        release(candidate, to, at=at)
    publish(InquiryOver(actor_id=None, at=at, inquiry_id=inquiry_id))


def let_expire(inquiry_id: UUID, *, at: datetime) -> None:
    """The period is over: whoever hasn't answered is not waited for."""
    for candidate in _of(inquiry_id, (CandidateStatus.ASKED,)):
        release(candidate, CandidateStatus.EXPIRED, at=at)


def ask_for_consent(candidate_id: UUID, *, answer_by: datetime, at: datetime) -> None:
    """Her card was chosen: now she says whether her name goes over."""
    found = one(candidate_id)
    if not move(found, (CandidateStatus.WILLING,), CandidateStatus.CHOSEN, answer_by=answer_by):
        raise Outrun(MEANWHILE)
    publish(
        CandidateAsked(
            actor_id=None,
            at=at,
            candidate_id=candidate_id,
            person_id=found.person_id,
            answer_by=answer_by,
            consent=True,
        )
    )


def drop(candidate_id: UUID, status: CandidateStatus, *, at: datetime) -> None:
    """Her card is not taken, or her consent did not come in time."""
    release(one(candidate_id), status, at=at)


def come_home(candidate_id: UUID, *, at: datetime) -> None:
    """The loan is over: the case counts with her no more."""
    found = one(candidate_id)
    if move(found, (CandidateStatus.LENT,), CandidateStatus.ENDED, ended_at=at):
        count_lent(found.person_id, -1)
        publish(InquiryOver(actor_id=None, at=at, inquiry_id=found.inquiry_id))


def release(found: LoanCandidate, status: CandidateStatus, *, at: datetime) -> bool:
    """She is not needed any more, and hears so."""
    if not move(found, LIVE, status, ended_at=at):
        return False
    publish(CandidateReleased(actor_id=None, at=at, candidate_id=found.id, person_id=found.person_id))
    return True


def move(
    found: LoanCandidate, before: Iterable[CandidateStatus], after: CandidateStatus, **values: object
) -> bool:
    """The one way in which a candidate changes."""
    still = sa.update(LoanCandidate).where(
        LoanCandidate.id == found.id, LoanCandidate.status.in_(tuple(before))
    )
    won = change(still, status=after, **values)
    if won:
        db.session.refresh(found)
    return won


def one(candidate_id: UUID) -> LoanCandidate:
    found = db.session.scalar(
        sa.select(LoanCandidate).where(LoanCandidate.id == candidate_id),
        execution_options={"populate_existing": True},
    )
    if found is None:
        raise NotFound
    return found


def _of(inquiry_id: UUID, statuses: Iterable[CandidateStatus]) -> list[LoanCandidate]:
    query = sa.select(LoanCandidate).where(
        LoanCandidate.inquiry_id == inquiry_id, LoanCandidate.status.in_(tuple(statuses))
    )
    return list(db.session.scalars(query.order_by(LoanCandidate.asked_at, LoanCandidate.id)))
