"""An office's pool file: good rows come in whole, whatever program saved it; nothing breaks the import."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages import Level
from app.mediators import poolfile
from app.mediators.poolfile import PoolRow
from app.mediators.rules import Slot, Topic
from app.refusals import NotAllowed
from tests.mediators.pool import FAULTS, GOOD, HEADER, SAMPLE, file_of, read, resaved


def test_the_sample_gives_49_people_and_11_rows_with_their_fault() -> None:
    file = read(SAMPLE)

    assert len(file.rows) == 49
    assert [(reject.line, reject.column) for reject in file.rejects] == FAULTS
    assert file.ignored == ()


def test_every_fault_of_the_sample_is_said_in_words() -> None:
    file = read(SAMPLE)

    assert [reject.reason for reject in file.rejects] == [
        "Die E-Mail-Adresse fehlt.",
        "„mehmet.weiss6 at pool.example“ ist keine E-Mail-Adresse. "
        "Erwartet wird etwas wie name@kreis.example.",
        "„SELAM.SCHMIDT7@POOL.EXAMPLE“ steht schon in Zeile 9. Jede Adresse darf nur einmal vorkommen.",
        "Die Sprache „Klingonisch“ kennen wir nicht. Bitte prüfen Sie die Schreibweise.",
        "„Di 18:00-09:00“ endet nicht nach dem Beginn. Bitte prüfen Sie die Uhrzeiten.",
        "„Mo ab und zu“ ist keine Zeitangabe. Erwartet wird etwas wie „Mo 17:00-19:30“ oder „Mo 17-19 Uhr“.",
        "„31.02.2028“ ist kein mögliches Datum. Erwartet wird etwas wie 31.12.2027 oder 2027-12-31.",
        "„-1“: Erwartet wird eine ganze Zahl von 0 bis 9999.",
        "Der Nachname fehlt.",
        "Die Zeile hat nur 6 Zellen, die Kopfzeile 16: Ab „Themen“ fehlt alles. "
        "Sollen diese Zellen leer bleiben, löschen Sie diesen Grund.",
        "„fließend-ish“ ist kein Sprachniveau. Möglich sind A1, A2, B1, B2, C1, C2 oder Muttersprache.",
    ]


def test_a_person_of_the_sample_comes_in_whole() -> None:
    person = read(SAMPLE).rows[0]

    assert person == PoolRow(
        line=2,
        last_name="Schmidt",
        first_name="Elif",
        email="elif.schmidt0@pool.example",
        phone="+49 40 66969210",
        languages=(("de", Level.B2), ("ru", Level.B1)),
        slots=(
            Slot(0, time(8), time(13)),
            Slot(3, time(8), time(11)),
            Slot(4, time(9), time(13)),
            Slot(5, time(9), time(12)),
        ),
        topics=(Topic.ACCOMMODATION,),
        home="Nordheim",
        office_name="Kommunales Integrationszentrum",
        training_hours=120,
        certified_until=date(2029, 3, 1),
        capacity=3,
        gender=None,
        obligated_on=date(2026, 7, 25),
        certificate_seen_on=date(2025, 6, 10),
        mediations=20,
    )
    assert person.phone_e164 == "+494066969210"


def test_all_phones_of_the_sample_can_be_dialled() -> None:
    people = read(SAMPLE).rows

    assert [person.phone for person in people if person.phone and not person.phone_e164] == []


def test_a_formula_in_a_cell_is_text() -> None:
    people = {person.line: person for person in read(SAMPLE).rows}

    assert people[43].office_name == '=HYPERLINK("x")'
    assert people[43].languages == (("de", Level.C1), ("ckb", Level.NATIVE))


@pytest.mark.parametrize(
    "variant",
    [
        resaved(SAMPLE, separator=","),
        resaved(SAMPLE, separator="\t"),
        SAMPLE.removeprefix(b"\xef\xbb\xbf"),
        SAMPLE.replace(b"\r\n", b"\n"),
        SAMPLE.replace(b"\r\n", b"\r"),
    ],
    ids=["comma", "tab", "no BOM", "Unix", "old Mac"],
)
def test_the_way_of_saving_makes_no_difference(variant: bytes) -> None:
    assert read(variant) == read(SAMPLE)


def test_windows_1252_makes_no_difference() -> None:
    text = SAMPLE.decode("utf-8-sig").encode("cp1252", errors="ignore").decode("cp1252")

    file = read(text.encode("cp1252"))

    assert file == read(text.encode("utf-8"))
    assert [(reject.line, reject.column) for reject in file.rejects] == FAULTS
    assert {person.home for person in file.rows} >= {"Groß Bülten", "Steinhöfe"}


def test_a_line_is_counted_where_its_row_starts() -> None:
    people = [GOOD | {"Verfügbarkeit": "Mo 8-10\nDi 9-11"}, {"E-Mail": "x"}]

    file = read(b"\r\n" + file_of(*people))

    assert [person.line for person in file.rows] == [3]
    assert [reject.line for reject in file.rejects] == [5]


def test_blank_rows_are_passed_over() -> None:
    data = file_of({}) + b"\r\n;;;;;;;;;\r\n" + b"x;y\r\n"

    file = read(data)

    assert len(file.rows) == 1
    assert [reject.line for reject in file.rejects] == [5]


def test_a_row_longer_than_the_header_goes_back() -> None:
    data = file_of({}).rstrip() + b";;Nachtrag\r\n"

    file = read(data)

    assert [(reject.column, reject.reason) for reject in file.rejects] == [
        (
            "",
            "Die Zeile hat mehr Zellen als die Kopfzeile (10), zuerst „Nachtrag“. "
            "Steht in einer Zelle ein Trennzeichen? Ist alles richtig, löschen Sie diesen Grund.",
        )
    ]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named() -> None:
    data = "sprachen;EMail;Vorname;Nachname;Schuhgröße;;\r\nDeutsch (C1);a@b.example;Ece;Kaya;38".encode()

    file = read(data)

    assert (file.rows[0].last_name, file.rows[0].email) == ("Kaya", "a@b.example")
    assert file.ignored == ("Schuhgröße",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"\xef\xbb\xbf \r\n;;\r\n", "Die Datei ist leer."),
        (b"PK\x03\x04\x00\x00", "Das ist keine Tabelle"),
        (b"\xef\xbb\xbfNachname;\xff", "Das ist keine Tabelle"),
        (b"\x81", "Das ist keine Tabelle"),
        (b"Hallo Welt", "In der Datei fehlt: Nachname, Vorname, E-Mail, Sprachen."),
        (b"Nachname;Vorname;Sprachen\r\n", "In der Datei fehlt: E-Mail."),
        (b"Nachname;Vorname;E-Mail;Sprachen;e-mail\r\n", "Die Spalte „E-Mail“ kommt mehr als einmal vor."),
        (file_of({}, {}) + b'"offen', "Ab Zeile 4 ist die Datei nicht lesbar."),
        (b"x" * (5 * 1024 * 1024 + 1), "Die Datei ist größer als 5 MB."),
        (b"Nachname\r\n" + b"x\r\n" * 10_001, "Die Datei hat mehr als 10.000 Zeilen."),
        (b"x;" * 101 + b"x", "Die Datei hat mehr als 100 Spalten."),
    ],
    ids=range(12),
)
def test_what_is_no_pool_file_is_refused_as_a_whole(data: bytes, sentence: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        read(data)

    assert str(refusal.value).startswith(sentence)


def test_a_file_of_the_greatest_size_is_read() -> None:
    data = b"Nachname;Vorname;E-Mail;Sprachen\r\n" + b"x\r\n" * 10_000

    assert len(read(data).rejects) == 10_000


CELLS = st.one_of(st.text(), st.text(alphabet="=+-@'\t\r\n\0;,\"() 0123456789.:DeutschC1Mo"))

#: A first name stays, so that no row is blank.
OPEN = {name: CELLS for name in GOOD if name != "Vorname"}


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.fixed_dictionaries({}, optional=OPEN), max_size=4),
    st.sampled_from(";,\t"),
)
def test_whatever_stands_in_the_cells_every_row_comes_in_or_goes_back(
    people: list[dict[str, str]], separator: str
) -> None:
    data = file_of(*people, separator=separator).replace(b"\0", b"")

    file = read(data)

    assert len(file.rows) + len(file.rejects) == len(people)
    assert poolfile.rejects_csv(file)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.integers(0, len(SAMPLE)), st.integers(0, 300))
def test_a_damaged_file_is_read_or_refused_but_never_breaks(junk: bytes, place: int, gap: int) -> None:
    for data in (junk, HEADER.encode() + b"\r\n" + junk, SAMPLE[:500] + junk + SAMPLE[place : place + 900]):
        try:
            poolfile.rejects_csv(read(data[: len(data) - gap] if gap % 2 else data))
        except NotAllowed as refusal:
            assert str(refusal)
