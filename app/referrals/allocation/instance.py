"""The whole waiting list as one question: cases, who can take each, how much room everybody has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from app.referrals.allocation.choices import Alone, Choices, Team
from app.referrals.allocation.mates import KEPT, Mates
from app.referrals.allocation.pairs import Pairs
from app.referrals.allocation.roster import Levels, People, Roster, places
from app.referrals.allocation.stages import GoOn, Stage, unwatched
from app.referrals.matching import slots
from app.referrals.matching.alike import alike, spoken
from app.referrals.matching.groups import compared
from app.referrals.matching.needs import Candidate, Need, Search, Settings, plain
from app.referrals.matching.scoring import (
    FEWEST_HOURS,
    LEAD_AND_JUNIOR,
    OTHER_GENDER,
    TWO_COMMON_SLOTS,
    fairness_lost,
    time_alone,
)


@dataclass(frozen=True)
class Waiting:
    """A case that waits for mediators; somebody may stay from the search before."""

    id: UUID
    need: Need
    since: datetime
    staying: Candidate | None = None

    @property
    def seats(self) -> int:
        return 1 if self.staying else self.need.seats


@dataclass(frozen=True)
class Instance:
    """Whom each case can get. All numbers are whole; a served case counts more than all points together.

    ``room`` is how many cases a person can still take; ``later`` the points that the first, second, third
    of them loses, so that work is spread.
    """

    waiting: tuple[Waiting, ...]
    """The longest waiting first."""
    roster: Roster
    choices: tuple[Choices, ...]
    room: tuple[int, ...]
    later: tuple[tuple[int, ...], ...]
    settings: Settings
    today: date

    @cached_property
    def served(self) -> int:
        """What a served case counts in points: more than everything else can."""
        return 1 + sum(max(one.highest, 0) for one in self.choices) + self.least

    @cached_property
    def least(self) -> int:
        """No allocation has fewer points than this below zero."""
        lowest = -sum(min(one.lowest, 0) for one in self.choices)
        return lowest + FEWEST_HOURS * sum(one.seats for one in self.waiting)

    def people(self, place: int, team: Team) -> tuple[UUID, ...]:
        """All who would sit with a case, with those who stay."""
        return tuple(one.id for one in self.sitting(place, team))

    def sitting(self, place: int, team: Team) -> tuple[Candidate, ...]:
        """The same as they are known to the search."""
        staying = self.waiting[place].staying
        asked = tuple(self.roster.candidates[one] for one in team.people)
        return asked if staying is None else (staying, *asked)

    def search(self, place: int) -> Search:
        return Search(self.waiting[place].need, self.settings, self.today)

    def common(self, place: int, team: Team) -> int:
        """The slots at which a team can meet for a case."""
        search = self.search(place)
        free = -1
        for one in self.sitting(place, team):
            free &= search.free(one)
        return free


def instance(
    waiting: Iterable[Waiting],
    candidates: Iterable[Candidate],
    *,
    settings: Settings,
    today: date,
    go_on: GoOn = unwatched,
) -> Instance:
    """The same cases and people give the same instance, in whatever order they come."""
    in_order = tuple(sorted(waiting, key=lambda one: (one.since, one.id)))
    roster = Roster(candidate for candidate in candidates if room(candidate, settings) > 0)
    rooms = tuple(room(candidate, settings) for candidate in roster.candidates)
    neutral = Search(Need(()), settings, today)
    builder = _Builder(roster, settings, today)
    return Instance(
        waiting=in_order,
        roster=roster,
        choices=tuple(_one_by_one(builder, in_order, go_on)),
        room=rooms,
        later=tuple(
            tuple(fairness_lost(neutral, candidate, more) for more in range(count))
            for candidate, count in zip(roster.candidates, rooms, strict=True)
        ),
        settings=settings,
        today=today,
    )


def _one_by_one(builder: "_Builder", waiting: Sequence[Waiting], go_on: GoOn) -> Iterator[Choices]:
    for done, one in enumerate(waiting):
        go_on(Stage.LISTING, done, len(waiting))
        yield builder.choices(one)


def room(candidate: Candidate, settings: Settings) -> int:
    """How many cases somebody can still take at once; each needs a time of its own."""
    cases = candidate.capacity - candidate.open_referrals
    most = min(cases, settings.most_open_offers - candidate.open_offers)
    if candidate.newcomer:
        most = min(most, 1 - candidate.open_offers - candidate.open_referrals)
    return min(most, len(slots.apart(candidate.free))) if most > 0 else 0


@alike(
    spoken,
    need=lambda search: search.need.parties,
    narrow=lambda search, spoken: spoken & search.asked_for,
)
def _coverage(search: Search, candidate: Candidate) -> int:
    return search.coverage(candidate)


class _Builder:
    """Makes the choices of one case after the other; what it was told once it remembers."""

    def __init__(self, roster: Roster, settings: Settings, today: date) -> None:
        self.roster = roster
        self.settings = settings
        self.today = today
        self.bonus = _most_bonus(roster)
        self.places = frozenset(plain(place) for one in roster.candidates for place, _ in one.afar)
        self._mates: dict[object, Mates] = {}

    def choices(self, waiting: Waiting) -> Choices:
        search = Search(waiting.need, self.settings, self.today, self.places)
        fitting = self.roster.fitting(search)
        if waiting.need.seats == 1:
            return Alone(self.roster.levels(search, fitting, time_alone))
        groups = self._groups(search, fitting)
        mates = self._mates_at(search)
        if waiting.staying is not None:
            return Alone(_beside(waiting.staying, search, groups=groups, mates=mates))
        return Pairs(groups, search.everybody, mates, bonus=self.bonus)

    def _groups(self, search: Search, fitting: People) -> dict[int, Levels]:
        """The people by the parties with whom they can talk, with the points of each."""
        levels = self.roster.levels(search, fitting)
        return {
            coverage: tuple((points, both) for points, those in levels if (both := those & people))
            for coverage, people in self.roster.said(_coverage, search).items()
            if people & fitting
        }

    def _mates_at(self, search: Search) -> Mates:
        """When and where the parties can, and the level, are all of a need that counts for two people.

        The very district counts only where some could come and others be there online.
        """
        need = search.need
        mixed = need.district if need.remote_ok and not need.online else None
        there = (search.when_and_where, need.level, need.online, mixed)
        if there not in self._mates:
            own = Need(
                (),
                windows=need.windows,
                district=need.district,
                remote_ok=need.remote_ok,
                online=need.online,
                level=need.level,
            )
            search = Search(own, self.settings, self.today, self.places)
            self._mates[there] = Mates(self.roster, search, kept=KEPT // (1 + len(self.places)))
        return self._mates[there]


def _beside(staying: Candidate, search: Search, *, groups: dict[int, Levels], mates: Mates) -> Levels:
    """Whoever goes together with the person who stays, with what the two add as a pair."""
    stays = compared(search, staying, -1)
    found: dict[int, People] = {}
    for coverage, levels in groups.items():
        if coverage | stays.kind.coverage == search.everybody:
            for points, people in levels:
                for place in places(people):
                    added = mates.beside(stays, place)
                    if added is not None:
                        found[points + added] = found.get(points + added, 0) | 1 << place
    return tuple(sorted(found.items(), reverse=True))


def _most_bonus(roster: Roster) -> int:
    """What two people of this pool can add at most as a pair."""
    genders = {one.gender for one in roster.candidates} - {None}
    return TWO_COMMON_SLOTS + LEAD_AND_JUNIOR + OTHER_GENDER * (len(genders) > 1)
