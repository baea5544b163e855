"""Explains a pair, proposed or chosen by hand: points, reasons, warnings and times to name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from app.labels import N_
from app.languages import LANGUAGES, Language
from app.referrals.matching import interpreting, slots
from app.referrals.matching.needs import (
    RANKS,
    Candidate,
    PartyNeed,
    People,
    Search,
    speaks_with_all,
    strongest,
)
from app.referrals.matching.obstacles import Training, training
from app.referrals.matching.personal import PERSONAL
from app.referrals.matching.reasons import Aspect, Coverage, Obstacle, Part, Said, said
from app.referrals.matching.scoring import (
    balance_parts,
    is_lead,
    person_parts,
    time_parts,
)
from app.referrals.matching.ways import only_way

SLOTS_TO_NAME = 3
URGENT_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PairSuggestion:
    """Two people (or one) for a case, with all that coordination should know before it decides.

    ``slots`` are up to three common times as bits of ``Candidate.free``. ``coverage`` says how the
    languages meet; None: none of them is known. Somebody with ``obstacles`` must not be asked.
    """

    first: Candidate
    second: Candidate | None
    score: int
    parts: tuple[Part, ...]
    reasons: tuple[Said, ...]
    warnings: tuple[Said, ...]
    slots: tuple[int, ...]
    coverage: Coverage | None = None
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def people(self) -> People:
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def points(self) -> dict[Aspect, int]:
        """The sum of each aspect that counted, in the order of ``Aspect``."""
        counted = {part.code for part in self.parts}
        return {
            aspect: sum(part.points for part in self.parts if part.code is aspect)
            for aspect in Aspect
            if aspect in counted
        }


def explain(search: Search, people: People, *, obstacles: tuple[Obstacle, ...] = ()) -> PairSuggestion:
    common = search.free(people[0]) & search.free(people[-1])
    counted = _parts(search, people, common)
    return PairSuggestion(
        first=people[0],
        second=people[1] if len(people) > 1 else None,
        score=sum(part.points for part in counted),
        parts=counted,
        reasons=tuple(_reasons(search, people, common)),
        warnings=tuple(_warnings(search, people, common)),
        slots=slots.suggested(common, count=SLOTS_TO_NAME),
        coverage=_coverage(search, people),
        obstacles=obstacles,
    )


def _parts(search: Search, people: People, common: int) -> tuple[Part, ...]:
    own = [part for person in people for part in person_parts(search, person)]
    balance = balance_parts(search, people[0], people[1]) if len(people) > 1 else ()
    return (*own, *time_parts(common), *balance)


def _coverage(search: Search, people: People) -> Coverage | None:
    """None as well for somebody who mediates alone: nobody complements her."""
    helped = interpreting.planned(search, people)
    if helped:
        return interpreting.worst(helped)
    if len(people) == 1 or not search.required:
        return None
    everybody = all(speaks_with_all(search, person) for person in people)
    return Coverage.BOTH if everybody else Coverage.TOGETHER


def lead_first(search: Search, people: People) -> People:
    """The better trained, then the more experienced person takes the first seat."""
    order = (Training.LEAD, Training.UNKNOWN, Training.CO, Training.TRAINEE, Training.TOO_LITTLE)
    return tuple(sorted(people, key=lambda p: (order.index(training(search, p)), -p.mediations, p.id)))


def need_warnings(search: Search) -> Iterator[Said]:
    """What isn't known about the need, or asks for more than mediators."""
    for party in search.need.parties:
        if party.lacks_interpreter:
            sentence = N_(
                "Eine Sprachmittlung wird gebraucht: mit %(party)s gibt es keine gemeinsame Sprache"
            )
            yield said(sentence, party=party.label)
        elif not party.is_named and not party.interpreter_planned:
            sentence = N_(
                "Vielleicht wird eine Sprachmittlung gebraucht: die Sprache von %(party)s ist unbekannt"
            )
            yield said(sentence, party=party.label)
    for other in search.need.other_needs:
        yield said(N_("Bitte klären: %(need)s"), need=other)


def _reasons(search: Search, people: People, common: int) -> Iterator[Said]:
    for one in interpreting.planned(search, people):
        yield interpreting.reason(one)
    wished = [party for party in search.need.parties if party.language_wished]
    for party in (*search.required, *wished):
        able = tuple(_speaks(person, party) for person in people if _can_talk(search, person, party))
        if able:
            yield said(N_("%(party)s: %(people)s"), party=party.label, people=able)
    yield from only_way(search, people)
    yield _times(common, alone=len(people) == 1, span=search.need.span)
    yield said(N_("Auslastung: %(load)s"), load=tuple(_load(person) for person in people))
    yield said(N_("Qualifikation: %(people)s"), people=tuple(_trained(search, person) for person in people))


