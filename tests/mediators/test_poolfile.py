"""An office's pool file: good rows come in whole, faulty ones go back with the reason in words."""

import csv
import io
import json
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages import Level
from app.mediators import poolfile
from app.mediators.poolfile import PoolFile, PoolRow
from app.mediators.rules import Gender, Slot, Topic
from app.refusals import NotAllowed

SAMPLE = (Path(__file__).parents[2] / "app" / "demo" / "mediatorenpool.csv").read_bytes()
HEADER = (
    "Nachname;Vorname;E-Mail;Telefon;Sprachen;Verfügbarkeit;Themen;Max. Fälle;Zertifiziert bis;Geschlecht"
)
GOOD = {
    "Nachname": "Kaya",
    "Vorname": "Ece",
    "E-Mail": "ece.kaya@pool.example",
    "Telefon": "0221 4710967",
    "Sprachen": "Deutsch (C1)",
    "Verfügbarkeit": "Mo 17-19 Uhr",
    "Themen": "Schule",
    "Max. Fälle": "3",
    "Zertifiziert bis": "2028-06-30",
    "Geschlecht": "w",
}
FAULTS = [
    (7, "E-Mail"),
    (8, "E-Mail"),
    (10, "E-Mail"),
    (13, "Sprachen"),
    (24, "Verfügbarkeit"),
    (27, "Verfügbarkeit"),
    (29, "Zertifiziert bis"),
    (38, "Max. Fälle"),
    (41, "Nachname"),
    (45, "Themen"),
    (57, "Sprachen"),
]


def file_of(*people: dict[str, str], separator: str = ";") -> bytes:
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, HEADER.split(";"), delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows([GOOD | person for person in people])
    return page.getvalue().encode()


def only_row(**cells: str) -> PoolRow:
    file = poolfile.read(file_of({name.replace("_", " "): cell for name, cell in cells.items()}))
    assert not file.rejects
    return file.rows[0]


def resaved(data: bytes, *, separator: str) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator).writerows(rows)
    return page.getvalue().encode()


def test_the_sample_gives_49_people_and_11_rows_with_their_fault() -> None:
    file = poolfile.read(SAMPLE)

    assert len(file.rows) == 49
    assert [(reject.line, reject.column) for reject in file.rejects] == FAULTS
    assert file.ignored == ()


def test_every_fault_of_the_sample_is_said_in_words() -> None:
    file = poolfile.read(SAMPLE)

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
        "Die Zeile hat nur 6 Zellen, die Kopfzeile 16: Ab „Themen“ fehlt alles.",
        "„fließend-ish“ ist kein Sprachniveau. Möglich sind A1, A2, B1, B2, C1, C2 oder Muttersprache.",
    ]


def test_a_person_of_the_sample_comes_in_whole() -> None:
    person = poolfile.read(SAMPLE).rows[0]

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
    people = poolfile.read(SAMPLE).rows

    assert [person.phone for person in people if person.phone and not person.phone_e164] == []


def test_a_formula_in_a_cell_is_text() -> None:
    people = {person.line: person for person in poolfile.read(SAMPLE).rows}

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
    assert poolfile.read(variant) == poolfile.read(SAMPLE)


def test_windows_1252_makes_no_difference() -> None:
    text = SAMPLE.decode("utf-8-sig").encode("cp1252", errors="ignore").decode("cp1252")

    file = poolfile.read(text.encode("cp1252"))

    assert file == poolfile.read(text.encode("utf-8"))
    assert [(reject.line, reject.column) for reject in file.rejects] == FAULTS
    assert {person.home for person in file.rows} >= {"Groß Bülten", "Steinhöfe"}


def test_a_line_is_counted_where_its_row_starts() -> None:
    people = [GOOD | {"Verfügbarkeit": "Mo 8-10\nDi 9-11"}, {"E-Mail": "x"}]

    file = poolfile.read(b"\r\n" + file_of(*people))

    assert [person.line for person in file.rows] == [3]
    assert [reject.line for reject in file.rejects] == [5]


def test_blank_rows_are_passed_over() -> None:
    data = file_of({}) + b"\r\n;;;;;;;;;\r\n" + b"x;y\r\n"

    file = poolfile.read(data)

    assert len(file.rows) == 1
    assert [reject.line for reject in file.rejects] == [5]


@pytest.mark.parametrize("text", ["2026-06-10", "10.06.2026", "10.6.2026"])
def test_three_ways_to_write_a_date_mean_the_same_day(text: str) -> None:
    assert only_row(Zertifiziert_bis=text).certified_until == date(2026, 6, 10)


