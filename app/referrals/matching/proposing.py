"""Proposes pairs for a case, with a reason for everybody who is in none of them; a human decides."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from app.labels import N_
from app.languages import LANGUAGES
from app.referrals.matching.explaining import PairSuggestion, explain, languages_of, lead_first, need_warnings
from app.referrals.matching.groups import Rated, rated
from app.referrals.matching.needs import Candidate, Need, People, Search, Settings, by_id
from app.referrals.matching.obstacles import counted, obstacles, pair_obstacles
from app.referrals.matching.pairs import Pairing, Singles, joining
from app.referrals.matching.reasons import ORDER, Obstacle, Said, Why, said
from app.referrals.matching.scoring import could_ask

Obstacles = tuple[Obstacle, ...]

#: About nobody alone.
FITS_BUT = {
    why: Obstacle(why, said(sentence))
    for why, sentence in (
        (Why.ALONE, N_("Passt, aber sonst kann zurzeit niemand gefragt werden")),
        (Why.UNCOVERED, N_("Passt, aber mit niemandem zusammen sind alle Sprachen abgedeckt")),
        (Why.WORKING_LANGUAGE, N_("Passt, hat aber mit niemandem dafür eine gemeinsame Arbeitssprache")),
        (Why.WAY, N_("Passt, aber vor Ort und online kommt mit niemandem zusammen")),
        (Why.PAIR_TRAINING, N_("Passt, aber niemand mit genug Ausbildung kann dazukommen")),
        (Why.COMMON_TIME, N_("Passt, aber kein Paar mit gemeinsamer Zeit")),
        (Why.OUTRANKED, N_("Passt, aber andere stehen weiter oben")),
    )
}
FOR_WANT_OF_LANGUAGE = {Why.LANGUAGE, Why.LEVEL, Why.ALONE, Why.UNCOVERED, Why.WORKING_LANGUAGE}


class NotProposed(NamedTuple):
    candidate: Candidate
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Block:
    """How many people a rule keeps out: as their first reason, and as their only one."""

    code: Why
    people: int
    alone: int


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a language would do for a party as well; only the party can say. ``people`` speak it."""

    party: str
    code: str
    people: int
    said: Said


