"""Gathers what matching decides on: the need of a case, the people of the pool, their load."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from app.cases.models import Case
from app.languages import Level
from app.localtime import local
from app.mediators.deployment import MEDIATING
from app.mediators.horizon import Horizon, Window
from app.mediators.queries.candidates import Columns, in_columns
from app.mediators.queries.foremost import COMMON, Foremost, homes
from app.mediators.queries.foremost import foremost as foremost_of
from app.mediators.rules import Gender, Kind
from app.referrals.matching import Candidate, Need, Reach, Search, Settings, reach
from app.referrals.matching.conflicts import IN_CONFLICT
from app.referrals.matching.foremost import Unread, asks_for_place, is_near
from app.referrals.matching.foremost import lacking as lacking_of
from app.referrals.matching.load import hours
from app.referrals.matching.needs import same_place
from app.referrals.matching.relaxing import Asking
from app.referrals.matching.wishes import Speech, Wishes, applied
from app.referrals.queries.conflicts import doubts
from app.referrals.queries.elsewhere import taken_elsewhere, without
from app.referrals.queries.history import NO_LOAD, History, Kept, Load, history
from app.referrals.queries.interpreters import as_interpreters
from app.referrals.queries.need import AHEAD, Wanted, wanted
from app.referrals.queries.people import Barring, as_candidates, horizon_from, settings_of, undisturbed
from app.workdays import Calendar

#: In a pool with more people the best pairs are looked for among the foremost first.
LARGE = 500
#: So many people nearby are enough to begin with.
ENOUGH = 20
#: Of people alike in what makes a pair balanced, the first so many are.
MOST_ALIKE = 50


@dataclass(frozen=True)
class Sources:
    """What a search is made of, so that it can be asked again with other wishes."""

    wanted: Wanted
    plain: Need
    """Nothing of the wishes."""
    people: Columns
    loads: Mapping[UUID, Load]

    @property
    def settings(self) -> Settings:
        return settings_of(self.wanted.municipality)

    @property
    def usual(self) -> Level:
        """The level that the municipality asks for in any case."""
        return self.settings.level

    def seen(self, horizon: Horizon) -> tuple[Candidate, ...]:
        return as_candidates(self.people, self.loads, horizon=horizon, settings=self.settings)


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
    wishes: Wishes
    sources: Sources = field(repr=False)
    nameless: tuple[str, ...] = ()
    """Parties whose name isn't known: nobody could check whether she knows them."""
    fixed: tuple[datetime, ...] = ()
    """When appointments begin that stand already, where somebody stays from the search before."""
    without_account: tuple[str, ...] = ()
    """Names of people who could not answer: nobody has invited them yet."""
    partly: tuple[str, ...] = ()
    """Parties of whom too little is known to find everybody who may know them."""
    to_compare: bool = False
    """Some party can't be compared with the pool yet."""
    waived: frozenset[UUID] = frozenset()
    """Who is in conflict with the case, with the consent of all parties."""

    lacking: int = 0
    """Only the foremost are here; everybody else has at least so many points less. 0: all are here."""
    unread: tuple[Unread, ...] = ()
    """Where not even all of the foremost are here, the next of them."""

    @property
    def in_conflict(self) -> tuple[Candidate, ...]:
        """Who isn't asked because of a conflict of interest; nobody says so where not all are looked at."""
        if self.lacking:
            return ()
        against = self.need.excluded
        return tuple(one for one in self.candidates if against.get(one.id) in IN_CONFLICT)

    @property
    def search(self) -> Search:
        """The question to matching."""
        return Search(self.need, self.settings, self.today)

    def person(self, person_id: UUID) -> Candidate | None:
        return next((one for one in self.candidates if one.id == person_id), None)

    def windows(self, found: Collection[int]) -> list[Window]:
        """Times to name, from the bits that matching suggests."""
        return [window for slot in found for window in self.horizon.windows(1 << slot)]

    def alone(self) -> "Pool":
        return self._seeking(seats=1)

    @property
    def staying(self) -> Candidate | None:
        """Who holds or is asked for the other seat."""
        return self.person(self.kept[0].person_id) if self.kept else None

    @property
    def asking(self) -> Asking:
        plain = self.sources.plain
        return Asking(plain, self.wishes, self.sources.wanted.party_ids, self.settings)

    def wishing(self, wishes: Wishes) -> "Pool":
        """The same case with other wishes; nothing is saved by it."""
        horizon, people = self.horizon, self.candidates
        if wishes.span != self.wishes.span:
            horizon = horizon_from(self.today, self.sources.wanted.calendar, span=wishes.span)
            people = self.sources.seen(horizon)
        need = applied(self.sources.plain, wishes, self.sources.wanted.party_ids, horizon=horizon)
        return replace(self, need=need, candidates=people, horizon=horizon, wishes=wishes)

    def also(self, label: str, code: str) -> "Pool":
        """As if a further language would do for a party."""
        parties = tuple(
            replace(one, languages=one.languages | {code}) if one.label == label else one
            for one in self.need.parties
        )
        return replace(self, need=replace(self.need, parties=parties))

    def reach(self) -> Reach:
        """How many pairs there are."""
        return reach(
            self.need, self.candidates, settings=self.settings, today=self.today, staying=self.staying
        )

    def _seeking(self, *, seats: int) -> "Pool":
        sources = replace(self.sources, plain=replace(self.sources.plain, seats=seats))
        return replace(self, need=replace(self.need, seats=seats), sources=sources)


