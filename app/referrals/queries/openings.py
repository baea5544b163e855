"""How far the pool reaches for a case, step by step, and what would have to change where nobody suits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.labels import N_
from app.referrals.matching import MANY, Coverage, Proposal, Question, Reach, interpreting
from app.referrals.matching.relaxing import openings
from app.referrals.matching.wishes import Wishes
from app.referrals.queries.search import Pool

Translate = Callable[[str], str]

#: So many changes are told, and so many people named on one step.
MOST, NAMED = 8, 3


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A change that a button puts into the form, and how many pairs it opens, in words."""

    code: str
    words: str
    count: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to a party, and what a yes would open."""

    party: str
    position: int
    code: str
    words: str
    count: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One way in which languages can meet; the earlier ones come first (``Coverage``)."""

    number: int
    label: str
    words: str
    reached: bool


@dataclass(frozen=True)
class Change:
    """What would have to change for a case without a match."""

    openings: tuple[Opening, ...]
    by_two: bool
    """No rule alone opens anything."""
    questions: tuple[Asked, ...]
    alone: str | None
    """How many could mediate alone, where a pair is sought."""


def change(pool: Pool, proposal: Proposal, say: Translate) -> Change:
    """Each rule is relaxed on its own and the pool asked again; what opens most comes first."""
    by_span = {pool.wishes.span: pool}

    def reached(wishes: Wishes) -> Reach:
        """People are read anew for each span, which takes longest."""
        if wishes.span not in by_span:
            by_span[wishes.span] = pool.wishing(wishes)
        return by_span[wishes.span].wishing(wishes).reach()

    opened = openings(pool.asking, reached)
    alone = 0 if pool.kept or pool.need.seats == 1 else pool.alone().reach().total
    return Change(
        openings=tuple(
            Opening(
                code=one.change.code, words=one.change.said.in_words(say), count=counted(pool, one.pairs, say)
            )
            for one in opened[:MOST]
        ),
        by_two=any("+" in one.change.code for one in opened),
        questions=tuple(_asked(pool, one, say) for one in proposal.questions),
        alone=_people(alone, say) if alone else None,
    )


def steps(pool: Pool, change: Change | None, say: Translate) -> tuple[Step, ...]:
    """In the order of the search; what comes after a step that is reached isn't needed."""
    direct = _direct(pool, pool.reach(), say)
    if change is None:
        return tuple(direct)
    return (*direct, *_beyond(pool, change, say))


def _direct(pool: Pool, reached: Reach, say: Translate) -> Iterator[Step]:
    if _is_planned(pool):
        yield from _helped(pool, reached, say)
        return
    for coverage, pairs in ((Coverage.BOTH, reached.both), (Coverage.TOGETHER, reached.together)):
        yield _step(coverage, counted(pool, pairs, say), say, reached=pairs > 0)


def _helped(pool: Pool, reached: Reach, say: Translate) -> Iterator[Step]:
    """Where an interpreter comes along in any case: the step is hers, the pairs are those beside her."""
    way = interpreting.worst(interpreting.planned(pool.search))
    pairs = counted(pool, reached.total, say)
    for coverage, words in _with_interpreters(pool, say):
        there = coverage is way
        said = say(N_("%(pairs)s. %(words)s")) % {"pairs": pairs, "words": words} if there else words
        yield _step(coverage, said, say, reached=there and reached.total > 0)


def _beyond(pool: Pool, change: Change, say: Translate) -> Iterator[Step]:
    """What there is besides the pool's mediators."""
    if _is_planned(pool):
        return
    opened = next((one.count for one in change.openings if _only_interpreters(one.code)), None)
    for coverage, words in _with_interpreters(pool, say):
        opens = coverage is Coverage.PROFESSIONAL and opened
        first = say(N_("Öffnet bis zu: %(count)s.")) % {"count": opened} if opens else ""
        yield _step(coverage, f"{first} {words}".strip(), say)


def _with_interpreters(pool: Pool, say: Translate) -> Iterator[tuple[Coverage, str]]:
    """Each step from the third on, with those of the pool who stand on it."""
    search, is_planned = pool.search, _is_planned(pool)
    parties = [one for one in search.need.parties if one.interpreter_planned or not is_planned]
    ways = [interpreting.help_for(search, party).by for party in parties]
    for coverage in (Coverage.PROFESSIONAL, Coverage.LAY, Coverage.REMOTE, Coverage.ELSEWHERE):
        able = {one.id: one.name for by in ways for one in by.get(coverage, ())}
        yield coverage, " ".join([*_in_pool(coverage, sorted(able.values()), say), say(_SAID[coverage])])


def _in_pool(coverage: Coverage, able: list[str], say: Translate) -> Iterator[str]:
    if coverage is not Coverage.ELSEWHERE:
        few = [*able[:NAMED], *(["…"] if len(able) > NAMED else [])]
        sentence = N_("Im Pool: %(people)s.") if able else N_("Im Pool niemand für diese Sprachen.")
        yield say(sentence) % {"people": ", ".join(few)}


_SAID = {
    Coverage.PROFESSIONAL: N_(
        "Für alle Gespräche. Alle Parteien müssen mit der Person einverstanden sein (§ 2 Absatz 4 "
        "MediationsG)."
    ),
    Coverage.LAY: N_(
        "Für die Sitzung reicht das nicht. Nie Angehörige, Kinder, Nachbarn oder die andere Partei."
    ),
    Coverage.REMOTE: N_("Professionell, zugeschaltet online oder am Telefon."),
    Coverage.ELSEWHERE: N_(
        "Eine Anfrage ist möglich. Sie nennt nur Sprache, Form, Region, Zeitraum, Art und Eile."
    ),
}


def _is_planned(pool: Pool) -> bool:
    """Whether an interpreter comes along in any case."""
    return any(party.interpreter_planned for party in pool.need.parties)


def _only_interpreters(code: str) -> bool:
    return code.startswith("interpreter") and "+" not in code


def _step(coverage: Coverage, words: str, say: Translate, *, reached: bool = False) -> Step:
    return Step(number=coverage.step, label=say(coverage.label), words=words, reached=reached)


def _asked(pool: Pool, question: Question, say: Translate) -> Asked:
    opened = pool.also(question.party, question.code).reach()
    position = next(place for place, _, party in pool.asking.parties if party.label == question.party)
    return Asked(
        party=question.party,
        position=position,
        code=question.code,
        words=question.said.in_words(say),
        count=counted(pool, opened.total, say),
    )


def counted(pool: Pool, number: int, say: Translate) -> str:
    """Pairs, or people where one is sought; what is counted no further is „many“."""
    if pool.need.seats == 1 or pool.kept:
        return _people(number, say)
    if number >= MANY:
        return say(N_("mindestens %(count)s Paare")) % {"count": MANY}
    sentence = (N_("kein Paar"), N_("ein Paar"), N_("%(count)s Paare"))[min(number, 2)]
    return say(sentence) % {"count": number}


def _people(number: int, say: Translate) -> str:
    if number >= MANY:
        return say(N_("mindestens %(count)s Personen")) % {"count": MANY}
    sentence = (N_("niemand"), N_("eine Person"), N_("%(count)s Personen"))[min(number, 2)]
    return say(sentence) % {"count": number}
