"""Where languages don't meet, the answer says outright that an interpreter is needed, and why."""

from dataclasses import replace

from app.cases.rules.intake import LanguageAnswer
from app.database import db
from app.referrals.matching import assess
from app.referrals.matching.reasons import Aspect
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.matching_people import (
    DEMIR,
    HADDAD,
    NOORI,
    SETTINGS,
    TODAY,
    WEISS,
    ask,
    need,
    person,
    words,
)


def test_a_language_that_nobody_speaks_is_named():
    answer = ask(need("de", "ti"), WEISS, DEMIR)

    assert answer.needs_interpreter
    assert words(answer.warnings) == [
        "Eine Sprachmittlung wird gebraucht: niemand, der gefragt werden kann, "
        "spricht mit Partei B (Tigrinya)"
    ]


def test_where_each_is_spoken_but_by_no_two_together_it_says_so():
    answer = ask(need("tr", "ar"), person("Öztürk", "tr C1, de B1"), person("Osman", "ar C1, de C1"))

    assert answer.needs_interpreter
    assert words(answer.warnings) == [
        "Eine Sprachmittlung wird gebraucht: keine zwei sprechen mit allen Parteien und miteinander"
    ]


def test_nobody_who_would_go_alone_speaks_with_all():
    answer = ask(need("tr", "ar", seats=1), DEMIR, NOORI)

    assert answer.needs_interpreter
    assert words(answer.warnings) == [
        "Eine Sprachmittlung wird gebraucht: niemand spricht allein mit allen Parteien"
    ]


def test_a_pair_chosen_by_hand_that_leaves_a_party_out_says_whom():
    pair = assess(need("de", "ar"), WEISS, DEMIR, settings=SETTINGS, today=TODAY)

    assert "Eine Sprachmittlung wird gebraucht: hier spricht niemand mit Partei B (Arabisch)" in words(
        pair.warnings
    )


def test_nobody_is_said_to_speak_with_a_party_that_has_an_interpreter():
    first, second = need("de", "ti").parties
    asked = replace(need("de"), parties=(first, replace(second, interpreter_planned=True)))

    (pair,) = ask(asked, WEISS, DEMIR).pairs

    spoken = {str(part.said) for part in pair.parts if part.code is Aspect.LANGUAGE}
    assert spoken == {"Demir kann mit Partei A sprechen", "Weiß kann mit Partei A sprechen"}


def test_a_pair_that_reaches_everybody_needs_none():
    answer = ask(need("de", "ar"), HADDAD, WEISS)

    assert "Sprachmittlung" not in " ".join(words(answer.warnings) + words(answer.pairs[0].warnings))


def test_whenever_one_is_needed_a_sentence_says_so():
    needs = [need("de", "ti"), need("tr", "ar"), need("de", "apc"), need("de", "ar"), need("?", "de")]

    for asked in needs:
        answer = ask(asked, WEISS, DEMIR, NOORI)
        said = [one for one in words(answer.warnings) if one.startswith("Eine Sprachmittlung wird gebraucht")]
        assert bool(said) is answer.needs_interpreter


def test_the_match_page_says_it_before_the_proposals(town: make.Town, browser: Browser):
    at_work.mediator("Adler", "de C2")
    at_work.mediator("Bruns", "de C2")
    case = at_work.searching(town)
    at_work.parties(case)[1].language_answer = LanguageAnswer.NONE_SHARED
    db.session.commit()

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung").main

    sentence = "Eine Sprachmittlung wird gebraucht: mit Partei B gibt es keine gemeinsame Sprache"
    assert 0 < page.index(sentence) < page.index("1. Vorschlag")


def test_the_match_page_says_it_where_nobody_can_be_proposed(town: make.Town, browser: Browser):
    at_work.mediator("Adler", "de C2")
    at_work.mediator("Bruns", "de C2")
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung").main

    assert "Eine Sprachmittlung wird gebraucht: niemand, der gefragt werden kann" in page
