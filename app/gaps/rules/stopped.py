"""Why a waiting case gets nobody: the rule that keeps out most people, or the other cases."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from app.gaps.rules import Delay
from app.referrals.allocation.instance import Instance
from app.referrals.allocation.solution import Solution
from app.referrals.matching import Candidate, Search, Why
from app.referrals.matching.gaps import OUTSIDE, gap_of
from app.referrals.matching.obstacles import obstacles, pair_obstacles
from app.referrals.matching.reasons import ORDER

#: Of so many people who suit one by one all pairs are looked at.
PAIRED = 40


def stopped(
    instance: Instance, solution: Solution, case: int, *, candidates: Sequence[Candidate]
) -> Why | Delay:
    """For a case by its place in the instance."""
    if solution.teams[case] is not None:
        return Delay.UNASKED
    if instance.choices[case].any:
        return Delay.BUSY
    search, staying = instance.search(case), instance.waiting[case].staying
    stays = [staying] if staying else []
    asked = {one.id for one in stays}
    found = gap_of(search, candidates, asked=asked, stays=stays)
    return found.most or _as_pairs(search, [one for one in candidates if one.id not in asked])


def _as_pairs(search: Search, candidates: Sequence[Candidate]) -> Why:
    """Everybody who suits suits alone: what is against them together."""
    fitting = [one for one in candidates if not any(obstacles(search, one))]
    against = Counter(
        found.code
        for one, other in combinations(fitting[:PAIRED], 2)
        for found in pair_obstacles(search, one, other)
        if found.code not in OUTSIDE
    )
    return min(against, key=lambda why: (-against[why], ORDER[why]), default=Why.ALONE)
