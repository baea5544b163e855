"""Which interpreter can be there for a party: a professional in every talk, a lay person in pre-talks only.

The order is that of the search: professional, lay (pre-talks only), from afar, neighbours and state pool.
A pair stands on the step on which its joint session can be held; where only pre-talks can, on
that of lay people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.labels import N_
from app.languages import LANGUAGES, Level
from app.referrals.matching.interpreters import Interpreter
from app.referrals.matching.needs import RANKS, PartyNeed, People, Search
from app.referrals.matching.reasons import Coverage, Said, said

#: Pools ask for it, in both languages.
INTERPRETING = Level.B2
#: Who interprets in every talk, and not in pre-talks only.
IN_ALL_TALKS = (Coverage.PROFESSIONAL, Coverage.REMOTE)
#: From the best way to hold a session to none.
FOR_SESSIONS = (Coverage.PROFESSIONAL, Coverage.REMOTE, Coverage.LAY, Coverage.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Help:
    """Who could interpret for one party, by how; ``way`` is where its session stands."""

    party: PartyNeed
    by: dict[Coverage, tuple[Interpreter, ...]]

    @property
    def way(self) -> Coverage:
        return next((one for one in FOR_SESSIONS if self.by.get(one)), Coverage.ELSEWHERE)


def help_for(search: Search, party: PartyNeed, people: People = ()) -> Help:
    """Of those who speak with the party and with each of these people; whoever is planned comes first."""
    found: dict[Coverage, list[Interpreter]] = {}
    for one in search.need.interpreters:
        how = _how(search, one)
        if how and _well(one) & party.languages and _bridges(search, one, people):
            found.setdefault(how, []).append(one)
    return Help(party, {how: tuple(sorted(some, key=_first)) for how, some in found.items()})


def planned(search: Search, people: People = ()) -> list[Help]:
    """For the parties that nobody of these talks with, as an interpreter is to come along."""
    return [
        help_for(search, party, people)
        for party in search.need.parties
        if party.interpreter_planned and not is_heard(search, people, party)
    ]


def unserved(search: Search, people: People = ()) -> list[PartyNeed]:
    """Of these parties, those for whose session nobody is planned yet."""
    return [
        one.party
        for one in planned(search, people)
        if not any(who.planned for how in IN_ALL_TALKS for who in one.by.get(how, ()))
    ]


def worst(found: Iterable[Help]) -> Coverage:
    """All parties must be at the session."""
    return max((one.way for one in found), key=FOR_SESSIONS.index)


def is_heard(search: Search, people: People, party: PartyNeed) -> bool:
    """Whether somebody could do without the interpreter who may be there."""
    able = (not party.languages.isdisjoint(search.spoken(person)) for person in people)
    return party.language_wished and any(able)


def reason(help_: Help) -> Said:
    """Who it would be, in words."""
    able = help_.by.get(help_.way, ())
    if not able:
        return said(N_("%(party)s: mit Sprachmittlung"), party=help_.party.label)
    sentence = N_("%(party)s: Sprachmittlung durch %(people)s")
    return said(sentence, party=help_.party.label, people=named(able, help_.party)[:2])


def warnings(help_: Help) -> Iterator[Said]:
    party = help_.party
    languages = tuple(LANGUAGES[code] for code in sorted(party.languages & LANGUAGES.keys()))
    if not party.is_named:
        sentence = N_("%(party)s: wer dolmetschen kann, hängt von der Sprache ab; sie ist nicht bekannt")
        yield said(sentence, party=party.label)
    elif help_.way is Coverage.LAY:
        sentence = N_(
            "%(party)s: im Pool nur Laien-Sprachmittlung. Sie reicht für Vorgespräche; für die Sitzung "
            "fehlt eine professionelle"
        )
        yield said(sentence, party=party.label)
    elif help_.way is Coverage.ELSEWHERE:
        sentence = N_(
            "%(party)s: niemand im Pool dolmetscht %(language)s; bitte leihen oder von außen beauftragen"
        )
        yield said(sentence, party=party.label, language=languages)


def named(able: Iterable[Interpreter], party: PartyNeed) -> tuple[Said, ...]:
    return tuple(_named(one, party) for one in able)


def _named(one: Interpreter, party: PartyNeed) -> Said:
    code = max(party.languages & one.languages.keys(), key=lambda code: (RANKS[one.languages[code]], code))
    sentence = N_("%(name)s (%(language)s %(level)s)")
    return said(sentence, name=one.name, language=LANGUAGES[code], level=one.languages[code])


def _how(search: Search, one: Interpreter) -> Coverage | None:
    """On which step she stands; None if she can't be where the talks are."""
    online = one.online is not False
    if search.need.online:
        return (Coverage.LAY if one.lay else Coverage.REMOTE) if online else None
    if one.lay:
        return Coverage.LAY if one.on_site else None
    if one.on_site:
        return Coverage.PROFESSIONAL
    return Coverage.REMOTE if online else None


def _bridges(search: Search, one: Interpreter, people: People) -> bool:
    """Speaks a language with each of these people."""
    well = _well(one)
    return all(well.intersection(search.spoken(person)) for person in people)


def _well(one: Interpreter) -> set[str]:
    return {code for code, level in one.languages.items() if level.at_least(INTERPRETING)}


def _first(one: Interpreter) -> tuple[bool, str, str]:
    return not one.planned, one.name, str(one.id)
