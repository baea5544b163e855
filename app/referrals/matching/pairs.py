"""Finds the best pairs among many people without looking at every pair, and misses none.

People who are alike for the hard rules and for the balance of a pair form a group. For two groups it is
known beforehand whether they go together and how many points a pair of them can have at most; so whole
groups, and the rest of a row, drop out as soon as they can't reach the list any more.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import combinations_with_replacement

from app.referrals.matching.groups import (
    Coupling,
    Group,
    Kind,
    Match,
    Rank,
    Rated,
    bonus,
    coupled,
    grouped,
    put_before,
    rank_of,
    rated,
)
from app.referrals.matching.needs import People, Search
from app.referrals.matching.reasons import Why
from app.referrals.matching.scoring import time_points
from app.referrals.matching.shortlist import Shortlist


class Singles:
    """People who could mediate alone."""

    def __init__(self, search: Search, fitting: People) -> None:
        self.search = search
        self.people = rated(search, fitting)
        self.lacking = dict[int, Why]()
        """As of ``Pairing``: whoever can be alone lacks nothing."""

    def shown(self, limit: int) -> list[People]:
        return [(one.candidate,) for one in joining(self.search, self.people, staying=None)[:limit]]


class Pairing:
    """All pairs of some people, to be asked for the best ones."""

    def __init__(self, search: Search, fitting: People) -> None:
        self.search = search
        self.people = people = rated(search, fitting)
        self.lacking = {one.place: why for why, one in self._alone()}
        """What keeps people out of every pair, by their places."""
        groups = grouped([one for one in people if one.place not in self.lacking])
        self.couplings = list(self._couplings(list(groups.values())))

    @cached_property
    def kinds(self) -> dict[Kind, Group]:
        """Those first of whom there are most."""
        found: defaultdict[Kind, Group] = defaultdict(Group)
        for one in self.people:
            found[one.kind].members.append(one)
        return dict(sorted(found.items(), key=lambda one: -len(one[1].members)))

    def shown(self, limit: int) -> list[People]:
        """The best pairs, but nobody is in more than ``spread`` of them while there are others."""
        chosen = self._spread_out(limit)
        if len(chosen) < limit:
            every = self._best(Shortlist(size=limit + len(chosen), each=len(self.people)))
            chosen += [match for match in every if match not in chosen][: limit - len(chosen)]
        return [(match.one.candidate, match.other.candidate) for match in sorted(chosen, key=rank_of)]

    def _spread_out(self, limit: int) -> list[Match]:
        """From the best pair down, each that has nobody who is in ``spread`` pairs already.

        A pair is passed over only for one of the ``worn`` people; so of each person's pairs only the
        first ``each`` can be chosen, and of all these the last is chosen before the list is full.
        """
        spread = self.search.settings.spread
        worn = 2 * limit // spread
        each = spread + worn
        times: Counter[int] = Counter()
        chosen: list[Match] = []
        for match in self._best(Shortlist(size=limit + worn * each, each=each)):
            if len(chosen) < limit and all(times[place] < spread for place in match.places):
                chosen.append(match)
                times.update(match.places)
        return chosen

    def _best(self, shortlist: Shortlist) -> list[Match]:
        for coupling in sorted(self.couplings, key=lambda coupling: coupling.best):
            if coupling.best > shortlist.last.minus_score:
                break
            _look_through(coupling, shortlist)
        return shortlist.found

    def _couplings(self, groups: list[Group]) -> Iterator[Coupling]:
        for one, other in combinations_with_replacement(groups, 2):
            mine, theirs = one.sample.kind, other.sample.kind
            if mine.covers_with(theirs, self.search.everybody) and mine.can_lead_with(theirs):
                yield coupled(one, other, everybody=self.search.everybody)

    def _alone(self) -> Iterator[tuple[Why, Rated]]:
        """Who has time with nobody of a kind that goes together with her own, and why."""
        for kind, own in self.kinds.items():
            left = own.members
            for other in self._going_with(kind):
                times = other.twice if other is own else other.once
                left = [one for one in left if not one.free & times]
                if not left:
                    break
            else:
                why = self._lack(kind)
                yield from ((why, one) for one in left)

    def _going_with(self, kind: Kind) -> Iterator[Group]:
        everybody = self.search.everybody
        for other, group in self.kinds.items():
            if kind.goes_with(other) and kind.covers_with(other, everybody) and kind.can_lead_with(other):
                yield group

    def _lack(self, kind: Kind) -> Why:
        others = [other for other, group in self.kinds.items() if len(group.members) > (other == kind)]
        if not others:
            return Why.ALONE
        stages: tuple[tuple[Why, Callable[[Kind], bool]], ...] = (
            (Why.UNCOVERED, lambda other: kind.covers_with(other, self.search.everybody)),
            (Why.WORKING_LANGUAGE, kind.talks_with),
            (Why.WAY, kind.meets_with),
            (Why.PAIR_TRAINING, kind.can_lead_with),
        )
        for why, fits in stages:
            others = [other for other in others if fits(other)]
            if not others:
                return why
        return Why.COMMON_TIME


def joining(search: Search, people: Iterable[Rated], *, staying: Rated | None) -> list[Rated]:
    """Those who go with the person who stays, or could mediate alone if nobody does; best first."""
    if staying is None:
        return sorted(people, key=lambda one: (-one.score - time_points(one.free), *one.rank[1:]))
    able = [
        one
        for one in people
        if one.goes_with(staying)
        and one.kind.covers_with(staying.kind, search.everybody)
        and one.kind.can_lead_with(staying.kind)
    ]
    everybody = search.everybody
    return sorted(
        able,
        key=lambda one: (
            -one.score - bonus(one, staying) - put_before(one.kind, staying.kind, everybody),
            *one.rank[1:],
        ),
    )


def _look_through(coupling: Coupling, shortlist: Shortlist) -> None:
    """Offers the pairs of two groups that are allowed and can still come on the list."""
    one, other = coupling.one, coupling.other
    for place, first in enumerate(one.members):
        row = other.members[place + 1 :] if one is other else other.members
        if not row or _is_behind(first, row[0], most=coupling.most, last=shortlist.last):
            return
        most, last = coupling.most_with(first), shortlist.last_for(first)
        for second in row:
            if _is_behind(first, second, most=most, last=last):
                break
            if first.goes_with(second):
                added = bonus(first, second) + coupling.before
                shortlist.offer(Match(Rank.of(first, second, added), first, second))
                last = shortlist.last_for(first)


def _is_behind(one: Rated, other: Rated, *, most: int, last: Rank) -> bool:
    """Whether this pair, and so everyone after it in its row, ranks after the last that is needed."""
    at_best = -one.score - other.score - most
    return at_best >= last.minus_score and (at_best > last.minus_score or Rank.of(one, other, most) > last)
