"""How many pairs could be asked, by how well they cover the languages; no further than needed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import combinations, combinations_with_replacement, islice, product
from operator import or_

from app.referrals.matching.groups import Kind, Rated, compared, put_before
from app.referrals.matching.needs import Candidate, Need, Search, Settings
from app.referrals.matching.obstacles import Training, obstacle
from app.referrals.matching.pairs import joining

#: From here on it is just „many“.
MANY = 100

People = list[Rated]


@dataclass(frozen=True)
class Reach:
    """Pairs in which both speak with all parties, and the others; each no more than ``MANY``.

    Where one person is sought, because one is enough or the other one stays, people are meant.
    """

    both: int = 0
    together: int = 0

    @property
    def total(self) -> int:
        return min(MANY, self.both + self.together)


def reach(
    need: Need,
    candidates: Iterable[Candidate],
    *,
    settings: Settings,
    today: date,
    staying: Candidate | None = None,
) -> Reach:
    """The same people give the same numbers, in whatever order they come."""
    search = Search(need, settings, today)
    people = [
        compared(search, candidate, place)
        for place, candidate in enumerate(candidates)
        if (staying is None or candidate.id != staying.id) and obstacle(search, candidate) is None
    ]
    if staying is not None:
        stays = compared(search, staying, len(people))
        joined = joining(search, people, staying=stays)
        both = sum(1 for one in joined if put_before(one.kind, stays.kind, search.everybody))
        return Reach(min(both, MANY), min(len(joined) - both, MANY))
    if need.seats == 1:
        return Reach(both=min(len(people), MANY))
    return _pairs(search, people)


def _pairs(search: Search, people: People) -> Reach:
    groups: defaultdict[tuple[int, Training], People] = defaultdict(list)
    for one in people:
        groups[one.kind.coverage, one.kind.training].append(one)
    found = {True: 0, False: 0}
    for these, those in combinations_with_replacement(groups.values(), 2):
        mine, theirs = these[0].kind, those[0].kind
        is_both = bool(put_before(mine, theirs, search.everybody))
        if found[is_both] < MANY and _go_together(mine, theirs, search) and _once(these) & _once(those):
            found[is_both] += sum(islice(_couples(these, those), MANY - found[is_both]))
    return Reach(both=found[True], together=found[False])


def _go_together(one: Kind, other: Kind, search: Search) -> bool:
    return one.covers_with(other, search.everybody) and one.can_lead_with(other)


def _once(people: People) -> int:
    return reduce(or_, (one.free for one in people))


def _couples(one: People, other: People) -> Iterator[int]:
    couples = combinations(one, 2) if one is other else product(one, other)
    return (1 for first, second in couples if first.goes_with(second))
