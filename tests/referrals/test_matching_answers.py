"""What the whole answer says: order, spread, everybody else, substitutes, a pair chosen by hand."""

from dataclasses import replace
from datetime import date

from app.referrals.matching import (
    Exclusion,
    Why,
    assess,
)
from tests.referrals.matching_people import (
    DEMIR,
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


def test_the_same_person_is_not_shown_in_every_pair_while_there_are_others():
    pool = [person(f"Person {number}") for number in range(40)]

    answer = ask(need("de"), *pool)

    shown = [one.name for pair in answer.pairs for one in pair.people]
    assert len(answer.pairs) == 10
    assert max(shown.count(name) for name in shown) == 3


def test_the_only_speaker_of_a_language_may_be_in_every_pair():
    answer = ask(need("ti", "de"), person("Selam", "ti NATIVE, de C1"), *(person(f"P{n}") for n in range(12)))

    assert len(answer.pairs) == 10
    assert {one.obstacle.code for one in answer.not_proposed} == {Why.OUTRANKED}
    assert len(answer.not_proposed) == 2


def test_fewer_cases_decide_between_equals():
    tired, rested = person("Aal", hours=8 * 7), person("Zander", hours=8 * 5)

    answer = ask(need("de"), tired, rested, person("Weiß"), limit=1)

    assert names(answer) == ["Weiß + Zander"]
    assert why_not(answer) == {"Aal": "Passt, aber andere stehen weiter oben"}


def test_everybody_else_has_one_reason_grouped_by_reason_then_by_name():
    away = {"absent_until": date(2027, 3, 14)}

    answer = ask(need("de"), person("Zander", **away), WEISS, person("Aal", **away), person("Ilić", "sr C2"))

    assert [(one.candidate.name, one.obstacle.code) for one in answer.not_proposed] == [
        ("Ilić", Why.LANGUAGE),
        ("Aal", Why.ABSENT),
        ("Zander", Why.ABSENT),
        ("Weiß", Why.ALONE),
    ]
    assert why_not(answer)["Weiß"] == "Passt, aber sonst kann zurzeit niemand gefragt werden"


def test_an_empty_answer_says_which_rule_keeps_how_many_out_and_what_would_help_most():
    away = {"absent_until": date(2027, 3, 14)}

    answer = ask(
        need("de"),
        person("A", open_referrals=2),
        person("B", open_referrals=2),
        person("C", **away, open_referrals=2),
        person("D", **away, paused=True),
        person("E", **away, paused=True),
    )

    assert not answer.pairs
    assert [(block.code, block.people, block.alone) for block in answer.blocks] == [
        (Why.FULL, 2, 2),
        (Why.ABSENT, 3, 0),
    ]
    assert not answer.needs_interpreter


def test_an_empty_pool_gives_an_empty_answer():
    answer = ask(need("de", "ar"))

    assert (answer.pairs, answer.not_proposed, answer.blocks) == ((), (), ())
    assert not answer.needs_interpreter


def test_one_person_alone_is_ranked_and_explained():
    answer = ask(need("de", "ar", seats=1), NOORI, WEISS, replace(HADDAD, hours=8 * 3), limit=1)

    assert names(answer) == ["Noori"]
    assert answer.pairs[0].second is None
    assert answer.pairs[0].score == 40 + 10 + 20
    assert "4 freie Termine in den nächsten 15 Arbeitstagen" in words(answer.pairs[0].reasons)
    assert why_not(answer) == {
        "Weiß": "Spricht nicht die Sprache von Partei B und wäre allein",
        "Haddad": "Passt, aber andere stehen weiter oben",
    }


def test_a_substitute_goes_with_the_person_who_stays():
    early = person("Vogt", "ar C1, de C1", free=1)
    answer = ask(need("de", "ar"), NOORI, HADDAD, WEISS, DEMIR, early)
    pair = answer.pairs[0]

    found = answer.substitutes(pair, seat=1)

    assert {one.name for one in pair.people} == {"Haddad", "Noori"}
    assert {one.second for one in found} == {pair.second}
    assert [one.first.name for one in found] == ["Demir", "Weiß"]


def test_a_substitute_for_the_second_seat_keeps_the_first():
    answer = ask(need("de"), NOORI, WEISS, DEMIR)
    pair = answer.pairs[0]

    found = answer.substitutes(pair, seat=2)

    assert [one.first for one in found] == [pair.first]
    assert found[0].second not in pair.people


def test_a_substitute_for_somebody_alone_is_the_next_one_alone():
    answer = ask(need("ar", seats=1), NOORI, HADDAD, WEISS)

    found = answer.substitutes(answer.pairs[0], seat=1)

    assert [one.people for one in found] == [answer.pairs[1].people]


def test_a_pair_chosen_by_hand_is_explained_with_everything_that_forbids_it():
    asked = need("ti", "ar", excluded={WEISS.id: Exclusion.REPORTER})

    found = assess(
        asked,
        replace(WEISS, training_hours=80, free=0b1),
        person("Vogt", "tr C1", training_hours=80, free=0b10),
        settings=SETTINGS,
        today=TODAY,
    )

    assert [(one.code, one.person is None) for one in found.obstacles] == [
        (Why.CONFLICT, False),
        (Why.LANGUAGE, False),
        (Why.LANGUAGE, False),
        (Why.UNCOVERED, True),
        (Why.UNCOVERED, True),
        (Why.WORKING_LANGUAGE, True),
        (Why.PAIR_TRAINING, True),
        (Why.COMMON_TIME, True),
    ]


def test_a_person_cannot_be_chosen_twice():
    found = assess(need("de"), WEISS, WEISS, settings=SETTINGS, today=TODAY)

    assert [str(one.said) for one in found.obstacles] == ["Ein Paar sind zwei verschiedene Personen"]


def test_a_pair_chosen_by_hand_reads_like_the_same_pair_proposed():
    asked = need("de", "ar")
    proposed = ask(asked, NOORI, WEISS).pairs[0]

    assert assess(asked, *proposed.people, settings=SETTINGS, today=TODAY) == proposed


def test_a_person_chosen_by_hand_is_judged_as_one_who_is_alone():
    found = assess(need("de", "ar"), WEISS, None, settings=SETTINGS, today=TODAY)

    assert [one.code for one in found.obstacles] == [Why.LANGUAGE]
