"""On site or online, how far, and with which interpreter: what is known and excludes each other blocks."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.languages import Level
from app.localtime import LOCAL
from app.mediators.horizon import Horizon
from app.municipalities.queries import districts, municipality
from app.referrals.matching import Coverage, Interpreter, Need, Search, Strength, Why
from app.referrals.matching.interpreting import unserved
from app.referrals.matching.scoring import NEAR
from app.referrals.matching.ways import apart_km
from app.referrals.matching.wishes import Format, Wishes, applied
from app.referrals.queries.people import settings_of
from tests.referrals.matching_people import (
    DAYS,
    HADDAD,
    NOORI,
    SETTINGS,
    TODAY,
    WEISS,
    ask,
    names,
    need,
    person,
    why_not,
    words,
)

PLACES = {"weststadt": (51.976, 8.369), "steinhöfe": (51.938, 8.587)}
KNOWN = replace(SETTINGS, places=PLACES)
EITHER = {"remote_ok": True}
ONLINE = {"remote_ok": True, "online": True}


def interpreter(name: str, spoken: str = "ti C1, de C1", **others) -> Interpreter:
    languages = {code: Level(well) for code, well in (part.split() for part in spoken.split(", "))}
    return Interpreter(id=UUID(bytes=name.encode().ljust(16)[:16]), name=name, languages=languages, **others)


def helped(*interpreters: Interpreter, **others) -> Need:
    """Nobody mediates in Tigrinya: an interpreter comes along."""
    asked = need("de", "ti", **others)
    first, second = asked.parties
    return replace(
        asked, parties=(first, replace(second, interpreter_planned=True)), interpreters=interpreters
    )


def test_who_works_on_site_only_is_not_asked_for_talks_that_are_online_only():
    answer = ask(need("de", "ar", **ONLINE), NOORI, replace(HADDAD, remote=True))

    assert why_not(answer)["Noori"] == "Arbeitet nur vor Ort, und die Gespräche finden nur online statt"


def test_whoever_has_not_said_whether_online_would_do_is_asked_with_a_warning():
    pair = ask(need("de", "ar", **ONLINE), replace(NOORI, remote=None), replace(HADDAD, remote=True)).pairs[0]

    assert "Noori: ob es online geht, ist nicht vermerkt" in words(pair.warnings)


def test_two_who_could_only_meet_one_here_and_one_on_the_net_are_no_pair():
    here, afar = NOORI, replace(HADDAD, on_site=False, remote=True)
    answer = ask(need("de", "ar", **EITHER), here, afar)

    assert not answer.pairs
    assert {one.obstacle.code for one in answer.not_proposed} == {Why.WAY}
    assert names(ask(need("de", "ar", **EITHER), replace(here, remote=True), afar)) == ["Haddad + Noori"]


def test_a_pair_that_can_meet_in_one_way_only_is_told_which():
    answer = ask(
        need("de", "ar", **EITHER), replace(NOORI, remote=True, on_site=False), replace(HADDAD, remote=True)
    )

    assert "Treffen nur online" in words(answer.pairs[0].reasons)


@pytest.mark.parametrize(
    ("radius", "blocked"),
    [(10, True), (14, True), (15, False), (None, False)],
)
def test_a_distance_that_is_known_and_beyond_the_radius_blocks_talks_on_site(radius, blocked):
    far = replace(NOORI, home="Steinhöfe", radius_km=radius)
    answer = ask(need("de", "ar", district="Weststadt"), far, HADDAD, settings=KNOWN)

    sentence = f"Wohnt mindestens 15 km entfernt (Steinhöfe) und fährt höchstens {radius} km"
    assert (why_not(answer).get("Noori") == sentence) is blocked
    assert bool(answer.pairs) is not blocked


def test_a_known_way_within_the_radius_is_no_warning_and_one_that_nobody_knows_is():
    asked = need("de", "ar", district="Weststadt")
    near, unknown = ({"home": home, "radius_km": 20} for home in ("Steinhöfe", "Neudorf"))

    def told(facts) -> bool:
        pair = ask(asked, replace(NOORI, **facts), HADDAD, settings=KNOWN).pairs[0]
        return any("wie weit es ist, ist nicht bekannt" in one for one in words(pair.warnings))

    assert (told(near), told(unknown)) == (False, True)


def wishing(**wishes) -> Need:
    plain = need("de", "ar", district="Weststadt")
    return applied(plain, Wishes(**wishes), (UUID(int=1), UUID(int=2)), horizon=Horizon(DAYS, zone=LOCAL))


def test_where_the_place_does_not_count_nobody_is_preferred_for_living_near():
    pool = [person(name, "de C1, ar C1", home="Weststadt") for name in ("Adler", "Bruns")]

    near, anywhere = (
        ask(wishing(place=counts), *pool).pairs[0] for counts in (Strength.WISH, Strength.IGNORE)
    )

    assert near.score - anywhere.score == 2 * NEAR
    assert ["Adler wohnt in der Nähe" in words(p.said for p in pair.parts) for pair in (near, anywhere)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"districts": frozenset({"Nordheim"})}, "Arbeitet nicht in Weststadt"),
        (
            {"home": "Steinhöfe", "radius_km": 5},
            "Wohnt mindestens 15 km entfernt (Steinhöfe) und fährt höchstens 5 km",
        ),
    ],
    ids=["districts", "radius"],
)
def test_where_the_place_does_not_count_for_the_case_it_still_does_for_the_mediator(own, sentence):
    """„egal“ is said of the case; only talks that may be online need nobody to travel."""
    bound = person("Adler", "de C1, ar C1", **own)

    def answer(remote: bool, meeting: Format):
        pool = replace(bound, remote=remote), person("Bruns", "de C1, ar C1", remote=True)
        return ask(wishing(place=Strength.IGNORE, format=meeting), *pool, settings=KNOWN)

    assert why_not(answer(True, Format.ON_SITE))["Adler"] == sentence
    assert why_not(answer(False, Format.EITHER))["Adler"] == sentence
    assert names(answer(True, Format.EITHER)) == ["Adler + Bruns"]


def test_who_can_be_there_online_need_not_travel():
    far = replace(NOORI, home="Steinhöfe", radius_km=5, remote=True)
    answer = ask(
        need("de", "ar", district="Weststadt", **EITHER), far, replace(HADDAD, remote=True), settings=KNOWN
    )

    assert names(answer) == ["Haddad + Noori"]


@given(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.tuples(st.floats(-90, 90), st.floats(-180, 180))
)
def test_a_distance_is_the_same_both_ways_and_never_round_the_earth(here, there):
    places = {"a": here, "b": there}

    assert apart_km(places, "A", "b") == apart_km(places, "b", "a")
    assert 0 <= apart_km(places, "a", "b") <= 20_016
    assert apart_km(places, "a", "a") == 0


@pytest.mark.parametrize(
    ("who", "coverage"),
    [
        ([interpreter("Abeba")], Coverage.PROFESSIONAL),
        ([interpreter("Abeba", lay=True)], Coverage.LAY),
        ([interpreter("Abeba", on_site=False, online=True)], Coverage.REMOTE),
        ([], Coverage.ELSEWHERE),
        ([interpreter("Abeba", "ti B1, de C1")], Coverage.ELSEWHERE),
        ([interpreter("Abeba", "ti C1, en C1")], Coverage.ELSEWHERE),
        ([interpreter("Lai", lay=True), interpreter("Abeba", on_site=False, online=True)], Coverage.REMOTE),
        ([interpreter("Lai", lay=True), interpreter("Abeba")], Coverage.PROFESSIONAL),
    ],
)
def test_a_pair_stands_on_the_step_on_which_its_session_can_be_held(who, coverage):
    assert ask(helped(*who), WEISS, HADDAD).pairs[0].coverage is coverage


def test_with_a_lay_interpreter_alone_the_pair_is_warned_that_the_session_lacks_one():
    pair = ask(helped(interpreter("Abeba", lay=True)), WEISS, HADDAD).pairs[0]

    assert "Partei B: Sprachmittlung durch Abeba (Tigrinya C1)" in words(pair.reasons)
    assert (
        "Partei B: im Pool nur Laien-Sprachmittlung. Sie reicht für Vorgespräche; für die Sitzung fehlt eine "
        "professionelle"
    ) in words(pair.warnings)


def test_where_nobody_of_the_pool_interprets_it_says_what_to_do():
    pair = ask(helped(), WEISS, HADDAD).pairs[0]

    assert (
        "Partei B: niemand im Pool dolmetscht Tigrinya; bitte leihen oder von außen beauftragen"
    ) in words(pair.warnings)


def test_online_a_lay_interpreter_is_still_for_pre_talks_only():
    team = replace(WEISS, remote=True), replace(HADDAD, remote=True)
    lay, paid = interpreter("Lai", lay=True, online=True), interpreter("Abeba", online=True)

    assert ask(helped(lay, **ONLINE), *team).pairs[0].coverage is Coverage.LAY
    assert ask(helped(lay, paid, **ONLINE), *team).pairs[0].coverage is Coverage.REMOTE


def test_where_districts_lie_is_said_by_a_command_and_read_with_the_other_numbers(app, town):
    def said(*options: str):
        return app.test_cli_runner().invoke(
            args=["municipality", "district", *options, "--municipality", "musterkreis"]
        )

    assert said("Steinhöfe", "--lies", "51.938,8.587").exit_code == 0
    assert said("Weststadt", "--lies", "51.976,8.369").exit_code == 0
    for nonsense in ("hier", "1,2,3", "91,8"):
        assert said("Nirgends", "--lies", nonsense).exit_code == 2

    db.session.expire_all()
    assert settings_of(municipality()).places == PLACES
    assert {one.name for one in districts()} == {"Steinhöfe", "Weststadt"}


@pytest.mark.parametrize(
    ("who", "lacks"),
    [
        ({"planned": True}, []),
        ({}, ["Partei B"]),
        ({"planned": True, "lay": True}, ["Partei B"]),
        ({"planned": True, "on_site": False, "online": True}, []),
    ],
    ids=["planned", "only there", "lay", "from afar"],
)
def test_a_session_has_its_interpreter_when_a_professional_is_planned(who, lacks):
    found = unserved(Search(helped(interpreter("Haile", **who)), SETTINGS, TODAY), (WEISS, HADDAD))

    assert [party.label for party in found] == lacks
