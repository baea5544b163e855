"""What a database holds, as numbers: how many rows each table has, and a checksum over them in any order."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

AT_ONCE = 1000
_SIZE = 1 << 256


@dataclass(frozen=True)
class Content:
    """Of one table."""

    rows: int
    checksum: str


def contents(connection: sa.Connection) -> dict[str, Content]:
    """Asked from the database itself, not from the models: a backup may be older than the program."""
    asked = sa.inspect(connection)
    return {
        name: _content(connection, name, sorted(column["name"] for column in asked.get_columns(name)))
        for name in sorted(asked.get_table_names())
    }


def differing(told: Mapping[str, Content], found: Mapping[str, Content]) -> list[str]:
    """The tables that don't hold what they should, or are missing on one side."""
    return sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))


def as_json(told: Mapping[str, Content]) -> dict[str, Any]:
    return {name: vars(one) for name, one in told.items()}


def from_json(told: Mapping[str, Any]) -> dict[str, Content]:
    """``KeyError`` or ``TypeError`` if this is no manifest."""
    return {name: Content(one["rows"], one["checksum"]) for name, one in told.items()}


def _content(connection: sa.Connection, name: str, columns: Iterable[str]) -> Content:
    asked: list[sa.ColumnElement[Any]] = [sa.column(column) for column in columns]
    query = sa.select(*asked).select_from(sa.table(name))
    count, total = 0, 0
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        written = json.dumps(list(row), default=_plain, ensure_ascii=False).encode()
        total = (total + int.from_bytes(hashlib.sha256(written).digest())) % _SIZE
        count += 1
    return Content(count, f"{total:064x}")


def _plain(value: object) -> str:
    """The same text for the same value, whatever zone the server lives in."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)
