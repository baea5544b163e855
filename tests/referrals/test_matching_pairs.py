"""Which pairs are proposed, and what is said about them."""

from dataclasses import replace
from datetime import date

import pytest

from app.referrals.matching import (
    Aspect,
    Need,
    PartyNeed,
    assess,
)
from tests.referrals.matching_people import (
    DAY,
    DEMIR,
    EVENING,
    FREE,
    HADDAD,
    NOORI,
    SETTINGS,
    TODAY,
    WEISS,
    Gender,
    Topic,
    ask,
    names,
    need,
    person,
    why_not,
    words,
)


def test_two_who_speak_with_everybody_come_before_two_who_do_so_only_together():
    answer = ask(need("de", "ar"), WEISS, NOORI, HADDAD)

    assert names(answer)[0] == "Haddad + Noori"
    assert set(names(answer)[1:]) == {"Haddad + Weiß", "Noori + Weiß"}


def test_each_party_may_be_covered_by_one_of_the_two():
    answer = ask(need("tr", "ar"), DEMIR, NOORI)

    assert names(answer) == ["Demir + Noori"]


def test_the_two_need_a_language_for_each_other():
    answer = ask(need("tr", "ar"), person("Öztürk", "tr C1, de B1"), person("Osman", "ar C1, de C1"))

    assert not answer.pairs
    assert why_not(answer) == dict.fromkeys(
        ("Öztürk", "Osman"), "Passt, hat aber mit niemandem dafür eine gemeinsame Arbeitssprache"
    )
    assert answer.needs_interpreter


def test_a_related_language_is_a_question_and_never_a_match():
    answer = ask(need("de", "apc"), NOORI, HADDAD, WEISS)

    assert not answer.pairs
    assert answer.needs_interpreter
    assert words(one.said for one in answer.questions) == [
        "Bitte fragen Sie Partei B, ob auch Arabisch geht: 2 im Pool sprechen es"
    ]
    assert why_not(answer)["Noori"] == "Passt, aber mit niemandem zusammen sind alle Sprachen abgedeckt"


def test_a_group_of_languages_is_not_even_a_question():
    answer = ask(need("de", "ckb"), person("Barzani", "de C1, kmr NATIVE"), WEISS)

    assert answer.needs_interpreter
    assert not answer.questions


@pytest.mark.parametrize(
    ("party", "person_speaks", "questions"),
    [
        ("apc", "ar", 1),
        ("ar", "apc", 1),
        ("prs", "pes", 1),
        ("uk", "ru", 1),
        ("ru", "uk", 0),
        ("sr", "hr", 1),
        ("kmr", "ckb", 0),
        ("acm", "apc", 0),
        ("de-simple", "de", 1),
    ],
)
def test_only_a_language_that_is_often_understood_is_a_question(party, person_speaks, questions):
    answer = ask(need("en", party), person("Aal", f"en C1, {person_speaks} C1"), person("Zander", "en C1"))

    assert len(answer.questions) == questions


def test_a_related_language_counts_a_little_and_says_what_to_ask():
    apc = person("Osman", "de C1, apc NATIVE")

    pair = ask(need("de", "apc"), apc, NOORI).pairs[0]

    part = next(one for one in pair.parts if one.person == NOORI.id and one.code is Aspect.LANGUAGE)
    assert part.points == 15
    assert str(part.said) == "Noori spricht Arabisch; bitte fragen Sie Partei B, ob das geht"


def test_one_of_the_two_must_have_the_training_to_lead():
    short = [person("Lindner", training_hours=80), person("Braun", training_hours=40)]

    answer = ask(need("de"), *short)

    assert not answer.pairs
    assert set(why_not(answer).values()) == {"Passt, aber niemand mit genug Ausbildung kann dazukommen"}
    assert not answer.needs_interpreter


@pytest.mark.parametrize(
    "other",
    [
        person("Vogt", training_hours=120),
        person("Vogt", training_hours=40, certified_until=TODAY),
        person("Vogt", training_hours=None, certified_until=TODAY),
    ],
)
def test_hours_or_a_valid_certificate_allow_to_lead(other):
    answer = ask(need("de"), person("Braun", training_hours=40), other)

    assert names(answer) == ["Braun + Vogt"]
    assert answer.pairs[0].first.name == "Vogt"


