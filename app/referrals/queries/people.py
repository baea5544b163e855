"""The people of the pool as matching sees them, with their load; and who must not be asked for a case."""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import compress, repeat
from operator import add, not_
from typing import Any
from uuid import UUID

from app.localtime import LOCAL
from app.mediators.horizon import Busy, DaysAway, Horizon
from app.mediators.queries.candidates import Columns
from app.municipalities.models import Municipality
from app.referrals.matching import Candidate, Exclusion, Settings, slots
from app.referrals.matching.conflicts import Doubts
from app.referrals.matching.load import hours
from app.referrals.matching.needs import by_id, plain
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
    people: Columns, loads: Mapping[UUID, Load], *, horizon: Horizon, settings: Settings
) -> tuple[Candidate, ...]:
    """Those who have an account, in the order of their ids: nobody else could answer.

    Made from columns, one for each thing that is known of people: that takes half the time.
    """
    theirs = _columns(people.where(people["account"]), loads, horizon=horizon, settings=settings)
    ordered = (theirs.get(one.name, repeat(one.default)) for one in fields(Candidate))
    return tuple(sorted(map(Candidate, *ordered), key=by_id))


class Barring:
    """Who of these people must not be asked for a case (§ 3 MediationsG)."""

    def __init__(self, people: Columns) -> None:
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
        return list(compress(self._people["id"], self._people["to_mark"]))

    def _of(self, user: UUID) -> list[UUID]:
        """With and without hyphens, as databases differ in writing an id."""
        return [*self._by_account.get(user.hex, ()), *self._by_account.get(str(user), ())]

    @cached_property
    def _by_account(self) -> dict[str | None, list[UUID]]:
        found: defaultdict[str | None, list[UUID]] = defaultdict(list)
        for account, id_ in zip(self._people["account"], self._people["id"], strict=True):
            found[account].append(id_)
        return found


def _columns(
    people: Columns, past: Mapping[UUID, Load], *, horizon: Horizon, settings: Settings
) -> dict[str, Iterable[Any]]:
    """By the names of ``Candidate``."""
    usual, today = settings.travel_minutes, horizon.days[0]
    loads = [past.get(id_, NO_LOAD) for id_ in people["id"]]
    travel = [usual if minutes is None else minutes for minutes in people["travel_minutes"]]
    said = zip(people["slots"], people["days"], people["absences"], people["taken"], strict=True)
    times = [
        free_time(
            horizon.quarters(slots, days=days, absences=away, taken=taken),
            load.appointments,
            horizon=horizon,
            travel=minutes,
        )
        for (slots, days, away, taken), load, minutes in zip(said, loads, travel, strict=True)
    ]
    return {
        **people.by_name,
        "free": [free for free, _ in times],
        "afar": [afar for _, afar in times],
        "travel": [-(-minutes // QUARTER_MINUTES) for minutes in travel],
        "open_referrals": map(add, (load.open_referrals for load in loads), people["lent"]),
        "open_offers": (load.open_offers for load in loads),
        "hours": (hours(load.minutes) for load in loads),
        "newcomer": [
            not load.cases and not done for load, done in zip(loads, people["mediations"], strict=True)
        ],
        "active": map(not_, people["left"]),
        "paused": people["resting"],
        "absent_until": [_away_until(today, days) if days else None for days in people["absences"]],
        "mediations": (done or 0 for done in people["mediations"]),
        "office": people["office_name"],
        "remote": people["online"],
    }


def _away_until(today: date, absences: Collection[DaysAway]) -> date | None:
    return max((last for first, last in absences if first <= today <= last), default=None)


def free_time(
    quarters: int, appointments: Sequence[Appointment], *, horizon: Horizon, travel: int
) -> tuple[int, Afar]:
    """The free slots; and for each place those that leave no time for the way from there to another.

    ``quarters``: free by what the person has said. ``travel`` is that way in minutes.
    """
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
