"""Who can take a case: one person, or two; the best first, at the prices that people have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

from app.referrals.allocation.roster import Levels, People, places

#: Prices are counted in so many parts of a point, so that every value is a whole number.
SCALE = 1 << 20

#: Less than anything is worth.
NOTHING = -(1 << 80)


class Team(NamedTuple):
    """One or two people by their places in the roster, and the points that they have for a case."""

    points: int
    people: tuple[int, ...]


class Offered(NamedTuple):
    """A team and its value: its points without the prices of its people."""

    value: int
    team: Team


def rank(offered: Offered) -> tuple[int, tuple[int, ...]]:
    return -offered.value, offered.team.people


@dataclass(slots=True)
class Prices:
    """What a place with each person is worth elsewhere, never below zero; ``gone`` have no place at all."""

    each: list[int]
    priced: People = 0
    gone: People = 0

    @classmethod
    def of(cls, count: int, prices: Mapping[int, int]) -> "Prices":
        """Those of whom nothing is said cost nothing."""
        found = cls([0] * count)
        for place, price in prices.items():
            if price > 0:
                found.set(place, price)
        return found

    def set(self, place: int, price: int) -> None:
        self.each[place] = price
        self.priced |= 1 << place


@dataclass(frozen=True, slots=True)
class Found:
    """The best teams, best first, and what no team is worth more than."""

    teams: tuple[Offered, ...]
    bound: int


class Choices(Protocol):
    """All the teams that can take a case; ``highest`` and ``lowest`` enclose their points."""

    seats: int
    highest: int
    lowest: int

    def best(self, prices: Prices, *, most: int, above: int) -> Found:
        """At most so many teams that are worth more than ``above``."""

    @property
    def any(self) -> bool:
        """Whether there is one at all."""

    def every(self) -> Iterator[Team]:
        """All of them, which may take long."""


class Alone:
    """One person is sought: for a case that takes only one, or beside somebody who stays."""

    seats = 1

    def __init__(self, levels: Levels) -> None:
        self.levels = levels
        self.highest = levels[0][0] if levels else 0
        self.lowest = levels[-1][0] if levels else 0

    def best(self, prices: Prices, *, most: int, above: int) -> Found:
        found: list[Offered] = []
        left = most
        for points, people in self.levels:
            if left <= 0 or points * SCALE <= above:
                break
            there = people & ~prices.gone
            for place in places(there & prices.priced):
                value = points * SCALE - prices.each[place]
                if value > above:
                    found.append(Offered(value, Team(points, (place,))))
            for place in islice(places(there & ~prices.priced), left):
                found.append(Offered(points * SCALE, Team(points, (place,))))
                left -= 1
        found.sort(key=rank)
        return Found(tuple(found[:most]), found[0].value if found else above)

    @property
    def any(self) -> bool:
        return bool(self.levels)

    def every(self) -> Iterator[Team]:
        for points, people in self.levels:
            for place in places(people):
                yield Team(points, (place,))
