"""Languages: a written name means one language or is asked about, and codes stay as they are."""

import unicodedata

import pytest

from app.languages import LANGUAGES, Level, resolve, resolve_level
from app.refusals import NotAllowed
from app.seed import rows


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deutsch", "de"),
        ("Kurmandschi", "kmr"),
        ("Kurmandji", "kmr"),
        ("Kurdisch (Sorani)", "ckb"),
        ("Farsi", "pes"),
        ("Persisch", "pes"),
        ("Dari", "prs"),
        ("Tamil", "ta"),
        ("Paschto", "ps"),
        ("Somalisch", "so"),
        ("Arabisch", "ar"),
        ("Arabisch (Levante)", "apc"),
        ("Deutsche Gebärdensprache", "gsg"),
        ("  kurdisch   (SORANI) ", "ckb"),
        (unicodedata.normalize("NFD", "Türkisch"), "tr"),
    ],
)
def test_every_usual_spelling_means_its_language(name: str, code: str) -> None:
    assert resolve(name).code == code


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Kurdisch", "Kurdisch: bitte Kurmandschi oder Sorani angeben."),
        (" kurdisch ", "kurdisch: bitte Kurmandschi oder Sorani angeben."),
        ("Farsi/Dari", "Farsi/Dari: bitte Dari oder Farsi angeben."),
        ("BKS", "BKS: bitte Bosnisch, Kroatisch, Montenegrinisch oder Serbisch angeben."),
        ("Aramäisch", "Aramäisch: bitte Suret oder Turoyo angeben."),
    ],
)
def test_a_name_of_several_languages_is_answered_with_the_question_which_one(
    name: str, sentence: str
) -> None:
    with pytest.raises(NotAllowed) as refusal:
        resolve(name)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", ["Klingonisch", "", "ku", "Gebärdensprache", "Deutsch (C1)", "%(name)s"])
def test_a_name_that_nobody_knows_is_refused_with_the_name(name: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        resolve(name)

    assert str(refusal.value) == f"Die Sprache „{name}“ kennen wir nicht. Bitte prüfen Sie die Schreibweise."


def test_no_two_languages_share_a_name() -> None:
    labels = [language.label for language in LANGUAGES.values()]

    assert [resolve(label).label for label in labels] == labels
    assert len(set(labels)) == len(LANGUAGES) == 60


def test_kurmandschi_and_sorani_are_different_languages_of_one_family() -> None:
    kurmandschi, sorani = LANGUAGES["kmr"], LANGUAGES["ckb"]

    assert kurmandschi.parent == sorani.parent == "ku"
    assert (kurmandschi.direction, sorani.direction) == ("ltr", "rtl")
    assert "ku" not in LANGUAGES


def test_what_else_a_speaker_may_understand_is_known_as_a_question() -> None:
    ukrainian, serbian = LANGUAGES["uk"], LANGUAGES["sr"]

    assert (ukrainian.also_sure, ukrainian.also_ask) == ((), ("ru",))
    assert serbian.also_sure == ("hr", "bs", "cnr")


def test_every_language_that_another_one_points_to_exists() -> None:
    pointed_to = {
        code
        for language in LANGUAGES.values()
        for code in (*language.also_sure, *language.also_ask, language.parent)
        if code
    }

    assert pointed_to <= LANGUAGES.keys() | {row["code"] for row in rows("app", "language_groups")}


def test_the_list_to_choose_from_begins_with_common_languages_in_german_order() -> None:
    codes = list(LANGUAGES)

    assert codes[:4] == ["sq", "ar", "apc", "bg"]
    assert codes.index("uk") < codes.index("am") < codes.index("zza")
    assert codes.index("ti") < codes.index("tr") < codes.index("uk")


def test_levels_rise_from_a1_to_the_mother_tongue() -> None:
    ranks = [level.rank for level in Level]

    assert ranks == [0, 1, 2, 3, 4, 5, 6]
    assert sorted(Level, reverse=True) == [*reversed(Level)]
    assert Level.NATIVE.label == "Muttersprache"


@pytest.mark.parametrize(
    ("level", "other", "reached"),
    [
        (Level.B2, Level.B2, True),
        (Level.C1, Level.B2, True),
        (Level.B1, Level.B2, False),
        (Level.NATIVE, Level.C2, True),
        (Level.C2, Level.NATIVE, False),
    ],
)
def test_a_level_reaches_itself_and_all_below(level: Level, other: Level, reached: bool) -> None:
    assert level.at_least(other) is reached


@pytest.mark.parametrize(
    ("word", "level"),
    [("B2", Level.B2), (" c1 ", Level.C1), ("muttersprache", Level.NATIVE), ("Erstsprache", Level.NATIVE)],
)
def test_a_level_is_read_as_offices_write_it(word: str, level: Level) -> None:
    assert resolve_level(word) is level


@pytest.mark.parametrize("word", ["fließend-ish", "B3", "", "gut"])
def test_a_word_that_is_no_level_is_refused_with_the_possible_ones(word: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        resolve_level(word)

    assert str(refusal.value) == (
        f"„{word}“ ist kein Sprachniveau. Möglich sind A1, A2, B1, B2, C1, C2 oder Muttersprache."
    )
