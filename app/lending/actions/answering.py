"""The verbs of whoever is asked: the coordination over there asks its own people first; they decide."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.events import publish
from app.labels import N_
from app.lending.actions import hearing
from app.lending.actions.closing import move, one, release
from app.lending.actions.crossing import beyond_the_wall
from app.lending.events import CandidateAnswered, CandidateAsked
from app.lending.models import LoanCandidate, LoanInquiry
from app.lending.queries.people import card_of, row_of, who_fits
from app.lending.rules import LIVE, MEANWHILE, OVER, RUNNING, CallStatus, CandidateStatus
from app.mediators.actions.guests import count_lent
from app.mediators.models import PoolPerson
from app.municipalities.actions import wait_for_others
from app.municipalities.scope import here
from app.refusals import NotAllowed, NotFound, Outrun


def ask_person(inquiry_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Ask somebody of the own pool; asked twice she is asked once."""
    inquiry = _held(inquiry_id)
    if _candidate_of(inquiry_id, person_id) is not None:
        return
    if inquiry.status not in RUNNING or inquiry.answer_by <= at:
        raise Outrun(OVER)
    if person_id not in {one.id for one in who_fits(inquiry, at)}:
        raise NotAllowed(N_("Diese Person lässt sich dafür zurzeit nicht fragen."))
    made = LoanCandidate(
        inquiry_id=inquiry_id, person_id=person_id, asked_at=at, asked_by=by, answer_by=inquiry.answer_by
    )
    db.session.add(made)
    db.session.flush()
    publish(
        CandidateAsked(
            actor_id=by, at=at, candidate_id=made.id, person_id=person_id, answer_by=inquiry.answer_by
        )
    )


def refuse(inquiry_id: UUID, *, by: UUID, at: datetime) -> None:
    """Nobody can be lent; no reason goes over. Said twice it is said once."""
    inquiry, us = _held(inquiry_id), here()
    if inquiry.status is CallStatus.REFUSED:
        return
    if inquiry.status not in RUNNING:
        raise Outrun(OVER)
    if _candidates(inquiry_id, CandidateStatus.WILLING, CandidateStatus.CHOSEN):
        raise NotAllowed(N_("Sie haben schon jemanden genannt. Ziehen Sie die Karte zuerst zurück."))
    trail.log("InquiryRefused", by=by, at=at, subject_id=inquiry_id)
    with beyond_the_wall(inquiry.from_municipality_id):
        hearing.hear_no(inquiry_id, to=us, at=at)


def take_back(inquiry_id: UUID, candidate_id: UUID, *, by: UUID, at: datetime) -> None:
    """Of somebody who was asked, put forward, or is lent already."""
    found = _of(inquiry_id, candidate_id)
    _give_up(found, CandidateStatus.WITHDRAWN, by=by, at=at)


def agree(candidate_id: UUID, *, by: UUID, at: datetime) -> CandidateStatus:
    """The person says yes: first to a card without her name, then to her name. Said twice it is said once."""
    found = own(candidate_id, by)
    _held(found.inquiry_id)
    db.session.refresh(found)
    if found.status not in {CandidateStatus.ASKED, CandidateStatus.CHOSEN}:
        if found.status in {CandidateStatus.WILLING, CandidateStatus.LENT}:
            return found.status
        raise Outrun(OVER)
    if found.answer_by <= at:
        raise NotAllowed(N_("Die Frist für Ihre Antwort ist vorbei. Sie brauchen nichts zu tun."))
    if found.status is CandidateStatus.ASKED:
        _put_forward(found, at=at)
    else:
        _let_name_go(found, by=by, at=at)
    return found.status


def refuse_person(candidate_id: UUID, *, by: UUID, at: datetime) -> None:
    """The person says no, at any time before her name has gone over."""
    found = own(candidate_id, by)
    if found.status is CandidateStatus.LENT:
        raise NotAllowed(N_("Ihr Name liegt dort schon vor. Dort können Sie Anfragen ablehnen."))
    _give_up(found, CandidateStatus.DECLINED, by=by, at=at)


def leave(person_id: UUID, *, at: datetime) -> None:
    """She works for the pool no more: nothing of her stays with anybody."""
    query = sa.select(LoanCandidate).where(
        LoanCandidate.person_id == person_id,
        LoanCandidate.status.in_((*LIVE, CandidateStatus.LENT)),
    )
    for found in list(db.session.scalars(query.order_by(LoanCandidate.id))):
        _give_up(found, CandidateStatus.WITHDRAWN, by=None, at=at)


def own(candidate_id: UUID, user_id: UUID) -> LoanCandidate:
    """``NotFound`` unless this is a question to oneself."""
    found = db.session.scalar(
        sa.select(LoanCandidate)
        .join(
            PoolPerson,
            sa.and_(
                PoolPerson.id == LoanCandidate.person_id,
                PoolPerson.municipality_id == LoanCandidate.municipality_id,
            ),
        )
        .where(LoanCandidate.id == candidate_id, PoolPerson.user_id == user_id)
    )
    if found is None:
        raise NotFound
    return found


