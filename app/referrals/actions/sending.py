"""Coordination's verbs of a search: ask people, take a question back, ask the next, search again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.actions.moves import PROGRAM, Actor, transition
from app.cases.models import Case
from app.cases.rules.status import Status, Verb, Who
from app.database import db
from app.events import publish
from app.labels import N_
from app.referrals.actions import helping
from app.referrals.actions.asking import ask_first, ask_next, send
from app.referrals.actions.choosing import Choice as Choice  # noqa: PLC0414 - whoever sends chooses
from app.referrals.actions.choosing import check, fill, ladder_of
from app.referrals.actions.holding import insist_on_consent
from app.referrals.actions.moves import change
from app.referrals.actions.reserve import release_reserve
from app.referrals.events import OffersSent, OfferWithdrawn
from app.referrals.models import Meeting, Offer, Referral, Seat
from app.referrals.queries import seats
from app.referrals.queries.search import Pool, pool_for
from app.referrals.queries.sessions import stands
from app.referrals.rules import OPEN, Ladder, OfferStatus, OfferVerb, Reason
from app.refusals import NotAllowed, NotFound, Outrun


def send_offers(case_id: UUID, choice: Choice, *, by: Actor, at: datetime) -> Referral:
    """Ask the chosen people, all at once; raises ``NotAllowed`` if one of them must not be asked."""
    case = seats.locked(case_id)
    if case.status is not Status.MATCHING:
        raise NotAllowed(N_("Für diesen Fall wird gerade niemand gesucht."))
    insist_on_consent(case)
    pool = pool_for(case, at)
    trail.log("ConflictsChecked", by=by.id, at=at, case_id=case.id)
    check(pool, choice)
    ladder = ladder_of(case, choice.ladder)
    before = seats.current(case.id)
    referral = _begin(case, choice, ladder, before, by=by, at=at)
    filled = fill(referral, pool, choice)
    if before is not None:
        _move_along(before, referral, at=at)
    listed = {*choice.people, *(offer.person_id for _, asked in filled for offer in asked)}
    _let_go(case.id, listed, choice, by=by, at=at)
    db.session.flush()
    transition(case, Verb.SEND_OFFERS, by=by, at=at)
    publish(
        OffersSent(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            referral_id=referral.id,
            seats=len(filled),
            mode=ladder.mode,
        )
    )
    _ask(case, pool, filled, ladder=ladder, at=at)
    helping.look(case.id, at=at)
    return referral


def _ask(
    case: Case, pool: Pool, filled: list[tuple[Seat, list[Offer]]], *, ladder: Ladder, at: datetime
) -> None:
    """The chosen ones first, so that they come first; then whoever is asked together with them."""
    for seat, asked in filled:
        for offer in asked[:1]:
            send(offer, case, seat=seat, at=at, by=Who.COORDINATION)
    for seat, asked in filled:
        if len(asked) > 1 and ladder.shares_seats:
            ask_first(case, seat, asked[1:], pool=pool, at=at, by=Who.COORDINATION, besides=1)


def withdraw(case_id: UUID, offer_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a question back; the seat is open, and coordination says how it goes on."""
    case = seats.locked(case_id)
    offer = _of(case, offer_id)
    take_back(offer, Reason.COORDINATION, who=Who.COORDINATION, by=by.id, at=at)


def take_back(offer: Offer, reason: Reason | None, *, who: Who, by: UUID | None, at: datetime) -> None:
    was_asked = offer.status in OPEN
    change(offer, OfferVerb.WITHDRAW, who=who, at=at, reason=reason)
    publish(
        OfferWithdrawn(
            case_id=offer.case_id,
            actor_id=by,
            at=at,
            offer_id=offer.id,
            person_id=offer.person_id,
            seat=seats.seat_of(offer).position,
            reason=reason,
            was_asked=was_asked,
        )
    )


def ask_next_for(case_id: UUID, seat_id: UUID, *, at: datetime) -> bool:
    """Ask the next confirmed substitute for an open seat; false if nobody is left."""
    case = seats.locked(case_id)
    seat = db.session.scalar(sa.select(Seat).where(Seat.id == seat_id, Seat.case_id == case.id))
    if seat is None:
        raise NotFound
    if db.session.get_one(Referral, seat.referral_id).ended_at is not None:
        raise Outrun(N_("Inzwischen hat sich etwas geändert. Bitte wählen Sie noch einmal."))
    insist_on_consent(case)
    if seats.offers_of_seat(seat.id, *seats.LIVE):
        raise NotAllowed(N_("Für diesen Platz läuft schon eine Anfrage."))
    return ask_next(case, seat, at=at)


def search_again(case_id: UUID, *, by: Actor = PROGRAM, at: datetime) -> None:
    """Back to the search; whoever is asked, checks or has accepted stays."""
    transition(seats.locked(case_id), Verb.SEARCH_AGAIN, by=by, at=at)


def _begin(  # noqa: PLR0913, PLR0917 - all that a search begins with
    case: Case, choice: Choice, ladder: Ladder, before: Referral | None, *, by: Actor, at: datetime
) -> Referral:
    """A new search takes the place of the one before."""
    referral = Referral(
        case_id=case.id,
        number=seats.last_number(case.id) + 1,
        started_at=at,
        by=by.id,
        solo_reason=choice.solo_reason,
        mode=ladder.mode,
        wave=ladder.wave,
        mode_reason=ladder.reason,
        approved_at=before.approved_at if before and choice.kept else None,
    )
    db.session.add(referral)
    db.session.flush()
    if before is not None:
        _end(before, at=at)
    return referral


def _let_go(case_id: UUID, listed: Collection[UUID], choice: Choice, *, by: Actor, at: datetime) -> None:
    """Who stood by is asked now, or next, or hears that she need not stand by any more.

    Whoever was chosen and is not listed can't be asked: that is news to coordination.
    """
    chosen = {person_id for those in choice.substitutes for person_id in those}
    for offer in seats.standing_by(case_id):
        if offer.person_id in listed:
            offer.standby = False
        else:
            release_reserve(offer, by=by.id, at=at, lost=offer.person_id in chosen)


def _end(before: Referral, *, at: datetime) -> None:
    """Substitutes of the search before were never asked; they are not asked any more."""
    before.ended_at = at
    for seat, offers in seats.seats_with_offers(before.id):
        seat.exhausted_at = seat.gap = None
        for offer in offers:
            if offer.status is OfferStatus.PROPOSED:
                change(offer, OfferVerb.WITHDRAW, who=Who.SYSTEM, at=at, reason=Reason.COORDINATION)


def _move_along(before: Referral, referral: Referral, *, at: datetime) -> None:
    """Meetings belong to the mediators at work, so they come along; what is to come does in any case."""
    which = [Meeting.referral_id == before.id]
    if referral.approved_at is None:
        which += [Meeting.starts_at > at, *stands()]
    db.session.execute(
        sa.update(Meeting)
        .where(*which)
        .values(referral_id=referral.id)
        .execution_options(synchronize_session=False)
    )


def _of(case: Case, offer_id: UUID) -> Offer:
    offer = db.session.scalar(sa.select(Offer).where(Offer.id == offer_id, Offer.case_id == case.id))
    if offer is None:
        raise NotFound
    return offer