def test_training_that_is_not_known_is_a_warning():
    pair = ask(need("de"), person("Braun", training_hours=40), person("Vogt", training_hours=None)).pairs[0]

    assert words(pair.warnings) == [
        "Vogt: Ausbildung nicht vermerkt",
        "Ob jemand 120 Ausbildungsstunden hat, ist nicht vermerkt",
    ]


def test_a_pair_needs_common_time():
    answer = ask(need("de"), person("Braun", free=EVENING), person("Vogt", free=EVENING << DAY))

    assert not answer.pairs
    assert why_not(answer)["Braun"] == "Passt, aber kein Paar mit gemeinsamer Zeit"


def test_time_in_common_counts_only_when_the_parties_can():
    answer = ask(need("de", windows=EVENING << DAY), person("Braun", free=FREE), person("Vogt", free=EVENING))

    assert set(why_not(answer).values()) == {"Keine freie Zeit, zu der auch die Parteien können"}


def test_three_times_are_named_on_different_days_and_all_are_counted():
    two_weeks_on = replace(WEISS, free=FREE | EVENING << 8 * DAY)

    pair = ask(need("de"), two_weeks_on, replace(DEMIR, free=two_weeks_on.free)).pairs[0]

    evening = 2 * DAY + 72
    assert pair.slots == (evening, evening + 7 * DAY, evening + 8 * DAY)
    assert "6 gemeinsame freie Termine in den nächsten 15 Arbeitstagen" in words(pair.reasons)


def test_a_single_common_time_is_a_warning_and_earns_no_points():
    pair = ask(need("de"), replace(WEISS, free=0b1111_1111 << 5), replace(DEMIR, free=0b1 << 8)).pairs[0]

    assert "Nur ein Termin zur Auswahl" in words(pair.warnings)
    assert Aspect.TIME not in pair.points


def test_a_pair_explains_itself():
    pair = ask(
        need("de", "ar", topic=Topic.SCHOOL, district="Weststadt"),
        replace(NOORI, open_referrals=1, topics=frozenset({"SCHOOL"}), gender=Gender.FEMALE),
        replace(WEISS, home=" weststadt ", training_hours=None, certified_until=date(2029, 3, 1),
                mediations=1, hours=8 * 2, gender=Gender.MALE),
    ).pairs[0]  # fmt: skip

    assert words(pair.reasons) == [
        "Partei A: Noori spricht Deutsch (C1), Weiß spricht Deutsch (Muttersprache)",
        "Partei B: Noori spricht Arabisch (Muttersprache)",
        "4 gemeinsame freie Termine in den nächsten 15 Arbeitstagen",
        "Auslastung: Noori 1 von 2, Weiß 0 von 2",
        "Qualifikation: Noori mit 130 Ausbildungsstunden, Weiß mit Zertifikat bis 01.03.2029",
    ]
    assert [(part.code, part.points, str(part.said)) for part in pair.parts] == [
        (Aspect.LANGUAGE, 40, "Noori kann mit allen Parteien sprechen"),
        (Aspect.TOPIC, 10, "Noori kennt das Thema „Schule“"),
        (Aspect.FAIRNESS, 10, "Noori: noch keine Vermittlung in den letzten 12 Monaten"),
        (Aspect.PLACE, 10, "Weiß wohnt in der Nähe"),
        (Aspect.FAIRNESS, 6, "Weiß: 16 Stunden Arbeit aus 12 Monaten und offenen Fällen"),
        (Aspect.TIME, 20, "Mindestens zwei freie Termine zur Auswahl"),
        (Aspect.BALANCE, 7, "Die beiden ergänzen sich: Geschlecht, Erfahrung"),
    ]
    assert pair.score == 103
    assert not pair.warnings


