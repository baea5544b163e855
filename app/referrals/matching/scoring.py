"""Soft rules: what speaks for a person or a pair, in points and in words (no points, no part)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from app.labels import N_
from app.languages import LANGUAGES, Language
from app.referrals.matching import slots
from app.referrals.matching.alike import alike, attributes, spoken, summed
from app.referrals.matching.load import CASE_HOURS
from app.referrals.matching.needs import Candidate, PartyNeed, Search, same_place
from app.referrals.matching.reasons import Aspect, Part, Said, said
from app.referrals.matching.wished import WISHED

SPEAKS_WITH_ALL = 40
COULD_ASK = 15
TWO_COMMON_SLOTS = 20
NEAR = 10
KNOWS_TOPIC = 10
OTHER_GENDER, LEAD_AND_JUNIOR = 4, 3
FEWEST_HOURS, HOURS_A_POINT = 10, 4
#: The most that one person can earn for an aspect, and a pair together.
MOST = {
    Aspect.LANGUAGE: SPEAKS_WITH_ALL,
    Aspect.PLACE: NEAR,
    Aspect.TOPIC: KNOWS_TOPIC,
    Aspect.FAIRNESS: FEWEST_HOURS,
}
MOST_TOGETHER = {Aspect.TIME: TWO_COMMON_SLOTS, Aspect.BALANCE: OTHER_GENDER + LEAD_AND_JUNIOR}
SAME_OFFICE = -30
SMALL_PLACE = -20
FURTHER_TRAINING_OVERDUE = -10


def _related(language: Language) -> frozenset[str]:
    """Languages that somebody who speaks this one may understand: a question to the party, never a match."""
    varieties = {other.code for other in LANGUAGES.values() if other.parent == language.code}
    parent = {language.parent} if language.parent else set()
    return frozenset({*language.also_sure, *language.also_ask, *varieties, *parent} & LANGUAGES.keys())


RELATED = {code: _related(language) for code, language in LANGUAGES.items()}


@cache
def _askable(codes: frozenset[str]) -> frozenset[str]:
    """These languages and those of which one can ask whether they will do."""
    return codes.union(*(RELATED[code] for code in codes))


def person_parts(search: Search, candidate: Candidate) -> tuple[Part, ...]:
    """What speaks for and against this person, whoever the other one is."""
    return tuple(part for find in PARTS if (part := find(search, candidate)))


def time_parts(common: int) -> tuple[Part, ...]:
    """What speaks for these common slots, of a pair or of somebody who mediates alone."""
    points = time_points(common)
    if not points:
        return ()
    return (Part(Aspect.TIME, points, said(N_("Mindestens zwei freie Termine zur Auswahl"))),)


@alike(
    lambda search, candidate: slots.has_two(search.free(candidate)),
    need=lambda search: search.when_and_where,
    lasting=False,
)
def time_alone(search: Search, candidate: Candidate) -> Part | None:
    """The same for somebody who mediates alone."""
    return next(iter(time_parts(search.free(candidate))), None)


def time_points(common: int) -> int:
    return TWO_COMMON_SLOTS * slots.has_two(common)


def balance_parts(search: Search, one: Candidate, other: Candidate) -> tuple[Part, ...]:
    """How the two complete each other."""
    points = {
        N_("Geschlecht"): OTHER_GENDER * differ(one.gender, other.gender),
        N_("Erfahrung"): LEAD_AND_JUNIOR * (is_lead(search, one) != is_lead(search, other)),
    }
    if not any(points.values()):
        return ()
    how = tuple(Said(word) for word, value in points.items() if value)
    sentence = said(N_("Die beiden ergänzen sich: %(how)s"), how=how)
    return (Part(Aspect.BALANCE, sum(points.values()), sentence),)


def differ(one: str | None, other: str | None) -> bool:
    """Whether both are known and different."""
    return bool(one and other and one != other)


def is_lead(search: Search, candidate: Candidate) -> bool:
    return candidate.mediations >= search.settings.lead_mediations


def could_ask(search: Search, candidate: Candidate, party: PartyNeed) -> tuple[Language, ...]:
    """Languages of this person of which one can ask the party whether they will do."""
    spoken = search.spoken(candidate)
    related = {code for language in party.languages for code in RELATED[language]}
    return tuple(LANGUAGES[code] for code in sorted(related.intersection(spoken)))


def lives_in_small_place(search: Search, candidate: Candidate) -> bool:
    return any(same_place(candidate.home, place) for place in search.need.small_places)


def _speaks_with(search: Search, candidate: Candidate) -> Said:
    """A party with an interpreter, or of unknown language, isn't one of "all"."""
    if len(search.required) == len(search.need.parties):
        return said(N_("%(name)s kann mit allen Parteien sprechen"), name=candidate.name)
    with_whom = tuple(party.label for party in search.required)
    return said(N_("%(name)s kann mit %(party)s sprechen"), name=candidate.name, party=with_whom)


