"""People as the search for pairs sees them: rated, and grouped with those who are alike."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self

from app.referrals.matching import slots
from app.referrals.matching.needs import Candidate, Search, by_id
from app.referrals.matching.obstacles import Training, leads_somebody, training
from app.referrals.matching.scoring import (
    LEAD_AND_JUNIOR,
    OTHER_GENDER,
    differ,
    is_lead,
    scores,
    time_points,
)
from app.referrals.matching.ways import EITHER, ways_of_pair

#: More than all points together: pairs in which both speak with all come before the others.
BEFORE_THE_OTHERS = 10_000

Likeness = tuple[int, Training, str | None, bool, bool]


class Kind(NamedTuple):
    """All that decides whether two people go together, except their time."""

    coverage: int
    training: Training
    spoken: int
    ways: int = EITHER

    def covers_with(self, other: Self, everybody: int) -> bool:
        return self.coverage | other.coverage == everybody

    def talks_with(self, other: Self) -> bool:
        return bool(self.spoken & other.spoken)

    def meets_with(self, other: Self) -> bool:
        return bool(self.ways & other.ways)

    def goes_with(self, other: Self) -> bool:
        """They have a language and a way in common."""
        return self.talks_with(other) and self.meets_with(other)

    def can_lead_with(self, other: Self) -> bool:
        return leads_somebody(self.training, other.training)


@dataclass(slots=True, eq=False)
class Rated:
    """A person without an obstacle, with all that a search compares; ``place`` is the order of the ids.

    ``roomy``: two slots fit in what is free.
    """

    candidate: Candidate
    score: int
    place: int
    kind: Kind
    free: int
    leads: bool
    roomy: bool

    @property
    def rank(self) -> tuple[int, int, int]:
        return -self.score, self.candidate.hours, self.place

    def goes_with(self, other: Self) -> bool:
        """Whether two people of groups that go together have a slot, a language and a way in common."""
        mine, theirs = self.kind, other.kind
        return bool(self.free & other.free and mine.spoken & theirs.spoken and mine.ways & theirs.ways)


class Rank(NamedTuple):
    """The order of pairs: more points, then fewer hours, then ids."""

    minus_score: int
    hours: int
    one: int
    other: int

    @classmethod
    def of(cls, one: Rated, other: Rated, bonus: int) -> Self:
        low, high = sorted((one.place, other.place))
        hours = one.candidate.hours + other.candidate.hours
        return cls(-one.score - other.score - bonus, hours, low, high)


class Match(NamedTuple):
    rank: Rank
    one: Rated
    other: Rated

    @property
    def places(self) -> tuple[int, int]:
        return self.one.place, self.other.place


def rank_of(match: Match) -> Rank:
    return match.rank


@dataclass(frozen=True, eq=False)
class Group:
    """People who are alike in something, best first."""

    members: list[Rated] = field(default_factory=list)

    @cached_property
    def once(self) -> int:
        """The slots at which anybody is free."""
        return self._times[0]

    @cached_property
    def twice(self) -> int:
        """Those at which two are."""
        return self._times[1]

    @cached_property
    def _times(self) -> tuple[int, int]:
        once = twice = 0
        for one in self.members:
            twice |= once & one.free
            once |= one.free
        return once, twice

    @property
    def sample(self) -> Rated:
        return self.members[0]


class Coupling(NamedTuple):
    """Two groups (or one with itself) whose people may form pairs.

    ``most`` is what such a pair can add to the points of its people, ``for_time`` the part of it that
    hangs on time. ``shared`` are the slots at which there is somebody on both sides. ``before`` is the part
    that is no points of anybody: what puts a pair before those that cover the languages less well.
    """

    one: Group
    other: Group
    most: int
    for_time: int
    shared: int
    before: int = 0

    @property
    def best(self) -> int:
        """No pair ranks before this."""
        return -self.one.sample.score - self.other.sample.score - self.most

    def most_with(self, first: Rated) -> int:
        """What a pair of this person, of group ``one``, can add at most."""
        return self.most if slots.has_two(first.free & self.shared) else self.most - self.for_time


def rated(search: Search, candidates: Sequence[Candidate]) -> list[Rated]:
    """The people, best first; the order they come in doesn't matter."""
    in_order = sorted(candidates, key=by_id)
    points, hours = scores(search, in_order), [one.hours for one in in_order]
    places = sorted(range(len(in_order)), key=hours.__getitem__)  # what is the same stays in their order
    places.sort(key=points.__getitem__, reverse=True)
    return [compared(search, in_order[place], place, score=points[place]) for place in places]


def compared(search: Search, candidate: Candidate, place: int, *, score: int = 0) -> Rated:
    """A person with all that a search compares; the points are somebody else's work."""
    speech, free = search.speech(candidate.languages), search.free(candidate)
    kind = Kind(speech.coverage, training(search, candidate), speech.bits, ways_of_pair(search, candidate))
    return Rated(candidate, score, place, kind, free, is_lead(search, candidate), slots.has_two(free))


def likeness(one: Rated) -> Likeness:
    return one.kind.coverage, one.kind.training, one.candidate.gender, one.leads, one.roomy


def grouped(people: Sequence[Rated]) -> dict[Likeness, Group]:
    """Those alike in coverage, training, gender, experience; the people must come best first."""
    groups: defaultdict[Likeness, Group] = defaultdict(Group)
    for one in people:
        groups[likeness(one)].members.append(one)
    return dict(groups)


def put_before(one: Kind, other: Kind, everybody: int) -> int:
    return BEFORE_THE_OTHERS * (one.coverage == other.coverage == everybody)


def coupled(one: Group, other: Group, *, everybody: int) -> Coupling:
    first, second = one.sample, other.sample
    shared = one.twice if one is other else one.once & other.once
    for_time = time_points(shared) if first.roomy and second.roomy else 0
    before = put_before(first.kind, second.kind, everybody)
    most = _alike(first, second) + for_time + before
    return Coupling(one, other, most, for_time, shared, before)


def most_added(one: Rated, other: Rated) -> int:
    """What nobody exceeds who is like these two in gender, experience and whether there are two slots."""
    for_time = time_points(one.free) if one.roomy and other.roomy else 0
    return _alike(one, other) + for_time


def bonus(one: Rated, other: Rated) -> int:
    """What these two add to their own points as a pair."""
    return _alike(one, other) + time_points(one.free & other.free)


def _alike(one: Rated, other: Rated) -> int:
    """The part of it that is the same for all pairs of two groups."""
    gender = differ(one.candidate.gender, other.candidate.gender)
    return OTHER_GENDER * gender + LEAD_AND_JUNIOR * (one.leads != other.leads)
