"""What parties would like and what must be, beyond languages: points for the one, obstacles for the other.

What isn't known of a person is no obstacle, only a warning: whoever has named no topics may know this one.
"""

from app.labels import N_
from app.languages import LANGUAGES
from app.referrals.matching.alike import alike, attributes, spoken
from app.referrals.matching.needs import Candidate, Search, Strength
from app.referrals.matching.reasons import Aspect, Part, said

AT_WISHED_TIMES, OF_WISHED_GENDER, SPEAKS_AS_WISHED = 10, 10, 15


@alike(
    lambda search, candidate: bool(search.free(candidate) & (search.need.wished_windows or 0)),
    need=lambda search: (search.need.wished_windows, search.need.windows),
    lasting=False,
    when=lambda search: search.need.wished_windows,
)
def at_wished_times(search: Search, candidate: Candidate) -> Part | None:
    if not search.free(candidate) & (search.need.wished_windows or 0):
        return None
    words = said(N_("%(name)s hat Zeit, wenn es den Parteien lieber ist"), name=candidate.name)
    return Part(Aspect.WISHES, AT_WISHED_TIMES, words, candidate.id)


@alike(
    attributes("gender"),
    need=lambda search: frozenset(party.wished_gender for party in search.need.parties),
    when=lambda search: any(party.wished_gender for party in search.need.parties),
)
def of_wished_gender(search: Search, candidate: Candidate) -> Part | None:
    wishing = tuple(
        p.label for p in search.need.parties if p.wished_gender and p.wished_gender == candidate.gender
    )
    if not wishing:
        return None
    sentence = N_("%(name)s hat das Geschlecht, das sich %(party)s wünscht")
    words = said(sentence, name=candidate.name, party=wishing)
    return Part(Aspect.WISHES, OF_WISHED_GENDER, words, candidate.id)


@alike(
    spoken,
    need=lambda search: search.need.parties,
    narrow=lambda search, spoken: spoken & _wished(search),
    when=lambda search: any(party.language_wished for party in search.need.parties),
)
def speaks_as_wished(search: Search, candidate: Candidate) -> Part | None:
    shared = sorted(_wished(search).intersection(search.spoken(candidate)))
    if not shared:
        return None
    sentence = N_("%(name)s spricht %(language)s, so geht es vielleicht ohne Sprachmittlung")
    words = said(sentence, name=candidate.name, language=tuple(LANGUAGES[code] for code in shared))
    return Part(Aspect.WISHES, SPEAKS_AS_WISHED, words, candidate.id)


def most_for_wishes(search: Search) -> int:
    """What one person can earn by wishes."""
    need = search.need
    return (
        AT_WISHED_TIMES * (need.wished_windows is not None)
        + OF_WISHED_GENDER * any(party.wished_gender for party in need.parties)
        + SPEAKS_AS_WISHED * bool(_wished(search))
    )


def topic_must(search: Search) -> bool:
    return search.need.topic is not None and search.need.knows_topic is Strength.MUST


def place_must(search: Search) -> bool:
    """Nobody travels to a talk on the net."""
    need = search.need
    return bool(need.district) and need.near is Strength.MUST and not need.remote_ok


def _wished(search: Search) -> frozenset[str]:
    wishing = [party for party in search.need.parties if party.language_wished and party.is_named]
    return frozenset(code for party in wishing for code in party.languages if code in LANGUAGES)


WISHED = (at_wished_times, of_wished_gender, speaks_as_wished)
