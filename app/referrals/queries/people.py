"""The people of the pool as matching sees them, with their load; and who must not be asked for a case."""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from app.localtime import LOCAL
from app.mediators.horizon import Busy, Horizon
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
    """Those who have an account: nobody else could answer."""
    return tuple(
        _candidate(person, loads.get(person.id, NO_LOAD), horizon=horizon, settings=settings)
        for person in people
        if person.account is not None
    )


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
    def _by_account(self) -> dict[str, list[UUID]]:
        found: defaultdict[str, list[UUID]] = defaultdict(list)
        for person in self._people:
            if person.account is not None:
                found[person.account].append(person.id)
        return found


def _candidate(person: PoolFacts, load: Load, *, horizon: Horizon, settings: Settings) -> Candidate:
    today = horizon.days[0]
    away = [last for first, last in person.absences if first <= today <= last]
    travel = settings.travel_minutes if person.travel_minutes is None else person.travel_minutes
    free, afar = free_time(person, load.appointments, horizon=horizon, travel=travel)
    return Candidate(
        id=person.id,
        name=person.name,
        languages=person.languages,
        free=free,
        afar=afar,
        travel=-(-travel // QUARTER_MINUTES),
        capacity=person.capacity,
        open_referrals=load.open_referrals + person.lent,
        open_offers=load.open_offers,
        hours=hours(load.minutes),
        newcomer=not load.cases and not person.mediations,
        active=not person.left,
        paused=person.resting,
        absent_until=max(away) if away else None,
        training_hours=person.training_hours,
        certified_until=person.certified_until,
        obligated=person.obligated,
        certificate_seen=person.certificate_seen,
        topics=person.topics,
        mediations=person.mediations or 0,
        office=person.office_name,
        home=person.home,
        gender=person.gender,
        remote=person.online,
        on_site=person.on_site,
        districts=person.districts,
        radius_km=person.radius_km,
        trainee=person.trainee,
    )


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
