"""Gathers what matching decides on: the need of a case, the people of the pool, their load."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.cases.models import Case
from app.database import keyring
from app.localtime import LOCAL, local
from app.mediators.queries.candidates import PoolFacts, candidates
from app.mediators.rules import Horizon, Window
from app.municipalities.models import Municipality
from app.referrals.matching import Candidate, Exclusion, Need, Settings, slots
from app.referrals.queries.history import NO_LOAD, History, Kept, Load, history
from app.referrals.queries.need import wanted
from app.workdays import Calendar

SPAN_WD = 15
NUMBERS = frozenset({"lead_hours", "co_hours", "most_open_offers", "lead_mediations", "spread"})

#: Nobody meets on the day of the search: those who are asked have not answered yet.
NOT_TODAY = ~((1 << slots.QUARTERS_A_DAY) - 1)

Excluded = dict[UUID, Exclusion]


@dataclass(frozen=True)
class Pool:
    """One search, ready for matching."""

    need: Need
    candidates: tuple[Candidate, ...]
    settings: Settings
    today: date
    kept: tuple[Kept, ...]
    horizon: Horizon
    calendar: Calendar
    """With the closing days of the next weeks."""
    nameless: tuple[str, ...] = ()
    """Parties whose name isn't known: nobody could check whether she knows them."""
    without_account: tuple[str, ...] = ()
    """Names of people who could not answer: nobody has invited them yet."""

    def person(self, person_id: UUID) -> Candidate | None:
        return next((one for one in self.candidates if one.id == person_id), None)

    def windows(self, found: Collection[int]) -> list[Window]:
        """Times to name, from the bits that matching suggests."""
        return [window for slot in found for window in self.horizon.windows(1 << slot)]

    def alone(self) -> "Pool":
        return replace(self, need=replace(self.need, seats=1))


def pool_for(case: Case, at: datetime, *, only: Collection[UUID] | None = None) -> Pool:
    """The need and everybody who can mediate (or ``only`` these); four statements."""
    today = local(at).date()
    wants = wanted(case, today)
    past = history(case.id, at, only=only)
    horizon = Horizon(_days(today, wants.calendar), zone=LOCAL)
    people = candidates(today=today, only=only)
    return Pool(
        need=replace(wants.need, excluded=_excluded(case, people, names=wants.name_indexes, past=past)),
        candidates=tuple(
            _candidate(person, past.loads.get(person.id, NO_LOAD), horizon=horizon)
            for person in people
            if person.user_id is not None
        ),
        settings=_settings(wants.municipality),
        today=today,
        kept=past.kept,
        horizon=horizon,
        calendar=wants.calendar,
        nameless=wants.nameless,
        without_account=tuple(sorted(p.name for p in people if p.user_id is None and not p.left)),
    )


def _days(today: date, calendar: Calendar) -> list[date]:
    last = calendar.add_working_days(today, SPAN_WD)
    return [today + timedelta(days=number) for number in range((last - today).days + 1)]


def _settings(municipality: Municipality) -> Settings:
    """The municipality's own numbers over our defaults (decision 14)."""
    own: dict[str, Any] = {k: v for k, v in municipality.matching.items() if k in NUMBERS}
    return replace(Settings(), **own)


def _excluded(case: Case, people: Collection[PoolFacts], *, names: frozenset[str], past: History) -> Excluded:
    """Who must not be asked for this case (§ 3 MediationsG); how a name fits, only the hash knows."""
    found = dict(past.refused)
    for person in people:
        if person.user_id == case.reporter_id:
            found[person.id] = Exclusion.REPORTER
        elif person.user_id in past.leads:
            found[person.id] = Exclusion.LEAD
        elif names and names & _indexes(person):
            found[person.id] = Exclusion.SAME_PERSON
    return found


def _indexes(person: PoolFacts) -> set[str]:
    """Blind indexes of the name, first or last name first."""
    ways = (f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}")
    return {keyring().blind_index(way, "party-name") for way in ways}


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