@pytest.mark.parametrize(
    ("facts", "points", "warning"),
    [
        (
            {"office": "Jugendamt"},
            -30,
            "Noori arbeitet in der meldenden Stelle: alle Parteien müssen zustimmen",
        ),
        ({"home": "Groß Bülten"}, -20, "Noori wohnt im selben kleinen Ort: bitte beide Seiten fragen"),
        ({"further_training_due": date(2027, 2, 1)}, -10, None),
        ({"remote": True}, 10, None),
        ({"hours": 8 * 1}, -2, None),
        ({"hours": 8 * 9}, -10, None),
        ({"certified_until": date(2027, 4, 1)}, 0, "Noori: Zertifikat läuft am 01.04.2027 ab"),
        ({"obligated": None}, 0, "Noori: förmliche Verpflichtung nicht vermerkt"),
        (
            {"certificate_seen": None},
            0,
            "Noori: Führungszeugnis nicht vermerkt, und Minderjährige sind beteiligt",
        ),
    ],
)
def test_what_speaks_for_or_against_a_person_counts_and_warns(facts, points, warning):
    asked = need("de", reporting_office="jugendamt", small_places=frozenset({"Groß Bülten"}),
                 district="Groß Bülten", remote_ok=True, minors=True)  # fmt: skip

    plain, special = (
        assess(asked, one, WEISS, settings=SETTINGS, today=TODAY) for one in (NOORI, replace(NOORI, **facts))
    )

    assert special.score - plain.score == points
    assert words(special.warnings) == ([warning] if warning else [])
    assert not special.obstacles


def test_a_language_below_c1_is_called_weak_unless_the_other_speaks_it_better():
    asked, weak = need("de", "ar"), person("Köster", "de C1, ar B2")

    with_weiss = ask(asked, weak, WEISS).pairs[0]
    with_noori = ask(asked, weak, NOORI).pairs[0]

    assert words(with_weiss.warnings) == ["Partei B: Arabisch nur auf B2, das ist für eine Mediation knapp"]
    assert not with_noori.warnings


def test_an_unknown_language_is_a_warning_and_stops_nothing():
    answer = ask(need("de", "?"), WEISS, person("Petrenko", "uk C2, de C1"))

    assert words(answer.warnings) == [
        "Vielleicht wird eine Sprachmittlung gebraucht: die Sprache von Partei B ist unbekannt"
    ]
    assert names(answer) == ["Petrenko + Weiß"]
    assert not answer.needs_interpreter


def test_where_no_language_is_known_no_interpreter_is_called_for():
    answer = ask(need("?"), person("Aal", "tr C1"), person("Zander", "uk C1"))

    assert not answer.pairs
    assert not answer.needs_interpreter


def test_a_party_that_shares_no_language_needs_an_interpreter_and_the_search_goes_on():
    parties = (PartyNeed("Partei A", frozenset({"de"})), PartyNeed("Partei B", shares_no_language=True))

    answer = ask(Need(parties), WEISS, DEMIR)

    assert answer.needs_interpreter
    assert words(answer.warnings) == [
        "Eine Sprachmittlung wird gebraucht: mit Partei B gibt es keine gemeinsame Sprache"
    ]
    assert names(answer) == ["Demir + Weiß"]


def test_with_a_planned_interpreter_the_pair_is_found_and_says_so():
    parties = (
        PartyNeed("Partei A", frozenset({"de"})),
        PartyNeed("Partei B", frozenset({"ti"}), interpreter_planned=True),
    )

    answer = ask(Need(parties), WEISS, DEMIR)

    assert not answer.needs_interpreter
    assert "Partei B: mit Sprachmittlung" in words(answer.pairs[0].reasons)


@pytest.mark.parametrize(
    ("days", "warnings"),
    [(5, []), (6, ["Der Fall ist eilig, der erste Termin aber erst am 09.03.2027"])],
)
def test_an_urgent_case_says_when_the_first_time_is_more_than_a_week_away(days, warnings):
    late = {"free": EVENING << days * DAY}

    pair = ask(need("de", urgent=True), person("Braun", **late), person("Vogt", **late)).pairs[0]

    assert words(pair.warnings) == warnings
