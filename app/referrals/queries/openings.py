"""How far the pool reaches for a case, step by step, and what would have to change where nobody suits."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from app.labels import N_
from app.languages import Level
from app.mediators.queries.candidates import PoolFacts
from app.referrals.matching import MANY, Coverage, Proposal, Question, Reach
from app.referrals.matching.relaxing import openings
from app.referrals.matching.wishes import Format, Wishes
from app.referrals.queries.search import Pool

Translate = Callable[[str], str]

#: Pools ask for it, in both languages.
INTERPRETING = Level.B2

#: So many changes are told.
MOST = 8


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
        with_help = Coverage.REMOTE if pool.need.online else Coverage.PROFESSIONAL
        yield _step(with_help, counted(pool, reached.total, say), say, reached=reached.total > 0)
        return
    for coverage, pairs in ((Coverage.BOTH, reached.both), (Coverage.TOGETHER, reached.together)):
        yield _step(coverage, counted(pool, pairs, say), say, reached=pairs > 0)


def _beyond(pool: Pool, change: Change, say: Translate) -> Iterator[Step]:
    """What there is besides the pool's mediators."""
    required = pool.search.required
    codes = {code for party in required for code in party.languages}
    found = [one for one in pool.interpreters if _interprets(one, codes)]
    opened = next((one.count for one in change.openings if _only_interpreters(one.code)), None)
    words = [say(N_("Öffnet bis zu: %(count)s.")) % {"count": opened}] if opened else []
    words += [
        say(N_("Alle Parteien müssen mit der Person einverstanden sein (§ 2 Absatz 4 MediationsG).")),
        say(N_("Sprachmittler:innen für diese Sprachen im Pool: %(count)s, davon professionell: %(paid)s."))
        % {"count": len(found), "paid": sum(not one.lay for one in found)},
    ]
    if not _is_planned(pool):
        yield _step(Coverage.PROFESSIONAL, " ".join(words), say)
    yield _step(
        Coverage.LAY,
        say(N_("Für die Sitzung reicht das nicht. Nie Angehörige, Kinder, Nachbarn oder die andere Partei.")),
        say,
    )
    if not (_is_planned(pool) and pool.need.online):
        yield _step(Coverage.REMOTE, _online(pool, say), say)
    yield _step(
        Coverage.ELSEWHERE,
        say(N_("Eine Anfrage ist möglich. Sie nennt nur Sprache, Form, Region, Zeitraum, Art und Eile.")),
        say,
    )


def _interprets(person: PoolFacts, codes: Collection[str]) -> bool:
    return any(level.at_least(INTERPRETING) for code, level in person.languages.items() if code in codes)


def _online(pool: Pool, say: Translate) -> str:
    open_to_it = pool.wishes.format is not Format.ON_SITE
    online = N_("So wie gesucht wird, ist das möglich.") if open_to_it else N_("Gesucht wird nur vor Ort.")
    return say(online)


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
