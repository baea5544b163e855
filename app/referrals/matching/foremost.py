"""For which pairs of a large pool it is enough to look at the foremost people; and when that is proven.

The *foremost* can talk with all parties, know the topic, and are near by, as far as a case asks for each of
these. Whoever else could be asked lacks at least one. If it is a language, her pairs come after all those in
which both talk with everybody. Else she has at least ``NEAR`` or ``KNOWS_TOPIC`` points less than ``most``,
which nobody exceeds; no profession is known of anybody. So no pair with her has more than

    2 · most - lacking + most together

points. While every pair of a full list has more, she is in none of them, whoever she is, and the list is that
of the whole pool. (That nobody may be in more than ``spread`` pairs could still make room for her; so nobody
may be in more.)
"""

from collections import Counter
from collections.abc import Sequence

from app.referrals.matching.explaining import PairSuggestion
from app.referrals.matching.groups import BEFORE_THE_OTHERS
from app.referrals.matching.needs import Search, same_place
from app.referrals.matching.scoring import (
    FEWEST_HOURS,
    KNOWS_TOPIC,
    LEAD_AND_JUNIOR,
    NEAR,
    OTHER_GENDER,
    SPEAKS_WITH_ALL,
    TWO_COMMON_SLOTS,
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


def is_proven(search: Search, pairs: Sequence[PairSuggestion], *, limit: int, lacking: int) -> bool:
    """Whether nobody but the foremost, of whom these pairs are the best, can be in one of the best pairs."""
    seats = search.need.seats
    together = TWO_COMMON_SLOTS + (seats - 1) * (OTHER_GENDER + LEAD_AND_JUNIOR)
    others = seats * _most(search) - lacking + together
    times = Counter(person.id for pair in pairs for person in pair.people)
    return (
        len(pairs) >= limit
        and all(pair.score > others for pair in pairs)
        and max(times.values()) <= search.settings.spread
    )


def _most(search: Search) -> int:
    """Nobody has more points of her own."""
    return (
        SPEAKS_WITH_ALL * bool(search.required)
        + NEAR * asks_for_place(search)
        + KNOWS_TOPIC * bool(search.need.topic)
        + FEWEST_HOURS
        + most_for_wishes(search)
    )
