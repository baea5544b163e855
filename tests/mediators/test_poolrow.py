"""One person of a pool file: what the cells mean, what is wrong with them, and what has changed since."""

import json
from datetime import date

import pytest

from app.languages import Level
from app.mediators.rules import Gender
from tests.mediators.pool import SAMPLE, file_of, only_row, read, resaved


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
    file = read(file_of({column: cell}))

    assert file.rows == []
    assert [(reject.line, reject.column, reject.reason) for reject in file.rejects] == [(2, column, reason)]


def test_a_row_with_several_faults_says_them_all() -> None:
    file = read(file_of({"Max. Fälle": "-1", "Vorname": ""}))

    assert [(reject.column, reject.reason) for reject in file.rejects] == [
        ("Vorname", "Der Vorname fehlt. „-1“: Erwartet wird eine ganze Zahl von 0 bis 9999.")
    ]


def test_the_same_row_has_no_changes() -> None:
    before, after = (
        read(SAMPLE).rows[0],
        read(b"\r\n" + resaved(SAMPLE, separator=",")).rows[0],
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
