"""A first meeting for each team, at which nobody is expected in two places."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from uuid import UUID

from app.referrals.allocation.choices import Team
from app.referrals.allocation.instance import Instance
from app.referrals.matching.needs import Candidate, Need, same_place
from app.referrals.matching.slots import QUARTERS_A_SLOT, first

#: For each case the other cases of its people, and how many quarter hours the way there takes.
Near = dict[int, dict[int, int]]

#: After so many tries for cases that hang together they count as impossible.
ENOUGH = 20_000


@dataclass(frozen=True)
class Timetable:
    """``slots`` as bits of free time; ``clash`` are cases that can't all keep their team.

    If it is not ``sure``, nobody has tried everything.
    """

    slots: tuple[int | None, ...]
    clash: tuple[int, ...] = ()
    sure: bool = True


def timetable(instance: Instance, teams: Sequence[Team | None]) -> Timetable:
    """The earliest times that go together; deterministic."""
    common = {case: instance.common(case, team) for case, team in enumerate(teams) if team}
    near = _neighbours(instance, teams)
    slots: dict[int, int] = {}
    for cases in _components(common, near):
        in_order = sorted(cases, key=lambda case: (common[case].bit_count(), case))
        clash, sure = _Trying(in_order, common, near).settle(slots)
        if clash:
            return Timetable((), tuple(sorted(clash)), sure)
    return Timetable(tuple(slots.get(case) for case in range(len(teams))))


def _neighbours(instance: Instance, teams: Sequence[Team | None]) -> Near:
    """The other cases of the people of a case, and the way from one to the other."""
    cases: defaultdict[UUID, list[tuple[int, Candidate]]] = defaultdict(list)
    for case, team in enumerate(teams):
        for person in instance.sitting(case, team) if team else ():
            cases[person.id].append((case, person))
    near: Near = defaultdict(dict)
    for several in cases.values():
        for (case, person), (other, _) in permutations(several, 2):
            way = _way(instance.waiting[case].need, instance.waiting[other].need, person)
            near[case][other] = max(way, near[case].get(other, 0))
    return near


def _way(one: Need, other: Need, person: Candidate) -> int:
    """None between talks in the same place, or where one of them can be online."""
    online = bool(person.remote) and (one.remote_ok or other.remote_ok)
    return 0 if online or same_place(one.district, other.district) else person.travel


def _components(common: dict[int, int], near: Near) -> list[set[int]]:
    found, left = [], set(common)
    while left:
        reached = {min(left)}
        edge = list(reached)
        while edge:
            more = set(near.get(edge.pop(), ())) - reached
            reached |= more
            edge += more
        found.append(reached)
        left -= reached
    return found


class _Trying:
    """Looks for times for cases that hang together: the earliest first, and back where there is none."""

    def __init__(self, cases: list[int], common: dict[int, int], near: Near) -> None:
        self.cases = cases
        self.common = common
        self.near = near
        self.deepest = 0
        self.left = [common[cases[0]], *[0] * (len(cases) - 1)]

    def settle(self, slots: dict[int, int]) -> tuple[set[int], bool]:
        """Fills in the slots; or says for which cases there are none, and whether that is sure."""
        place, tries = 0, 0
        while 0 <= place < len(self.cases):
            tries += 1
            if tries > ENOUGH:
                stuck = self.cases[self.deepest]
                return {stuck, *self.near.get(stuck, ())}, False
            place = self._step(place, slots)
        return (set(self.cases[: self.deepest + 1]), True) if place < 0 else (set(), True)

    def _step(self, place: int, slots: dict[int, int]) -> int:
        """The next case with its first slot, or back to the one before, which needs another."""
        slots.pop(self.cases[place], None)
        if not self.left[place]:
            return place - 1
        slot = first(self.left[place])
        self.left[place] &= ~(1 << slot)
        slots[self.cases[place]] = slot
        if place + 1 < len(self.cases):
            self.deepest = max(self.deepest, place + 1)
            following = self.cases[place + 1]
            self.left[place + 1] = self.common[following] & ~_taken(following, self.near, slots)
        return place + 1


def _taken(case: int, near: Near, slots: dict[int, int]) -> int:
    """Slots that overlap with one that somebody of this case has already, or leave no time for the way."""
    taken = 0
    for other, way in near.get(case, {}).items():
        if other in slots:
            apart = QUARTERS_A_SLOT + way
            taken |= (1 << slots[other] + apart) - (1 << max(0, slots[other] - apart + 1))
    return taken
