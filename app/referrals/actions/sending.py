"""Coordination's verbs of a search: ask a pair, take a question back, ask the next, search again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from app.referrals.actions.asking import ask_next, send, suits
from app.referrals.actions.holding import insist_on_consent
from app.referrals.actions.moves import change
from app.referrals.events import OffersSent, OfferWithdrawn
from app.referrals.matching import assess
from app.referrals.models import Approval, Meeting, Offer, Referral, Seat
from app.referrals.queries import seats
from app.referrals.queries.search import Pool, pool_for
from app.referrals.queries.sessions import stands
from app.referrals.rules import OPEN, SEATS, OfferStatus, OfferVerb, Reason
from app.refusals import NotAllowed, NotFound

NAMELESS = N_(
    "Es fehlt noch der Name: %(parties)s. Ohne ihn kann niemand prüfen, ob Unbefangenheit besteht "
    "(§ 3 MediationsG). Bitte lassen Sie ihn zuerst nachtragen."
)
UNCOMPARED = N_(
    "Die Parteien werden noch mit dem Pool verglichen. Das dauert wenige Minuten; bitte senden Sie die "
    "Anfragen danach."
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a human decided: who is asked for each seat, and who after them, best first.

    On a seat that somebody holds already stands this person, without substitutes.
    """

    people: tuple[UUID, ...]
    substitutes: tuple[tuple[UUID, ...], ...] = ()
    solo_reason: str | None = None
    kept: frozenset[UUID] = field(default=frozenset())
    """Those of ``people`` who stay from the search before."""


def send_offers(case_id: UUID, choice: Choice, *, by: Actor, at: datetime) -> Referral:
    """Ask the chosen people, all at once; raises ``NotAllowed`` if one of them must not be asked."""
    case = seats.locked(case_id)
    if case.status is not Status.MATCHING:
        raise NotAllowed(N_("Für diesen Fall wird gerade niemand gesucht."))
    insist_on_consent(case)
    pool = pool_for(case, at)
    trail.log("ConflictsChecked", by=by.id, at=at, case_id=case.id)
    _check(pool, choice)
    before = seats.current(case.id)
    referral = Referral(
        case_id=case.id,
        number=seats.last_number(case.id) + 1,
        started_at=at,
        by=by.id,
        solo_reason=choice.solo_reason,
        approved_at=before.approved_at if before and choice.kept else None,
    )
    db.session.add(referral)
    db.session.flush()
    if before is not None:
        _end(before, at=at)
    asked = [
        _fill(referral, pool, choice, position=position) for position in range(1, len(choice.people) + 1)
    ]
    if before is not None:
        _move_along(before, referral, at=at)
    db.session.flush()
    transition(case, Verb.SEND_OFFERS, by=by, at=at)
    publish(
        OffersSent(case_id=case.id, actor_id=by.id, at=at, referral_id=referral.id, seats=len(choice.people))
    )
    for position, offer in enumerate(asked, start=1):
        if offer is not None:
            send(offer, case, seat=position, at=at, by=Who.COORDINATION)
    return referral


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
    insist_on_consent(case)
    if seats.offers_of_seat(seat.id, *seats.LIVE):
        raise NotAllowed(N_("Für diesen Platz läuft schon eine Anfrage."))
    return ask_next(case, seat, at=at)


def search_again(case_id: UUID, *, by: Actor = PROGRAM, at: datetime) -> None:
    """Back to the search; whoever is asked, checks or has accepted stays."""
    transition(seats.locked(case_id), Verb.SEARCH_AGAIN, by=by, at=at)


def _insist_on_comparable(pool: Pool) -> None:
    if pool.nameless:
        raise NotAllowed(NAMELESS, parties=", ".join(pool.nameless))
    if pool.to_compare:
        raise NotAllowed(UNCOMPARED)


def _check(pool: Pool, choice: Choice) -> None:
    _insist_on_comparable(pool)
    chosen = [pool.person(person_id) for person_id in choice.people]
    people = [person for person in chosen if person is not None]
    if len(people) != len(choice.people) or len(set(choice.people)) != len(choice.people):
        raise NotAllowed(N_("Bitte wählen Sie Personen aus dem Pool."))
    if not 1 <= len(people) <= SEATS:
        raise NotAllowed(N_("Bitte wählen Sie ein Paar."))
    if len(people) == 1 and not (choice.solo_reason or "").strip():
        raise NotAllowed(N_("Bitte nennen Sie den Grund, warum eine Person allein vermitteln soll."))
    if choice.kept != {one.person_id for one in pool.kept}:
        raise NotAllowed(N_("Inzwischen hat sich etwas geändert. Bitte wählen Sie noch einmal."))
    second = people[1] if len(people) > 1 else None
    found = assess(pool.need, people[0], second, settings=pool.settings, today=pool.today)
    against = [one for one in found.obstacles if one.person not in choice.kept]
    if against:
        raise NotAllowed(N_("Dieses Paar kann nicht angefragt werden: %(why)s."), why=str(against[0].said))


def _fill(referral: Referral, pool: Pool, choice: Choice, *, position: int) -> Offer | None:
    """A seat with its offers; returns the one to send, or None where somebody stays."""
    person_id = choice.people[position - 1]
    seat = Seat(case_id=referral.case_id, referral_id=referral.id, position=position)
    db.session.add(seat)
    db.session.flush()
    kept = next((one for one in pool.kept if one.person_id == person_id), None)
    if kept is not None:
        _keep(kept.offer_id, referral, seat)
        return None
    substitutes = choice.substitutes[position - 1] if position <= len(choice.substitutes) else ()
    offers = _offers((person_id, *_others(pool, choice, substitutes)), referral, seat)
    db.session.add_all(offers)
    db.session.flush()
    return offers[0]


def _others(pool: Pool, choice: Choice, substitutes: Sequence[UUID]) -> list[UUID]:
    """Substitutes that may be asked at all; whoever is chosen is nobody's substitute."""
    return [
        person_id
        for person_id in dict.fromkeys(substitutes)
        if person_id not in choice.people and suits(pool, pool.person(person_id), None)
    ]


def _offers(person_ids: Sequence[UUID], referral: Referral, seat: Seat) -> list[Offer]:
    return [
        Offer(
            case_id=referral.case_id,
            referral_id=referral.id,
            seat_id=seat.id,
            person_id=person_id,
            rank=rank,
            status=OfferStatus.PROPOSED,
        )
        for rank, person_id in enumerate(person_ids)
    ]


def _keep(offer_id: UUID, referral: Referral, seat: Seat) -> None:
    """Whoever stays comes along into the new search, with the approvals that the parties gave."""
    offer = db.session.get_one(Offer, offer_id)
    holds = offer.status is not OfferStatus.OFFERED
    offer.referral_id, offer.seat_id = referral.id, seat.id
    seat.taken_by = offer.id if holds else None
    db.session.flush()
    db.session.execute(
        sa.update(Approval)
        .where(Approval.offer_id == offer_id)
        .values(referral_id=referral.id)
        .execution_options(synchronize_session=False)
    )


def _end(before: Referral, *, at: datetime) -> None:
    """Substitutes of the search before were never asked; they are not asked any more."""
    before.ended_at = at
    for seat, offers in seats.seats_with_offers(before.id):
        seat.exhausted_at = None
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