def _can_talk(search: Search, person: Candidate, party: PartyNeed) -> bool:
    return not party.languages.isdisjoint(search.spoken(person))


def _speaks(person: Candidate, party: PartyNeed) -> Said:
    code, level = strongest(person, party) or ("", None)
    sentence = N_("%(name)s spricht %(language)s (%(level)s)")
    return said(sentence, name=person.name, language=LANGUAGES[code], level=level)


def _times(common: int, *, alone: bool, span: int) -> Said:
    count = len(slots.apart(common))
    if count == 1:
        return said(N_("Ein freier Termin in den nächsten %(days)s Arbeitstagen"), days=span)
    sentence = (
        N_("%(count)s freie Termine in den nächsten %(days)s Arbeitstagen")
        if alone
        else N_("%(count)s gemeinsame freie Termine in den nächsten %(days)s Arbeitstagen")
    )
    return said(sentence, count=count, days=span)


def _load(person: Candidate) -> Said:
    sentence = N_("%(name)s %(open)s von %(capacity)s")
    return said(sentence, name=person.name, open=person.open_referrals, capacity=person.capacity)


def _trained(search: Search, person: Candidate) -> Said:
    until = person.certified_until
    if person.trainee:
        return said(N_("%(name)s in Ausbildung"), name=person.name)
    if until is not None and until >= search.today:
        return said(N_("%(name)s mit Zertifikat bis %(until)s"), name=person.name, until=until)
    if person.training_hours is not None:
        sentence = N_("%(name)s mit %(hours)s Ausbildungsstunden")
        return said(sentence, name=person.name, hours=person.training_hours)
    return said(N_("%(name)s ohne Angabe"), name=person.name)


def _warnings(search: Search, people: People, common: int) -> Iterator[Said]:
    yield from _speechless(search, people)
    for one in interpreting.planned(search, people):
        yield from interpreting.warnings(one)
    yield from _weak_languages(search, people)
    yield from _unproven_training(search, people)
    for person in people:
        for is_so, sentence in PERSONAL:
            if is_so(search, person):
                yield said(sentence, name=person.name, until=person.certified_until, km=person.radius_km)
    if len(slots.apart(common)) == 1:
        yield said(N_("Nur ein Termin zur Auswahl"))
    yield from _late(search, common)


def _speechless(search: Search, people: People) -> Iterator[Said]:
    """A party that none of these people can talk with: never proposed, but somebody may choose them."""
    for party in search.required:
        if not any(_can_talk(search, person, party) for person in people):
            sentence = N_(
                "Eine Sprachmittlung wird gebraucht: hier spricht niemand mit %(party)s (%(language)s)"
            )
            yield said(sentence, party=party.label, language=languages_of(party))


def languages_of(party: PartyNeed) -> tuple[Language, ...]:
    return tuple(LANGUAGES[code] for code in sorted(party.languages & LANGUAGES.keys()))


def _late(search: Search, common: int) -> Iterator[Said]:
    """An urgent case whose first time is too far away."""
    days = search.need.days
    if search.need.urgent and common and days:
        day = days[slots.day(slots.first(common))]
        if day > search.today + URGENT_WITHIN:
            yield said(N_("Der Fall ist eilig, der erste Termin aber erst am %(day)s"), day=day)


def _weak_languages(search: Search, people: People) -> Iterator[Said]:
    """A party that nobody can talk with at the level that mediating takes (domain: C1)."""
    for party in search.required:
        spoken = [found for person in people if (found := strongest(person, party))]
        if not spoken:
            continue
        code, level = max(spoken, key=lambda found: (RANKS[found[1]], found[0]))
        if not level.at_least(search.settings.strong_level):
            sentence = N_("%(party)s: %(language)s nur auf %(level)s, das ist für eine Mediation knapp")
            yield said(sentence, party=party.label, language=LANGUAGES[code], level=level)


def _unproven_training(search: Search, people: People) -> Iterator[Said]:
    able = [training(search, person) for person in people]
    for person, known in zip(people, able, strict=True):
        if known is Training.UNKNOWN:
            yield said(N_("%(name)s: Ausbildung nicht vermerkt"), name=person.name)
    if Training.LEAD not in able and Training.UNKNOWN in able:
        sentence = N_("Ob jemand %(hours)s Ausbildungsstunden hat, ist nicht vermerkt")
        yield said(sentence, hours=search.settings.lead_hours)
    if not any(is_lead(search, person) for person in people):
        sentence = N_("Noch niemand hier hat %(count)s Mediationen geleitet")
        yield said(sentence, count=search.settings.lead_mediations)
