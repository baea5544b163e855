"""Hard rules: who must not be asked at all, and which two must not be asked together.

What is not known is never an obstacle, only a warning; a known lapse is one (with one exception: where a
party's safety depends on a gender, not knowing it is not enough).
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from app.labels import N_
from app.languages import LANGUAGES, Level
from app.referrals.matching.alike import alike, attributes, spoken, summed
from app.referrals.matching.musts import MUSTS
from app.referrals.matching.needs import RANKS, Candidate, PartyNeed, Search, strongest
from app.referrals.matching.reasons import Exclusion, Obstacle, Said, Why, said
from app.referrals.matching.ways import elsewhere, ways_of_pair

Found = tuple[Why, Said] | None


class Training(Enum):
    """What a person's training allows: to lead, only to go along, to learn, nothing, or nobody knows."""

    __hash__ = object.__hash__

    LEAD = "LEAD"
    CO = "CO"
    TRAINEE = "TRAINEE"
    UNKNOWN = "UNKNOWN"
    TOO_LITTLE = "TOO_LITTLE"


def obstacles(search: Search, candidate: Candidate) -> Iterator[Obstacle]:
    """Every reason why this person must not be asked, the most lasting ones first."""
    for check in CHECKS:
        found = check(search, candidate)
        if found:
            yield Obstacle(found[0], found[1], candidate.id)


def obstacle(search: Search, candidate: Candidate) -> Obstacle | None:
    """The first reason why this person must not be asked, in words for coordination."""
    return next(obstacles(search, candidate), None)


def counted(search: Search, people: Sequence[Candidate]) -> list[int]:
    """How many reasons there are against each; most people have none."""
    return summed(CHECKS, search, people, count=lambda found: found is not None)


def training(search: Search, candidate: Candidate) -> Training:
    hours, until = candidate.training_hours, candidate.certified_until
    if candidate.trainee:
        enough = hours is None or hours >= search.settings.co_hours
        return Training.TRAINEE if enough else Training.TOO_LITTLE
    if until is not None and until >= search.today:
        return Training.LEAD
    if hours is None:
        return Training.UNKNOWN
    if hours >= search.settings.lead_hours:
        return Training.LEAD
    return Training.CO if hours >= search.settings.co_hours else Training.TOO_LITTLE


def leads_somebody(one: Training, other: Training) -> bool:
    """Whether of two people one may lead the other: who learns needs somebody whose training is known."""
    if Training.TRAINEE in {one, other}:
        return Training.LEAD in {one, other}
    return not (one is other is Training.CO)


@alike(attributes("active"))
def _inactive(search: Search, candidate: Candidate) -> Found:  # noqa: ARG001 - all checks look alike
    return None if candidate.active else (Why.INACTIVE, said(N_("Nicht mehr im Pool aktiv")))


@alike(only=lambda search: search.need.excluded, when=lambda search: search.need.excluded)
def _excluded(search: Search, candidate: Candidate) -> Found:
    reason = search.need.excluded.get(candidate.id)
    if reason is None:
        return None
    asked = reason in {Exclusion.DECLINED, Exclusion.NO_ANSWER}
    return Why.ASKED_BEFORE if asked else Why.CONFLICT, said(reason.label)


@alike(
    attributes("gender"),
    need=lambda search: frozenset(party.safety_gender for party in search.need.parties),
    when=lambda search: any(party.safety_gender for party in search.need.parties),
)
def _unsafe(search: Search, candidate: Candidate) -> Found:
    for party in search.need.parties:
        wish = party.safety_gender
        if wish is not None and candidate.gender != wish:
            sentence = N_(
                "%(party)s braucht zur eigenen Sicherheit eine Person mit dem Geschlecht „%(gender)s“"
            )
            return Why.SAFETY, said(sentence, party=party.label, gender=wish)
    return None


