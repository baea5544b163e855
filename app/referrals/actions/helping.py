"""Whom a case needs and the pool has not: an interpreter for its sessions, or anybody for a seat.

It is looked at whenever it may have changed. By when somebody must be asked, the plan says (F24).
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import Enum
from uuid import UUID

from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.events import ask, publish
from app.referrals.events.helping import HelpNeeded, HelpSettled, LoansAwaited
from app.referrals.matching.interpreting import unserved
from app.referrals.matching.wishes import Speech
from app.referrals.models import Offer, Seat
from app.referrals.queries import seats
from app.referrals.queries.interpreters import planned_for
from app.referrals.queries.search import pool_for
from app.referrals.queries.wishes import saved
from app.referrals.rules import AT_WORK, HOLDING

Places = list[tuple[Seat, list[Offer]]]


class Help(Enum):
    INTERPRETER = "INTERPRETER"
    """Some party can be heard by nobody at the seats, and nobody is planned who can be at a session."""
    PERSON = "PERSON"
    """Nobody is left to ask for a seat, and nobody else of the pool suits."""


ANY = frozenset(Help)


def look(
    case_id: UUID, *, at: datetime, lost: Collection[Help] = (), asked: bool = False, by: UUID | None = None
) -> None:
    """Tell what is lacking now. ``lost``: of these somebody had been asked; ``asked``: somebody just was."""
    case, referral = db.session.get_one(Case, case_id), seats.current(case_id)
    lacking = set()
    if referral is not None and _is_sought(case):
        lacking = _lacking(case, seats.seats_with_offers(referral.id), at)
    elif not asked:
        return
    if referral is not None and lacking:
        again = not lacking.isdisjoint(lost)
        publish(HelpNeeded(actor_id=by, at=at, case_id=case_id, referral_id=referral.id, again=again))
    else:
        publish(HelpSettled(actor_id=by, at=at, case_id=case_id, asked=asked))


def nobody_fits(case_id: UUID, *, at: datetime) -> None:
    """A run over the whole waiting list has found nobody of the pool for this case."""
    if db.session.get_one(Case, case_id).status is Status.MATCHING and not _awaited(case_id):
        publish(HelpNeeded(actor_id=None, at=at, case_id=case_id))


def _is_sought(case: Case) -> bool:
    """Whether somebody has been asked for this case, or is at work in it."""
    return (case.paused_from or case.status) in AT_WORK | {Status.PROPOSED}


def _lacking(case: Case, places: Places, at: datetime) -> set[Help]:
    found = set()
    if case.status is Status.PROPOSED and any(seat.gap and not _live(offers) for seat, offers in places):
        found.add(Help.PERSON)
    if _lacks_interpreter(case, places, at):
        found.add(Help.INTERPRETER)
    return found - _awaited(case.id) if found else found


def _lacks_interpreter(case: Case, places: Places, at: datetime) -> bool:
    _, wishes = saved(case.id)
    if all(one.speech is Speech.MUST for one in wishes.parties.values()):
        return False
    team = list(_team(places))
    pool = pool_for(case, at, only={*team, *planned_for(case.id)})
    people = [pool.person(person_id) for person_id in team]
    return bool(unserved(pool.search, tuple(one for one in people if one is not None)))


def _team(places: Places) -> Iterator[UUID]:
    """Who holds each seat, or is asked for it first."""
    for _, offers in places:
        live = _live(offers)
        held = [offer for offer in live if offer.status in HOLDING]
        yield from (offer.person_id for offer in (held or live)[:1])


def _live(offers: list[Offer]) -> list[Offer]:
    return [offer for offer in offers if offer.status in seats.LIVE]


def _awaited(case_id: UUID) -> set[Help]:
    kinds = ask(LoansAwaited(case_id=case_id))
    return {Help.INTERPRETER if interprets else Help.PERSON for interprets in kinds}
