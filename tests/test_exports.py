"""What leaves as CSV opens in a spreadsheet as text, and comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports import as_csv, guarded, unguarded

#: Text as people type it, and text as an attacker would.
CELLS = st.one_of(
    st.text(),
    st.text(alphabet="=+-@'＝＋－＠\t\r\n\0 \u00a01a;\""),
)


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("x")',
        "+SUMME(A1)",
        "-1",
        "@x",
        "\tx",
        "\rx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        " =1+1",
        "+49 40+cmd|'/C calc'!A0",
        "\t+49 40 66969210",
    ],
)
def test_a_cell_that_a_spreadsheet_could_run_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["", "Müller", "+49 40 66969210", "+49 (0)89 99998018", "'t Hooft", "a=b", "a@b.example", "1-2"]
)
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


def test_an_apostrophe_that_somebody_typed_before_a_formula_survives() -> None:
    assert unguarded(guarded("'=1")) == "'=1"


@given(CELLS)
def test_the_guard_comes_off_again_without_a_trace(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(CELLS.filter(lambda cell: not cell.startswith("+")))
def test_no_cell_leaves_with_a_sign_that_starts_a_formula(cell: str) -> None:
    assert not guarded(cell).startswith(tuple("=+-@＝＋－＠\t\r\n\0"))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=4))
def test_a_table_comes_back_from_csv_as_it_went_out(table: list[list[str]]) -> None:
    text = as_csv(table).decode("utf-8-sig")

    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)

    assert [[unguarded(cell) for cell in row] for row in rows] == table


def test_the_file_opens_in_a_german_spreadsheet() -> None:
    assert as_csv([["Straße", "-1"]]) == '\ufeff"Straße";"\'-1"\r\n'.encode()
