"""Statuses, numbers, outcomes and the words of intake."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.rules.guards import ASKED_ELSEWHERE, FORM_GUARDS, TICK_GUARDS, Guard
from app.cases.rules.intake import (
    OTHER_OFFICE_BASES,
    YOUTH_OFFICE_BASES,
    Category,
    Disclosure,
    LanguageAnswer,
)
from app.cases.rules.intake import Path as UsualPath
from app.cases.rules.outcomes import AGREEMENTS, Outcome, OutcomeGroup, outcomes_in, published
from app.cases.rules.screening import GLASL, Priority
from app.cases.rules.status import (
    ALPHABET,
    MAX_AGE_WD,
    NUMBER,
    OWNER,
    CoarseStatus,
    Flag,
    Status,
    coarse,
    is_open,
    normalize_number,
    number,
)

TABLES = Path(__file__).parent / "tables"


def table(name):
    return list(csv.DictReader((TABLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def labels(name):
    return {row["code"]: row["label_de"] for row in table(name)}


# Words


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (Status, "case_statuses"),
        (Flag, "case_flags"),
        (Outcome, "outcome_codes"),
        (OutcomeGroup, "outcome_groups"),
        (Category, "conflict_categories"),
        (UsualPath, "category_paths"),
    ],
)
def test_codes_and_german_words_are_those_of_the_table(words, name):
    assert {member.value: member.label for member in words} == labels(name)


def test_each_guard_shows_its_sentence():
    assert {guard.value: guard.label for guard in Guard} == {
        row["code"]: row["sentence_de"] for row in table("case_guards")
    }


def test_each_outcome_has_its_group():
    assert {(outcome.value, outcome.group.value) for outcome in Outcome} == {
        (row["code"], row["group"]) for row in table("outcome_codes")
    }


def test_each_category_has_its_usual_path_and_topic():
    assert {(c.value, ";".join(p.value for p in c.usual_path), c.topic or "") for c in Category} == {
        (row["code"], row["usual_path"], row["topic"]) for row in table("conflict_categories")
    }


def test_the_stages_are_those_of_glasl():
    assert [(s.number, s.label, s.signs) for s in GLASL.values()] == [
        (int(row["stage"]), row["label_de"], row["sign_de"]) for row in table("glasl_stages")
    ]


def test_three_answers_name_no_language_and_each_means_something_else():
    assert [answer.label for answer in LanguageAnswer] == [
        "bekannt",
        "unbekannt",
        "keine Angabe",
        "keine gemeinsame Sprache",
    ]


def test_every_priority_says_what_it_means():
    assert all(priority.meaning for priority in Priority)


def test_the_youth_office_names_consent_not_entrusted_or_8a():
    assert YOUTH_OFFICE_BASES == (Disclosure.CONSENT, Disclosure.NOT_ENTRUSTED, Disclosure.ENTRUSTED_8A)
    assert set(YOUTH_OFFICE_BASES) | set(OTHER_OFFICE_BASES) == set(Disclosure)


# Outcomes


def test_outcomes_of_two_groups_come_in_the_order_of_the_list():
    both = outcomes_in(frozenset({OutcomeGroup.NO_CONTACT, OutcomeGroup.CLARIFIED}))

    assert [outcome.value for outcome in both] == [
        "CLR_SETTLED",
        "CLR_SHUTTLE",
        "CLR_ADVICE",
        "NC_UNREACHED",
        "NC_MOVED",
    ]


def test_statistics_do_not_tell_which_side_declined():
    assert published(Outcome.NM_DECLINED_A) == published(Outcome.NM_DECLINED_B) == "NM_DECLINED"
    assert published(Outcome.NM_SELF) == "NM_SELF"


def test_an_agreement_is_full_or_in_part():
    assert AGREEMENTS == (Outcome.MED_FULL, Outcome.MED_PART)


# Statuses


@pytest.mark.parametrize("row", table("case_statuses"), ids=lambda row: row["code"])
def test_each_status_has_the_owner_and_the_age_of_the_table(row):
    status = Status[row["code"]]

    assert is_open(status) == (row["open"] == "yes")
    assert str(OWNER.get(status, "")) == row["owner"]
    assert str(MAX_AGE_WD.get(status, "")) == row["max_age_wd"]


@pytest.mark.parametrize(
    "row", [row for row in table("case_statuses") if row["code"] != "PAUSED"], ids=lambda row: row["code"]
)
def test_the_reporter_sees_the_coarse_status_only(row):
    shown = coarse(Status[row["code"]])

    assert (shown.value if shown else "NOT_SHOWN") == row["reporter_status"]


def test_a_paused_case_looks_to_the_reporter_as_before():
    assert coarse(Status.PAUSED, Status.TRIAGE) is CoarseStatus.RECEIVED
    assert coarse(Status.PAUSED, Status.MEDIATION) is CoarseStatus.IN_WORK


def test_a_paused_case_that_forgot_where_it_was_is_a_bug():
    with pytest.raises(ValueError, match="paused from"):
        coarse(Status.PAUSED)


# Guards


def test_every_guard_is_answered_in_one_place_only():
    assert not FORM_GUARDS & ASKED_ELSEWHERE
    assert not set(TICK_GUARDS) & (FORM_GUARDS | ASKED_ELSEWHERE)


def test_every_tick_can_be_set_by_somebody_and_says_what_is_ticked():
    assert all(tick.who and tick.label and tick.since for tick in TICK_GUARDS.values())


# Numbers


def test_a_number_is_the_year_and_five_characters():
    draws = iter([12, 6, 10])

    assert number(2026, below=lambda _: next(draws, 0)) == "2026-M9J22"


@given(st.randoms(use_true_random=False), st.integers(2000, 2999))
def test_every_number_has_the_shape_that_search_understands(source: random.Random, year):
    drawn = number(year, below=source.randrange)

    assert NUMBER.fullmatch(drawn)
    assert normalize_number(drawn) == drawn


@pytest.mark.parametrize("alike", ["0OQ", "1IL", "2Z", "5S", "6G", "8B", "UV"])
def test_of_signs_that_look_alike_at_most_one_is_used(alike):
    assert sum(sign in ALPHABET for sign in alike) <= 1


def test_no_number_can_spell_a_word_or_a_code_that_number_plates_avoid():
    assert not set(ALPHABET) & set("AEIOU8H")
    assert len(ALPHABET) == len(set(ALPHABET))


@pytest.mark.parametrize(
    "written", ["2026-K7M2P", "2026-k7m2p", " 2026 K7M2P ", "2026K7M2P", "2026–K7M2P", "2026-K7 M2P"]
)
def test_search_forgives_how_a_number_is_written(written):
    assert normalize_number(written) == "2026-K7M2P"


@pytest.mark.parametrize(
    "written", ["", "Müller", "2026-K7M2", "2026-K7M2PP", "2026-K7M2O", "K7M2P-2026", "²026K7M2P"]
)
def test_what_cannot_be_a_number_finds_nothing(written):
    assert normalize_number(written) is None