def forget_old(before: datetime) -> int:
    """Delete what was asked before this moment and is over, with whoever was asked."""
    gone = db.session.execute(
        sa.delete(LoanInquiry).where(
            LoanInquiry.sent_at < before,
            LoanInquiry.ended_at.is_not(None),
            ~sa.exists().where(
                LoanCandidate.municipality_id == LoanInquiry.municipality_id,
                LoanCandidate.inquiry_id == LoanInquiry.id,
                LoanCandidate.status == CandidateStatus.LENT,
            ),
        ),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _put_forward(found: LoanCandidate, *, at: datetime) -> None:
    inquiry, us = db.session.get_one(LoanInquiry, found.inquiry_id), here()
    if inquiry.status not in RUNNING:
        raise Outrun(OVER)
    card = card_of(found.person_id, inquiry, at)
    if not move(found, (CandidateStatus.ASKED,), CandidateStatus.WILLING, willing_at=at):
        raise Outrun(MEANWHILE)
    if inquiry.status is CallStatus.OPEN:
        inquiry.status = CallStatus.ANSWERED
    with beyond_the_wall(inquiry.from_municipality_id):
        hearing.show_card(inquiry.id, found.id, card, to=us, at=at)
    _tell_coordination(found, at=at)


def _let_name_go(found: LoanCandidate, *, by: UUID, at: datetime) -> None:
    """The moment in which a name goes through the wall: after the card was chosen, on her own word."""
    inquiry, us = db.session.get_one(LoanInquiry, found.inquiry_id), here()
    row = row_of(found.person_id)
    with beyond_the_wall(inquiry.from_municipality_id):
        wait_for_others()  # whoever writes into a pool holds the municipality before any of its people
    if not move(found, (CandidateStatus.CHOSEN,), CandidateStatus.LENT, consented_at=at):
        raise Outrun(MEANWHILE)
    count_lent(found.person_id, 1)
    trail.log("LoanConsented", by=by, at=at, subject_id=found.id)
    with beyond_the_wall(inquiry.from_municipality_id):
        hearing.welcome(found.id, row, to=us, at=at)
    _tell_coordination(found, at=at)


def _give_up(found: LoanCandidate, status: CandidateStatus, *, by: UUID | None, at: datetime) -> None:
    """On both sides; the other side learns that it is over, not why."""
    inquiry, us = _held(found.inquiry_id), here()
    db.session.refresh(found)
    before = found.status
    if before in {*LIVE, CandidateStatus.LENT}:
        trail.log("CandidateTakenBack", by=by, at=at, subject_id=found.id)
    if before is CandidateStatus.LENT:
        with beyond_the_wall(inquiry.from_municipality_id):
            hearing.lose(found.id, to=us, at=at)
        return
    if before not in LIVE:
        return
    if status is CandidateStatus.DECLINED:
        move(found, LIVE, status, ended_at=at)
        _tell_coordination(found, at=at)
    else:
        release(found, status, at=at)
    if before is not CandidateStatus.ASKED:
        with beyond_the_wall(inquiry.from_municipality_id):
            hearing.take_card_back(found.id, to=us, at=at)


def _tell_coordination(found: LoanCandidate, *, at: datetime) -> None:
    publish(CandidateAnswered(actor_id=None, at=at, inquiry_id=found.inquiry_id, candidate_id=found.id))


def _held(inquiry_id: UUID) -> LoanInquiry:
    """Read after the request over there is locked, so that both sides wait in the same order."""
    found = db.session.scalar(sa.select(LoanInquiry).where(LoanInquiry.id == inquiry_id))
    if found is None:
        raise NotFound
    us = here()
    with beyond_the_wall(found.from_municipality_id):
        hearing.hold_for(inquiry_id, to=us)
    db.session.refresh(found)
    return found


def _candidate_of(inquiry_id: UUID, person_id: UUID) -> UUID | None:
    query = sa.select(LoanCandidate.id).where(
        LoanCandidate.inquiry_id == inquiry_id, LoanCandidate.person_id == person_id
    )
    return db.session.scalar(query)


def _candidates(inquiry_id: UUID, *statuses: CandidateStatus) -> list[UUID]:
    query = sa.select(LoanCandidate.id).where(
        LoanCandidate.inquiry_id == inquiry_id, LoanCandidate.status.in_(statuses)
    )
    return list(db.session.scalars(query))


def _of(inquiry_id: UUID, candidate_id: UUID) -> LoanCandidate:
    found = one(candidate_id)
    if found.inquiry_id != inquiry_id:
        raise NotFound
    return found
