"""Whom a human chose for the seats of a search: checked, and laid down as offers that can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.labels import N_
from app.referrals.actions.asking import suits
from app.referrals.matching import assess
from app.referrals.models import Approval, Offer, Referral, Seat
from app.referrals.queries.search import Pool
from app.referrals.rules import SEATS, WAVES, Ladder, Mode, OfferStatus, usual_mode
from app.refusals import NotAllowed

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
    ladder: Ladder | None = None
    """How it is asked; None: as the urgency suggests."""


def _insist_on_comparable(pool: Pool) -> None:
    if pool.nameless:
        raise NotAllowed(NAMELESS, parties=", ".join(pool.nameless))
    if pool.to_compare:
        raise NotAllowed(UNCOMPARED)


def check(pool: Pool, choice: Choice) -> None:
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


def ladder_of(case: Case, wished: Ladder | None) -> Ladder:
    """Coordination may ask otherwise than the urgency suggests, with a word why."""
    usual = usual_mode(case.priority)
    if wished is None:
        return Ladder(usual)
    if wished.mode is Mode.TIERED and wished.wave not in WAVES:
        raise NotAllowed(N_("Bitte wählen Sie, wie viele Personen zugleich gefragt werden."))
    if wished.mode is not usual and not (wished.reason or "").strip():
        raise NotAllowed(N_("Bitte sagen Sie, warum anders gefragt wird, als es zur Dringlichkeit passt."))
    return wished


def fill(referral: Referral, pool: Pool, choice: Choice) -> list[tuple[Seat, list[Offer]]]:
    """The seats of a new search, each with its offers, best first; none where somebody stays."""
    placed = set(choice.people)
    return [
        (seat, _fill(seat, referral, choice, pool=pool, placed=placed))
        for seat in _seats(referral, len(choice.people))
    ]


def _seats(referral: Referral, number: int) -> list[Seat]:
    found = [
        Seat(case_id=referral.case_id, referral_id=referral.id, position=position)
        for position in range(1, number + 1)
    ]
    db.session.add_all(found)
    db.session.flush()
    return found


def _fill(seat: Seat, referral: Referral, choice: Choice, *, pool: Pool, placed: set[UUID]) -> list[Offer]:
    """``placed``: where a yes counts for any seat, nobody stands on the lists of two."""
    person_id = choice.people[seat.position - 1]
    kept = next((one for one in pool.kept if one.person_id == person_id), None)
    if kept is not None:
        _keep(kept.offer_id, referral, seat)
        return []
    wished = choice.substitutes[seat.position - 1] if seat.position <= len(choice.substitutes) else ()
    others = _others(pool, choice, wished)
    if referral.ladder.shares_seats:
        others = [one for one in others if one not in placed]
        placed.update(others)
    found = _offers((person_id, *others), referral, seat)
    db.session.add_all(found)
    db.session.flush()
    return found


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
