"""The work of mediators with a seat: what is open to them, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.cases.models import Case, Party
from app.cases.queries.consents import lacking, refuses
from app.cases.rules.consent import TO_MEDIATE, Purpose
from app.cases.rules.intake import Category, Channel
from app.cases.rules.status import Status
from app.database import db
from app.languages import LANGUAGES
from app.mediators.models import PoolPerson
from app.mediators.queries.profile import own_entries
from app.municipalities.models import District
from app.municipalities.scope import here
from app.referrals.models import CaseInterpreter, Meeting, MeetingKind, Offer, Referral
from app.referrals.queries import places, sessions
from app.referrals.queries.need import needs_of
from app.referrals.queries.seats import approved_by_all
from app.referrals.queries.together import others_found, seats
from app.referrals.rules import DISCLOSED_AFTER_CLOSING_DAYS, OfferStatus
from app.refusals import NotFound

PAGE = 25
AFTER_CLOSING = timedelta(days=DISCLOSED_AFTER_CLOSING_DAYS)
CLOSED_TO_MEDIATORS = frozenset({Status.PAUSED, Status.DELETED})


@dataclass(frozen=True, kw_only=True)
class Own:
    """An accepted seat of one person; ``open``: what the parties entrusted may be shown now."""

    referral: Referral
    case: Case
    offer: Offer
    open: bool
    lacks_consent: bool
    """Some party has taken its consent back, or hasn't given it anew."""
    district: str | None
    partner: str | None
    """With whom one works; known from the moment that both have accepted."""
    alone: bool
    """There is a second seat, and nobody holds it."""
    interpreted: bool
    """Somebody is to interpret."""


@dataclass(frozen=True, kw_only=True)
class OwnCase:
    """A line of the list of own cases."""

    referral_id: UUID
    number: str
    category: Category
    district: str | None
    status: Status
    approved: bool
    next_meeting: datetime | None


@dataclass(frozen=True)
class OwnPage:
    """A page of the own cases; ``after`` is the place where the next one begins."""

    rows: list[OwnCase]
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A party as its mediators need it (decision 6): only after all parties have approved them."""

    id: UUID
    label: str
    name: str
    address: str | None
    phone: str | None
    email: str | None
    best_time: str | None
    channel: Channel | None
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    pretalk_done: bool
    pretalk_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Work:
    """The page of a mediator's case; without ``open`` it holds process facts only."""

    referral_id: UUID
    case_id: UUID
    number: str
    category: Category
    district: str | None
    status: Status
    closed_at: datetime | None
    approved: bool
    open: bool
    lacks_consent: bool
    partner: str | None
    seat_free: bool
    """Nobody holds the second seat, and the case isn't over."""
    handover: str | None
    conditions: str | None
    contacts: tuple[Contact, ...]
    meetings: tuple[sessions.MeetingRow, ...]


