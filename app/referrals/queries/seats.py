"""The seats of a search and who is asked for them, as actions and rules need them."""

from collections.abc import Collection, Sequence
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolPerson
from app.referrals.models import Approval, CaseInterpreter, Offer, Referral, Seat
from app.referrals.rules import HOLDING, OPEN, SEEKING, OfferStatus

LIVE = OPEN | HOLDING
"""A person is asked, checks or has accepted."""


def current(case_id: UUID) -> Referral | None:
    """The search that runs, or that found the mediators at work."""
    query = sa.select(Referral).where(Referral.case_id == case_id, Referral.ended_at.is_(None))
    return db.session.scalar(query.order_by(Referral.number.desc()).limit(1))


def last_number(case_id: UUID) -> int:
    query = sa.select(sa.func.max(Referral.number)).where(Referral.case_id == case_id)
    return db.session.scalar(query) or 0


def seats(referral_id: UUID) -> Sequence[Seat]:
    query = sa.select(Seat).where(Seat.referral_id == referral_id).order_by(Seat.position)
    return db.session.scalars(query).all()


def seat_of(offer: Offer) -> Seat:
    return db.session.get_one(Seat, offer.seat_id, populate_existing=True)


def seats_with_offers(referral_id: UUID) -> list[tuple[Seat, list[Offer]]]:
    """Each seat with all its offers by rank; one statement."""
    query = (
        sa.select(Seat, Offer)
        .outerjoin(Offer, sa.and_(Offer.seat_id == Seat.id, Offer.municipality_id == Seat.municipality_id))
        .where(Seat.referral_id == referral_id)
        .order_by(Seat.position, Offer.rank, Offer.id)
    )
    found: dict[UUID, tuple[Seat, list[Offer]]] = {}
    for seat, offer in db.session.execute(query):
        place = found.setdefault(seat.id, (seat, []))
        if offer is not None:
            place[1].append(offer)
    return list(found.values())


@cache
def unasked() -> sa.Select[UUID]:
    """The case of each seat for which nobody is asked, checks or has accepted, though its case needs one."""
    case = aliased(Case)
    live = sa.select(Offer.seat_id).where(Offer.status.in_(LIVE))
    return (
        sa.select(Seat.case_id)
        .join(
            Referral,
            sa.and_(Referral.id == Seat.referral_id, Referral.municipality_id == Seat.municipality_id),
        )
        .join(case, sa.and_(case.id == Seat.case_id, case.municipality_id == Seat.municipality_id))
        .where(Referral.ended_at.is_(None), case.status.in_(SEEKING), Seat.id.not_in(live))
    )


def offers_of_seat(seat_id: UUID, *statuses: OfferStatus) -> Sequence[Offer]:
    query = sa.select(Offer).where(Offer.seat_id == seat_id, Offer.status.in_(statuses))
    return db.session.scalars(query.order_by(Offer.rank, Offer.id)).all()


def offers_of_case(case_id: UUID, *statuses: OfferStatus) -> Sequence[Offer]:
    """Of the search that runs."""
    query = (
        sa.select(Offer)
        .join(Referral, sa.and_(Referral.id == Offer.referral_id, _same(Referral)))
        .where(Offer.case_id == case_id, Referral.ended_at.is_(None), Offer.status.in_(statuses))
        .order_by(Offer.seat_id, Offer.rank, Offer.id)
    )
    return db.session.scalars(query).all()


def open_offers(referral_id: UUID) -> Sequence[Offer]:
    """Questions of a search that nobody has answered yet, by rank."""
    query = sa.select(Offer).where(Offer.referral_id == referral_id, Offer.status == OfferStatus.OFFERED)
    return db.session.scalars(query.order_by(Offer.rank, Offer.id)).all()


def standing_by(case_id: UUID) -> Sequence[Offer]:
    """Whoever agreed to be the reserve for this case, first come first."""
    query = sa.select(Offer).where(Offer.case_id == case_id, Offer.standby.is_(True))
    return db.session.scalars(query.order_by(Offer.standby_at, Offer.id)).all()


def reserve_of(person_id: UUID) -> Sequence[Offer]:
    """Where this person stands by."""
    query = sa.select(Offer).where(Offer.person_id == person_id, Offer.standby.is_(True))
    return db.session.scalars(query.order_by(Offer.id)).all()


def holders(referral_id: UUID) -> dict[UUID, UUID]:
    """Who holds which seat of a search: seat → person."""
    query = sa.select(Offer.seat_id, Offer.person_id).where(
        Offer.referral_id == referral_id, Offer.status.in_(HOLDING)
    )
    return {seat_id: person_id for seat_id, person_id in db.session.execute(query)}


