"""What two people have in common who may know each other; pure, the same for both sides.

A mark is a word that can be hashed, so that it is compared without being readable. Two people may know each
other if they share one. A family name by itself is no mark: too many have the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations, product

from app.naming import family_name, parts
from app.phonetics import cologne, plain, sounds


class MarkKind(Enum):
    """By what people are compared."""

    NAME = "NAME"
    """Two words of a name."""
    ADDRESS = "ADDRESS"
    """A house, or the one next door."""
    KIN = "KIN"
    """A family name in the same street."""
    BODY = "BODY"
    """An office, a firm, a club."""


@dataclass(frozen=True, slots=True)
class Mark:
    """``postcode`` None: nobody has said where, so it may be anywhere."""

    kind: MarkKind
    text: str
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody, as far as it is known. ``body``: the name may be that of an office, a firm, a club."""

    name: str | None = None
    address: str | None = None
    body: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all of it can be compared: two words of a name, and a house."""
        place = place_of(self.address)
        return len(_words(self.name)) > 1 and place is not None and bool(place.houses)


@dataclass(frozen=True, slots=True)
class Place:
    """A street, the numbers of its houses, and where it is."""

    street: str
    houses: tuple[int, ...]
    postcode: str | None


#: Between the names of several people.
_BETWEEN = frozenset({"und", "u", "sowie", "mit", "and", "&"})
_LEGAL = frozenset(
    {"gmbh", "ggmbh", "mbh", "ag", "kg", "ohg", "gbr", "ug", "eg", "ev", "e", "v", "co", "se", "kgaa"}
)
#: A code of so few digits is shared by too many names: its vowels are told with it.
_TELLING = 3
_VOWELS = str.maketrans({"y": "i", "j": "i"})
#: From house to house on one side of a street; so far reaches „next door“.
_NEXT_DOOR = 2
_SHORTEST_STREET = 3

_POSTCODE = re.compile(r"(?<!\d)(?:D\s?[-–]?\s?)?([0-9]{5})(?!\d)")
_STREET = re.compile(r"str(?:aße|asse|\.)?(?=$|[\s\-–])")
_SQUARE = re.compile(r"pl\.?(?=$|[\s\-–])")
_NUMBER = r"([0-9]{1,4})(?![0-9.])"
_HOUSE = re.compile(rf"^(.*?[^\W\d_].*?)\s*(?<![0-9]){_NUMBER}(?:\s*[a-z]?\s*[-–/+]\s*{_NUMBER})?")


def marks_of(one: Described) -> frozenset[Mark]:
    """All marks of one person, in no order."""
    place = place_of(one.address)
    found = [Mark(MarkKind.NAME, text) for text in _names(one.name)]
    if place is not None:
        found += [Mark(MarkKind.ADDRESS, text, place.postcode) for text in _houses(place)]
        found += [Mark(MarkKind.KIN, text, place.postcode) for text in _kin(one.name, place.street)]
    if one.body:
        found += [Mark(MarkKind.BODY, text) for text in _bodies(one.name)]
    return frozenset(found)


def place_of(written: str | None) -> Place | None:
    """„Kanalstr. 12a, 48653 Musterstadt“ and „KANALSTRASSE 12“ are one house; None without a street."""
    text = unicodedata.normalize("NFC", written or "").casefold()
    postcode = _POSTCODE.search(text.upper())
    lines = [line.strip(" .") for line in re.split(r"[,;\n]", _POSTCODE.sub(",", text.upper()).casefold())]
    numbered = next((found for line in lines if (found := _HOUSE.match(line))), None)
    street = _street(numbered[1] if numbered else next(filter(None, lines), ""))
    if len(street) < _SHORTEST_STREET:
        return None
    houses = tuple(int(one) for one in numbered.groups()[1:] if one) if numbered else ()
    return Place(street, houses, postcode[1] if postcode else None)


def _street(written: str) -> str:
    return plain(_SQUARE.sub("platz", _STREET.sub("str", written)))


def _words(name: str | None) -> list[str]:
    return [word for word in parts(name or "") if word.casefold() not in _BETWEEN]


def tellings(word: str) -> frozenset[str]:
    """How a word sounds, in forms that few other names share; as written where it holds no letter of ours.

    Who spells it otherwise, or writes it down from another alphabet, has one of the forms as well.
    """
    spelled = plain(word)
    vowels = "".join(sign for sign in spelled.translate(_VOWELS) if sign in "aeiou")
    codes = (sounds(word) | {cologne(spelled)}) - {""}
    return frozenset(code if len(code) >= _TELLING else f"{code}{vowels}" for code in codes) or frozenset(
        {spelled} - {""}
    )


def _names(name: str | None) -> Iterator[str]:
    """Each two words of a name, in whatever order; one alone says nothing."""
    for one, other in combinations([tellings(word) for word in _words(name)], 2):
        for both in product(one, other):
            yield "+".join(sorted(both))


def _houses(place: Place) -> Iterator[str]:
    """The house itself, and its ties to the houses next door: two houses that are near share one."""
    for house in place.houses:
        yield f"{place.street} {house}"
        for far in range(1, _NEXT_DOOR + 1):
            yield f"{place.street} {house}-{house + far}"
            yield f"{place.street} {house - far}-{house}"


def _kin(name: str | None, street: str) -> Iterator[str]:
    for word in _words(family_name(name or "")):
        for telling in tellings(word):
            yield f"{telling}@{street}"


def _bodies(name: str | None) -> Iterator[str]:
    words = {plain(word) for word in _words(name) if word.casefold() not in _LEGAL} - {""}
    if words:
        yield " ".join(sorted(words))
