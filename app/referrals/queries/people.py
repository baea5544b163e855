"""The people of the pool as matching sees them, with their load; and who must not be asked for a case."""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import repeat
from operator import add, not_
from typing import Any
from uuid import UUID

from app.localtime import LOCAL
from app.mediators.horizon import Busy, DaysAway, Horizon
from app.mediators.queries.candidates import PoolFacts
from app.municipalities.models import Municipality
from app.referrals.matching import Candidate, Exclusion, Settings, slots
from app.referrals.matching.conflicts import Doubts
from app.referrals.matching.load import hours
from app.referrals.matching.needs import plain
from app.referrals.queries.history import NO_LOAD, Appointment, History, Load
from app.workdays import Calendar

NUMBERS = frozenset(
    {"lead_hours", "co_hours", "most_open_offers", "lead_mediations", "spread", "travel_minutes"}
)

#: Nobody meets on the day of the search: those who are asked have not answered yet.
NOT_TODAY = ~((1 << slots.QUARTERS_A_DAY) - 1)

QUARTER_MINUTES = 15

Excluded = dict[UUID, Exclusion]
#: For each place the slots that are free only there.
Afar = tuple[tuple[str | None, int], ...]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the collector of garbage rest while a pool is read and weighed: it takes as long as that."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def horizon_from(today: date, calendar: Calendar, *, span: int) -> Horizon:
    """The days up to the last of so many working days."""
    last = calendar.add_working_days(today, span)
    return Horizon([today + timedelta(days=number) for number in range((last - today).days + 1)], zone=LOCAL)


def settings_of(municipality: Municipality) -> Settings:
    """The municipality's own numbers over our defaults (decision 14)."""
    own: dict[str, Any] = {k: v for k, v in municipality.matching.items() if k in NUMBERS}
    places = {
        plain(name): (point[0], point[1]) for name, point in municipality.matching.get("places", {}).items()
    }
    return replace(Settings(), **own, places=places)


def as_candidates(
    people: Iterable[PoolFacts], loads: Mapping[UUID, Load], *, horizon: Horizon, settings: Settings
) -> tuple[Candidate, ...]:
    """Those who have an account: nobody else could answer.

    Made from columns, one for each thing that is known of people: that takes half the time.
    """
    there = [person for person in people if person.account is not None]
    if not there:
        return ()
    busy = [loads.get(person.id, NO_LOAD) for person in there]
    theirs = _columns(there, busy, horizon=horizon, settings=settings)
    ordered = (theirs.get(one.name, repeat(one.default)) for one in fields(Candidate))
    return tuple(map(Candidate, *ordered))


class Barring:
    """Who of these people must not be asked for a case (§ 3 MediationsG)."""

    def __init__(self, people: Collection[PoolFacts]) -> None:
        self._people = people

    def excluded(self, reporter: UUID, doubts: Doubts, past: History) -> Excluded:
        """The graver reason counts. Who has said no to a conflict that all waive can be asked again."""
        leads = [id_ for user in past.leads for id_ in self._of(user)]
        waived = doubts.waived()
        refused = {
            id_: why
            for id_, why in past.refused.items()
            if not (why is Exclusion.SAID_CONFLICT and id_ in waived)
        }
        return (
            refused
            | dict.fromkeys(self._to_compare, Exclusion.NOT_COMPARED)
            | doubts.excluded()
            | dict.fromkeys(leads, Exclusion.LEAD)
            | dict.fromkeys(self._of(reporter), Exclusion.REPORTER)
        )

    @cached_property
    def _to_compare(self) -> list[UUID]:
        """Whose marks are still to be made: nobody knows yet whom they may know."""
        return [person.id for person in self._people if person.to_mark]

    def _of(self, user: UUID) -> list[UUID]:
        """With and without hyphens, as databases differ in writing an id."""
        return [*self._by_account.get(user.hex, ()), *self._by_account.get(str(user), ())]

    @cached_property
    def _by_account(self) -> dict[str | None, list[UUID]]:
        found: defaultdict[str | None, list[UUID]] = defaultdict(list)
        for person in self._people:
            found[person.account].append(person.id)
        return found


def _columns(
    people: Sequence[PoolFacts], loads: Sequence[Load], *, horizon: Horizon, settings: Settings
) -> dict[str, Iterable[Any]]:
    """By the names of ``Candidate``."""
    theirs, today = dict(zip(PoolFacts._fields, zip(*people, strict=True), strict=True)), horizon.days[0]
    usual = settings.travel_minutes
    travel = [usual if minutes is None else minutes for minutes in theirs["travel_minutes"]]
    times = [
        free_time(person, load.appointments, horizon=horizon, travel=minutes)
        for person, load, minutes in zip(people, loads, travel, strict=True)
    ]
    return theirs | {
        "name": [person.name for person in people],
        "free": [free for free, _ in times],
        "afar": [afar for _, afar in times],
        "travel": [-(-minutes // QUARTER_MINUTES) for minutes in travel],
        "open_referrals": map(add, (load.open_referrals for load in loads), theirs["lent"]),
        "open_offers": (load.open_offers for load in loads),
        "hours": (hours(load.minutes) for load in loads),
        "newcomer": [not load.cases and not one.mediations for one, load in zip(people, loads, strict=True)],
        "active": map(not_, theirs["left"]),
        "paused": theirs["resting"],
        "absent_until": [_away_until(today, days) if days else None for days in theirs["absences"]],
        "mediations": (done or 0 for done in theirs["mediations"]),
        "office": theirs["office_name"],
        "remote": theirs["online"],
    }


def _away_until(today: date, absences: Collection[DaysAway]) -> date | None:
    return max((last for first, last in absences if first <= today <= last), default=None)


def free_time(
    person: PoolFacts, appointments: Sequence[Appointment], *, horizon: Horizon, travel: int
) -> tuple[int, Afar]:
    """The free slots; and for each place those that leave no time for the way from there to another.

    ``travel`` is that way in minutes.
    """
    quarters = horizon.quarters(person.slots, days=person.days, absences=person.absences, taken=person.taken)
    if not appointments:
        return horizon.windows_in(quarters) & NOT_TODAY, ()
    quarters &= ~horizon.taken(one.time for one in appointments)
    free = horizon.windows_in(quarters) & NOT_TODAY
    way = timedelta(minutes=travel)
    there: defaultdict[str | None, list[Busy]] = defaultdict(list)
    for one in appointments:
        if not one.online and travel:
            there[one.district].append((one.time[0] - way, one.time[1] + way))
    near = {
        place: free & ~horizon.windows_in(quarters & ~horizon.taken(ways)) for place, ways in there.items()
    }
    return free, tuple((place, slots) for place, slots in near.items() if slots)