def test_several_languages_keep_their_order() -> None:
    person = only_row(Sprachen="Deutsch (B2), Kurdisch (Sorani) (Muttersprache)\nArabisch (Levante) (c1)")

    assert person.languages == (("de", Level.B2), ("ckb", Level.NATIVE), ("apc", Level.C1))


def test_what_the_file_leaves_open_stays_open() -> None:
    nothing = dict.fromkeys(["Telefon", "Verfügbarkeit", "Themen", "Max._Fälle", "Zertifiziert_bis"], " ")

    person = only_row(**nothing, Geschlecht="")

    assert (person.phone, person.phone_e164, person.slots, person.topics) == ("", None, (), ())
    assert (person.capacity, person.certified_until, person.gender) == (2, None, None)


@pytest.mark.parametrize("phone", ["nur abends", "0" * 600, "++49", "=1+1"])
def test_a_phone_is_never_a_reason_to_reject(phone: str) -> None:
    person = only_row(Telefon=phone)

    assert (person.phone, person.phone_e164) == (phone, None)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  Ece   Su ", "Ece Su"), ("Ece\nSu", "Ece Su"), ("E\x02ce\x7f", "E ce"), ("Zoe\u0308", "Zoë")],
)
def test_a_name_is_kept_in_one_line_of_composed_letters(typed: str, name: str) -> None:
    assert only_row(Vorname=typed).first_name == name


def test_an_address_is_kept_in_lower_case() -> None:
    assert only_row(**{"E-Mail": "Ece.Kaya@POOL.example"}).email == "ece.kaya@pool.example"


@pytest.mark.parametrize(
    ("word", "gender"), [("W", Gender.FEMALE), ("männlich", Gender.MALE), ("d", Gender.DIVERSE)]
)
def test_a_gender_is_a_letter_or_a_word(word: str, gender: Gender) -> None:
    assert only_row(Geschlecht=word).gender is gender


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Sprachen", "", "Es fehlt mindestens eine Sprache mit Niveau."),
        ("Sprachen", " , ", "Es fehlt mindestens eine Sprache mit Niveau."),
        ("Sprachen", "Deutsch", "Bei „Deutsch“ fehlt das Niveau. Erwartet wird etwas wie „Deutsch (C1)“."),
        (
            "Sprachen",
            "Kurdisch (Sorani)",
            "Bei „Kurdisch (Sorani)“ fehlt das Niveau. Erwartet wird etwas wie „Deutsch (C1)“.",
        ),
        ("Sprachen", "Kurdisch (C1)", "Kurdisch: bitte Kurmandschi oder Sorani angeben."),
        ("Sprachen", "Farsi (C1), Persisch (B2)", "„Persisch (B2)“: Diese Sprache steht hier zweimal."),
        ("Vorname", "", "Der Vorname fehlt."),
        ("Vorname", "x" * 501, f"„{'x' * 30} …“ ist zu lang. Erwartet werden höchstens 500 Zeichen."),
        ("Max. Fälle", "zwei", "„zwei“: Erwartet wird eine ganze Zahl von 0 bis 9999."),
        ("Max. Fälle", "9" * 400, f"„{'9' * 400}“: Erwartet wird eine ganze Zahl von 0 bis 9999."),
        ("Geschlecht", "x", "„x“: Erwartet wird w, m, d oder eine leere Zelle."),
        (
            "Zertifiziert bis",
            "1.3.29",
            "„1.3.29“ ist kein mögliches Datum. Erwartet wird etwas wie 31.12.2027 oder 2027-12-31.",
        ),
        (
            "Themen",
            "Schule, Segeln",
            "Das Thema „Segeln“ kennen wir nicht. Möglich sind: Nachbarschaft, Schule, Jugend, Unterkunft, "
            "Religion, Vereine, Familie, Öffentlicher Raum.",
        ),
    ],
)
def test_a_faulty_cell_goes_back_with_its_column_and_reason(column: str, cell: str, reason: str) -> None:
    file = poolfile.read(file_of({column: cell}))

    assert file.rows == []
    assert [(reject.line, reject.column, reject.reason) for reject in file.rejects] == [(2, column, reason)]


def test_a_row_with_several_faults_says_them_all() -> None:
    file = poolfile.read(file_of({"Max. Fälle": "-1", "Vorname": ""}))

    assert [(reject.column, reject.reason) for reject in file.rejects] == [
        ("Vorname", "Der Vorname fehlt. „-1“: Erwartet wird eine ganze Zahl von 0 bis 9999.")
    ]


