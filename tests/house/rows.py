"""A plausible row for any table, made from nothing but its columns."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.database import UtcDateTime

_number = count(1)


def fill(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """One row in each table, parents first; keys point to what is already there. No column is filled that
    a later migration will add; one that a later migration takes away is, where it must not be empty."""
    for table in tables:
        there, gone = _there(connection, table), _gone(connection, table)
        columns = [*(sa.column(c.name, c.type) for c in table.columns if c.name in there), *gone]
        values = row(connection, table) | {column.name: example(column) for column in gone}
        connection.execute(sa.table(table.name, *columns).insert().values(values))


def row(connection: sa.Connection, table: sa.Table) -> dict[str, Any]:
    """Of the columns that are there: a table may get more with a later migration."""
    there = _there(connection, table)
    values = {c.name: example(c) for c in table.columns if not c.nullable and c.name in there}
    for key in table.foreign_key_constraints:
        if not set(key.column_keys) <= there:
            continue
        parent = connection.execute(sa.select(*(e.column for e in key.elements)).limit(1)).one()
        values |= {element.parent.name: found for element, found in zip(key.elements, parent, strict=True)}
    return values


def _there(connection: sa.Connection, table: sa.Table) -> set[str]:
    return {column["name"] for column in sa.inspect(connection).get_columns(table.name)}


def _gone(connection: sa.Connection, table: sa.Table) -> list[sa.ColumnClause[Any]]:
    """Columns that must not be empty and that the program knows no more."""
    found = sa.inspect(connection).get_columns(table.name)
    strange = [one for one in found if one["name"] not in table.columns and not one["nullable"]]
    return [sa.column(one["name"], one["type"]) for one in strange if one.get("default") is None]


def example(column: sa.ColumnClause[Any]) -> Any:
    """A value of the column's type; different each time where a text or moment allows it."""
    kind, number = column.type, next(_number)
    if isinstance(kind, sa.Enum):
        return list(kind.enum_class or [])[0]
    if isinstance(kind, UtcDateTime):
        return datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    by_type: dict[type, Any] = {
        UUID: uuid4(),
        bool: True,
        int: 1,
        date: date(2026, 3, 2),
        time: time(18 if column.name == "ends" else 16),
        str: f"{column.name}-{number}",
        bytes: b"sealed",
        object: {},  # JSON
    }
    return by_type[kind.python_type]
