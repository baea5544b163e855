"""Rows that can't be taken go back in a file that can be corrected and imported again."""

import csv
import io
from dataclasses import replace

import pytest

from app.exports import as_csv
from app.mediators import poolfile
from app.mediators.poolfile import PoolFile
from tests.mediators.pool import FAULTS, GOOD, HEADER, SAMPLE, file_of, read


def rejects_of(file: PoolFile) -> list[list[str]]:
    text = poolfile.rejects_csv(file).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def test_rejects_carry_the_row_then_line_column_and_reason() -> None:
    file = read(SAMPLE)

    header, *rows = rejects_of(file)

    assert header == [*file.header, "line", "column", "reason"]
    assert {len(row) for row in rows} == {19}
    assert [(int(row[16]), row[17]) for row in rows] == FAULTS
    assert rows[9][:7] == ["Şahin", "Yusuf", "yusuf.sahin43@pool.example", *file.rejects[9].cells[3:6], ""]


def test_rejects_are_guarded_against_formulas() -> None:
    file = read(file_of({"Vorname": "=1+1", "Max. Fälle": "-1", "Telefon": "+49 221 4710967"}))

    _, row = rejects_of(file)

    assert (row[1], row[3], row[7]) == ("'=1+1", "+49 221 4710967", "'-1")


def test_rejects_imported_again_give_the_same_rejects() -> None:
    file = read(file_of({"Vorname": "=1+1", "Max. Fälle": "-1"}, {"Sprachen": "", "E-Mail": "b@c.example"}))

    again = read(poolfile.rejects_csv(file))

    assert again == file


def test_a_corrected_rejects_file_can_be_imported_as_it_is() -> None:
    rejects = poolfile.rejects_csv(read(file_of({"Vorname": "=1+1", "Max. Fälle": "-1"})))

    file = read(rejects.replace(b"'-1", b"1", 1))

    assert [(person.first_name, person.capacity) for person in file.rows] == [("=1+1", 1)]
    assert file.ignored == ()


@pytest.mark.parametrize(
    ("seen_on", "reasons"),
    [("02.03.2026", []), ("2026-03-03", ["„2026-03-03“ liegt in der Zukunft."])],
    ids=["today", "tomorrow"],
)
def test_nobody_has_seen_a_certificate_of_conduct_tomorrow(seen_on: str, reasons: list[str]) -> None:
    row = ";".join([*GOOD.values(), seen_on])

    file = read(f"{HEADER};Führungszeugnis gesehen am\n{row}\n".encode())

    assert [one.reason for one in file.rejects] == reasons
    assert {one.column for one in file.rejects} <= {"Führungszeugnis gesehen am"}


SHORT_ROW = "Kaya;Ece;ece.kaya@pool.example;0221 4710967;Deutsch (C1)"
TWICE = file_of({}, {"Vorname": "Elif"})
MISFITS = {
    "a row with too few cells": f"{HEADER}\n{SHORT_ROW}\n".encode(),
    "a row with too many cells": file_of({"Vorname": "Ece"}).rstrip() + b";Nachbarn\r\n",
    "an address that stands twice": TWICE,
}


@pytest.mark.parametrize("data", MISFITS.values(), ids=list(MISFITS))
def test_a_row_that_comes_again_as_it_was_goes_back_again(data: bytes) -> None:
    file = read(data)

    for _ in range(2):
        again = read(poolfile.rejects_csv(file))
        assert again.rows == []
        assert [(one.column, one.reason) for one in again.rejects] == [
            (one.column, one.reason) for one in file.rejects
        ]
        file = again


@pytest.mark.parametrize("data", MISFITS.values(), ids=list(MISFITS))
def test_without_its_reason_a_row_is_meant_as_it_is(data: bytes) -> None:
    file = read(data)
    cleared = PoolFile(file.header, [], [replace(one, reason="") for one in file.rejects])

    again = read(poolfile.rejects_csv(cleared))

    assert [row.email for row in again.rows] == ["ece.kaya@pool.example"]


def test_a_short_row_is_taken_once_something_of_it_was_filled_in() -> None:
    header, row = rejects_of(read(MISFITS["a row with too few cells"]))
    row[5] = "Mo 17-19 Uhr"

    again = read(as_csv([header, row]))

    assert [len(person.slots) for person in again.rows] == [1]


def test_a_long_row_is_taken_once_the_cell_that_was_torn_is_whole() -> None:
    header, row = rejects_of(read(MISFITS["a row with too many cells"]))
    row[6] = "Schule, Nachbarn"

    again = read(as_csv([header, row]))

    assert [reject.column for reject in again.rejects] != [""]


def test_an_address_of_ones_own_makes_the_second_row_good() -> None:
    header, row = rejects_of(read(TWICE))
    row[2] = "elif.kaya@pool.example"

    again = read(as_csv([header, row]))

    assert [(person.first_name, person.email) for person in again.rows] == [
        ("Elif", "elif.kaya@pool.example")
    ]
