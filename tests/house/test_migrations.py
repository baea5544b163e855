"""The migrations make exactly the tables of the models: up, down and up again, with rows in every table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from app.database import Base, db
from tests.conftest import ENGINES, Databases, settings
from tests.house import rows

FOLDER = Path(__file__).parents[2] / "migrations"
FILES = sorted((FOLDER / "versions").glob("*.py"))
LINES = ("Why: ", "Safe while the old code runs: ", "Going back: ")


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, database: Databases, folder: Path) -> Iterator[Flask]:
    """The program before its first migration."""
    built = create_app(settings(folder, database.url(request.param, "migrated")))
    with built.app_context():
        yield built
        db.session.remove()
        db.engine.dispose()


def test_each_migration_goes_up_over_rows_then_all_go_down_and_up_again(empty: Flask) -> None:
    for file in FILES:
        upgrade(revision=file.stem)
        with db.engine.begin() as connection:
            rows.fill(connection, _present(connection))

    downgrade(revision="base")
    left = sa.inspect(db.engine).get_table_names()
    upgrade()

    assert left == ["alembic_version"]
    with db.engine.begin() as connection:
        rows.fill(connection, _present(connection))


def test_the_migrated_tables_are_those_of_the_models(empty: Flask) -> None:
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _compare_type})
        assert compare_metadata(context, Base.metadata) == []


def test_keys_checks_and_indexes_are_those_of_the_models_too(
    empty: Flask, database: Databases, request: pytest.FixtureRequest
) -> None:
    made = sa.create_engine(database.url(db.engine.dialect.name, "made"))
    Base.metadata.create_all(made)

    upgrade()

    assert _described(db.engine) == _described(made)
    made.dispose()


def test_the_head_file_names_the_last_migration() -> None:
    assert (FOLDER / ".current-alembic-head").read_text("utf-8").strip() == FILES[-1].stem


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_migration_says_why_whether_it_is_safe_and_what_going_back_costs(file: Path) -> None:
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""

    assert [line for line in LINES if re.search(rf"^{line}\S", said, re.MULTILINE)] == list(LINES)


@pytest.mark.parametrize(("file", "before"), list(zip(FILES, [None, *FILES], strict=False)), ids=str)
def test_migrations_follow_their_numbers_and_know_nothing_of_the_program(
    file: Path, before: Path | None
) -> None:
    text = file.read_text("utf-8")

    assert f'revision = "{file.stem}"' in text
    assert "down_revision = " + (f'"{before.stem}"' if before else "None") in text
    assert not re.search(r"^\s*(from|import) app\b", text, re.MULTILINE)


def _present(connection: sa.Connection) -> list[sa.Table]:
    """The tables that are there and still empty, parents first."""
    names = sa.inspect(connection).get_table_names()
    found = [table for table in Base.metadata.sorted_tables if table.name in names]
    return [t for t in found if not connection.scalar(sa.select(sa.func.count()).select_from(t))]


def _in_text(index: Any) -> dict[str, Any]:
    """What an index is limited to comes as an object of its own each time."""
    options = {name: str(said) for name, said in index.get("dialect_options", {}).items()}
    return dict(index) | {"dialect_options": sorted(options.items())}


def _compare_type(context: Any, inspected: Any, declared: Any, found: Any, wanted: Any) -> bool | None:
    """An enum is a short text in the database."""
    return found.length != wanted.length if isinstance(wanted, sa.Enum) else None


def _described(engine: sa.Engine) -> dict[str, Any]:
    """What the database itself says of its tables."""
    asked = sa.inspect(engine)

    def by_name(things: Any) -> list[Any]:
        return sorted((repr(sorted(thing.items(), key=str)) for thing in things), key=str)

    return {
        name: {
            "columns": by_name(
                {k: str(v) for k, v in column.items() if k != "comment"} for column in asked.get_columns(name)
            ),
            "primary key": asked.get_pk_constraint(name),
            "foreign keys": by_name(asked.get_foreign_keys(name)),
            "unique": by_name(asked.get_unique_constraints(name)),
            "checks": by_name(asked.get_check_constraints(name)),
            "indexes": by_name([_in_text(index) for index in asked.get_indexes(name)]),
        }
        for name in sorted(set(asked.get_table_names()) - {"alembic_version"})
    }
