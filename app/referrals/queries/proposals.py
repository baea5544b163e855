"""What matching answers, in words and times for the page: pairs with reasons, and why not the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from app.labels import N_, Labelled
from app.languages import LANGUAGES
from app.mediators.rules import Window
from app.referrals.matching import (
    Aspect,
    Candidate,
    Need,
    NotProposed,
    Obstacle,
    PairSuggestion,
    Proposal,
    Said,
    Why,
    assess,
    propose,
)
from app.referrals.queries.search import Pool
from app.translation import word

Translate = Callable[[str], str]

SHOWN = 5
SUBSTITUTES = 5

#: The most that one person can earn for an aspect, and a pair together.
MOST = {Aspect.LANGUAGE: 40, Aspect.PLACE: 10, Aspect.TOPIC: 10, Aspect.FAIRNESS: 10}
MOST_TOGETHER = {Aspect.TIME: 20, Aspect.BALANCE: 10}


@dataclass(frozen=True)
class Person:
    id: UUID
    name: str
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """A pair as coordination reads it."""

    people: tuple[Person, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    obstacles: tuple[str, ...]
    scores: tuple[tuple[str, int], ...]
    windows: tuple[Window, ...]
    score: int

    @property
    def ids(self) -> list[str]:
        return [str(person.id) for person in self.people]


@dataclass(frozen=True)
class PartyChip:
    """What one party needs, in words."""

    label: str
    words: str
    shares_no_language: bool


@dataclass(frozen=True, kw_only=True)
class NeedChips:
    """The need of a case, as the page shows it."""

    parties: tuple[PartyChip, ...]
    topic: Labelled | None
    district: str | None
    urgent: bool
    minors: bool
    other_needs: tuple[str, ...]
    seats: int


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
    questions: tuple[str, ...]
    blocks: tuple[tuple[str, int], ...]
    """What would have to change, in order of how much it opens: reason and people."""
    fitting: tuple[Person, ...]
    kept: tuple[Person, ...]
    without_account: tuple[str, ...]

    @property
    def refused_count(self) -> int:
        return sum(len(one.people) for one in self.refused) + len(self.without_account)


def answer(pool: Pool, say: Translate) -> Answer:
    """The best pairs; where somebody stays from the search before, the best partners."""
    proposal = _proposal(pool)
    stays = staying(pool)
    if stays is None:
        pairs, outside = proposal.pairs, proposal.not_proposed
    else:
        pairs, outside = _partners(pool, proposal, stays)
    return Answer(
        cards=tuple(_card(pool, pair, say) for pair in pairs[:SHOWN]),
        refused=_grouped(outside, say),
        warnings=tuple(one.in_words(say) for one in proposal.warnings),
        questions=tuple(one.in_words(say) for one in proposal.questions),
        blocks=tuple((say(block.code.label), block.people) for block in proposal.blocks),
        fitting=tuple(sorted((Person(one.id, one.name) for one in _fitting(proposal)), key=_by_name)),
        kept=tuple(Person(one.id, one.name, kept=True) for one in [stays] if one is not None),
        without_account=pool.without_account,
    )


def chips(need: Need) -> NeedChips:
    return NeedChips(
        parties=tuple(
            PartyChip(
                party.label,
                ", ".join(
                    sorted(word(LANGUAGES[code].label) for code in party.languages if code in LANGUAGES)
                ),
                party.shares_no_language,
            )
            for party in need.parties
        ),
        topic=need.topic,
        district=need.district,
        urgent=need.urgent,
        minors=need.minors,
        other_needs=need.other_needs,
        seats=need.seats,
    )


def chosen(pool: Pool, person_ids: Iterable[UUID], say: Translate) -> Card | None:
    """People whom a human chose, with every obstacle; None if one of them isn't in the pool."""
    people = [pool.person(person_id) for person_id in person_ids]
    found = [person for person in people if person is not None]
    if not 1 <= len(found) <= 2 or len(found) != len(people):
        return None
    second = found[1] if len(found) > 1 else None
    pair = assess(pool.need, found[0], second, settings=pool.settings, today=pool.today)
    return _card(pool, pair, say)


def substitutes(pool: Pool, person_ids: tuple[UUID, ...]) -> tuple[tuple[Person, ...], ...]:
    """For each seat who could take it instead, best first; nobody for a seat that is held already."""
    people = [pool.person(person_id) for person_id in person_ids]
    found = [person for person in people if person is not None]
    kept = {one.person_id for one in pool.kept}
    second = found[1] if len(found) > 1 else None
    pair = assess(pool.need, found[0], second, settings=pool.settings, today=pool.today)
    proposal = _proposal(pool if second is not None else pool.alone())
    ranked = []
    for seat, person in enumerate(pair.people, start=1):
        able = () if person.id in kept else proposal.substitutes(pair, seat=seat, limit=SUBSTITUTES + 2)
        new = [_new(one.people, pair.people) for one in able]
        ranked.append(tuple(one for one in new if one is not None and one.id not in kept)[:SUBSTITUTES])
    return tuple(ranked)


def staying(pool: Pool) -> Candidate | None:
    """Who holds or is asked for the other seat."""
    return pool.person(pool.kept[0].person_id) if pool.kept else None


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
    able = sorted((pair for one, pair in tried if not against[one.id]), key=lambda pair: -pair.score)
    shown = {person.id for pair in able[:SHOWN] for person in pair.people}
    fitting = {one.id for one, _ in tried}
    others = [one for one in proposal.not_proposed if one.candidate.id not in fitting]
    for one, _ in tried:
        if one.id not in shown:
            others.append(NotProposed(one, _first(against[one.id], one)))
    return tuple(able[:SHOWN]), tuple(others)


def _fitting(proposal: Proposal) -> list[Candidate]:
    return [one.candidate for one in proposal.fitting]


def _against(pair: PairSuggestion, stays: Candidate) -> list[Obstacle]:
    return [one for one in pair.obstacles if one.person != stays.id]


def _first(found: list[Obstacle], person: Candidate) -> Obstacle:
    return found[0] if found else Obstacle(Why.OUTRANKED, Said(Why.OUTRANKED.label), person.id)


def _waived(pool: Pool, pair: PairSuggestion) -> Iterator[Said]:
    sentence = N_("%(name)s: möglicher Konflikt; alle Parteien wissen davon und sind einverstanden")
    for person in pair.people:
        if person.id in pool.waived:
            yield Said(sentence, {"name": person.name})


def _card(pool: Pool, pair: PairSuggestion, say: Translate) -> Card:
    kept = {one.person_id for one in pool.kept}
    return Card(
        people=tuple(Person(one.id, one.name, kept=one.id in kept) for one in pair.people),
        reasons=tuple(one.in_words(say) for one in pair.reasons),
        warnings=tuple(one.in_words(say) for one in (*pair.warnings, *_waived(pool, pair))),
        obstacles=tuple(one.said.in_words(say) for one in pair.obstacles if one.person not in kept),
        scores=tuple(_scores(pair, say)),
        windows=tuple(pool.windows(pair.slots)),
        score=pair.score,
    )


def _scores(pair: PairSuggestion, say: Translate) -> Iterable[tuple[str, int]]:
    """Each part of the score as a share of the most there is for it."""
    points = pair.points
    for aspect in Aspect:
        most = MOST.get(aspect, 0) * len(pair.people) or MOST_TOGETHER.get(aspect, 0)
        if most:
            yield say(aspect.label), max(0, min(100, round(100 * points.get(aspect, 0) / most)))


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
