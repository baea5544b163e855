"""How the thing that a letter is about stands now."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.queries.consents import lacking
from app.cases.rules.consent import TO_MEDIATE
from app.crisis.models import Call, EventStep, Signal
from app.database import db
from app.lending.models import LoanCandidate, LoanInquiry
from app.lending.rules import CallStatus, CandidateStatus
from app.plans.models import PlanStep
from app.promises.models import Promise
from app.promises.queries import still_open
from app.referrals.models import Conflict, ConflictWaiver, Offer
from app.referrals.rules import OfferStatus
from app.relocations.models import Arrival
from app.relocations.rules import RelocationStatus
from app.transfers.models import Deputyship, Transfer
from app.transfers.rules import DeputyAnswer, TransferStatus


def stands_back(case_id: UUID) -> bool:
    """Whether some party of this case doesn't consent to what mediators would do now."""
    return bool(db.session.scalar(sa.select(lacking(*TO_MEDIATE)).where(Case.id == case_id)))


def offer_stands_at(offer_id: UUID) -> OfferStatus | None:
    """Where the offer that a letter is about stands now."""
    return db.session.scalar(sa.select(Offer.status).where(Offer.id == offer_id))


def step_of(step_id: UUID) -> PlanStep | None:
    """The step that a letter is about, if it is one of this municipality."""
    return db.session.scalar(sa.select(PlanStep).where(PlanStep.id == step_id))


def transfer_is_open(transfer_id: UUID) -> bool:
    """Whether the hand-over that a letter is about still waits for an answer."""
    query = sa.select(Transfer.id).where(
        Transfer.id == transfer_id, Transfer.status == TransferStatus.OFFERED
    )
    return db.session.scalar(query) is not None


def arrival_is_open(arrival_id: UUID) -> bool:
    """Whether what another municipality wants to give still waits for an answer."""
    query = sa.select(Arrival.id).where(Arrival.id == arrival_id, Arrival.status == RelocationStatus.PROPOSED)
    return db.session.scalar(query) is not None


def inquiry_is_open(inquiry_id: UUID) -> bool:
    """Whether what another municipality asks to be lent still waits for an answer."""
    query = sa.select(LoanInquiry.id).where(
        LoanInquiry.id == inquiry_id, LoanInquiry.status == CallStatus.OPEN
    )
    return db.session.scalar(query) is not None


def candidate_stands_at(candidate_id: UUID) -> CandidateStatus | None:
    """Where the question to somebody who could be lent stands now."""
    return db.session.scalar(sa.select(LoanCandidate.status).where(LoanCandidate.id == candidate_id))


def waiver_is_wanted(conflict_id: UUID) -> bool:
    """Whether parties are still to be asked about somebody of the pool; whoever has answered need not be."""
    answered = sa.select(ConflictWaiver.party_id).where(ConflictWaiver.conflict_id == Conflict.id)
    silent = sa.exists().where(
        Party.municipality_id == Conflict.municipality_id,
        Party.case_id == Conflict.case_id,
        Party.id.not_in(answered.correlate(Conflict)),
    )
    query = sa.select(Conflict.id).where(Conflict.id == conflict_id, Conflict.ended_at.is_(None), silent)
    return db.session.scalar(query) is not None


def deputy_stands(deputyship_id: UUID, now: datetime) -> bool:
    """Whether the deputyship that a letter is about still counts."""
    query = sa.select(Deputyship.id).where(
        Deputyship.id == deputyship_id,
        Deputyship.answer.in_((DeputyAnswer.ASKED, DeputyAnswer.AGREED)),
        Deputyship.ends_at > now,
    )
    return db.session.scalar(query) is not None


def promise_is_open(promise_id: UUID) -> bool:
    """Whether what a letter reminds of is still to be kept."""
    return db.session.scalar(sa.select(Promise.id).where(Promise.id == promise_id, still_open())) is not None


def event_step_runs(step_id: UUID) -> bool:
    """Whether the step of the event plan is still to be done."""
    query = sa.select(EventStep.id).where(EventStep.id == step_id, EventStep.ended_at.is_(None))
    return db.session.scalar(query) is not None


def alarm_waits(call_id: UUID) -> bool:
    """Whether the alarm still waits to be confirmed."""
    return (
        db.session.scalar(sa.select(Call.id).where(Call.id == call_id, Call.confirmed_at.is_(None)))
        is not None
    )


def signal_waits(signal_id: UUID) -> bool:
    """Whether nobody has rated the signal yet."""
    query = sa.select(Signal.id).where(Signal.id == signal_id, Signal.rating.is_(None))
    return db.session.scalar(query) is not None
