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
    """One row in each table, parents first; keys point to what is already there."""
    for table in tables:
        connection.execute(table.insert().values(row(connection, table)))


def row(connection: sa.Connection, table: sa.Table) -> dict[str, Any]:
    values = {c.name: example(c) for c in table.columns if not c.nullable}
    for key in table.foreign_key_constraints:
        parent = connection.execute(sa.select(*(e.column for e in key.elements)).limit(1)).one()
        values |= {element.parent.name: found for element, found in zip(key.elements, parent, strict=True)}
    return values


def example(column: sa.Column[Any]) -> Any:
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
