"""Every column says what it holds, who reads it and when it goes; people in a case are sealed."""

import pytest
import sqlalchemy as sa

import app.tables  # noqa: F401 - makes the metadata complete
from app.classification import Data, Erase, Klass, Reader, declared
from app.database import Base

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]
SEALED = {Klass.K2, Klass.K3, Klass.K4}


def kind(column: sa.Column[object]) -> Data:
    found = declared(column.info)
    assert found is not None, f"{column} says nothing of what it holds"
    return found


def unclassified(metadata: sa.MetaData) -> list[str]:
    return [str(c) for table in metadata.sorted_tables for c in table.columns if declared(c.info) is None]


def test_every_column_says_what_it_holds() -> None:
    assert unclassified(Base.metadata) == []


def test_a_column_that_says_nothing_is_found() -> None:
    forgotten = sa.MetaData()
    sa.Table("notes", forgotten, sa.Column("text", sa.Text))

    assert unclassified(forgotten) == ["notes.text"]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_what_is_said_of_people_in_a_case_is_sealed_and_nothing_else_is(column: sa.Column[object]) -> None:
    sealed = isinstance(column.type, sa.LargeBinary) and column.name.endswith("_sealed")

    assert sealed == (kind(column).klass in SEALED)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_somebody_reads_it_and_it_goes_some_day(column: sa.Column[object]) -> None:
    said = kind(column)

    assert said.readers
    assert said.readers <= set(Reader)
    assert said.erase in Erase


def test_the_administration_reads_nothing_of_a_case() -> None:
    read = [str(c) for c in COLUMNS if kind(c).klass in SEALED and Reader.ADMIN in kind(c).readers]

    assert read == []


def test_secrets_are_read_by_the_program_alone() -> None:
    read = [str(c) for c in COLUMNS if kind(c).klass is Klass.K6 and kind(c).readers != {Reader.PROGRAM}]

    assert read == []


def test_what_may_stay_for_ever_says_nothing_of_anybody() -> None:
    stays = [str(c) for c in COLUMNS if kind(c).erase is Erase.NEVER and kind(c).klass is not Klass.K0]

    assert stays == []


def test_an_index_for_searching_is_a_hash_not_a_text() -> None:
    plain = [str(c) for c in COLUMNS if c.name.endswith("_index") and kind(c).klass is not Klass.K6]

    assert plain == []