@alike(
    spoken,
    need=lambda search: search.need.parties,
    narrow=lambda search, spoken: spoken & _askable(search.asked_for),
    when=lambda search: search.required,
)
def _language(search: Search, candidate: Candidate) -> Part | None:
    if not search.required:
        return None
    covered = search.coverage(candidate)
    if covered == search.everybody:
        return Part(Aspect.LANGUAGE, SPEAKS_WITH_ALL, _speaks_with(search, candidate), candidate.id)
    missing = [party for place, party in enumerate(search.required) if not covered >> place & 1]
    asked = [could_ask(search, candidate, party) for party in missing]
    if not all(asked):
        return None
    sentence = N_("%(name)s spricht %(language)s; bitte fragen Sie %(party)s, ob das geht")
    words = said(sentence, name=candidate.name, language=asked[0], party=tuple(p.label for p in missing))
    return Part(Aspect.LANGUAGE, COULD_ASK, words, candidate.id)


@alike(
    attributes("home", "remote"),
    need=lambda search: (search.need.preferred_place, search.need.small_places, search.need.remote_ok),
    when=lambda search: search.need.preferred_place or search.need.remote_ok,
)
def _place(search: Search, candidate: Candidate) -> Part | None:
    place = search.need.preferred_place
    if same_place(candidate.home, place) and not lives_in_small_place(search, candidate):
        words = said(N_("%(name)s wohnt in der Nähe"), name=candidate.name)
    elif search.need.remote_ok and candidate.remote:
        words = said(N_("%(name)s kann auch online"), name=candidate.name)
    else:
        return None
    return Part(Aspect.PLACE, NEAR, words, candidate.id)


@alike(
    attributes("topics"),
    need=lambda search: search.need.topic,
    narrow=lambda search, topics: search.need.topic is not None and search.need.topic.value in topics,
    when=lambda search: search.need.topic,
)
def _topic(search: Search, candidate: Candidate) -> Part | None:
    topic = search.need.topic
    if topic is None or topic.value not in candidate.topics:
        return None
    words = said(N_("%(name)s kennt das Thema „%(topic)s“"), name=candidate.name, topic=topic)
    return Part(Aspect.TOPIC, KNOWS_TOPIC, words, candidate.id)


def fairness_lost(search: Search, candidate: Candidate, more: int) -> int:
    """How many points somebody loses who takes so many more cases."""
    then = replace(candidate, hours=candidate.hours + more * CASE_HOURS)
    return _points(_fairness(search, candidate)) - _points(_fairness(search, then))


def _points(part: Part | None) -> int:
    return part.points if part else 0


def for_hours(hours: int) -> int:
    """The fewer, the more points."""
    return max(0, FEWEST_HOURS - hours // HOURS_A_POINT)


@alike(attributes("hours"))
def _fairness(search: Search, candidate: Candidate) -> Part | None:  # noqa: ARG001 - all parts look alike
    points = for_hours(candidate.hours)
    if not points:
        return None
    sentence = (
        N_("%(name)s: noch keine Vermittlung in den letzten 12 Monaten"),
        N_("%(name)s: eine Stunde Arbeit aus 12 Monaten und offenen Fällen"),
        N_("%(name)s: %(hours)s Stunden Arbeit aus 12 Monaten und offenen Fällen"),
    )[min(candidate.hours, 2)]
    words = said(sentence, name=candidate.name, hours=candidate.hours)
    return Part(Aspect.FAIRNESS, points, words, candidate.id)


@alike(
    attributes("office"),
    need=lambda search: search.need.reporting_office,
    when=lambda search: search.need.reporting_office,
)
def _office(search: Search, candidate: Candidate) -> Part | None:
    """§ 3(4) MediationsG: possible only if all parties know and agree."""
    if not same_place(candidate.office, search.need.reporting_office):
        return None
    sentence = N_(
        "%(name)s arbeitet in der meldenden Stelle; alle Parteien müssen davon wissen und zustimmen"
    )
    return Part(Aspect.OFFICE, SAME_OFFICE, said(sentence, name=candidate.name), candidate.id)


@alike(
    attributes("home"),
    need=lambda search: search.need.small_places,
    when=lambda search: search.need.small_places,
)
def _community(search: Search, candidate: Candidate) -> Part | None:
    if not lives_in_small_place(search, candidate):
        return None
    sentence = N_("%(name)s wohnt im selben kleinen Ort; bitte fragen Sie beide Seiten, ob das geht")
    return Part(Aspect.COMMUNITY, SMALL_PLACE, said(sentence, name=candidate.name), candidate.id)


@alike(attributes("further_training_due"))
def _further_training(search: Search, candidate: Candidate) -> Part | None:
    due = candidate.further_training_due
    if due is None or due >= search.today:
        return None
    words = said(N_("%(name)s: Fortbildung überfällig seit %(due)s"), name=candidate.name, due=due)
    return Part(Aspect.FURTHER_TRAINING, FURTHER_TRAINING_OVERDUE, words, candidate.id)


#: What counts of one person, whoever the other one is.
PARTS: tuple[Callable[[Search, Candidate], Part | None], ...] = (
    _language,
    _place,
    _topic,
    _fairness,
    _office,
    _community,
    _further_training,
    *WISHED,
)


def scores(search: Search, people: Sequence[Candidate]) -> list[int]:
    """The sum of the points of each."""
    return summed(PARTS, search, people, count=_points)
