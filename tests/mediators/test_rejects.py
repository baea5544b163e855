"""Rows that can't be taken go back in a file that can be corrected and imported again."""

import csv
import io

from app.mediators import poolfile
from app.mediators.poolfile import PoolFile
from tests.mediators.pool import FAULTS, SAMPLE, file_of


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
