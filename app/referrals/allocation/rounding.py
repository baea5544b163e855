"""From cases in parts to whole cases: what is whole stays, the rest is chosen anew, ever more of it."""

from collections.abc import Iterator, Sequence
from time import monotonic

from app.referrals.allocation.columns import Naming
from app.referrals.allocation.greedy import one_by_one
from app.referrals.allocation.instance import Instance
from app.referrals.allocation.linear import Column, Model, Relaxed, Whole
from app.referrals.allocation.solution import Solution, Teams, bound_of, worth
from app.referrals.allocation.stages import GoOn, Stage
from app.referrals.allocation.timetable import Timetable, timetable
from app.runs.rules import Stopped

#: Teams that miss so many points are looked at where a case hangs between several.
NEAR = 4

#: How often more cases are taken in, as long as more than one point in so many is missing.
WIDER, CONTENT = 3, 5_000

#: So many teams of a case, and of all cases, are named at most to leave nothing open.
OF_ONE, OF_ALL = 4_000, 100_000

#: This share of the time is for the bound.
SHARE = 0.6


class Rounding:
    """The best whole allocation so far; it only gets better."""

    def __init__(self, instance: Instance, *, until: float, go_on: GoOn) -> None:
        self.instance = instance
        self.until = until
        self.go_on = go_on
        self.naming = Naming(instance, go_on)
        self.forbidden: list[tuple[Column, ...]] = []
        self.sure = True
        """Whether everything that is forbidden is impossible."""
        self.teams: Teams = tuple(None for _ in instance.waiting)
        self.times = Timetable(tuple(None for _ in instance.waiting))
        self._take(one_by_one(instance))

    @property
    def worth(self) -> int:
        served, quality = worth(self.instance, self.teams)
        return served * self.instance.served + quality

    @property
    def gap(self) -> int:
        return self.naming.total - self.worth

    @property
    def _is_content(self) -> bool:
        """Whether so little is missing that only the proof is worth the time."""
        return self.gap * CONTENT <= self.worth % self.instance.served

    def solve(self) -> Solution:
        now = monotonic()
        self.naming.run(now + SHARE * (self.until - now))
        relaxed = self.naming.relaxed
        for columns in self._wider(relaxed) if relaxed else ():
            if self.gap <= 0 or monotonic() > self.until:
                break
            self._choose(columns)
        if relaxed and self.gap > 0 and monotonic() < self.until:
            self._close(relaxed)
        served, quality = worth(self.instance, self.teams)
        return Solution(
            teams=self.teams,
            served=served,
            quality=quality,
            bound=bound_of(self.instance, self.naming.total),
            slots=self.times.slots,
            prices=relaxed.prices if relaxed else {},
            being_served=relaxed.served if relaxed else 0,
            together=tuple(self.forbidden),
        )

    def _wider(self, relaxed: Relaxed) -> Iterator[list[Column]]:
        """Ever more cases that may change their team, until little is missing; else at last all of them."""
        columns = zip(self.naming.model.columns, relaxed.parts, strict=False)
        whole = {column for column, part in columns if part > 1 - 1e-6}
        hanging = set(range(len(self.instance.waiting))) - {case for case, _ in whole}
        near = self.naming.near(relaxed, NEAR)
        for _ in range(WIDER):
            people = {place for case, team in near if case in hanging for place in team.people}
            hanging |= {case for case, team in whole if not people.isdisjoint(team.people)}
            yield [one for one in whole if one[0] not in hanging] + [one for one in near if one[0] in hanging]
            if self._is_content:
                return
        yield self.naming.near(relaxed, min(self.gap + 1, 10 * NEAR))

    def _close(self, relaxed: Relaxed) -> None:
        """Name every team that something better could be made of: the best of them is the best of all.

        What has a point more than the best so far loses less than ``missing`` to the bound by these prices,
        all teams together. If there are too many such teams, the named ones are left to choose from.
        """
        missing = self.naming.at_last - self.worth
        columns, _ = self.naming.look(relaxed, most=OF_ONE, within=missing)
        near = self.naming.near(relaxed, missing)
        every = list(dict.fromkeys([*columns, *near]))
        if len(every) > OF_ALL or self._has_too_many(columns):
            if self._is_content:
                self._choose(near)
            return
        found = self._choose(every)
        if found is not None and found.objective is not None and self.sure:
            self.naming.total = min(self.naming.total, max(found.objective, self.worth))

    def _has_too_many(self, columns: Sequence[Column]) -> bool:
        counts = [0] * len(self.instance.waiting)
        for case, _ in columns:
            counts[case] += 1
        return max(counts, default=0) >= OF_ONE

    def _choose(self, columns: Sequence[Column]) -> Whole | None:
        """The best of these teams that have times which go together."""
        best = [(case, team) for case, team in enumerate(self.teams) if team]
        while monotonic() < self.until:
            model = Model(self.instance, list(dict.fromkeys([*columns, *best])))
            for together in self.forbidden:
                model.forbid(together)
            watch = _Watch(self.go_on)
            found = model.whole(best, seconds=self.until - monotonic(), stop=watch.is_over)
            watch.tell()
            if self._take(self._as_teams(found)):
                return found
        return None

    def _take(self, teams: Teams) -> bool:
        """Keep what is better; false if its times clash, which is forbidden from now on."""
        times = timetable(self.instance, teams)
        if times.clash:
            self.sure &= times.sure
            self.forbidden.append(tuple((case, team) for case in times.clash if (team := teams[case])))
            return False
        if worth(self.instance, teams) > worth(self.instance, self.teams):
            self.teams, self.times = teams, times
        return True

    def _as_teams(self, found: Whole) -> Teams:
        teams = dict(found.columns)
        return tuple(teams.get(case) for case in range(len(self.instance.waiting)))


class _Watch:
    """Asks whether to go on while the library works; nothing may be raised through it."""

    def __init__(self, go_on: GoOn) -> None:
        self.go_on = go_on
        self.stopped: Stopped | None = None

    def is_over(self) -> bool:
        try:
            self.go_on(Stage.ROUNDING, 0, 0)
        except Stopped as stopped:
            self.stopped = stopped
        return self.stopped is not None

    def tell(self) -> None:
        if self.stopped is not None:
            raise self.stopped
