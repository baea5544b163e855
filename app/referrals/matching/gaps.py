"""What is lacking when nobody is left to ask for a seat: which reason keeps out most of the pool."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.referrals.matching.needs import Candidate, PersonId, Search
from app.referrals.matching.obstacles import obstacles, pair_obstacles
from app.referrals.matching.reasons import ORDER, Why

#: These lack more than anything that could change for this case.
OUTSIDE = frozenset({Why.INACTIVE, Why.SAME_TWICE})


@dataclass(frozen=True, slots=True)
class Gap:
    """``fitting``: how many suit and were not confirmed; then nothing is lacking but a new search.

    ``reasons`` count each person under her first reason; ``alone`` those for whom it is the only one.
    ``unheard`` are the parties that whoever comes must be able to talk with, ``languages`` theirs.
    """

    fitting: int
    reasons: tuple[tuple[Why, int], ...]
    alone: tuple[tuple[Why, int], ...]
    unheard: tuple[str, ...]
    languages: frozenset[str]

    @property
    def most(self) -> Why | None:
        """The one reason that would open most, if somebody could change it."""
        if self.fitting:
            return None
        return next((why for why, _ in (*self.alone, *self.reasons)), None)


def gap_of(
    search: Search,
    candidates: Iterable[Candidate],
    *,
    asked: Collection[PersonId] = (),
    stays: Sequence[Candidate] = (),
) -> Gap:
    """``asked`` need not be asked again; ``stays`` is whoever holds the other seat."""
    first: Counter[Why] = Counter()
    alone: Counter[Why] = Counter()
    fitting = 0
    for person in candidates:
        if person.id in asked:
            continue
        found = _against(search, person, stays)
        if not found:
            fitting += 1
        elif found[0] not in OUTSIDE:
            first[found[0]] += 1
            alone[found[0]] += len(set(found)) == 1
    heard = 0
    for one in stays:
        heard |= search.coverage(one)
    unheard = [party for place, party in enumerate(search.required) if not heard >> place & 1]
    return Gap(
        fitting=fitting,
        reasons=_ordered(first),
        alone=_ordered(alone),
        unheard=tuple(party.label for party in unheard),
        languages=frozenset(code for party in unheard for code in party.languages),
    )


def _against(search: Search, person: Candidate, stays: Sequence[Candidate]) -> list[Why]:
    own = [one.code for one in obstacles(search, person)]
    return own + [one.code for other in stays for one in pair_obstacles(search, other, person)]


def _ordered(counted: Counter[Why]) -> tuple[tuple[Why, int], ...]:
    found = [(why, count) for why, count in counted.items() if count]
    return tuple(sorted(found, key=lambda one: (-one[1], ORDER[one[0]])))
