"""Gathers what matching decides on: the need of a case, the people of the pool, their load."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from app.cases.models import Case
from app.localtime import local
from app.mediators.queries.candidates import candidates
from app.mediators.rules import Horizon, Window
from app.referrals.matching import Candidate, Need, Settings
from app.referrals.matching.conflicts import IN_CONFLICT
from app.referrals.queries.conflicts import doubts
from app.referrals.queries.history import Kept, history
from app.referrals.queries.need import wanted
from app.referrals.queries.people import Barring, as_candidates, horizon_from, settings_of, undisturbed
from app.workdays import Calendar


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
    partly: tuple[str, ...] = ()
    """Parties of whom too little is known to find everybody who may know them."""
    to_compare: bool = False
    """Some party can't be compared with the pool yet."""
    waived: frozenset[UUID] = frozenset()
    """Who is in conflict with the case, with the consent of all parties."""

    @property
    def in_conflict(self) -> tuple[Candidate, ...]:
        """Who isn't asked because of a conflict of interest."""
        against = self.need.excluded
        return tuple(one for one in self.candidates if against.get(one.id) in IN_CONFLICT)

    def person(self, person_id: UUID) -> Candidate | None:
        return next((one for one in self.candidates if one.id == person_id), None)

    def windows(self, found: Collection[int]) -> list[Window]:
        """Times to name, from the bits that matching suggests."""
        return [window for slot in found for window in self.horizon.windows(1 << slot)]

    def alone(self) -> "Pool":
        return replace(self, need=replace(self.need, seats=1))


@undisturbed()
def pool_for(case: Case, at: datetime, *, only: Collection[UUID] | None = None) -> Pool:
    """The need and everybody who can mediate (or ``only`` these); five statements."""
    today = local(at).date()
    wants = wanted(case, today)
    past = history(case.id, at, only=only)
    horizon = horizon_from(today, wants.calendar)
    people = candidates(today=today, only=only)
    known = doubts([case.id], {case.id: wants.side}, only=only)[case.id]
    return Pool(
        need=replace(wants.need, excluded=Barring(people).excluded(case.reporter_id, known, past)),
        candidates=as_candidates(people, past.loads, horizon=horizon),
        settings=settings_of(wants.municipality),
        today=today,
        kept=past.kept,
        horizon=horizon,
        calendar=wants.calendar,
        nameless=wants.nameless,
        without_account=tuple(sorted(p.name for p in people if p.user_id is None and not p.left)),
        partly=wants.partly,
        to_compare=wants.to_compare,
        waived=known.waived(),
    )
