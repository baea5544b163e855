"""People who would help: somebody who isn't there yet, or somebody of the pool who is brought on."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice, product
from uuid import UUID

from app.gaps.rules import Aid
from app.languages import Level
from app.referrals.allocation.instance import Instance
from app.referrals.matching import Candidate, Search, Settings, Why
from app.referrals.matching.obstacles import obstacles
from app.referrals.matching.wishes import BANDS

#: Everybody here speaks it; so it is never asked of somebody new.
GERMAN = "de"

#: So many cases at the same time somebody new takes, as anybody who says nothing else.
CAPACITY = 2

#: Nobody has this id; it comes last in every order.
NOBODY = UUID(int=(1 << 128) - 1)

#: So many ways to talk with the parties of a case are looked at.
WAYS = 6

#: The beginnings in a part of the week; None: in the whole of it.
Times = Callable[[str | None], int]


@dataclass(frozen=True, order=True)
class Profile:
    """Somebody new, trained and obliged: what she speaks beside German, when she can, where she works."""

    languages: tuple[str, ...] = ()
    band: str = ""
    district: str = ""

    @property
    def width(self) -> int:
        """The more is asked of her, the more: who can always and everywhere is hardest to find."""
        return 2 * len(self.languages) + (not self.band) + (not self.district)

    def person(self, times: Times, settings: Settings, *, number: int = 0) -> Candidate:
        """By their numbers several of them are told apart."""
        spoken = dict.fromkeys((GERMAN, *self.languages), Level.NATIVE)
        return Candidate(
            id=UUID(int=NOBODY.int - number),
            name="",
            languages=spoken,
            free=times(self.band or None),
            capacity=CAPACITY,
            training_hours=settings.lead_hours,
            obligated=True,
            certificate_seen=True,
            home=self.district or None,
            districts=frozenset({self.district} if self.district else ()),
        )


@dataclass(frozen=True, order=True)
class Change:
    """Somebody of the pool is brought on; ``language`` where it is about one."""

    aid: Aid
    person_id: UUID
    language: str = ""

    def of(self, one: Candidate, search: Search) -> Candidate:
        """The same person afterwards."""
        match self.aid:
            case Aid.LEVEL:
                return replace(one, languages={**one.languages, self.language: search.settings.strong_level})
            case Aid.TRAINING:
                return replace(one, training_hours=search.settings.lead_hours, trainee=False)
            case Aid.TITLE:
                return replace(one, certified_until=search.today + timedelta(days=4 * 365))
            case Aid.OBLIGATION:
                return replace(one, obligated=True)
        return replace(one, certificate_seen=True)


AIDS = {
    Why.TRAINING: Aid.TRAINING,
    Why.CERTIFICATE: Aid.TITLE,
    Why.OBLIGATION: Aid.OBLIGATION,
    Why.CONDUCT: Aid.CONDUCT,
}


def languages_wanted(instance: Instance, unserved: Iterable[int]) -> list[tuple[str, ...]]:
    """What somebody would have to speak beside German to be of use, what most cases want first."""
    counts: Counter[tuple[str, ...]] = Counter()
    for case in unserved:
        counts.update(set(_ways(instance.search(case))))
    return sorted(counts, key=lambda one: (-counts[one], len(one), one))


def _ways(search: Search) -> Iterator[tuple[str, ...]]:
    """To talk with all parties; where two are sought, one of them is enough to begin with."""
    spoken = [sorted(party.languages) for party in search.required]
    whole = islice(product(*spoken), WAYS)
    parts = [(code,) for codes in spoken for code in codes] if search.need.seats > 1 else []
    for codes in (*whole, *parts):
        yield tuple(sorted(set(codes) - {GERMAN}))


def narrower(
    languages: tuple[str, ...], taken: Sequence[tuple[int, str | None]], times: Times, *, most: int
) -> list[Profile]:
    """The same person with less time, or for one district; ``taken`` are the beginnings and the district
    of each case that she would get. What serves most of them comes first."""
    bands: Counter[str] = Counter()
    for beginnings, _ in taken:
        bands.update(band for band in BANDS if beginnings & times(band))
    often = sorted(bands, key=lambda band: (-bands[band], list(BANDS).index(band)))[:most]
    places = sorted({district for _, district in taken if district})
    return [
        Profile(languages, band, place)
        for band, place in product((*often, ""), (*places, ""))
        if band or place
    ]


def changes(instance: Instance, unserved: Iterable[int], candidates: Sequence[Candidate]) -> list[Change]:
    """What keeps somebody of the pool out of a case, alone, and could be learned or brought."""
    counts: Counter[Change] = Counter()
    for case in unserved:
        search = instance.search(case)
        for one in candidates:
            counts.update(set(_changes(search, one)))
    return sorted(counts, key=lambda change: (-counts[change], change.aid.value, change.person_id))


def _changes(search: Search, one: Candidate) -> Iterator[Change]:
    against = {found.code for found in obstacles(search, one)}
    if against <= {Why.LEVEL}:
        yield from (Change(Aid.LEVEL, one.id, code) for code in sorted(_weak(search, one)))
    if len(against) == 1:
        (why,) = against
        if why in AIDS:
            yield Change(AIDS[why], one.id)


def _weak(search: Search, one: Candidate) -> set[str]:
    """Languages of the parties that she speaks already, though not well enough to mediate in them."""
    begun = {code for code, level in one.languages.items() if level.at_least(Level.B1)}
    return begun & search.asked_for - search.tongues(one)
