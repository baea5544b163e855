"""The people of the pool as matching sees them, with their load; and who must not be asked for a case."""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from app.localtime import LOCAL
from app.mediators.queries.candidates import PoolFacts
from app.mediators.rules import Horizon
from app.municipalities.models import Municipality
from app.referrals.matching import Candidate, Exclusion, Settings, slots
from app.referrals.matching.conflicts import Doubts
from app.referrals.queries.history import NO_LOAD, History, Load
from app.workdays import Calendar

SPAN_WD = 15
NUMBERS = frozenset({"lead_hours", "co_hours", "most_open_offers", "lead_mediations", "spread"})

#: Nobody meets on the day of the search: those who are asked have not answered yet.
NOT_TODAY = ~((1 << slots.QUARTERS_A_DAY) - 1)

Excluded = dict[UUID, Exclusion]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the collector of garbage rest while a pool is read: it would look as long as the reading takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def horizon_from(today: date, calendar: Calendar) -> Horizon:
    """The days up to the 15th working day."""
    last = calendar.add_working_days(today, SPAN_WD)
    return Horizon([today + timedelta(days=number) for number in range((last - today).days + 1)], zone=LOCAL)


def settings_of(municipality: Municipality) -> Settings:
    """The municipality's own numbers over our defaults (decision 14)."""
    own: dict[str, Any] = {k: v for k, v in municipality.matching.items() if k in NUMBERS}
    return replace(Settings(), **own)


def as_candidates(
    people: Iterable[PoolFacts], loads: Mapping[UUID, Load], *, horizon: Horizon
) -> tuple[Candidate, ...]:
    """Those who have an account: nobody else could answer."""
    return tuple(
        _candidate(person, loads.get(person.id, NO_LOAD), horizon=horizon)
        for person in people
        if person.user_id is not None
    )


class Barring:
    """Who of these people must not be asked for a case (§ 3 MediationsG)."""

    def __init__(self, people: Collection[PoolFacts]) -> None:
        self._people = people

    def excluded(self, reporter: UUID, doubts: Doubts, past: History) -> Excluded:
        """The graver reason counts. Who has said no to a conflict that all waive can be asked again."""
        leads = [id_ for user in past.leads for id_ in self._by_user.get(user, ())]
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
            | dict.fromkeys(self._by_user.get(reporter, ()), Exclusion.REPORTER)
        )

    @cached_property
    def _to_compare(self) -> list[UUID]:
        """Whose marks are still to be made: nobody knows yet whom they may know."""
        return [person.id for person in self._people if person.to_mark]

    @cached_property
    def _by_user(self) -> dict[UUID, list[UUID]]:
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for person in self._people:
            if person.user_id is not None:
                found[person.user_id].append(person.id)
        return found


def _candidate(person: PoolFacts, load: Load, *, horizon: Horizon) -> Candidate:
    today = horizon.days[0]
    away = [last for first, last in person.absences if first <= today <= last]
    return Candidate(
        id=person.id,
        name=person.name,
        languages=person.languages,
        free=horizon.starts(person.slots, absences=person.absences, busy=load.busy) & NOT_TODAY,
        capacity=person.capacity,
        open_referrals=load.open_referrals,
        open_offers=load.open_offers,
        recent_cases=load.recent,
        active=not person.left,
        paused=person.resting,
        absent_until=max(away) if away else None,
        training_hours=person.training_hours,
        certified_until=person.certified_until,
        obligated=person.obligated,
        certificate_seen=person.certificate_seen,
        topics=frozenset(person.topics),
        mediations=person.mediations or 0,
        office=person.office_name,
        home=person.home,
        gender=person.gender,
    )
