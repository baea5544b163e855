"""Sealed texts open only where they were sealed; blind indexes find without telling."""

import pytest
from cryptography.exceptions import InvalidTag

from app.crypto import KeyRing, normalized

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
RING = KeyRing({"1": OLD}, INDEX)
PLACE = "musterkreis|parties|name|7"


def test_what_was_sealed_opens_at_its_place() -> None:
    assert RING.unseal(RING.seal("Änne Özdemir", PLACE), PLACE) == "Änne Özdemir"


def test_the_same_text_never_looks_the_same() -> None:
    assert len({RING.seal("Änne Özdemir", PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "place",
    [
        "musterland|parties|name|7",
        "musterkreis|cases|name|7",
        "musterkreis|parties|phone|7",
        "musterkreis|parties|name|8",
    ],
)
def test_moved_to_another_place_it_does_not_open(place: str) -> None:
    sealed = RING.seal("Änne Özdemir", PLACE)

    with pytest.raises(InvalidTag):
        RING.unseal(sealed, place)


@pytest.mark.parametrize("byte", [2, 10, 20, -1])
def test_changed_in_one_bit_it_does_not_open(byte: int) -> None:
    sealed = bytearray(RING.seal("Änne Özdemir", PLACE))
    sealed[byte] ^= 1

    with pytest.raises(InvalidTag):
        RING.unseal(bytes(sealed), PLACE)


def test_after_a_change_of_keys_old_texts_open_and_new_ones_need_the_new_key() -> None:
    both = KeyRing({"1": OLD, "2": NEW}, INDEX)

    old, new = RING.seal("alt", PLACE), both.seal("neu", PLACE)

    assert [both.unseal(old, PLACE), both.unseal(new, PLACE)] == ["alt", "neu"]
    assert KeyRing({"2": NEW}, INDEX).unseal(new, PLACE) == "neu"


@pytest.mark.parametrize(
    "spelled", ["MUELLER öztürk", " Müller-Öztürk ", "müller oeztuerk", "Mu\u0308ller Öztürk"]
)
def test_one_name_spelled_differently_has_one_index(spelled: str) -> None:
    assert RING.blind_index(spelled, "name") == RING.blind_index("Müller-Öztürk", "name")


def test_the_index_differs_by_place_and_by_key_and_holds_no_letter_of_the_name() -> None:
    here = RING.blind_index("Müller", "name|1")

    assert here != RING.blind_index("Müller", "name|2")
    assert here != KeyRing({"1": OLD}, b"j" * 32).blind_index("Müller", "name|1")
    assert normalized("Müller") not in here