def test_a_row_longer_than_the_header_goes_back() -> None:
    data = file_of({}).rstrip() + b";;Nachtrag\r\n"

    file = poolfile.read(data)

    assert [(reject.column, reject.reason) for reject in file.rejects] == [
        (
            "",
            "Die Zeile hat mehr Zellen als die Kopfzeile (10), zuerst „Nachtrag“. "
            "Steht in einer Zelle ein Trennzeichen?",
        )
    ]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named() -> None:
    data = "sprachen;EMail;Vorname;Nachname;Schuhgröße;;\r\nDeutsch (C1);a@b.example;Ece;Kaya;38".encode()

    file = poolfile.read(data)

    assert (file.rows[0].last_name, file.rows[0].email) == ("Kaya", "a@b.example")
    assert file.ignored == ("Schuhgröße",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"\xef\xbb\xbf \r\n;;\r\n", "Die Datei ist leer."),
        (b"PK\x03\x04\x00\x00", "Das ist keine CSV-Datei"),
        (b"\xef\xbb\xbfNachname;\xff", "Das ist keine CSV-Datei"),
        (b"\x81", "Das ist keine CSV-Datei"),
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
        poolfile.read(data)

    assert str(refusal.value).startswith(sentence)


def test_a_file_of_the_greatest_size_is_read() -> None:
    data = b"Nachname;Vorname;E-Mail;Sprachen\r\n" + b"x\r\n" * 10_000

    assert len(poolfile.read(data).rejects) == 10_000


def rejects_of(file: PoolFile) -> list[list[str]]:
    text = poolfile.rejects_csv(file).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def test_rejects_carry_the_row_then_line_column_and_reason() -> None:
    file = poolfile.read(SAMPLE)

    header, *rows = rejects_of(file)

    assert header == [*file.header, "line", "column", "reason"]
    assert {len(row) for row in rows} == {19}
    assert [(int(row[16]), row[17]) for row in rows] == FAULTS
    assert rows[9][:7] == ["Şahin", "Yusuf", "yusuf.sahin43@pool.example", *file.rejects[9].cells[3:6], ""]


def test_rejects_are_guarded_against_formulas() -> None:
    file = poolfile.read(file_of({"Vorname": "=1+1", "Max. Fälle": "-1", "Telefon": "+49 221 4710967"}))

    _, row = rejects_of(file)

    assert (row[1], row[3], row[7]) == ("'=1+1", "+49 221 4710967", "'-1")


def test_rejects_imported_again_give_the_same_rejects() -> None:
    file = poolfile.read(
        file_of({"Vorname": "=1+1", "Max. Fälle": "-1"}, {"Sprachen": "", "E-Mail": "b@c.example"})
    )

    again = poolfile.read(poolfile.rejects_csv(file))

    assert again == file


def test_a_corrected_rejects_file_can_be_imported_as_it_is() -> None:
    rejects = poolfile.rejects_csv(poolfile.read(file_of({"Vorname": "=1+1", "Max. Fälle": "-1"})))

    file = poolfile.read(rejects.replace(b"'-1", b"1", 1))

    assert [(person.first_name, person.capacity) for person in file.rows] == [("=1+1", 1)]
    assert file.ignored == ()


def test_the_same_row_has_no_changes() -> None:
    before, after = (
        poolfile.read(SAMPLE).rows[0],
        poolfile.read(b"\r\n" + resaved(SAMPLE, separator=",")).rows[0],
    )

    stored = json.loads(json.dumps(before.fingerprint()))

    assert after.line != before.line
    assert after.changes(stored) == frozenset()


def test_another_order_of_languages_is_no_change() -> None:
    stored = only_row(Sprachen="Deutsch (C1), Dari (B2)").fingerprint()

    assert only_row(Sprachen="Dari (B2), Deutsch (C1)").changes(stored) == frozenset()


def test_a_change_is_known_by_its_field() -> None:
    stored = only_row().fingerprint()

    person = only_row(Sprachen="Deutsch (C2)", Telefon="", Verfügbarkeit="Mo 17-20 Uhr")

    assert person.changes(stored) == {"languages", "phone", "slots"}


def test_a_field_that_was_never_imported_is_a_change() -> None:
    stored = only_row().fingerprint()
    del stored["home"]

    assert only_row().changes(stored) == {"home"}


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

    file = poolfile.read(data)

    assert len(file.rows) + len(file.rejects) == len(people)
    assert poolfile.rejects_csv(file)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.integers(0, len(SAMPLE)), st.integers(0, 300))
def test_a_damaged_file_is_read_or_refused_but_never_breaks(junk: bytes, place: int, gap: int) -> None:
    for data in (junk, HEADER.encode() + b"\r\n" + junk, SAMPLE[:500] + junk + SAMPLE[place : place + 900]):
        try:
            poolfile.rejects_csv(poolfile.read(data[: len(data) - gap] if gap % 2 else data))
        except NotAllowed as refusal:
            assert str(refusal)
