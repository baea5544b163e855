"""Solves the whole waiting list: at once where cases take one person, by ever better bounds where two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from app.referrals.allocation.assigning import assign
from app.referrals.allocation.choices import Alone
from app.referrals.allocation.greedy import one_by_one
from app.referrals.allocation.instance import Instance, Waiting, instance
from app.referrals.allocation.rounding import Rounding
from app.referrals.allocation.solution import Solution, Teams, worth
from app.referrals.allocation.stages import Fate, GoOn, unwatched
from app.referrals.allocation.timetable import timetable
from app.referrals.matching import Candidate, Settings

SECONDS = 20.0


@dataclass(frozen=True)
class Outcome:
    """The best allocation, beside what one case after the other would have come to."""

    instance: Instance
    solution: Solution
    single: Teams

    @property
    def single_worth(self) -> tuple[int, int]:
        return worth(self.instance, self.single)

    def fate(self, case: int) -> Fate:
        if self.solution.teams[case]:
            return Fate.PROPOSED
        return Fate.NOBODY_LEFT if self.instance.choices[case].any else Fate.NOBODY_FITS


def allocate(  # noqa: PLR0913 - what is asked, and who listens
    waiting: Iterable[Waiting],
    candidates: Iterable[Candidate],
    *,
    settings: Settings,
    today: date,
    seconds: float = SECONDS,
    go_on: GoOn = unwatched,
) -> Outcome:
    """The whole waiting list at once."""
    asked = instance(waiting, candidates, settings=settings, today=today, go_on=go_on)
    return Outcome(asked, solve(asked, seconds=seconds, go_on=go_on), one_by_one(asked))


def solve(instance: Instance, *, seconds: float = SECONDS, go_on: GoOn = unwatched) -> Solution:
    """The best allocation that is found in time, with a bound that holds in any case."""
    if all(isinstance(choices, Alone) for choices in instance.choices):
        found = assign(instance, go_on)
        times = timetable(instance, found.teams)
        if not times.clash:
            return found.at(times.slots)
    return Rounding(instance, until=monotonic() + seconds, go_on=go_on).solve()
