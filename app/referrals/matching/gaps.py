"""What is lacking when nobody is left to ask for a seat: which reason keeps out most of the pool."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.referrals.matching.needs import Candidate, PersonId, Search
from app.referrals.matching.obstacles import obstacles, pair_obstacles
from app.referrals.matching.reasons import ORDER, Why

#: These lack more than anything that could change for this case.
OUTSIDE = frozenset({Why.INACTIVE, Why.SAME_TWICE})

#: Nothing can be changed about these for this case.
SETTLED = frozenset({Why.ASKED_BEFORE, Why.CONFLICT})


@dataclass(frozen=True, slots=True)
class Gap:
    """``fitting``: how many suit and were not confirmed; then nothing is lacking but a new search.

    ``reasons`` count each person under her first reason; ``alone`` those for whom it is the only one.
    ``unheard`` are the parties with whom nobody who holds a seat or suits can talk, ``languages`` theirs;
    then only those count who could.
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
        changeable = [why for why, _ in self.alone if why not in SETTLED]
        if changeable or not self.unheard:
            return next(iter((*changeable, *(why for why, _ in self.reasons))), None)
        return Why.LANGUAGE


def gap_of(
    search: Search,
    candidates: Sequence[Candidate],
    *,
    asked: Collection[PersonId] = (),
    stays: Sequence[Candidate] = (),
) -> Gap:
    """``asked`` need not be asked again; ``stays`` is whoever holds the other seat."""
    against = {one.id: _against(search, one, stays) for one in candidates if one.id not in asked}
    people = [one for one in candidates if one.id in against]
    fitting = [one for one in people if not against[one.id]]
    heard = 0
    for one in (*stays, *fitting):
        heard |= search.coverage(one)
    unheard = [place for place in range(len(search.required)) if not heard >> place & 1]
    able = [one for one in people if not unheard or any(search.coverage(one) >> p & 1 for p in unheard)]
    found = [against[one.id] for one in able if against[one.id] and against[one.id][0] not in OUTSIDE]
    parties = [search.required[place] for place in unheard]
    return Gap(
        fitting=0 if unheard else len(fitting),
        reasons=_ordered(Counter(why[0] for why in found)),
        alone=_ordered(Counter(why[0] for why in found if len(set(why)) == 1)),
        unheard=tuple(party.label for party in parties),
        languages=frozenset(code for party in parties for code in party.languages),
    )


def _against(search: Search, person: Candidate, stays: Sequence[Candidate]) -> list[Why]:
    own = [one.code for one in obstacles(search, person)]
    return own + [one.code for other in stays for one in pair_obstacles(search, other, person)]


def _ordered(counted: Counter[Why]) -> tuple[tuple[Why, int], ...]:
    found = [(why, count) for why, count in counted.items() if count]
    return tuple(sorted(found, key=lambda one: (-one[1], ORDER[one[0]])))