def has_nameless(case_id: UUID) -> bool:
    """Whether there is a party whose name isn't known."""
    query = (
        sa.select(Party.id).where(Party.case_id == case_id, Party.__table__.c.name_sealed.is_(None)).limit(1)
    )
    return db.session.scalar(query) is not None


def held_by(person_id: UUID) -> int:
    """How many open cases somebody checks or has accepted, as matching counts them too."""
    query = (
        sa.select(sa.func.count(Offer.id))
        .join(Case, sa.and_(Case.id == Offer.case_id, _same(Case)))
        .join(Referral, sa.and_(Referral.id == Offer.referral_id, _same(Referral)))
        .where(
            Offer.person_id == person_id,
            Offer.status.in_(HOLDING),
            Case.status.not_in((Status.CLOSED, Status.DELETED)),
            Referral.ended_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0


def offers_of_person(person_id: UUID, *statuses: OfferStatus) -> Sequence[Offer]:
    """Of the searches that run, case by case."""
    query = (
        sa.select(Offer)
        .join(Referral, sa.and_(Referral.id == Offer.referral_id, _same(Referral)))
        .where(Offer.person_id == person_id, Referral.ended_at.is_(None), Offer.status.in_(statuses))
        .order_by(Offer.case_id, Offer.id)
    )
    return db.session.scalars(query).all()


def accepted_users(case_id: UUID) -> list[UUID]:
    """Who sits on an accepted seat of the case."""
    return accepted_users_of({case_id}).get(case_id, [])


def accepted_users_of(case_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The same for many cases; one statement."""
    query = (
        sa.select(Offer.case_id, PoolPerson.user_id)
        .join(Offer, sa.and_(Offer.person_id == PoolPerson.id, _same(PoolPerson)))
        .join(Referral, sa.and_(Referral.id == Offer.referral_id, _same(Referral)))
        .where(
            Offer.case_id.in_(case_ids),
            Offer.status == OfferStatus.ACCEPTED,
            Referral.ended_at.is_(None),
        )
        .order_by(PoolPerson.user_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for case_id, user_id in db.session.execute(query):
        if user_id is not None:
            found.setdefault(case_id, []).append(user_id)
    return found


def approved_by_all() -> sa.ColumnElement[bool]:
    """Every party of the case has approved the person of this offer (§ 2(1) MediationsG)."""
    return sa.not_(
        sa.exists().where(
            Party.municipality_id == Offer.municipality_id,
            Party.case_id == Offer.case_id,
            sa.not_(said_yes()),
        )
    )


def said_yes() -> sa.ColumnElement[bool]:
    """This party has approved the person of this offer: both as rows of the statements around."""
    query = sa.exists().where(
        Approval.municipality_id == Party.municipality_id,
        Approval.party_id == Party.id,
        Approval.offer_id == Offer.id,
        Approval.approved.is_(True),
    )
    return query.correlate(Party, Offer)  # by itself it would look no further than one statement out


def approvals(referral_id: UUID) -> set[tuple[UUID, UUID]]:
    """Pairs of party and offer: who approved whom."""
    query = sa.select(Approval.party_id, Approval.offer_id).where(
        Approval.referral_id == referral_id, Approval.approved.is_(True)
    )
    return set(db.session.execute(query))


def locked(case_id: UUID) -> Case:
    """The case, held until the end of the transaction: whatever changes its offers goes one by one."""
    query = sa.select(Case).where(Case.id == case_id).with_for_update()
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def cases_of(person_id: UUID) -> set[UUID]:
    """Where a deed about her may change something: she is asked, stands by, has a seat or interprets."""
    asked = sa.or_(Offer.standby.is_(True), Offer.status.in_((OfferStatus.PROPOSED, *LIVE)))
    offers = sa.select(Offer.case_id).where(Offer.person_id == person_id, asked)
    planned = sa.select(CaseInterpreter.case_id).where(
        CaseInterpreter.person_id == person_id, CaseInterpreter.ended_at.is_(None)
    )
    return set(db.session.scalars(sa.union(offers, planned)))


def locked_with(offer: Offer) -> Case:
    """The case of this offer, both as they are now and not changed by others until the end."""
    case = locked(offer.case_id)
    db.session.refresh(offer)
    return case


def _same(table: type[Case] | type[PoolPerson] | type[Referral]) -> sa.ColumnElement[bool]:
    return table.municipality_id == Offer.municipality_id
