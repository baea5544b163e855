"""For which pairs of a large pool it is enough to look at the foremost people; and when that is proven.

The *foremost* can talk with all parties, know the topic, and are near by, as far as a case asks for each of
these. Whoever else could be asked lacks at least one. If it is a language, her pairs come after all those in
which both talk with everybody. Else she has at least ``NEAR`` or ``KNOWS_TOPIC`` points less than ``most``,
which nobody exceeds. So no pair with her has more than

    2 · most - lacking + most together

points. While every pair of a full list has more, she is in none of them, whoever she is, and the list is that
of the whole pool. (That nobody may be in more than ``spread`` pairs could still make room for her; so nobody
may be in more.)

Of many foremost not all are read, but of those alike in gender and experience the ones with the fewest hours,
of as many hours the lowest ids. Whoever comes after them may have as many points, but ranks behind: she is in
none of the pairs if each that she could make with somebody comes after the last of them, or after that person
is in ``spread``.
"""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple, Self

from app.labels import Labelled
from app.referrals.matching.explaining import PairSuggestion
from app.referrals.matching.groups import BEFORE_THE_OTHERS, Rank, Rated
from app.referrals.matching.needs import PersonId, Search, same_place
from app.referrals.matching.proposing import Proposal
from app.referrals.matching.scoring import (
    FEWEST_HOURS,
    KNOWS_TOPIC,
    LEAD_AND_JUNIOR,
    NEAR,
    OTHER_GENDER,
    SPEAKS_WITH_ALL,
    TWO_COMMON_SLOTS,
    differ,
    for_hours,
)
from app.referrals.matching.wished import most_for_wishes


def is_near(search: Search, home: str | None, *, online: bool) -> bool:
    """Whoever gets points for it, and perhaps somebody more."""
    return same_place(home, search.need.preferred_place) or (search.need.remote_ok and online)


def asks_for_place(search: Search) -> bool:
    return bool(search.need.preferred_place) or search.need.remote_ok


def lacking(search: Search, *, near: bool) -> int:
    """How many points less at least somebody else has; ``near``: the foremost are near by."""
    counts = [KNOWS_TOPIC] if search.need.topic else []
    return min([*counts, NEAR] if near else [*counts, BEFORE_THE_OTHERS])


class Unread(NamedTuple):
    """The next of some alike of whom the first are read."""

    hours: int
    id: PersonId
    gender: Labelled | None
    leads: bool


def is_proven(proposal: Proposal, *, limit: int, lacking: int, unread: Collection[Unread] = ()) -> bool:
    """Whether nobody but those of whom it is made can be in one of its pairs."""
    search, pairs = proposal.search, proposal.pairs
    seats = search.need.seats
    together = TWO_COMMON_SLOTS + (seats - 1) * (OTHER_GENDER + LEAD_AND_JUNIOR)
    others = seats * _most(search) - lacking + together
    times = Counter(person.id for pair in pairs for person in pair.people)
    return (
        len(pairs) >= limit
        and all(pair.score > others for pair in pairs)
        and max(times.values()) <= search.settings.spread
        and not (unread and _may_come_in(proposal, unread))
    )


class _AtBest(NamedTuple):
    """What is known of somebody, and the most that isn't."""

    score: int
    hours: int
    id: int
    gender: Labelled | None
    leads: bool
    roomy: bool = True

    def alone(self) -> Rank:
        return Rank(-self.score - TWO_COMMON_SLOTS * self.roomy, self.hours, self.id, self.id)

    def beside(self, other: Self) -> Rank:
        """No pair of these two ranks before it."""
        balance = OTHER_GENDER * differ(self.gender, other.gender) + LEAD_AND_JUNIOR * (
            self.leads != other.leads
        )
        score = self.score + other.score + balance + TWO_COMMON_SLOTS * (self.roomy and other.roomy)
        ids = min(self.id, other.id), max(self.id, other.id)
        return Rank(-score, self.hours + other.hours, *ids)


def _may_come_in(proposal: Proposal, unread: Collection[Unread]) -> bool:
    """Whether a pair with somebody who wasn't read may be one of the best: none ranks before these."""
    most = _most(proposal.search) - FEWEST_HOURS
    others = [
        _AtBest(most + for_hours(one.hours), one.hours, one.id.int, one.gender, one.leads) for one in unread
    ]
    ranks = [(_rank(pair), [person.id.int for person in pair.people]) for pair in proposal.pairs]
    last, spread = ranks[-1][0], proposal.search.settings.spread
    if proposal.search.need.seats == 1:
        return any(one.alone() < last for one in others)
    people = others + [_at_best(one) for one in proposal.fitting]
    return any(
        rank < last and sum(one.id in ids and found < rank for found, ids in ranks) < spread
        for one in people
        for rank in map(one.beside, others)
    )


def _at_best(one: Rated) -> _AtBest:
    person = one.candidate
    return _AtBest(one.score, person.hours, person.id.int, person.gender, one.leads, one.roomy)


def _rank(pair: PairSuggestion) -> Rank:
    ids = sorted(person.id.int for person in pair.people)
    return Rank(-pair.score, sum(person.hours for person in pair.people), ids[0], ids[-1])


def _most(search: Search) -> int:
    """Nobody has more points of her own."""
    return (
        SPEAKS_WITH_ALL * bool(search.required)
        + NEAR * asks_for_place(search)
        + KNOWS_TOPIC * bool(search.need.topic)
        + FEWEST_HOURS
        + most_for_wishes(search)
    )
