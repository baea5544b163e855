"""The best allocation with pairs: teams are named as they are needed, until none is missing.

At the prices of the best allocation in parts no team is worth more than its case: that bounds every
allocation, whatever teams nobody has named. Whole cases are then chosen from the named teams.
"""

from collections.abc import Iterable
from time import monotonic

from app.referrals.allocation.choices import NOTHING, SCALE, Prices
from app.referrals.allocation.greedy import one_by_one
from app.referrals.allocation.instance import Instance
from app.referrals.allocation.linear import Column, Model, Relaxed
from app.referrals.allocation.solution import Bound, bound_of
from app.referrals.allocation.stages import GoOn, Stage

#: So many teams of a case are named at once.
EACH = 6


class Naming:
    """The teams that were named so far, what they are worth in parts, and what nothing can exceed."""

    def __init__(self, instance: Instance, go_on: GoOn) -> None:
        self.instance = instance
        self.go_on = go_on
        self.model = Model(instance)
        self.named: set[Column] = set()
        self.total = instance.served * len(instance.waiting) * 2
        """A bound on served cases and points together."""
        self.at_last = self.total
        """The same by the last prices, which need not be the best."""
        self.relaxed: Relaxed | None = None
        self.most = len(instance.waiting)
        self._name((case, team) for case, team in enumerate(one_by_one(instance)) if team)
        self._name(self._best_at_no_price())

    @property
    def bound(self) -> Bound:
        return bound_of(self.instance, self.total)

    def run(self, until: float) -> None:
        """Name teams until none is missing, or it is time to stop; then perhaps once more.

        Where a case would be served in part, the points say nothing; so at most as many are served as
        can be whole.
        """
        self._round(until)
        if self.bound.served < self.most and self._served_in_parts() > self.bound.served + 1e-6:
            self.most = self.bound.served
            self.model.serve_at_most(self.most)
            self._round(until)

    def _round(self, until: float) -> None:
        rounds = 0
        while True:
            self.go_on(Stage.SOLVING, rounds, 0)
            self.relaxed = self.model.relax()
            new, total = self.look(self.relaxed, most=EACH)
            self.total, self.at_last = min(self.total, total), total
            rounds += 1
            if not self._name(new) or self.total <= self.relaxed.objective + 1e-6 or monotonic() > until:
                return

    def look(self, relaxed: Relaxed, *, most: int, within: int = 0) -> tuple[list[Column], int]:
        """Teams that are worth more than their case (or less by at most ``within`` points), and the bound.

        Whatever places with people are worth, a case gets at most its best team at these prices, and a
        person earns at most the price of each place (weak duality).
        """
        prices = Prices.of(len(self.instance.roster), relaxed.prices)
        served = self.instance.served * SCALE - relaxed.served
        new: list[Column] = []
        total = relaxed.served * self.most
        for case, choices in enumerate(self.instance.choices):
            above = relaxed.values[case] - served - within * SCALE
            found = choices.best(prices, most=most, above=above)
            total += max(0, served + found.bound)
            new += [(case, offered.team) for offered in found.teams]
        for place, price in relaxed.prices.items():
            total += sum(max(0, price - lost * SCALE) for lost in self.instance.later[place])
        return new, total // SCALE

    def near(self, relaxed: Relaxed, points: int) -> list[Column]:
        """The named teams that are worth less than their case by at most so many points."""
        served = self.instance.served * SCALE - relaxed.served
        least = [value - served - points * SCALE for value in relaxed.values]
        price = relaxed.prices.get
        return [
            (case, team)
            for case, team in self.model.columns
            if team.points * SCALE - sum(price(place, 0) for place in team.people) >= least[case]
        ]

    def _best_at_no_price(self) -> list[Column]:
        prices = Prices.of(len(self.instance.roster), {})
        return [
            (case, offered.team)
            for case, choices in enumerate(self.instance.choices)
            for offered in choices.best(prices, most=EACH, above=NOTHING).teams
        ]

    def _served_in_parts(self) -> float:
        return sum(self.relaxed.parts) if self.relaxed else 0.0

    def _name(self, columns: Iterable[Column]) -> int:
        new = [column for column in dict.fromkeys(columns) if column not in self.named]
        self.named.update(new)
        self.model.add(new)
        return len(new)
