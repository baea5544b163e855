"""What is unusual in the number of cases: a series in one place, a rise against the season. Only a signal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import exp, lgamma, log, log1p

#: T09: so many cases of the same district and category …
SERIES = 3
#: … within this time.
SERIES_WITHIN = timedelta(days=30)
#: The weeks that are compared with the same weeks of former years.
SEASON = timedelta(days=28)
YEARS_BACK = 3
#: Fewer cases are no rise, whatever came before.
FEWEST = 5
#: A rise is what chance alone would bring in at most one of so many such periods.
ONE_IN = 200
MOST_SAID = 100_000


@dataclass(frozen=True)
class Rise:
    """More cases than the season lets expect."""

    observed: int
    former: tuple[int, ...]
    """The same weeks of former years, the latest year first."""
    one_in: int
    """In one of so many such periods chance alone would bring as many."""


def rise(observed: int, former: Sequence[int]) -> Rise | None:
    """None if it is nothing unusual, or if there is no former year to compare with.

    Cases are taken as Poisson. How often they come is known from few years only, so it is itself
    uncertain: with the prior of Jeffreys the next count is negative binomial, which is wider than
    Poisson at the mean and so raises fewer false signals.
    """
    if not former or observed < FEWEST or observed <= max(former):
        return None
    chance = chance_of_at_least(observed, former)
    if chance > 1 / ONE_IN:
        return None
    return Rise(observed, tuple(former), min(MOST_SAID, round(1 / chance)) if chance > 0 else MOST_SAID)


def chance_of_at_least(observed: int, former: Sequence[int]) -> float:
    """How likely so many cases or more are, from what the same weeks of former years brought."""
    shape, years = sum(former) + 0.5, len(former)
    below = sum(_predicted(number, shape, years) for number in range(observed))
    return max(0.0, 1.0 - below)


def rounded(one_in: int) -> int:
    """As people say it: two digits count."""
    size = 10 ** max(0, len(str(one_in)) - 2)
    return int(one_in // size * size)


def _predicted(number: int, shape: float, years: int) -> float:
    """Negative binomial: Poisson with a rate that is gamma distributed."""
    return exp(
        lgamma(number + shape)
        - lgamma(shape)
        - lgamma(number + 1)
        + shape * (log(years) - log1p(years))
        - number * log1p(years)
    )
