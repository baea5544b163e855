"""Who takes which case, what that is worth, and what nothing can be worth more than."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.referrals.allocation.choices import Team
from app.referrals.allocation.instance import Instance

#: A team for each case, in the order of the instance; None: nobody.
Teams = tuple[Team | None, ...]


@dataclass(frozen=True)
class Bound:
    """No allocation serves more cases than ``served``, and none that serves so many has more points."""

    served: int
    quality: int


@dataclass(frozen=True)
class Solution:
    """``prices`` (what a place with somebody is worth, scaled) are what the bound rests on."""

    teams: Teams
    served: int
    quality: int
    bound: Bound
    slots: tuple[int | None, ...] = ()
    """A first meeting for each team, at which nobody has two."""
    prices: Mapping[int, int] = field(default_factory=dict)
    being_served: int = 0
    """What it costs to be served, scaled, if not all can be; part of the prices."""
    together: tuple[tuple[tuple[int, Team], ...], ...] = ()
    """Cases with teams that can't all stand, as there are no times for all of them."""

    def at(self, slots: tuple[int | None, ...]) -> "Solution":
        return replace(self, slots=slots)

    @property
    def is_proven(self) -> bool:
        return (self.served, self.quality) == (self.bound.served, self.bound.quality)

    @property
    def is_served_proven(self) -> bool:
        return self.served == self.bound.served

    @property
    def points_missing(self) -> int:
        """How many points more there may be at most, if no more cases can be served."""
        return max(0, self.bound.quality - self.quality) if self.is_served_proven else 0


def worth(instance: Instance, teams: Sequence[Team | None]) -> tuple[int, int]:
    """How many cases are served, and with how many points."""
    taken = Counter(place for team in teams if team for place in team.people)
    lost = sum(sum(instance.later[place][:count]) for place, count in taken.items())
    return sum(team is not None for team in teams), sum(team.points for team in teams if team) - lost


def bound_of(instance: Instance, total: int) -> Bound:
    """What follows from a bound on served cases and points together."""
    served = (total + instance.least) // instance.served
    return Bound(served, total - served * instance.served)