def own(referral_id: UUID, user_id: UUID, at: datetime) -> Own:
    """By the id of the search or of its case; ``NotFound`` without an accepted seat on it."""
    said = (approved_by_all(), lacking(*TO_MEDIATE), District.name, _partner(), _alone(), _interpreted())
    query = (
        sa.select(Referral, Case, Offer, *said)
        .join(Offer, sa.and_(Offer.referral_id == Referral.id, _same(Offer)))
        .join(Case, sa.and_(Case.id == Referral.case_id, _same(Case)))
        .outerjoin(District, sa.and_(District.id == Case.district_id, District.municipality_id == here()))
        .where(sa.or_(Referral.id == referral_id, Referral.case_id == referral_id), *_mine(user_id, at))
        .order_by(Referral.number.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    referral, case, offer, approved, lacks, district, partner, alone, interpreted = found
    shown = bool(approved) and referral.approved_at is not None and not lacks
    return Own(
        referral=referral,
        case=case,
        offer=offer,
        open=shown and case.status not in CLOSED_TO_MEDIATORS,
        lacks_consent=bool(lacks),
        district=district,
        partner=partner,
        alone=bool(alone),
        interpreted=bool(interpreted),
    )


def own_cases(user_id: UUID, at: datetime, *, after: str | None = None) -> OwnPage:
    """Cases in work first; closed ones as long as something is open to the person; 25 a page."""
    order = (sa.case((Case.closed_at.is_(None), 1), else_=0), Offer.accepted_at, Offer.id)
    query = (
        sa.select(Referral, Case, District.name, _next_meeting(at), *order)
        .join(Offer, sa.and_(Offer.referral_id == Referral.id, _same(Offer)))
        .join(Case, sa.and_(Case.id == Referral.case_id, _same(Case)))
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .where(*_mine(user_id, at), places.below(order, after))
        .order_by(*(column.desc() for column in order))
        .limit(PAGE + 1)
    )
    found = db.session.execute(query).all()
    rows = [
        OwnCase(
            referral_id=referral.id,
            number=case.number,
            category=case.category,
            district=district,
            status=case.status,
            approved=referral.approved_at is not None,
            next_meeting=meeting,
        )
        for referral, case, district, meeting, *_ in found[:PAGE]
    ]
    return OwnPage(rows, places.written(*found[PAGE - 1][4:]) if len(found) > PAGE else None)


def page(found: Own, user_id: UUID, at: datetime) -> Work:
    """What this mediator may see now; two statements, one while things are closed."""
    case, referral = found.case, found.referral
    parties = _parties(case.id) if found.open else ()
    rows = sessions.rows(referral.id, user_id, at)
    done = {row.party_id for row in rows if row.kind is MeetingKind.PRETALK and row.held}
    return Work(
        referral_id=referral.id,
        case_id=case.id,
        number=case.number,
        category=case.category,
        district=found.district,
        status=case.status,
        closed_at=case.closed_at,
        approved=referral.approved_at is not None,
        open=found.open,
        lacks_consent=found.lacks_consent,
        partner=found.partner,
        seat_free=found.alone and case.closed_at is None,
        handover=case.handover_summary if found.open else None,
        conditions=case.conditions if found.open else None,
        contacts=tuple(
            replace(
                _contact(party),
                phone=None if no_calls else party.phone,
                email=None if no_mails else party.email,
                pretalk_done=party.id in done,
                pretalk_at=_pretalk_at(party.id, rows),
            )
            for party, no_calls, no_mails in parties
        ),
        meetings=tuple(row for row in rows if row.planned),
    )


def _mine(user_id: UUID, at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Referral.ended_at.is_(None),
        Offer.status == OfferStatus.ACCEPTED,
        Offer.person_id.in_(own_entries(user_id)),
        Case.status != Status.DELETED,
        sa.or_(Case.closed_at.is_(None), Case.closed_at > at - AFTER_CLOSING),
    )


def _same(table: type[Offer] | type[Case]) -> sa.ColumnElement[bool]:
    return table.municipality_id == Referral.municipality_id


def _next_meeting(at: datetime) -> sa.ScalarSelect[datetime]:
    return (
        sa.select(sa.func.min(Meeting.starts_at))
        .where(
            Meeting.municipality_id == Referral.municipality_id,
            Meeting.referral_id == Referral.id,
            Meeting.kind == MeetingKind.SESSION,
            *sessions.stands(),
            Meeting.starts_at > at,
        )
        .correlate(Referral)
        .scalar_subquery()
    )


def _parties(case_id: UUID) -> Sequence[Any]:
    """The parties, and whether they don't want to be called, or written mails."""
    query = sa.select(Party, refuses(Purpose.PHONE), refuses(Purpose.EMAIL))
    return db.session.execute(query.where(Party.case_id == case_id).order_by(Party.position)).all()


def _interpreted() -> sa.Exists:
    return sa.exists().where(
        CaseInterpreter.case_id == Case.id,
        CaseInterpreter.municipality_id == Case.municipality_id,
        CaseInterpreter.ended_at.is_(None),
    )


def _alone() -> sa.ColumnElement[bool]:
    return sa.and_(seats() > 1, others_found() == 0)


def _partner() -> sa.ScalarSelect[str]:
    other = aliased(Offer)
    return (
        sa.select(PoolPerson.first_name + " " + PoolPerson.last_name)
        .join(other, other.person_id == PoolPerson.id)
        .where(
            other.municipality_id == Offer.municipality_id,
            other.referral_id == Offer.referral_id,
            other.id != Offer.id,
            other.status == OfferStatus.ACCEPTED,
        )
        .limit(1)
        .correlate(Offer)
        .scalar_subquery()
    )


def _pretalk_at(party_id: UUID, rows: Sequence[sessions.MeetingRow]) -> datetime | None:
    """When the pre-talk is to begin that is still to come."""
    to_come = (row for row in rows if row.party_id == party_id and row.stands and not row.begun)
    return next((row.starts_at for row in to_come), None)


def _contact(party: Party) -> Contact:
    return Contact(
        id=party.id,
        label=party.label,
        name=party.name or party.label,
        address=party.address,
        phone=party.phone,
        email=party.email,
        best_time=party.best_time,
        channel=party.channel,
        languages=tuple(LANGUAGES[code].label for code in party.language_codes if code in LANGUAGES),
        needs=tuple(needs_of(party)),
        pretalk_done=False,
        pretalk_at=None,
    )
