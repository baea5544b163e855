"""What somebody means who looks for a case: a number, or a name however it is spelled or heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.rules.search import Match, forms, numbers, words
from app.cases.rules.status import ALPHABET
from app.phonetics import plain, sounds


@pytest.mark.parametrize(
    "typed",
    [
        "2026-K7M2P", "2026k7m2p", " 2026 K7M2P ", "2026/k7m2p", "Fall 2026-K7M2P", "Az. 26-K7M2P",
        "K7M2P", "2026-K7MZP", "2O26-K7M2P", "Nr. 2026–K7M2P",
    ],
)  # fmt: skip
def test_a_number_is_understood_however_it_is_typed(typed: str):
    assert "2026-K7M2P" in numbers(typed, this_year=2026)


@pytest.mark.parametrize("typed", ["", "Müller", "2026", "K7M2", "2026-K7M2PX", "1234567890", "３０２６"])
def test_what_is_no_number_is_none(typed: str):
    assert numbers(typed, this_year=2026) == ()


@given(st.text(alphabet=ALPHABET, min_size=5, max_size=5), st.integers(2020, 2099))
def test_a_number_that_is_written_out_is_never_another_one(code: str, year: int):
    written = f"{year}-{code}"

    assert numbers(written, this_year=2026) == numbers(written.lower(), this_year=2026) == (written,)


def test_a_year_that_is_left_out_is_one_of_the_last():
    found = numbers("K7M2P", this_year=2026)

    assert found[0] == "2026-K7M2P"
    assert found[-1] == "2016-K7M2P"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "Muller"), ("Müller", "Mueller"), ("Yılmaz", "Yilmaz"), ("Weiß", "Weis"), ("Çelik", "Celik"),
     ("Hoffmann", "Hofmann"), ("Łukasz", "Lukasz"), ("Şahin", "Sahin"), ("İnci", "Inci")],
)  # fmt: skip
def test_one_name_has_one_plain_spelling(one: str, other: str):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhammad"), ("Mehmet", "Mohamed"), ("Achmed", "Ahmad"), ("Hussein", "Hüseyin"),
        ("Khalid", "Chalid"), ("Khalid", "Halid"), ("Jamal", "Cemal"), ("Dschamal", "Djamal"),
        ("Youssef", "Yusuf"), ("Almasri", "Masri"), ("Elmasri", "Almasri"), ("Abdullah", "Abdallah"),
        ("Shevchenko", "Schewtschenko"), ("Ševčenko", "Shevchenko"), ("Kovalchuk", "Kowaltschuk"),
        ("Zhukov", "Schukow"), ("Olha", "Olga"), ("Ihor", "Igor"), ("Serhii", "Sergej"),
        ("Yevhen", "Jewgeni"),
        ("Oleksandr", "Alexander"), ("Mykhailo", "Michajlo"), ("Şükrü", "Schukri"), ("Çelik", "Tschelik"),
        ("Đorđević", "Djordjevic"), ("Meier", "Mayr"), ("Schmidt", "Schmitt"),
    ],
)  # fmt: skip
def test_what_sounds_alike_is_found_however_others_have_written_it(one: str, other: str):
    assert sounds(one) & sounds(other)


@pytest.mark.parametrize(("one", "other"), [("Bach", "Pau"), ("Yılmaz", "Öztürk"), ("Olga", "Igor")])
def test_what_sounds_otherwise_is_not(one: str, other: str):
    assert not sounds(one) & sounds(other)


@given(st.text(max_size=40))
def test_any_text_has_forms_and_finds_itself_again(text: str):
    for word in words(text):
        assert forms(word)[Match.NAME] == {word}
        assert forms(word.upper())[Match.SOUND] == forms(word.upper().lower())[Match.SOUND]
