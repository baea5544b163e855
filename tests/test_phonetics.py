"""How names sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.naming import family_name, sound
from app.phonetics import cologne


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Müller-Lüdenscheidt", "65752682"),
        ("Wikipedia", "3412"),
        ("Breschnew", "17863"),
        ("Meyer", "67"),
        ("Mayr", "67"),
        ("Xaver", "4837"),
        ("Philipp", "351"),
        ("", ""),
        ("123", ""),
    ],
)
def test_the_code_is_the_published_one(word, code):
    assert cologne(word) == code


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", max_size=20))
def test_capitals_make_no_difference(word):
    assert cologne(word) == cologne(word.capitalize())


@given(st.text(max_size=40))
def test_any_text_has_a_code_of_digits(text):
    assert all(sign in "012345678" for sign in cologne(text))


@pytest.mark.parametrize("written", ["Familie Öztürk", "Öztürk, Ayşe", "Ayşe Öztürk", "Frau Dr. Oeztuerk"])
def test_one_family_sounds_the_same_however_it_is_written(written):
    assert sound(written) == sound("Öztürk")


def test_a_form_of_address_alone_is_no_name():
    assert family_name("Familie") == ""
