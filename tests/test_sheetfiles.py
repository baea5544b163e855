"""Tables come in as .xlsx, .ods or CSV, whatever the file is called; what can't be read says what to do."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app import sheetfiles
from app.refusals import NotAllowed
from tests import workbooks

ROWS = [["Name", "Zahl"], ["Kaya", 120]]


def first(data):
    return sheetfiles.opened(data).worksheets[0]


def cells(data):
    return [row for _, row in first(data).lines]


def repacked(data, *, without=(), **parts):
    """The same file with parts added or left out."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(page, "w") as new:
        for name in old.namelist():
            if name not in {*without, *parts}:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return page.getvalue()


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_a_workbook_is_read_as_its_cells_say(write):
    row = ["Öztürk", 120, 1.5, date(2027, 12, 31), datetime.fromisoformat("2027-01-02 08:30"), True]

    assert cells(write([row])) == [("Öztürk", "120", "1,5", "2027-12-31", "2027-01-02 08:30", "ja")]


def test_a_time_of_day_is_a_time():
    assert cells(workbooks.xlsx([["ab", time(17, 30)]])) == [("ab", "17:30")]


def test_a_formula_counts_with_the_value_that_was_saved():
    assert cells(workbooks.xlsx([["a", ('=A1&"x"', "ax"), ("=1+1", 2)]])) == [("a", "ax", "2")]


def test_text_that_looks_like_a_formula_stays_text():
    assert cells(workbooks.xlsx([["=1+1", "b"]])) == [("=1+1", "b")]


def test_blank_rows_are_left_out_and_lines_have_the_numbers_of_the_sheet():
    assert [line for line, _ in first(workbooks.xlsx([["a", "b"], [], [None, " "], ["c", "d"]])).lines] == [
        1,
        4,
    ]


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_a_cell_that_several_rows_share_holds_for_each_of_them(write):
    rows = [
        ["Amt", "Name", None, None, "Ort"],
        ["Ordnungsamt", "A", None, None, "Altfeld"],
        [None, "B", None, None, None],
        [],
        [None, "C", None, None, "Nordheim"],
    ]

    assert cells(write(rows, merged=["A2:A5", "E2:E3"]))[1:] == [
        ("Ordnungsamt", "A", "", "", "Altfeld"),
        ("Ordnungsamt", "B", "", "", "Altfeld"),
        ("Ordnungsamt",),
        ("Ordnungsamt", "C", "", "", "Nordheim"),
    ]


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_only_sheets_with_anything_on_them_count(write):
    file = sheetfiles.opened(write([], ROWS, names=("Leer", "Pool")))

    assert [one.name for one in file.worksheets] == ["Pool"]


def test_a_hidden_sheet_is_not_read():
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page)
    book.add_worksheet("Pool").write_row(0, 0, ROWS[0])
    hidden = book.add_worksheet("Alt")
    hidden.write_row(0, 0, ROWS[0])
    hidden.hide()
    book.close()

    assert [one.name for one in sheetfiles.opened(page.getvalue()).worksheets] == ["Pool"]


def test_the_guard_of_a_cell_is_taken_off_once():
    file = sheetfiles.opened(workbooks.xlsx([["Name", "Grund"], ["''=1+1", "x"]]))

    assert file.worksheets[0].lines[1][1][0] == "'=1+1"
    assert sheetfiles.from_json(file.as_json()) == file


def test_a_sheet_is_found_by_its_name():
    file = sheetfiles.opened(workbooks.xlsx(ROWS, ROWS))

    assert (file.place_of("Archiv"), sheetfiles.from_json(file.as_json())) == (1, file)
    with pytest.raises(NotAllowed, match="„Alt“ gibt es in der Datei nicht. Es gibt: Pool, Archiv"):
        file.place_of("Alt")


def test_macros_are_told_and_never_looked_at():
    file = sheetfiles.opened(repacked(workbooks.xlsx(ROWS), **{"xl/vbaProject.bin": b"Sub AutoOpen()"}))

    assert file.macros and file.worksheets[0].lines[1] == (2, ("Kaya", "120"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Die Datei ist leer"),
        (workbooks.xlsx([]), "Die Datei ist leer"),
        (b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "mit einem Passwort"),
        (
            repacked(workbooks.ods(ROWS), **{"META-INF/manifest.xml": b"<encryption-data/>"}),
            "mit einem Passwort",
        ),
        (repacked(workbooks.ods(ROWS), **{"encrypted-package": b"x"}), "mit einem Passwort"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "Dieses Excel-Format lesen wir nicht"),
        (repacked(workbooks.xlsx(ROWS), **{"xl/workbook.bin": b"x"}), "Dieses Excel-Format lesen wir nicht"),
        (repacked(workbooks.xlsx(ROWS), without=["xl/workbook.xml"]), "keine Tabelle, die wir lesen"),
        (repacked(workbooks.xlsx(ROWS), **{"xl/workbook.xml": b"<kaputt"}), "keine Tabelle, die wir lesen"),
        (workbooks.xlsx(ROWS)[:300], "keine Tabelle, die wir lesen"),
        (b"%PDF-1.7\0", "keine Tabelle, die wir lesen"),
        (b"x" * (sheetfiles.MOST_BYTES + 1), "größer als 5 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_not_be_read_says_what_to_do(data, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        sheetfiles.opened(data)


def test_two_cells_that_claim_gigabytes_end_the_reader_and_nobody_else():
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_000_000, 16_000, "b")
    book.close()

    with pytest.raises(NotAllowed, match="zu groß"):
        sheetfiles.opened(page.getvalue())


def test_the_reader_gets_no_keys(monkeypatch):
    monkeypatch.setenv("FALLBRUECKE_KEYS", "secret")
    seen = {}
    run = sheetfiles.subprocess.run
    monkeypatch.setattr(sheetfiles.subprocess, "run", lambda *a, **k: seen.update(k) or run(*a, **k))

    first(workbooks.xlsx(ROWS))

    assert seen["env"] == {}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_breaks_the_opening(data):
    for content in (data, b"PK\x03\x04" + data, b"\xd0\xcf\x11\xe0" + data):
        try:
            assert sheetfiles.opened(content).worksheets
        except NotAllowed:
            continue
