"""What matching answers, in words and times for the page: pairs with reasons, and why not the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from app.referrals.matching import (
    Candidate,
    NotProposed,
    Obstacle,
    PairSuggestion,
    Proposal,
    Said,
    Why,
    assess,
    propose,
)
from app.referrals.matching.foremost import is_proven
from app.referrals.queries.cards import Card, Person, Translate, card
from app.referrals.queries.openings import Change, Step, change, steps
from app.referrals.queries.search import Pool

SHOWN = 5
SUBSTITUTES = 5


@dataclass(frozen=True)
class Refused:
    """One reason, and whom it keeps out."""

    label: str
    people: tuple[tuple[str, str], ...]
    """Name and the one sentence."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer of the pool to the need of a case."""

    cards: tuple[Card, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...]
    needs_interpreter: bool
    blocks: tuple[tuple[str, int], ...]
    """What keeps people out, in order of how many: reason and people."""
    steps: tuple[Step, ...]
    """How far the pool reaches; empty where no language is known."""
    change: Change | None
    """What would have to change; only where nobody suits."""
    fitting: tuple[Person, ...]
    kept: tuple[Person, ...]
    without_account: tuple[str, ...]
    of: int | None = None
    """So many are in the pool of which only the best are said; None: everybody is."""

    @property
    def refused_count(self) -> int:
        return sum(len(one.people) for one in self.refused) + len(self.without_account)


def head(pool: Pool, say: Translate) -> Answer | None:
    """The best pairs of a large pool by its foremost people; None if nothing proves them the best."""
    proposal = _proposal(pool)
    if pool.kept or not is_proven(proposal, limit=SHOWN, lacking=pool.lacking, unread=pool.unread):
        return None
    return Answer(
        cards=tuple(card(pool, pair, say) for pair in proposal.pairs),
        warnings=tuple(one.in_words(say) for one in proposal.warnings),
        needs_interpreter=proposal.needs_interpreter,
        refused=(),
        blocks=(),
        steps=(),
        change=None,
        fitting=(),
        kept=(),
        without_account=(),
        of=pool.sources.wanted.people,
    )


def answer(pool: Pool, say: Translate) -> Answer:
    """The best pairs; where somebody stays from the search before, the best partners."""
    proposal = _proposal(pool)
    stays = pool.staying
    if stays is None:
        pairs, outside = proposal.pairs, proposal.not_proposed
    else:
        pairs, outside = _partners(pool, proposal, stays)
    changing = None if pairs else change(pool, proposal, say)
    return Answer(
        cards=tuple(card(pool, pair, say) for pair in pairs[:SHOWN]),
        refused=_grouped(outside, say),
        warnings=tuple(one.in_words(say) for one in proposal.warnings),
        needs_interpreter=proposal.needs_interpreter,
        blocks=tuple((say(block.code.label), block.people) for block in proposal.blocks),
        steps=steps(pool, changing, say) if proposal.search.required else (),
        change=changing,
        fitting=tuple(sorted((Person(one.id, one.name) for one in _fitting(proposal)), key=_by_name)),
        kept=tuple(Person(one.id, one.name, kept=True) for one in [stays] if one is not None),
        without_account=pool.without_account,
    )


def chosen(pool: Pool, person_ids: Iterable[UUID], say: Translate) -> Card | None:
    """People whom a human chose, with every obstacle; None if one of them isn't in the pool."""
    people = [pool.person(person_id) for person_id in person_ids]
    found = [person for person in people if person is not None]
    if not 1 <= len(found) <= 2 or len(found) != len(people):
        return None
    second = found[1] if len(found) > 1 else None
    pair = assess(pool.need, found[0], second, settings=pool.settings, today=pool.today)
    return card(pool, pair, say)


def substitutes(
    pool: Pool, person_ids: tuple[UUID, ...], *, limit: int = SUBSTITUTES
) -> tuple[tuple[Person, ...], ...]:
    """For each seat who could take it instead, best first; nobody for a seat that is held already."""
    people = [pool.person(person_id) for person_id in person_ids]
    found = [person for person in people if person is not None]
    kept = {one.person_id for one in pool.kept}
    second = found[1] if len(found) > 1 else None
    pair = assess(pool.need, found[0], second, settings=pool.settings, today=pool.today)
    proposal = _proposal(pool if second is not None else pool.alone())
    ranked = []
    for seat, person in enumerate(pair.people, start=1):
        able = () if person.id in kept else proposal.substitutes(pair, seat=seat, limit=limit + 2)
        new = [_new(one.people, pair.people) for one in able]
        ranked.append(tuple(one for one in new if one is not None and one.id not in kept)[:limit])
    return tuple(ranked)


def _proposal(pool: Pool) -> Proposal:
    kept = {one.person_id for one in pool.kept}
    others = [one for one in pool.candidates if one.id not in kept]
    return propose(pool.need, others, settings=pool.settings, today=pool.today, limit=SHOWN)


def _partners(
    pool: Pool, proposal: Proposal, stays: Candidate
) -> tuple[tuple[PairSuggestion, ...], tuple[NotProposed, ...]]:
    """Everybody who may be asked, together with the person who stays."""
    settings, today = pool.settings, pool.today
    tried = [
        (one, assess(pool.need, stays, one, settings=settings, today=today)) for one in _fitting(proposal)
    ]
    against = {one.id: _against(pair, stays) for one, pair in tried}
    able = sorted((pair for one, pair in tried if not against[one.id]), key=_order)
    shown = {person.id for pair in able[:SHOWN] for person in pair.people}
    fitting = {one.id for one, _ in tried}
    others = [one for one in proposal.not_proposed if one.candidate.id not in fitting]
    for one, _ in tried:
        if one.id not in shown:
            others.append(NotProposed(one, _first(against[one.id], one)))
    return tuple(able[:SHOWN]), tuple(others)


def _order(pair: PairSuggestion) -> tuple[int, int]:
    return (pair.coverage.step if pair.coverage else 0), -pair.score


def _fitting(proposal: Proposal) -> list[Candidate]:
    return [one.candidate for one in proposal.fitting]


def _against(pair: PairSuggestion, stays: Candidate) -> list[Obstacle]:
    return [one for one in pair.obstacles if one.person != stays.id]


def _first(found: list[Obstacle], person: Candidate) -> Obstacle:
    return found[0] if found else Obstacle(Why.OUTRANKED, Said(Why.OUTRANKED.label), person.id)


def _grouped(outside: Iterable[NotProposed], say: Translate) -> tuple[Refused, ...]:
    ordered = sorted(outside, key=lambda one: list(Why).index(one.obstacle.code))
    return tuple(
        Refused(
            say(code.label),
            tuple(sorted((one.candidate.name, one.obstacle.said.in_words(say)) for one in group)),
        )
        for code, group in groupby(ordered, key=lambda one: one.obstacle.code)
    )


def _new(people: tuple[Candidate, ...], before: tuple[Candidate, ...]) -> Person | None:
    known = {one.id for one in before}
    return next((Person(one.id, one.name) for one in people if one.id not in known), None)


def _by_name(person: Person) -> str:
    return person.name
