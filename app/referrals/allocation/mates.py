"""Which two people go together, and what they add to their points as a pair; kept once it was asked."""

from app.referrals.allocation.roster import Roster
from app.referrals.matching.groups import Rated, bonus, compared, most_added
from app.referrals.matching.needs import Search

#: So many pairs are kept at most, of all places together.
KEPT = 1_000_000


#: What somebody is like, as far as it decides what a pair can add at most.
Likeness = tuple[str | None, bool, bool]


class Mates:
    """Pairs of people at the times of one search; who is needed for which language is asked elsewhere."""

    def __init__(self, roster: Roster, search: Search, *, kept: int = KEPT) -> None:
        self.roster = roster
        self.search = search
        self.kept = kept
        self.known: dict[int, int | None] = {}
        """The points that two people add, by ``key``; None if they must not be asked together."""
        self._seen: dict[int, Rated] = {}
        self._likeness: dict[int, Likeness] = {}
        self._most: dict[tuple[Likeness, Likeness], int] = {}

    def together(self, one: int, other: int) -> int | None:
        if len(self.known) >= self.kept:
            self.known.clear()
        found = self.known[key(one, other)] = _ask(self.seen(one), self.seen(other))
        return found

    def beside(self, stays: Rated, place: int) -> int | None:
        """The same with somebody who stays from a search before, and is nobody's choice any more."""
        other = self.seen(place)
        return None if other.candidate.id == stays.candidate.id else _ask(stays, other)

    def seen(self, place: int) -> Rated:
        found = self._seen.get(place)
        if found is None:
            candidate = self.roster.candidates[place]
            found = self._seen[place] = compared(self.search, candidate, place)
        return found

    def likeness(self, place: int) -> Likeness:
        found = self._likeness.get(place)
        if found is None:
            one = self.seen(place)
            found = self._likeness[place] = one.candidate.gender, one.leads, one.roomy
        return found

    def most(self, one: int, other: int) -> int:
        """What people like these two add at most."""
        kinds = self.likeness(one), self.likeness(other)
        if kinds not in self._most:
            self._most[kinds] = most_added(self.seen(one), self.seen(other))
        return self._most[kinds]


def key(one: int, other: int) -> int:
    return one << 32 | other if one < other else other << 32 | one


def _ask(one: Rated, other: Rated) -> int | None:
    fits = one is not other and one.goes_with(other) and one.kind.can_lead_with(other.kind)
    return bonus(one, other) if fits else None