@alike(
    spoken,
    need=lambda search: (search.need.parties, search.need.seats == 1),
    narrow=lambda search, spoken: spoken & search.asked_for,
    when=lambda search: search.required,
)
def _speechless(search: Search, candidate: Candidate) -> Found:
    covered = search.coverage(candidate)
    if search.need.seats == 1:
        return None if covered == search.everybody else _speaks_not_all(search, candidate)
    if covered or not search.knows_all_languages:
        return None
    weak = [found for party in search.required if (found := strongest(candidate, party))]
    if not weak:
        return Why.LANGUAGE, said(N_("Spricht keine der gebrauchten Sprachen"))
    return Why.LEVEL, _too_weak(search, max(weak, key=lambda found: (RANKS[found[1]], found[0])))


def _speaks_not_all(search: Search, candidate: Candidate) -> Found:
    spoken = set(search.spoken(candidate))
    missing: PartyNeed = next(party for party in search.required if not party.languages & spoken)
    weak = strongest(candidate, missing)
    if weak:
        return Why.LEVEL, _too_weak(search, weak)
    sentence = N_("Spricht nicht die Sprache von %(party)s und wäre allein")
    return Why.LANGUAGE, said(sentence, party=missing.label)


def _too_weak(search: Search, weak: tuple[str, Level]) -> Said:
    sentence = N_("Spricht %(language)s nur auf %(level)s; gebraucht wird %(needed)s")
    language, level = LANGUAGES[weak[0]], weak[1]
    return said(sentence, language=language, level=level, needed=search.settings.level)


@alike(attributes("certified_until"))
def _lapsed(search: Search, candidate: Candidate) -> Found:
    until = candidate.certified_until
    if until is None or until >= search.today:
        return None
    return Why.CERTIFICATE, said(N_("Zertifikat abgelaufen am %(until)s"), until=until)


@alike(attributes("training_hours", "certified_until", "trainee"), need=lambda search: search.need.seats == 1)
def _untrained(search: Search, candidate: Candidate) -> Found:
    able = training(search, candidate)
    alone = search.need.seats == 1
    if alone and able is Training.TRAINEE:
        return Why.TRAINING, said(N_("Noch in Ausbildung: mediiert nur neben einer ausgebildeten Person"))
    if able is Training.TOO_LITTLE or (alone and able is Training.CO):
        needed = search.settings.lead_hours if alone else search.settings.co_hours
        sentence = N_("Erst %(hours)s Ausbildungsstunden; gebraucht werden %(needed)s")
        return Why.TRAINING, said(sentence, hours=candidate.training_hours, needed=needed)
    return None


@alike(attributes("obligated"), when=lambda search: search.settings.needs_obligation)
def _unobligated(search: Search, candidate: Candidate) -> Found:
    if not search.settings.needs_obligation or candidate.obligated is not False:
        return None
    return Why.OBLIGATION, said(N_("Nicht förmlich verpflichtet"))


@alike(
    attributes("certificate_seen"),
    need=lambda search: search.need.minors,
    when=lambda search: search.need.minors,
)
def _unvetted(search: Search, candidate: Candidate) -> Found:
    if not search.need.minors or candidate.certificate_seen is not False:
        return None
    return Why.CONDUCT, said(N_("Kein gültiges Führungszeugnis, und Minderjährige sind beteiligt"))


@alike(attributes("absent_until"))
def _absent(search: Search, candidate: Candidate) -> Found:
    until = candidate.absent_until
    if until is None or until < search.today:
        return None
    return Why.ABSENT, said(N_("Abwesend bis %(until)s"), until=until)


@alike(attributes("paused"))
def _paused(search: Search, candidate: Candidate) -> Found:  # noqa: ARG001
    return (Why.PAUSED, said(N_("Nimmt zurzeit keine Anfragen an"))) if candidate.paused else None