@dataclass(frozen=True)
class Proposal:
    """The answer of the pool: pairs, best first, and for everybody in none of them the one reason.

    ``needs_interpreter``: a party said so, or nobody who could be asked makes the languages meet; then
    ``questions`` are what the parties can be asked instead. ``blocks`` come in the order of how many
    people they would free.
    """

    pairs: tuple[PairSuggestion, ...]
    not_proposed: tuple[NotProposed, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[Said, ...]
    questions: tuple[Question, ...]
    needs_interpreter: bool
    search: Search = field(repr=False)
    fitting: tuple[Rated, ...] = field(repr=False, compare=False)

    def substitutes(self, pair: PairSuggestion, *, seat: int, limit: int = 10) -> tuple[PairSuggestion, ...]:
        """Who could take this seat (1 or 2) instead, each with the person who stays; best first."""
        before, after = pair.people[: seat - 1], pair.people[seat:]
        taken = {person.id for person in pair.people}
        others = [one for one in self.fitting if one.candidate.id not in taken]
        staying = next(iter(rated(self.search, before + after)), None)
        able = joining(self.search, others, staying=staying)[:limit]
        return tuple(explain(self.search, (*before, one.candidate, *after)) for one in able)


def propose(
    need: Need, candidates: Iterable[Candidate], *, settings: Settings, today: date, limit: int = 10
) -> Proposal:
    """The best pairs of a pool. The same people give the same answer, in whatever order they come."""
    search = Search(need, settings, today)
    pool = sorted(candidates, key=by_id)
    against = counted(search, pool)
    fitting = tuple([one for one, count in zip(pool, against, strict=True) if not count])
    hindered = [
        (one, tuple(obstacles(search, one))) for one, count in zip(pool, against, strict=True) if count
    ]
    teams = Singles(search, fitting) if need.seats == 1 else Pairing(search, fitting)
    shown = teams.shown(limit)
    proposed = {by_id(person) for people in shown for person in people}
    alone = teams.lacking
    lacking = [
        (one, alone.get(place, Why.OUTRANKED))
        for place, one in enumerate(fitting)
        if by_id(one) not in proposed
    ]
    askable = (*fitting, *(one for one, hard in hindered if _lacks_only_language(hard)))
    short = not shown and _is_short_of_language(search, askable, [why for _, why in lacking])
    return Proposal(
        pairs=tuple(explain(search, lead_first(search, people)) for people in shown),
        not_proposed=_not_proposed(hindered, lacking),
        blocks=_blocks([hard for _, hard in hindered], [why for _, why in lacking]),
        warnings=(*need_warnings(search), *(_unheard(search, askable) if short else ())),
        questions=tuple(_questions(search, askable)) if short else (),
        needs_interpreter=short or any(party.lacks_interpreter for party in need.parties),
        search=search,
        fitting=tuple(teams.people),
    )


def assess(
    need: Need, first: Candidate, second: Candidate | None, *, settings: Settings, today: date
) -> PairSuggestion:
    """The same explanation for people whom a human chose, with every obstacle that forbids to ask them."""
    people = (first,) if second is None else (first, second)
    search = Search(replace(need, seats=len(people)), settings, today)
    found = [one for person in people for one in obstacles(search, person)]
    if second is not None:
        found += pair_obstacles(search, first, second)
    explained = explain(search, people, obstacles=tuple(found))
    return replace(explained, warnings=(*need_warnings(search), *explained.warnings))


def _not_proposed(
    hindered: Iterable[tuple[Candidate, Obstacles]], lacking: Iterable[tuple[Candidate, Why]]
) -> tuple[NotProposed, ...]:
    """Grouped by reason, then by name, then by id as they come."""
    by_name = attrgetter("candidate.name")
    reasons: defaultdict[Why, list[NotProposed]] = defaultdict(list)
    for one, hard in hindered:
        reasons[hard[0].code].append(NotProposed(one, hard[0]))
    for one, why in lacking:
        reasons[why].append(NotProposed(one, FITS_BUT[why]))
    return tuple(
        one for why in sorted(reasons, key=ORDER.__getitem__) for one in sorted(reasons[why], key=by_name)
    )


def _blocks(hindered: Iterable[Obstacles], lacking: Iterable[Why]) -> tuple[Block, ...]:
    of_pairs = [(why,) for why in lacking if why is not Why.OUTRANKED]
    reasons = [tuple(one.code for one in hard) for hard in hindered] + of_pairs
    people = Counter(codes[0] for codes in reasons)
    alone = Counter(codes[0] for codes in reasons if len(codes) == 1)
    blocks = [Block(why, count, alone[why]) for why, count in people.items()]
    return tuple(sorted(blocks, key=lambda block: (-block.alone, -block.people, ORDER[block.code])))


def _lacks_only_language(hard: Obstacles) -> bool:
    return all(one.code in FOR_WANT_OF_LANGUAGE for one in hard)


def _is_short_of_language(search: Search, askable: People, lacking: Collection[Why]) -> bool:
    """Whether enough people could be asked, but nobody makes the languages of all parties meet."""
    enough = len(askable) >= search.need.seats
    return bool(search.required) and enough and FOR_WANT_OF_LANGUAGE.issuperset(lacking)


def _unheard(search: Search, askable: People) -> Iterator[Said]:
    """Why an interpreter is needed: whom nobody can talk with, or that no two go together."""
    nobody = [
        party
        for party in search.required
        if all(party.languages.isdisjoint(search.spoken(person)) for person in askable)
    ]
    for party in nobody:
        sentence = N_(
            "Eine Sprachmittlung wird gebraucht: niemand, der gefragt werden kann, "
            "spricht mit %(party)s (%(language)s)"
        )
        yield said(sentence, party=party.label, language=languages_of(party))
    if not nobody:
        yield said(
            N_("Eine Sprachmittlung wird gebraucht: keine zwei sprechen mit allen Parteien und miteinander")
            if search.need.seats > 1
            else N_("Eine Sprachmittlung wird gebraucht: niemand spricht allein mit allen Parteien")
        )


def _questions(search: Search, askable: People) -> Iterator[Question]:
    for party in search.required:
        asked = party.asked_before
        speakers = Counter(
            language.code
            for person in askable
            if party.languages.isdisjoint(search.spoken(person))
            for language in could_ask(search, person, party)
            if language.code not in asked
        )
        for code, count in sorted(speakers.items(), key=lambda one: (-one[1], one[0])):
            sentence = (
                N_("Bitte fragen Sie %(party)s, ob auch %(language)s geht: eine Person im Pool spricht es")
                if count == 1
                else N_(
                    "Bitte fragen Sie %(party)s, ob auch %(language)s geht: %(count)s im Pool sprechen es"
                )
            )
            words = said(sentence, party=party.label, language=LANGUAGES[code], count=count)
            yield Question(party.label, code, count, words)
