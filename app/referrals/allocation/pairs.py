"""The best pairs for a case, at prices: groups and rows drop out by what they can reach at most."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, combinations_with_replacement, islice, product
from operator import itemgetter
from typing import Any, NamedTuple

from app.referrals.allocation.choices import NOTHING, SCALE, Found, Offered, Prices, Team, rank
from app.referrals.allocation.mates import Mates
from app.referrals.allocation.roster import Levels, places

#: So many people without a price are looked at first, and four times as many whenever that wasn't enough.
AT_FIRST, MORE = 24, 4

#: After so many pairs the search says what it has, and a bound that may be too high.
ENOUGH = 60_000
_MISSING: Any = object()

#: Value, place and points of a person.
Valued = tuple[int, int, int]


class Ranked(NamedTuple):
    """People of one coverage by value, best first, those who are alike together.

    The others of the group are worth no more than ``rest``.
    """

    alike: list[list[Valued]]
    rest: int

    @property
    def top(self) -> int:
        return max((one[0][0] for one in self.alike), default=self.rest)


class Pairs:
    """Two people are sought who together can talk with all parties, and with each other."""

    seats = 2

    def __init__(self, groups: Mapping[int, Levels], everybody: int, mates: Mates, *, bonus: int) -> None:
        """``groups`` are people by whom they can talk with; no pair adds more than ``bonus``."""
        self.mates = mates
        self.bonus = bonus * SCALE
        self.couplings = [
            (one, other)
            for one, other in combinations_with_replacement(sorted(groups), 2)
            if one | other == everybody and groups[one] and groups[other]
        ]
        self.groups = {one: groups[one] for coupling in self.couplings for one in coupling}
        sides = [(self.groups[one], self.groups[other]) for one, other in self.couplings]
        self.highest = max((one[0][0] + other[0][0] + bonus for one, other in sides), default=0)
        self.lowest = min((one[-1][0] + other[-1][0] for one, other in sides), default=0)

    def best(self, prices: Prices, *, most: int, above: int) -> Found:
        look = _Look(self, prices, most=most, above=above)
        tops = {one: look.ranked(one, AT_FIRST).top for one in self.groups}
        for one, other in sorted(self.couplings, key=lambda both: -tops[both[0]] - tops[both[1]]):
            look.through(one, other)
        return look.found()

    @property
    def any(self) -> bool:
        nothing = Prices.of(len(self.mates.roster), {})
        return bool(self.best(nothing, most=1, above=NOTHING).teams)

    def every(self) -> Iterator[Team]:
        for one, other in self.couplings:
            mine, theirs = _all(self.groups[one]), _all(self.groups[other])
            for first, second in combinations(mine, 2) if one == other else product(mine, theirs):
                added = self.mates.together(first[1], second[1])
                if added is not None:
                    people = tuple(sorted((first[1], second[1])))
                    yield Team(first[0] + second[0] + added, people)


def _all(levels: Levels) -> list[tuple[int, int]]:
    return [(points, place) for points, people in levels for place in places(people)]


class _Look:
    """One look through the pairs of a case at certain prices."""

    def __init__(self, pairs: Pairs, prices: Prices, *, most: int, above: int) -> None:
        self.pairs = pairs
        self.prices = prices
        self.most = most
        self.cut = self.above = self.bound = above
        self.offered: list[Offered] = []
        self.kept: set[tuple[int, ...]] = set()
        self.asked = 0
        self._ranked: dict[tuple[int, int], Ranked] = {}

    def found(self) -> Found:
        best = self.offered[0].value if self.offered else self.above
        return Found(tuple(self.offered), max(self.bound, best))

    def through(self, one: int, other: int) -> None:
        """All pairs of two groups that can still matter."""
        depth, bonus = AT_FIRST, self.pairs.bonus
        while True:
            mine, theirs = self.ranked(one, depth), self.ranked(other, depth)
            if mine.top + theirs.top + bonus <= self.cut:
                return
            self._all(mine, theirs, same=one == other)
            unseen = max(mine.rest + theirs.top, mine.top + theirs.rest) + bonus
            if self.asked > ENOUGH:
                self.bound = max(self.bound, mine.top + theirs.top + bonus)
                return
            if mine.rest == theirs.rest == NOTHING or unseen <= self.cut:
                return
            depth *= MORE

    def ranked(self, group: int, depth: int) -> Ranked:
        if (group, depth) not in self._ranked:
            self._ranked[group, depth] = _ranked(self.pairs, group, prices=self.prices, depth=depth)
        return self._ranked[group, depth]

    def _all(self, mine: Ranked, theirs: Ranked, *, same: bool) -> None:
        """Kind by kind: what two kinds can add at most is known."""
        most = self.pairs.mates.most
        for number, some in enumerate(mine.alike):
            for others in theirs.alike[number:] if same else theirs.alike:
                bonus = most(some[0][1], others[0][1]) * SCALE
                if some[0][0] + others[0][0] + bonus > self.cut:
                    self._rows(some, others, bonus)

    def _rows(self, mine: list[Valued], theirs: list[Valued], bonus: int) -> None:
        mates, missing = self.pairs.mates, _MISSING
        known, together, cut = mates.known, mates.together, self.cut
        asked = 0
        for number, (value, one, points) in enumerate(mine):
            row = theirs[number + 1 :] if mine is theirs else theirs
            if not row or value + row[0][0] + bonus <= cut or self.asked > ENOUGH:
                break
            for more, other, others in row:
                total = value + more
                if total + bonus <= cut:
                    break
                asked += 1
                added = known.get(one << 32 | other if one < other else other << 32 | one, missing)
                if added is missing:
                    added = together(one, other)
                if added is not None and total + added * SCALE > cut:
                    self._keep(total + added * SCALE, points + others + added, (one, other))
                    cut = self.cut
            self.asked, asked = self.asked + asked, 0

    def _keep(self, value: int, points: int, people: tuple[int, int]) -> None:
        offered = Offered(value, Team(points, (min(people), max(people))))
        if offered.team.people in self.kept:
            return
        self.kept.add(offered.team.people)
        insort(self.offered, offered, key=rank)
        del self.offered[self.most :]
        if len(self.offered) == self.most:
            self.cut = max(self.above, self.offered[-1].value)


def _ranked(pairs: Pairs, group: int, *, prices: Prices, depth: int) -> Ranked:
    """The best of a group: with those who have a price, and so many without."""
    alike: defaultdict[object, list[Valued]] = defaultdict(list)
    likeness = pairs.mates.likeness
    left, rest, each = depth, NOTHING, prices.each
    for points, people in pairs.groups[group]:
        if left <= 0:
            rest = points * SCALE
            break
        value, there = points * SCALE, people & ~prices.gone
        for place in places(there & prices.priced):
            alike[likeness(place)].append((value - each[place], place, points))
        free = list(islice(places(there & ~prices.priced), left + 1))
        for place in free[:left]:
            alike[likeness(place)].append((value, place, points))
        if len(free) > left:
            rest = value
            break
        left -= len(free)
    for some in alike.values():
        some.sort(key=itemgetter(0), reverse=True)
    return Ranked(list(alike.values()), rest)