@alike(attributes("open_referrals", "capacity"))
def _full(search: Search, candidate: Candidate) -> Found:  # noqa: ARG001
    if candidate.open_referrals < candidate.capacity:
        return None
    sentence = N_("Zurzeit ausgelastet (%(open)s von %(capacity)s)")
    return Why.FULL, said(sentence, open=candidate.open_referrals, capacity=candidate.capacity)


@alike(attributes("open_offers"))
def _over_asked(search: Search, candidate: Candidate) -> Found:
    if candidate.open_offers < search.settings.most_open_offers:
        return None
    return Why.OFFERS, said(N_("Hat schon %(count)s offene Anfragen"), count=candidate.open_offers)


@alike(attributes("newcomer", "open_offers", "open_referrals"))
def _new(search: Search, candidate: Candidate) -> Found:  # noqa: ARG001
    """Who has had no case yet gets the second question only after the first case."""
    if not candidate.newcomer or not candidate.open_offers + candidate.open_referrals:
        return None
    return Why.NEWCOMER, said(N_("Neu dabei und schon einmal gefragt: erst der erste Fall, dann der zweite"))


@alike(
    lambda search, candidate: bool(search.free(candidate)),
    need=lambda search: search.when_and_where,
    lasting=False,
)
def _without_time(search: Search, candidate: Candidate) -> Found:
    if not candidate.free:
        sentence = N_("Keine freie Zeit in den nächsten %(days)s Arbeitstagen")
        return Why.TIME, said(sentence, days=search.need.span)
    if not search.free(candidate):
        nobody_can = search.need.windows is not None and not candidate.free & search.need.windows
        return Why.TIME, said(
            N_("Keine freie Zeit, zu der auch die Parteien können")
            if nobody_can
            else N_("Freie Zeit nur so nah an eigenen Terminen, dass der Weg nicht reicht")
        )
    return None


#: What lasts comes before what passes: somebody who lacks the language isn't "absent until Friday".
CHECKS: tuple[Callable[[Search, Candidate], Found], ...] = (
    _inactive,
    _excluded,
    _unsafe,
    _speechless,
    *MUSTS,
    _lapsed,
    _untrained,
    _unobligated,
    _unvetted,
    elsewhere,
    _absent,
    _paused,
    _full,
    _over_asked,
    _new,
    _without_time,
)


def pair_obstacles(search: Search, one: Candidate, other: Candidate) -> Iterator[Obstacle]:
    """Every reason why these two must not be asked together, whatever each of them may do alone."""
    if one.id == other.id:
        yield Obstacle(Why.SAME_TWICE, said(N_("Ein Paar sind zwei verschiedene Personen")))
    yield from _without_words(search, one, other)
    if not ways_of_pair(search, one) & ways_of_pair(search, other):
        yield Obstacle(Why.WAY, said(N_("Eine arbeitet nur vor Ort, die andere nur online")))
    if not leads_somebody(training(search, one), training(search, other)):
        sentence = N_("Keine von beiden hat %(hours)s Ausbildungsstunden oder ein gültiges Zertifikat")
        yield Obstacle(Why.PAIR_TRAINING, said(sentence, hours=search.settings.lead_hours))
    if not search.free(one) & search.free(other):
        sentence = N_("Keine gemeinsame freie Zeit in den nächsten %(days)s Arbeitstagen")
        yield Obstacle(Why.COMMON_TIME, said(sentence, days=search.need.span))


def _without_words(search: Search, one: Candidate, other: Candidate) -> Iterator[Obstacle]:
    covered = search.coverage(one) | search.coverage(other)
    for place, party in enumerate(search.required):
        if not covered >> place & 1:
            yield Obstacle(
                Why.UNCOVERED, said(N_("Keine von beiden kann mit %(party)s sprechen"), party=party.label)
            )
    if not set(search.spoken(one)) & set(search.spoken(other)):
        yield Obstacle(Why.WORKING_LANGUAGE, said(N_("Die beiden haben keine gemeinsame Arbeitssprache")))
