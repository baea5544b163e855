"""A pair as coordination reads it: why, how well in parts, when, and what to look at."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from app.labels import N_
from app.mediators.horizon import Window
from app.referrals.matching import Aspect, Coverage, PairSuggestion, Said
from app.referrals.matching.scoring import MOST, MOST_TOGETHER
from app.referrals.matching.wished import most_for_wishes
from app.referrals.queries import fixed
from app.referrals.queries.search import Pool

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Person:
    id: UUID
    name: str
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Score:
    """One part of the score: points of the most there are, and why; ``of`` 0: it only speaks against."""

    label: str
    points: int
    of: int
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A pair as coordination reads it."""

    people: tuple[Person, ...]
    coverage: str | None
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    obstacles: tuple[str, ...]
    scores: tuple[Score, ...]
    windows: tuple[Window, ...]

    @property
    def ids(self) -> list[str]:
        return [str(person.id) for person in self.people]


def card(pool: Pool, pair: PairSuggestion, say: Translate) -> Card:
    kept = {one.person_id for one in pool.kept}
    return Card(
        people=tuple(Person(one.id, one.name, kept=one.id in kept) for one in pair.people),
        coverage=_step(pair, say),
        reasons=tuple(one.in_words(say) for one in pair.reasons),
        warnings=tuple(one.in_words(say) for one in _warnings(pool, pair, kept)),
        obstacles=tuple(one.said.in_words(say) for one in pair.obstacles if one.person not in kept),
        scores=tuple(_scores(pool, pair, say)),
        windows=tuple(pool.windows(pair.slots)),
    )


def _step(pair: PairSuggestion, say: Translate) -> str | None:
    """On which step of the search for languages the pair stands."""
    if pair.coverage is None:
        return None
    sentence = say(N_("Sprachen, Stufe %(step)s von %(steps)s: %(how)s"))
    how = say(pair.coverage.label)
    return sentence % {"step": pair.coverage.step, "steps": len(Coverage), "how": how}


def _warnings(pool: Pool, pair: PairSuggestion, kept: Collection[UUID]) -> Iterator[Said]:
    yield from pair.warnings
    yield from _waived(pool, pair)
    yield from _in_the_way(pool, pair, kept)


def _waived(pool: Pool, pair: PairSuggestion) -> Iterator[Said]:
    sentence = N_("%(name)s: möglicher Konflikt; alle Parteien wissen davon und sind einverstanden")
    for person in pair.people:
        if person.id in pool.waived:
            yield Said(sentence, {"name": person.name})


def _in_the_way(pool: Pool, pair: PairSuggestion, kept: Collection[UUID]) -> Iterator[Said]:
    """Of those who come anew: who stays has the appointment already."""
    for person in pair.people:
        if person.id not in kept:
            yield from fixed.warnings(pool, person)


def _scores(pool: Pool, pair: PairSuggestion, say: Translate) -> Iterator[Score]:
    """Every aspect for which there are points, with the sentences behind them; then what speaks against."""
    most = MOST | {Aspect.WISHES: most_for_wishes(pool.search)}
    for aspect in Aspect:
        of = most.get(aspect, 0) * len(pair.people) or MOST_TOGETHER.get(aspect, 0)
        parts = [part for part in pair.parts if part.code is aspect]
        if of or parts:
            yield Score(
                label=say(aspect.label),
                points=sum(part.points for part in parts),
                of=of,
                words=tuple(part.said.in_words(say) for part in parts),
            )
