"""The best allocation where each case takes one person: shortest augmenting paths, proven by their prices.

Cases come one after the other. A new case takes somebody with room, or somebody whose case takes somebody
else, and so on (or stays without anybody): the way that costs least, by prices that always stay fair.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from app.referrals.allocation.choices import SCALE, Alone, Team
from app.referrals.allocation.instance import Instance
from app.referrals.allocation.roster import Levels, People, first, places
from app.referrals.allocation.solution import Bound, Solution, worth
from app.referrals.allocation.stages import GoOn, Stage, unwatched

NOBODY = -1
FAR = 1 << 60


@dataclass(slots=True)
class _Way:
    """How a new case could be served: what is known of this one search."""

    cost: int = FAR
    end: tuple[int, int] = (NOBODY, NOBODY)
    """The last case of the way and whom it takes."""
    reached: dict[int, int] = field(default_factory=dict)
    through: dict[int, int] = field(default_factory=dict)
    """Which case reached a person."""
    settled: dict[int, int] = field(default_factory=dict)
    cases: dict[int, int] = field(default_factory=dict)
    heap: list[tuple[int, int]] = field(default_factory=list)


class Assigning:
    """The allocation as far as it has come; at every moment it is the best for the cases so far."""

    def __init__(self, levels: Sequence[Levels], later: tuple[tuple[int, ...], ...], served: int) -> None:
        self.levels = levels
        self.later = later
        self.served = served
        self.value = [served + max(0, one[0][0]) if one else 0 for one in levels]
        self.price = [0] * len(later)
        self.person = [NOBODY] * len(levels)
        self.holders: list[dict[int, None]] = [{} for _ in later]
        self.free: People = sum(1 << place for place, lost in enumerate(later) if lost)
        """Who has room and no price."""
        self._members: list[list[list[int]]] = [[] for _ in levels]
        """The people of the first levels of a case, one by one, as far as somebody asked."""

    def add(self, case: int) -> None:
        way = self._cheapest(case)
        for place, cost in way.settled.items():
            if cost < way.cost:
                self._set_price(place, self.price[place] + way.cost - cost)
        for other, cost in way.cases.items():
            if cost < way.cost:
                self.value[other] -= way.cost - cost
        self._walk_back(case, way)

    def bound(self) -> int:
        """By weak duality nothing is worth more."""
        places = zip(self.price, self.later, strict=True)
        return sum(self.value) + sum(max(0, price - lost) for price, later in places for lost in later)

    def _cheapest(self, case: int) -> _Way:
        way = _Way()
        self._look(case, 0, way)
        while way.heap and way.heap[0][0] < way.cost:
            cost, place = heappop(way.heap)
            if place not in way.settled:
                way.settled[place] = cost
                for holder in self.holders[place]:
                    self._look(holder, cost, way)
        return way

    def _look(self, case: int, cost: int, way: _Way) -> None:
        """Whom this case could take, or that it takes nobody; who costs nothing ends the search at once."""
        way.cases[case] = cost
        until_here = cost + self.value[case]
        if until_here < way.cost:
            way.cost, way.end = until_here, (case, NOBODY)
        for number, (points, people) in enumerate(self.levels[case]):
            at_best = until_here - self.served - points
            if at_best >= way.cost:
                return
            there = people & self.free
            if there:
                way.cost, way.end = at_best, (case, first(there))
                return
            self._reach(case, number, at_best=at_best, way=way)

    def _reach(self, case: int, level: int, *, at_best: int, way: _Way) -> None:
        """People who have a price, or no room; somebody who has both room and a price may be the end."""
        price, reached = self.price, way.reached
        for place in self._people_on(case, level):
            cost = at_best + price[place]
            if cost < way.cost and cost < reached.get(place, FAR):
                reached[place], way.through[place] = cost, case
                heappush(way.heap, (cost, place))
                used, later = len(self.holders[place]), self.later[place]
                if used < len(later) and at_best + later[used] < way.cost:
                    way.cost, way.end = at_best + later[used], (case, place)

    def _people_on(self, case: int, level: int) -> list[int]:
        known = self._members[case]
        if level == len(known):
            known.append(list(places(self.levels[case][level][1])))
        return known[level]

    def _walk_back(self, start: int, way: _Way) -> None:
        case, place = way.end
        while True:
            before, self.person[case] = self.person[case], place
            if place != NOBODY:
                self.holders[place][case] = None
                self._set_price(place, self.price[place])
            if case == start:
                return
            del self.holders[before][case]
            case, place = way.through[before], before

    def _set_price(self, place: int, price: int) -> None:
        self.price[place] = price
        used = len(self.holders[place])
        is_free = price == 0 and used < len(self.later[place]) and self.later[place][used] == 0
        self.free = self.free | 1 << place if is_free else self.free & ~(1 << place)


def assign(instance: Instance, go_on: GoOn = unwatched) -> Solution:
    """The proven best allocation of cases that take one person each; those with the fewest choices first."""
    levels = [choices.levels for choices in instance.choices if isinstance(choices, Alone)]
    state = Assigning(levels, instance.later, instance.served)
    counts = [sum(people.bit_count() for _, people in one) for one in levels]
    for done, case in enumerate(sorted(range(len(levels)), key=counts.__getitem__)):
        go_on(Stage.SOLVING, done, len(levels))
        state.add(case)
    teams = tuple(_team(levels[case], place) for case, place in enumerate(state.person))
    served, quality = worth(instance, teams)
    most = state.bound() - instance.served * served
    prices = {place: price * SCALE for place, price in enumerate(state.price) if price}
    return Solution(teams, served, quality, Bound(served, most), prices=prices)


def _team(levels: Levels, place: int) -> Team | None:
    if place == NOBODY:
        return None
    return next(Team(points, (place,)) for points, people in levels if people >> place & 1)
