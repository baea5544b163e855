"""The ground of all tables: moments, sealed fields, transactions, and tests that don't meet each other."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from flask import Flask

from app.accounts.models import User
from app.audit.models import TimelineEntry
from app.cases.models import Case, Party
from app.classification import Klass, declared
from app.database import Base, Sealed, db, insert_once, line, reading, writing
from app.municipalities.models import District
from app.municipalities.scope import acting_in
from tests import files, make
from tests.engines import on_sqlite
from tests.watch import CANARY


def stored(column: str, table: str) -> list[Any]:
    """What the database itself holds."""
    return list(db.session.execute(sa.text(f"SELECT {column} FROM {table}")).scalars())


# Moments


@pytest.mark.parametrize("hours", [0, 2, -9.5])
def test_a_moment_comes_back_as_the_same_moment_in_utc(hours: float, town: make.Town) -> None:
    zone = timezone(timedelta(hours=hours))
    moment = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=zone)
    case = make.case(town, submitted_at=moment)
    db.session.expire_all()

    found = db.session.get_one(Case, case.id).submitted_at

    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_survives_a_server_that_thinks_in_another_zone(town: make.Town) -> None:
    case = make.case(town)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SET LOCAL TIME ZONE 'Asia/Kathmandu'"))

    found = db.session.scalar(sa.select(Case.submitted_at).where(Case.id == case.id))

    assert found == make.NOON


def test_moments_are_compared_by_the_database_as_moments(town: make.Town) -> None:
    make.case(town, submitted_at=make.NOON)
    an_hour_before_by_another_watch = make.later(hours=-1).astimezone(timezone(timedelta(hours=9)))

    count = db.session.scalar(
        sa.select(sa.func.count(Case.id)).where(Case.submitted_at > an_hour_before_by_another_watch)
    )

    assert count == 1


def test_a_moment_without_a_zone_is_refused(town: make.Town) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        make.case(town, submitted_at=datetime(2026, 3, 2, 12, 0))  # noqa: DTZ001 - that is what is refused


# Sealed fields


def test_a_sealed_field_is_an_ordinary_text_for_the_program(town: make.Town) -> None:
    case = make.case(town, description="Streit um den Hof – „laut“", goal=None)
    db.session.expire_all()

    found = db.session.get_one(Case, case.id)

    assert (found.description, found.goal, found.pause_reason) == ("Streit um den Hof – „laut“", None, None)


def test_an_emptied_field_is_empty_in_the_database_too(town: make.Town) -> None:
    case = make.case(town, parties=0)

    case.description = ""
    db.session.commit()

    assert stored("description_sealed", "cases") == [None]


def test_two_equal_texts_look_different_in_the_database(town: make.Town) -> None:
    make.case(town, parties=0, description="Lärm", goal="Lärm")
    make.case(town, parties=0, description="Lärm", goal="Lärm")

    sealed = stored("description_sealed", "cases") + stored("goal_sealed", "cases")

    assert len(set(map(bytes, sealed))) == 4


@pytest.mark.parametrize("to", ["another row", "another column"])
def test_a_sealed_text_that_was_moved_does_not_open(to: str, town: make.Town) -> None:
    first, second = make.case(town), make.case(town)
    target, column = (second, "description") if to == "another row" else (first, "goal")
    db.session.execute(
        sa.update(Case).where(Case.id == target.id).values({f"{column}_sealed": first.description_sealed})
    )
    db.session.expire_all()

    with pytest.raises(InvalidTag):
        getattr(db.session.get_one(Case, target.id), column)


def test_no_sensitive_word_lies_readable_in_the_database(town: make.Town, folder: Path) -> None:
    case = make.case(town)
    make.lead(case, town.lead)

    if db.engine.dialect.name == "sqlite":
        held = files.content(*folder.glob("suite.db*"))
    else:
        tables = [f'SELECT row(t.*)::text FROM "{t.name}" t' for t in Base.metadata.sorted_tables]
        held = "\n".join(db.session.scalars(sa.text(" UNION ALL ".join(tables)))).encode()

    assert case.number.encode() in held
    assert CANARY.encode() not in held
    assert CANARY.encode().hex().encode() not in held


def test_no_test_opens_the_database_under_the_feet_of_the_program(
    _programs: Callable[[str], Any], folder: Path
) -> None:
    _programs("sqlite")

    with pytest.raises(AssertionError, match="is in use"):
        (folder / "suite.db").read_bytes()


def test_every_sealed_field_of_a_case_and_its_parties_gets_a_canary_in_tests(town: make.Town) -> None:
    case = make.case(town)
    party = db.session.scalars(sa.select(Party)).first()

    plain = [
        name
        for row in (case, party)
        for name, field in vars(type(row)).items()
        if isinstance(field, Sealed) and (text := getattr(row, name)) and not text.startswith(CANARY)
    ]

    assert plain == ["languages"]  # codes, read by the search for mediators


# Transactions


def test_what_is_written_in_its_own_short_transaction_stays_though_the_rest_fails(town: make.Town) -> None:
    with writing():
        db.session.add(District(name="Oststadt"))

    db.session.rollback()

    assert set(db.session.scalars(sa.select(District.name))) == {"Weststadt", "Oststadt"}


def test_a_short_transaction_that_fails_leaves_nothing(town: make.Town) -> None:
    with pytest.raises(RuntimeError), writing():
        db.session.add(District(name="Oststadt"))
        db.session.flush()
        raise RuntimeError

    assert db.session.scalars(sa.select(District.name)).all() == ["Weststadt"]


def test_what_was_half_done_before_a_short_transaction_is_not_kept_by_it(town: make.Town) -> None:
    db.session.add(District(name="Südstadt"))

    with writing():
        db.session.add(District(name="Oststadt"))

    assert set(db.session.scalars(sa.select(District.name))) == {"Weststadt", "Oststadt"}


def test_a_row_that_is_there_is_not_inserted_again(town: make.Town) -> None:
    key = ("municipality_id", "name")
    values = {"municipality_id": town.id, "name": "Oststadt"}

    news = [insert_once(District, key, **values) for _ in range(2)]

    assert news == [True, False]


def test_a_reader_waits_for_no_writer(app: Flask, town: make.Town) -> None:
    db.session.add(District(name="Oststadt"))
    db.session.flush()
    seen: list[list[str]] = []

    def look() -> None:
        with app.app_context(), acting_in(town.id), reading():
            seen.append(list(db.session.scalars(sa.select(District.name))))
            db.session.remove()

    _in_a_thread(look)
    db.session.rollback()

    assert seen == [["Weststadt"]]


def test_each_statement_on_a_line_stands_though_what_comes_after_it_fails(town: make.Town) -> None:
    db.session.rollback()

    with suppress(RuntimeError), line() as held, held.begin():
        held.execute(sa.update(District).values(name="Oststadt"))
        raise RuntimeError

    assert db.session.scalars(sa.select(District.name)).all() == ["Oststadt"]


def test_after_a_line_its_connection_begins_transactions_as_before(town: make.Town) -> None:
    db.session.remove()
    db.engine.dispose()
    with line() as held:
        before = held.connection.dbapi_connection

    db.session.execute(sa.update(District).values(name="Oststadt"))
    same = db.session.connection().connection.dbapi_connection is before
    db.session.rollback()

    assert same
    assert db.session.scalars(sa.select(District.name)).all() == ["Weststadt"]


@on_sqlite
def test_on_sqlite_a_second_writer_waits_before_it_even_reads(app: Flask, town: make.Town) -> None:
    db.session.add(District(name="Oststadt"))
    db.session.flush()
    seen: list[set[str]] = []

    def read_then_write() -> None:
        with app.app_context(), acting_in(town.id):
            seen.append(set(db.session.scalars(sa.select(District.name))))
            db.session.remove()

    second = threading.Thread(target=read_then_write)
    second.start()
    second.join(0.3)
    before = list(seen)
    db.session.commit()
    second.join(20)

    assert (before, seen) == ([], [{"Weststadt", "Oststadt"}])


# Columns


def test_every_class_of_people_in_a_case_is_sealed_as_bytes() -> None:
    sealed = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if (kind := declared(column.info)) and kind.klass in {Klass.K2, Klass.K3, Klass.K4}
    ]

    assert sealed
    assert [str(c) for c in sealed if not isinstance(c.type, sa.LargeBinary)] == []


# Tests don't meet each other


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_starts_with_nothing(turn: int, app: Flask) -> None:
    with app.app_context():
        before = db.session.scalar(sa.select(sa.func.count(User.id)))
        make.town()

        assert before == 0


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_leaves_behind_is_gone(turn: int, town: make.Town) -> None:
    before = db.session.scalar(sa.select(sa.func.count(TimelineEntry.id)))

    case = make.case(town)
    db.session.add(TimelineEntry(case_id=case.id, at=make.NOON, actor_id=None, kind="Turned", facts={}))
    db.session.flush()

    assert before == 0


def _in_a_thread(work: Any) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
