"""What a case needs and what a person offers: plain values, so that matching knows no tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple
from uuid import UUID

from app.labels import Labelled
from app.languages import LANGUAGES, Level
from app.referrals.matching.interpreters import Interpreter
from app.referrals.matching.reasons import Exclusion

PersonId = UUID


class Strength(Labelled):
    """How much a wish counts: it can keep people out, or only move them down."""

    IGNORE = "IGNORE", "egal"
    WISH = "WISH", "wünschenswert"
    MUST = "MUST", "muss"


RANKS = {level: level.rank for level in Level}
LANGUAGE_BITS = {code: 1 << place for place, code in enumerate(LANGUAGES)}


@dataclass(frozen=True, slots=True)
class PartyNeed:
    """What one party needs. Any one of ``languages`` suffices to talk with it.

    ``language_known`` is false for „unbekannt“ and for „keine Angabe“; ``shares_no_language`` is the
    report's „keine gemeinsame“. An interpreter that is planned takes the place of a spoken language.
    ``language_wished``: it would still be better if somebody spoke it. ``asked_before`` are languages that
    the party has been asked about; those it said yes to are among ``languages``.
    ``safety_gender`` is set only if the wish protects the party; it binds everybody in the room.
    ``wished_gender`` keeps nobody out.
    """

    label: str
    languages: frozenset[str] = frozenset()
    language_known: bool = True
    shares_no_language: bool = False
    interpreter_planned: bool = False
    language_wished: bool = False
    asked_before: frozenset[str] = frozenset()
    safety_gender: Labelled | None = None
    wished_gender: Labelled | None = None

    @property
    def is_named(self) -> bool:
        return self.language_known and bool(self.languages)

    @property
    def lacks_interpreter(self) -> bool:
        return self.shares_no_language and not self.is_named and not self.interpreter_planned


@dataclass(frozen=True, slots=True)
class Need:
    """What a case asks of the pool.

    ``days`` are those that the bits of free time stand for. ``windows`` are the parties' possible times
    as in ``Candidate.free``; None: not known. ``wished_windows`` would be better, but keep nobody out.
    ``near`` and ``knows_topic`` say how much district and topic count, ``level`` is asked for beyond the
    municipality's own, ``span`` is the number of working days that people are looked for in.
    ``district`` is where the talks take place; ``small_places`` are places so small that people know
    each other. ``excluded`` says who must not be asked, and why. ``seats`` is 2, or 1 with a reason
    that the referral keeps. ``interpreters`` are those who could come along.
    """

    parties: tuple[PartyNeed, ...]
    seats: int = 2
    days: tuple[date, ...] = ()
    windows: int | None = None
    wished_windows: int | None = None
    span: int = 15
    level: Level | None = None
    near: Strength = Strength.WISH
    knows_topic: Strength = Strength.WISH
    topic: Labelled | None = None
    urgent: bool = False
    minors: bool = False
    remote_ok: bool = False
    online: bool = False
    district: str | None = None
    small_places: frozenset[str] = frozenset()
    reporting_office: str | None = None
    excluded: Mapping[PersonId, Exclusion] = field(default_factory=dict, hash=False)
    other_needs: tuple[str, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()

    @property
    def preferred_place(self) -> str | None:
        return None if self.near is Strength.IGNORE else self.district


@dataclass(slots=True)
class Candidate:
    """A pool person as matching sees her. None always means: not known.

    Nobody changes one; to be frozen would make ten thousand of them take three times as long.

    ``free`` has one bit for each quarter hour at which a free slot of 120 minutes starts: bit 96·d + q is
    quarter hour q (local time) of day d of ``Need.days``, which reach to the last
    working day that is looked at.
    ``afar``: which of these are free only for talks in the place that is named, as there is no time for
    the way to another, which takes ``travel`` quarter hours. ``hours`` of work are weighed, as in
    ``load``; a ``newcomer`` has had no case yet. ``certified_until`` is the title of § 5 MediationsG,
    ``certificate_seen`` the certificate of conduct (erweitertes Führungszeugnis). ``districts`` are those in
    which somebody works, and all of them if there are none; a ``trainee`` learns beside somebody trained.
    ``remote`` None: whether it can be online, nobody has said.
    """

    id: PersonId
    name: str
    languages: Mapping[str, Level]
    free: int
    capacity: int
    open_referrals: int = 0
    open_offers: int = 0
    hours: int = 0
    newcomer: bool = False
    active: bool = True
    paused: bool = False
    absent_until: date | None = None
    training_hours: int | None = None
    certified_until: date | None = None
    further_training_due: date | None = None
    obligated: bool | None = None
    certificate_seen: bool | None = None
    topics: frozenset[str] = frozenset()
    mediations: int = 0
    office: str | None = None
    home: str | None = None
    gender: Labelled | None = None
    remote: bool | None = False
    on_site: bool = True
    districts: frozenset[str] = frozenset()
    radius_km: int | None = None
    trainee: bool = False
    afar: tuple[tuple[str | None, int], ...] = ()
    travel: int = 0

    def __hash__(self) -> int:
        return hash(self.id)


People = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a municipality asks of its mediators.

    ``travel_minutes`` is the way to another district of whoever has not said how long it takes.
    ``spread``: in how many of the shown pairs one person may be, as long as there are others to show.
    ``places`` are the districts of which it is known where they lie.
    """

    lead_hours: int = 120
    co_hours: int = 40
    level: Level = Level.B2
    strong_level: Level = Level.C1
    needs_obligation: bool = True
    most_open_offers: int = 3
    lead_mediations: int = 5
    spread: int = 3
    travel_minutes: int = 30
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)


