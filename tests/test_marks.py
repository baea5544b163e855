"""Who may know whom: names as people spell and hear them, houses as people write them down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marks import Described, Mark, MarkKind, marks_of, place_of

FIRST = ("Jürgen", "Ayşe", "Mohammed", "Olha", "Petra", "Tim", "Leyla", "Bernd", "Fatima", "Wolfgang")
LAST = (
    "Müller",
    "Öztürk",
    "Al-Masri",
    "Schewtschenko",
    "Groß",
    "Nowak",
    "Haddad",
    "Lindner",
    "Popescu",
    "Kaya",
)
STREETS = ("Kanalstraße", "Birkenallee", "Am Markt", "Straße des 17. Juni", "Lange Gasse")


def knows(one: Described, other: Described) -> bool:
    """As the database compares them, without hashes."""
    return any(_meet(mine, theirs) for mine in marks_of(one) for theirs in marks_of(other))


def _meet(one: Mark, other: Mark) -> bool:
    same = (one.kind, one.text) == (other.kind, other.text)
    return same and (one.postcode == other.postcode or None in {one.postcode, other.postcode})


def named(name: str, address: str | None = None) -> Described:
    return Described(name, address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "MÜLLER, Jürgen"),
        ("Jürgen Müller", "Herr Jurgen Muller"),
        ("Jörg Weiß", "Joerg Weiss"),
        ("Ayşe Öztürk", "Ayse Oeztuerk"),
        ("Ayşe Öztürk", "Aische Ostürk"),
        ("Ayşe Müller-Öztürk", "Ayse Öztürk"),
        ("Mohammed Al-Masri", "Muhamad Almasri"),
        ("Olha Shevchenko", "Olga Schewtschenko"),
        ("Anna und Jörg Schmidt", "Jörg Schmitt"),
        ("Familie Anna Schmidt", "Anna Schmidt"),
        ("محمد المصري", "محمد المصري"),
    ],
)
def test_the_same_person_is_found_however_the_name_is_written(one: str, other: str) -> None:
    assert knows(named(one), named(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jürgen Müller", "Petra Müller"),
        ("Jürgen Müller", "Jürgen Lindner"),
        ("Familie Müller", "Petra Müller"),
        ("Müller", "Müller"),
        ("Tim Kaya", "Tom Kaya"),
        ("Anna Kaya", "Ina Kaya"),
        ("Anna und Jörg Schmidt", "Petra und Bernd Nowak"),
        ("", ""),
    ],
)
def test_a_family_name_or_a_first_name_alone_says_nothing(one: str, other: str) -> None:
    assert not knows(named(one), named(other))


@pytest.mark.parametrize(
    "written",
    [
        "Kanalstraße 12",
        "Kanalstr. 12a",
        "KANALSTRASSE 12, 48653 Musterstadt",
        "Kanal-Straße 12 A, 3. OG",
        "c/o Meier\nKanalstr. 12-14\nD-48653 Musterstadt",
        "48653 Musterstadt, Kanalstraße 12",
    ],
)
def test_one_house_is_one_house_however_it_is_written(written: str) -> None:
    assert knows(named("Jürgen Pohl", written), named("Petra Nowak", "Kanalstr. 12, 48653 Musterstadt"))


@pytest.mark.parametrize(
    "other",
    ["Kanalstr. 15", "Birkenallee 12", "Kanalstr.", "Musterstadt", "Kanalstr. 12, 31224 Peine", "", None],
)
def test_another_house_is_another_one(other: str | None) -> None:
    assert not knows(named("Jürgen Pohl", "Kanalstr. 12, 48653 Musterstadt"), named("Petra Nowak", other))


def test_next_door_counts_as_the_same_house() -> None:
    home = named("Jürgen Pohl", "Kanalstraße 12")

    near = [number for number in range(1, 30) if knows(home, named("Petra Nowak", f"Kanalstr. {number}"))]

    assert near == [10, 11, 12, 13, 14]


def test_a_family_name_counts_in_the_same_street() -> None:
    home = named("Jürgen Müller", "Kanalstraße 12")

    assert knows(home, named("Petra Mueller", "Kanalstr. 80"))
    assert not knows(home, named("Petra Mueller", "Birkenallee 12"))
    assert not knows(home, named("Petra Nowak", "Kanalstr. 80"))


def test_an_employer_is_compared_with_what_may_be_one() -> None:
    employer = Described("Wohnbau Musterstadt GmbH", body=True)

    assert knows(employer, Described("wohnbau musterstadt", body=True))
    assert not knows(employer, Described("Wohnbau Peine", body=True))
    assert knows(Described("Malerbetrieb Hans Müller", body=True), named("Hans Müller"))


def test_a_street_with_a_number_in_its_name_is_read_to_the_end() -> None:
    place = place_of("Straße des 17. Juni 135, 10623 Berlin")

    assert place is not None
    assert (place.houses, place.postcode) == ((135,), "10623")


names = st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(LAST))
addresses = st.none() | st.builds(
    "{} {}{}".format,
    st.sampled_from(STREETS),
    st.integers(1, 300),
    st.sampled_from(["", ", 48653 Musterstadt", ", 31224 Peine"]),
)
somebody = st.builds(Described, st.none() | names | st.text(max_size=40), addresses, st.booleans())
SPELLED = str.maketrans({"ü": "ue", "ö": "oe", "ß": "ss", "ş": "s", "ä": "ae"})


@given(somebody, somebody)
def test_who_may_know_somebody_may_be_known(one: Described, other: Described) -> None:
    assert knows(one, other) == knows(other, one)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_typed_has_marks_or_none(name: str, address: str) -> None:
    one = Described(name, address, body=True)

    assert marks_of(one) == marks_of(one)
    assert all(mark.text for mark in marks_of(one))


@given(
    st.lists(st.sampled_from([*FIRST, "Bilal", "Noor"]), min_size=2, max_size=4, unique=True), st.randoms()
)
def test_the_order_of_the_words_does_not_matter(words: list[str], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert marks_of(named(" ".join(words))) == marks_of(named(" ".join(mixed)))


@given(names, addresses)
def test_without_umlauts_in_capitals_the_family_name_first_it_is_still_the_same(
    name: str, address: str | None
) -> None:
    first, _, last = name.partition(" ")
    written = f"{last}, {first}".translate(SPELLED).upper()
    street = address.translate(SPELLED).upper() if address else None

    assert knows(named(name), named(written))
    assert address is None or knows(named("Unbekannt", address), named("Niemand", street))


@given(st.sampled_from(FIRST), st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(LAST))
def test_different_people_of_these_are_told_apart(one: str, other: str, last: str, another: str) -> None:
    same = (one, last) == (other, another)

    assert knows(named(f"{one} {last}"), named(f"{other} {another}")) == same


def test_a_mark_meets_where_nobody_has_said_where() -> None:
    here, there = Mark(MarkKind.ADDRESS, "kanalstr 1", "48653"), Mark(MarkKind.ADDRESS, "kanalstr 1", "31224")
    anywhere = Mark(MarkKind.ADDRESS, "kanalstr 1")

    assert _meet(here, anywhere) and _meet(anywhere, there)
    assert not _meet(here, there)
