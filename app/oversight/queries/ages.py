"""Cases in which something lasts longer than is meant for it: the status, or what somebody owes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Consent, Party
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.status import MAX_AGE_WD, Status
from app.localtime import at, local
from app.oversight.rules import MOST, days_back
from app.referrals.models import Meeting, MeetingKind, Offer
from app.referrals.rules import OfferStatus
from app.workdays import Calendar


def is_over_age(now: datetime, calendar: Calendar) -> sa.ColumnElement[bool]:
    return sa.or_(_in_its_status(now, calendar), *(Case.id.in_(found) for found in _waits(now)))


def _in_its_status(now: datetime, calendar: Calendar) -> sa.ColumnElement[bool]:
    """Longer than the working days that are meant for it."""
    days = days_back(calendar, local(now).date(), MAX_AGE_WD.values())
    return sa.or_(
        *(
            sa.and_(Case.status == status, Case.status_since < at(days[most], 0))
            for status, most in MAX_AGE_WD.items()
        )
    )


def _waits(now: datetime) -> tuple[sa.Select[UUID], ...]:
    """Offers that nobody answers or checks, consents that nobody uses, mediations without a session."""
    unanswered = sa.and_(Offer.status == OfferStatus.OFFERED, Offer.offered_at < now - MOST.answer)
    unchecked = sa.and_(Offer.status == OfferStatus.INTERESTED, Offer.interested_at < now - MOST.check)
    since = now - MOST.session
    met = sa.select(Meeting.case_id).where(
        Meeting.kind == MeetingKind.SESSION,
        Meeting.cancelled_at.is_(None),
        Meeting.held.is_not(False),
        Meeting.starts_at >= since,
    )
    idle = (Case.status == Status.MEDIATION, Case.status_since < since, Case.id.not_in(met))
    return (
        sa.select(Offer.case_id).where(sa.or_(unanswered, unchecked)),
        sa.select(Case.id).where(*idle),
        _all_agreed(now - MOST.use),
    )


def _all_agreed(before: datetime) -> sa.Select[UUID]:
    """Cases still in making contact in which every party has agreed to mediation since before this moment.

    The same as ``rules.consent.Words.yes_since``, as far as it can be asked of the rows.
    """
    part, names = _last(Purpose.TAKE_PART, yes=True), _last(Purpose.MEDIATORS, yes=True)
    no_part, no_names = _last(Purpose.TAKE_PART, yes=False), _last(Purpose.MEDIATORS, yes=False)
    agreed = (
        sa.select(Consent.party_id)
        .group_by(Consent.party_id)
        .having(
            part < before,
            names < before,
            sa.or_(no_part.is_(None), sa.and_(no_part < part, no_part < names)),
            sa.or_(no_names.is_(None), no_names < names),
        )
    )
    return (
        sa.select(Party.case_id)
        .join(Case, sa.and_(Case.id == Party.case_id, Case.municipality_id == Party.municipality_id))
        .where(Case.status == Status.CONTACT)
        .group_by(Party.case_id)
        .having(sa.func.count() > 1, sa.func.count() == sa.func.count().filter(Party.id.in_(agreed)))
    )


def _last(purpose: Purpose, *, yes: bool) -> sa.ColumnElement[Any]:
    said = Consent.said == Said.YES if yes else Consent.said != Said.YES
    return sa.func.max(Consent.said_at).filter(Consent.purpose == purpose, said)