class Speech(NamedTuple):
    """What follows from the languages of a person for one search, as a list, a set, and bits.

    ``languages`` are kept so that nothing else gets their place in memory."""

    languages: Mapping[str, Level]
    spoken: list[str]
    tongues: frozenset[str]
    coverage: int
    bits: int


@dataclass(frozen=True)
class Search:
    """One question to the pool: a need, the municipality's settings, the day.

    ``places`` are those in which somebody of the pool has appointments, if that is known.
    """

    need: Need
    settings: Settings
    today: date
    places: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """A need can ask for a higher level than the municipality does, never for a lower one."""
        level = self.need.level
        if level is not None and level.at_least(self.settings.level):
            object.__setattr__(self, "settings", replace(self.settings, level=level))

    @cached_property
    def required(self) -> tuple[PartyNeed, ...]:
        """The parties somebody must be able to talk with; the others are warnings."""
        return tuple(p for p in self.need.parties if p.is_named and not p.interpreter_planned)

    @cached_property
    def everybody(self) -> int:
        """The coverage that reaches every required party."""
        return (1 << len(self.required)) - 1

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The languages of those parties."""
        return frozenset(code for party in self.required for code in party.languages)

    @cached_property
    def knows_all_languages(self) -> bool:
        return 0 < len(self.required) == len(self.need.parties)

    @cached_property
    def well(self) -> frozenset[Level]:
        return frozenset(level for level in Level if level.at_least(self.settings.level))

    def spoken(self, candidate: Candidate) -> list[str]:
        """The languages in which this person can mediate."""
        return self.speech(candidate.languages).spoken

    def tongues(self, candidate: Candidate) -> frozenset[str]:
        """The same, whatever their order."""
        return self.speech(candidate.languages).tongues

    def coverage(self, candidate: Candidate) -> int:
        """One bit for each required party that this person can talk with."""
        return self.speech(candidate.languages).coverage

    def speech(self, languages: Mapping[str, Level]) -> "Speech":
        """Many people have the very same languages: what follows from them is found once."""
        found = self._known.get(id(languages))
        if found is None:
            spoken = [code for code, level in languages.items() if level in self.well]
            parties = enumerate(self.required)
            covered = sum(1 << place for place, party in parties if not party.languages.isdisjoint(spoken))
            found = self._known[id(languages)] = Speech(
                languages, spoken, frozenset(spoken), covered, sum(LANGUAGE_BITS[code] for code in spoken)
            )
        return found

    @cached_property
    def _known(self) -> dict[int, "Speech"]:
        return {}

    @property
    def when_and_where(self) -> tuple[int | None, str, bool]:
        """All of the need that decides at which slots somebody is free."""
        place = plain(self.need.district)
        if self.places is not None and place not in self.places:
            place = ""  # nobody is there anyway: all such places are alike
        return self.need.windows, place, self.need.remote_ok

    def free(self, candidate: Candidate) -> int:
        """The free slots at which the parties can, too, and to which there is time for the way."""
        free = candidate.free if self.need.windows is None else candidate.free & self.need.windows
        if candidate.afar and not (self.need.remote_ok and candidate.remote):
            for place, slots in candidate.afar:
                if not same_place(place, self.need.district):
                    free &= ~slots
        return free


def by_id(candidate: Candidate) -> int:
    """The order of the ids, as numbers: those compare fastest."""
    return candidate.id.int


def same_place(one: str | None, other: str | None) -> bool:
    """Whether two names, typed by different people, mean the same place or office."""
    return bool(one and other) and plain(one) == plain(other)


@lru_cache(maxsize=4096)
def plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def speaks_with_all(search: Search, candidate: Candidate) -> bool:
    return search.coverage(candidate) == search.everybody


def strongest(candidate: Candidate, party: PartyNeed) -> tuple[str, Level] | None:
    """The language of the party that this person speaks best, however well."""
    shared = [code for code in candidate.languages if code in party.languages]
    if not shared:
        return None
    best = max(shared, key=lambda code: (RANKS[candidate.languages[code]], code))
    return best, candidate.languages[best]
