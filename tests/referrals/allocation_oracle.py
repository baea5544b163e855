"""A slow and plain reading of the whole waiting list: it tries every team for every case."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import reduce
from itertools import combinations
from random import Random
from uuid import UUID

from app.referrals.allocation.instance import Waiting
from app.referrals.matching import Candidate, Settings, assess
from tests.make import NOON
from tests.referrals.matching_oracle import SLOTS
from tests.referrals.matching_people import TODAY

Team = tuple[Candidate, ...]
Worth = tuple[int, int]


def teams(waiting: Waiting, pool: Sequence[Candidate]) -> Iterator[tuple[Team, int]]:
    """Everybody, alone or as a pair, against whom no rule says anything, with the points."""
    staying = waiting.staying
    for people in combinations([one for one in pool if one != staying], waiting.seats):
        team = (*people, staying) if staying else people
        found = assess(waiting.need, *(*team, None)[:2], settings=Settings(), today=TODAY)
        if all(staying and one.person == staying.id for one in found.obstacles):
            yield people, found.score - (_own(waiting, staying) if staying else 0)


def _own(waiting: Waiting, one: Candidate) -> int:
    """What somebody who stays counts, whoever comes."""
    found = assess(waiting.need, one, None, settings=Settings(), today=TODAY)
    return sum(part.points for part in found.parts if part.person == one.id)


def best(waiting: Sequence[Waiting], pool: Sequence[Candidate]) -> Worth:
    """How many cases can be served, and with how many points."""
    choices = [list(teams(one, pool)) for one in waiting]
    return max(_worth(chosen) for chosen in _allowed(waiting, choices, []))


def _allowed(waiting, choices, chosen) -> Iterator[list]:
    if len(chosen) == len(waiting):
        yield chosen
        return
    for option in (None, *choices[len(chosen)]):
        tried = [*chosen, option]
        if _has_room(tried) and can_meet(waiting, [team and team[0] for team in tried]):
            yield from _allowed(waiting, choices, tried)


def _has_room(chosen) -> bool:
    taken = Counter(one for team in chosen if team for one in team[0])
    return all(count <= rooms(one) for one, count in taken.items())


def rooms(one: Candidate) -> int:
    return min(one.capacity - one.open_referrals, Settings().most_open_offers - one.open_offers)


def can_meet(waiting: Sequence[Waiting], chosen: Sequence[Team | None]) -> bool:
    """Whether each team can have a first meeting of two hours at which nobody is elsewhere."""
    meetings = []
    for case, team in zip(waiting, chosen, strict=False):
        if team:
            everybody = (*team, case.staying) if case.staying else team
            free = reduce(int.__and__, (one.free for one in everybody))
            if case.need.windows is not None:
                free &= case.need.windows
            meetings.append(({one.id for one in everybody}, [bit for bit in SLOTS if free >> bit & 1]))
    return _fit(meetings, [])


def _fit(meetings, set_: list[tuple[set[UUID], int]]) -> bool:
    if not meetings:
        return True
    (people, bits), *others = meetings
    return any(
        _fit(others, [*set_, (people, bit)])
        for bit in bits
        if all(people.isdisjoint(those) or abs(bit - then) >= 8 for those, then in set_)
    )


def _worth(chosen) -> Worth:
    taken = Counter(one for team in chosen if team for one in team[0])
    lost = sum(
        max(0, 10 - one.hours // 4) - max(0, 10 - (one.hours + 8 * more) // 4)
        for one, count in taken.items()
        for more in range(count)
    )
    return sum(team is not None for team in chosen), sum(team[1] for team in chosen if team) - lost


def since(chance: Random) -> datetime:
    return NOON - timedelta(days=chance.randint(0, 3))