@undisturbed()
def pool_for(
    case: Case, at: datetime, *, only: Collection[UUID] | None = None, foremost: bool = False
) -> Pool:
    """The need and everybody who can mediate (or ``only`` these); five statements, six if somebody is lent.

    ``foremost``: of a large pool those among whom the best pairs will be; one statement more, or two.
    """
    today = local(at).date()
    wants = wanted(case, today)
    horizon = horizon_from(today, wants.calendar, span=wants.wishes.span)
    need = applied(wants.need, wants.wishes, wants.party_ids, horizon=horizon)
    helped = any(one.speech is not Speech.MUST for one in wants.wishes.parties.values())
    few, lacking = None, 0
    if foremost and wants.people > LARGE and not helped:
        asked = Search(need, settings_of(wants.municipality), today)
        few, lacking = _foremost(asked, case.id, by_home=not wants.lending)
    past = few.past(case.id, at) if few else history(case.id, at, only=only)
    only, unread = few.read(past.loads) if few else (only, ())
    kinds = (*MEDIATING, Kind.INTERPRETER)
    everybody = in_columns(today=today, only=only, kinds=kinds, cases=[case.id])
    if wants.lending and only != ():
        everybody = without(everybody, taken_elsewhere(case.id, today, today + AHEAD))
    people = everybody.where([not interprets for interprets in everybody["interpreter"]])
    known = doubts([case.id], {case.id: wants.side})[case.id]
    excluded = Barring(people).excluded(case.reporter_id, known, past)
    there = past.interpreters if helped else ()
    able = as_interpreters(everybody.where(everybody["interpreter"]), barred=excluded, planned=there)
    plain = replace(wants.need, excluded=excluded, interpreters=able)
    sources = Sources(wants, plain, people, past.loads)
    return Pool(
        need=replace(need, excluded=excluded, interpreters=able),
        candidates=sources.seen(horizon),
        settings=sources.settings,
        today=today,
        kept=past.kept,
        horizon=horizon,
        calendar=wants.calendar,
        wishes=wants.wishes,
        sources=sources,
        nameless=wants.nameless,
        fixed=past.fixed,
        without_account=_without_account(people),
        partly=wants.partly,
        to_compare=wants.to_compare,
        waived=known.waived(),
        lacking=lacking,
        unread=unread,
    )


class _Few:
    """The foremost of a pool, by what makes a pair balanced; where ``homes`` are named, all live there."""

    def __init__(self, found: Iterable[Foremost], homes: Collection[str]) -> None:
        self.homes = homes
        self.alike: defaultdict[tuple[Gender | None, bool], list[UUID]] = defaultdict(list)
        for one in found:
            self.alike[one.gender, one.leads] += map(UUID, one.ids)

    def past(self, case_id: UUID, at: datetime) -> History:
        """With their loads, and perhaps those of somebody more."""
        everybody = [id_ for ids in self.alike.values() for id_ in ids]
        return history(case_id, at, only=everybody, homes=self.homes)

    def read(self, loads: Mapping[UUID, Load]) -> tuple[list[UUID], tuple[Unread, ...]]:
        """Whom to read, and who would be the next."""
        ids, unread = list[UUID](), list[Unread]()
        for alike, several in self.alike.items():
            busy = [(hours(loads.get(one, NO_LOAD).minutes), one.int, one) for one in several]
            first = sorted(busy)[: MOST_ALIKE + 1]
            ids += [one for _, _, one in first[:MOST_ALIKE]]
            unread += [Unread(most, one, *alike) for most, _, one in first[MOST_ALIKE:]]
        return ids, tuple(unread)


def _foremost(search: Search, case_id: UUID, *, by_home: bool) -> tuple[_Few | None, int]:
    """Who they are, and how many points everybody else lacks; None: all must be looked at.

    ``by_home``: there is a statement to spare to find them faster, where many live in the place asked for.
    """
    tongues, topic = {party.languages for party in search.required}, search.need.topic
    if not tongues and topic is None:
        return None, 0
    there = _homes(search) if by_home and all(COMMON in codes for codes in tongues) else ()
    found = foremost_of(
        tongues, search.well, topic, leads_from=search.settings.lead_mediations, case_id=case_id, homes=there
    )
    near = [one for one in found if is_near(search, one.home, online=one.online)]
    is_narrow = asks_for_place(search) and sum(len(one.ids) for one in near) >= ENOUGH
    if there and not is_narrow:
        return None, 0
    return _Few(near if is_narrow else found, there), lacking_of(search, near=is_narrow)


def _homes(search: Search) -> list[str]:
    """How the place is spelled that is asked for, if many live there, and to live there is what counts."""
    place = search.need.preferred_place
    if place is None or search.need.remote_ok:
        return []
    spelled = {home: count for home, count in homes().items() if same_place(home, place)}
    return list(spelled) if sum(spelled.values()) >= LARGE else []


def _without_account(people: Columns) -> tuple[str, ...]:
    there = zip(people["name"], people["account"], people["left"], strict=True)
    return tuple(sorted(name for name, account, left in there if account is None and not left))
