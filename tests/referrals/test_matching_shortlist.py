"""The shortlist keeps enough to choose from, whatever the order in which pairs turn up."""

from collections import Counter
from itertools import combinations
from random import Random

import pytest

from app.referrals.matching import Search
from app.referrals.matching.groups import Match, Rank, rated
from app.referrals.matching.shortlist import Shortlist
from tests.referrals.matching_people import SETTINGS, TODAY, need, person

PEOPLE = rated(Search(need("de"), SETTINGS, TODAY), [person(f"Person {number:02}") for number in range(12)])


def pairs(chance: Random) -> list[Match]:
    """All pairs with chance points; some people are in all the best ones."""
    liked = [chance.choice((0, 0, 30)) for _ in PEOPLE]
    matches = []
    for one, other in combinations(PEOPLE, 2):
        points = chance.randint(0, 9) + liked[one.place] + liked[other.place]
        matches.append(Match(Rank(-points, 0, one.place, other.place), one, other))
    return matches


def chosen(matches: list[Match], *, spread: int, limit: int) -> list[Rank]:
    often: Counter[int] = Counter()
    taken = []
    for match in matches:
        if len(taken) < limit and all(often[place] < spread for place in match.places):
            taken.append(match.rank)
            often.update(match.places)
    return taken


@pytest.mark.parametrize("seed", range(100))
def test_the_shortlist_gives_the_same_choice_as_all_pairs(seed):
    chance = Random(seed)
    every = pairs(chance)
    spread, limit = chance.choice(((1, 2), (1, 4), (2, 3), (2, 5), (3, 4)))
    worn = 2 * limit // spread
    shortlist = Shortlist(size=limit + worn * (spread + worn), each=spread + worn)

    for match in chance.sample(every, len(every)):
        shortlist.offer(match)

    by_rank = sorted(every, key=lambda match: match.rank)
    assert chosen(shortlist.found, spread=spread, limit=limit) == chosen(by_rank, spread=spread, limit=limit)


@pytest.mark.parametrize("seed", range(20))
def test_the_shortlist_stays_short_and_in_order(seed):
    chance = Random(seed)
    shortlist = Shortlist(size=7, each=2)

    for match in chance.sample(pairs(chance), 60):
        shortlist.offer(match)

    ranks = [match.rank for match in shortlist.found]
    often = Counter(place for match in shortlist.found for place in match.places)
    assert len(ranks) <= 7
    assert ranks == sorted(ranks)
    assert max(often.values()) <= 2
