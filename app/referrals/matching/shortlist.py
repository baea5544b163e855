"""The best pairs found so far, and no more of them than can still matter."""

from bisect import insort
from collections import defaultdict

from app.referrals.matching.groups import Match, Rank, Rated, rank_of

#: Behind every pair.
NOWHERE = Rank(10**9, 0, 0, 0)


class Shortlist:
    """At most ``size`` pairs in order, with nobody in more than ``each`` of them.

    Each person's best pairs stay. ``last`` is the rank behind which nothing is needed any more; it stays,
    also when a better pair of the same person pushes others out again.
    """

    def __init__(self, *, size: int, each: int) -> None:
        self.size = size
        self.each = each
        self.found: list[Match] = []
        self.by_place: defaultdict[int, list[Match]] = defaultdict(list)
        self.last = NOWHERE

    def last_for(self, one: Rated) -> Rank:
        """The rank behind which no pair of this person is needed any more."""
        own = self.by_place[one.place]
        return min(self.last, own[-1].rank) if len(own) == self.each else self.last

    def offer(self, match: Match) -> None:
        if match.rank > self.last_for(match.one) or match.rank > self.last_for(match.other):
            return
        insort(self.found, match, key=rank_of)
        for place in match.places:
            insort(self.by_place[place], match, key=rank_of)
        for place in match.places:
            if len(self.by_place[place]) > self.each:
                self._drop(self.by_place[place][-1])
        if len(self.found) > self.size:
            self._drop(self.found[-1])
        if len(self.found) == self.size:
            self.last = self.found[-1].rank

    def _drop(self, match: Match) -> None:
        self.found.remove(match)
        for place in match.places:
            self.by_place[place].remove(match)
