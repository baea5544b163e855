"""Which guards of a case the search can answer for, in one statement."""

from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.queries.consents import lacking
from app.cases.rules.consent import TO_MEDIATE
from app.cases.rules.guards import Guard
from app.database import db
from app.referrals.models import Meeting, MeetingKind, Offer, Referral, Seat
from app.referrals.queries.seats import LIVE, approved_by_all
from app.referrals.rules import OfferStatus, Reason


def met(case_id: UUID) -> frozenset[Guard]:
    """Of the search that runs; without one nothing is met."""
    of_seat = (Offer.municipality_id == Seat.municipality_id, Offer.seat_id == Seat.id)
    accepted = sa.exists().where(*of_seat, Offer.status == OfferStatus.ACCEPTED)
    declared = sa.exists().where(
        *of_seat, Offer.status == OfferStatus.ACCEPTED, Offer.declared_at.is_not(None)
    )
    approved = sa.exists().where(*of_seat, Offer.status == OfferStatus.ACCEPTED, approved_by_all())
    consented = sa.exists().where(Case.id == case_id, sa.not_(lacking(*TO_MEDIATE)))
    asked = sa.exists().where(*of_seat, Offer.status.in_((OfferStatus.PROPOSED, *LIVE)))
    live = sa.exists().where(*of_seat, Offer.status.in_(LIVE))
    gave_back = sa.exists().where(
        *of_seat,
        Offer.status == OfferStatus.WITHDRAWN,
        Offer.accepted_at.is_not(None),
        Offer.reason.in_((Reason.MEDIATOR_GAVE_BACK, Reason.PARTY_DECLINED, Reason.COORDINATION)),
    )
    query = sa.select(
        _every(case_id, asked).label(Guard.CANDIDATE_PASSES.value),
        _any(case_id, sa.not_(live)).label(Guard.SEAT_WITHOUT_OFFER.value),
        _every(case_id, accepted).label(Guard.ALL_SEATS_ACCEPTED.value),
        _every(case_id, declared).label(Guard.DISCLOSURE_MADE.value),
        sa.and_(_every(case_id, approved), consented).label(Guard.PARTIES_APPROVED.value),
        _pretalks(case_id).label(Guard.PRETALKS_DONE.value),
        _any(case_id, sa.and_(gave_back, sa.not_(live))).label(Guard.MEDIATOR_WITHDREW.value),
    )
    row = db.session.execute(query).one()._mapping
    return frozenset(Guard(name) for name, holds in row.items() if holds)


def _seats(case_id: UUID, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Seat.case_id == case_id,
        Referral.municipality_id == Seat.municipality_id,
        Referral.id == Seat.referral_id,
        Referral.ended_at.is_(None),
        *conditions,
    )


def _any(case_id: UUID, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return _seats(case_id, condition)


def _every(case_id: UUID, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(_seats(case_id), sa.not_(_seats(case_id, sa.not_(condition))))


def _pretalks(case_id: UUID) -> sa.ColumnElement[bool]:
    """With every party, by the mediators of the search that runs."""
    held = sa.exists().where(
        Meeting.municipality_id == Party.municipality_id,
        Meeting.party_id == Party.id,
        Meeting.kind == MeetingKind.PRETALK,
        Meeting.held.is_(True),
        Referral.municipality_id == Meeting.municipality_id,
        Referral.id == Meeting.referral_id,
        Referral.ended_at.is_(None),
    )
    return sa.and_(_seats(case_id), sa.not_(sa.exists().where(Party.case_id == case_id, sa.not_(held))))
