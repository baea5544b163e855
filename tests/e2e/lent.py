"""Requests for people of other municipalities, as the demo holds them."""

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Status
from app.lending.models import LendingRequest, LoanCandidate, LoanInquiry
from app.lending.rules import CallStatus, CandidateStatus, RequestStatus
from tests.e2e.found import Group, found


def loans() -> list[Group]:
    """A case of each way that a request has gone, and one that could ask."""
    query = sa.select(LendingRequest.case_id).order_by(LendingRequest.asked_at.desc(), LendingRequest.id)
    asked = [found(["case_id"], query.where(LendingRequest.status == one)) for one in RequestStatus]
    could = (Status.MATCHING, Status.CONTACT)
    return asked + [found(["case_id"], sa.select(Case.id).where(Case.status == one)) for one in could]


def inquiries() -> list[Group]:
    """A group for each status that the demo has."""
    query = sa.select(LoanInquiry.id).order_by(LoanInquiry.sent_at.desc(), LoanInquiry.id)
    statuses = (CallStatus.OPEN, CallStatus.ANSWERED, CallStatus.REFUSED)
    return [found(["inquiry_id"], query.where(LoanInquiry.status == one)) for one in statuses]


def questions() -> list[Group]:
    query = sa.select(LoanCandidate.id).order_by(LoanCandidate.asked_at.desc(), LoanCandidate.id)
    statuses = (CandidateStatus.ASKED, CandidateStatus.CHOSEN)
    return [found(["candidate_id"], query.where(LoanCandidate.status == one)) for one in statuses]
