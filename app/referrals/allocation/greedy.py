"""One case after the other, the longest waiting first, each with the best team that is left."""

from collections import Counter

from app.referrals.allocation.choices import NOTHING, SCALE, Prices, Team
from app.referrals.allocation.instance import Instance
from app.referrals.allocation.solution import Teams


def one_by_one(instance: Instance) -> Teams:
    taken: Counter[int] = Counter()
    prices = Prices.of(len(instance.roster), {})
    found: list[Team | None] = []
    for choices in instance.choices:
        offered = choices.best(prices, most=1, above=NOTHING).teams
        team = offered[0].team if offered else None
        found.append(team)
        for place in team.people if team else ():
            taken[place] += 1
            _dearer(prices, place, instance.later[place][taken[place] :])
    return tuple(found)


def _dearer(prices: Prices, place: int, later: tuple[int, ...]) -> None:
    """From now on this person has the points of one who has a case more, or no room at all."""
    if not later:
        prices.gone |= 1 << place
    elif later[0] > 0:
        prices.set(place, later[0] * SCALE)
