"""Every transaction of a page locks rows in one order (docs/adr/0059), or it breaks the test."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from tests.watch import statements

#: First to last. Rows that hang on one of these are changed by whoever holds it.
ORDER = (
    "cases",
    "lending_requests",
    "municipalities",
    "pool_people",
    "users",
    "lending_counts",
    "access_heads",
)
TABLES = "|".join(ORDER)
LOCKS = re.compile(rf"^UPDATE ({TABLES})\s|\sFROM ({TABLES})\s.*FOR (?:NO KEY )?UPDATE", re.DOTALL)
MADE = re.compile(rf"^INSERT INTO ({TABLES})\s")
KEY = re.compile(r"\.id = %\((\w+)\)s")

Row = tuple[str, str]
"""A table and an id; without an id: rows of this transaction, or several locked at once."""


def watch_locks() -> None:
    for event, react in (("before_cursor_execute", _locks), ("begin", _ended), ("rollback", _ended)):
        if not sa.event.contains(Engine, event, react):
            sa.event.listen(Engine, event, react)


def _ended(connection: Connection) -> None:
    connection.info["held"] = []


def _locks(connection: Connection, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
    if statements.get() is None or connection.dialect.name != "postgresql":
        return
    held: list[Row] = connection.info.setdefault("held", [])
    if made := MADE.search(statement):
        held.append((made[1], ""))
    if found := LOCKS.search(statement):
        table, key = found[1] or found[2], KEY.search(statement)
        row = table, str(parameters[key[1]]) if key and isinstance(parameters, dict) else ""
        after = [one for one in held if _place(one) > _place(row)]
        if row not in held and (table, "") not in held:
            assert not after, f"{row} is locked after {after}: {statement}"
            held.append(row)


def _place(row: Row) -> tuple[int, str]:
    """Of several cases the one with the lower id comes first."""
    table, key = row
    return ORDER.index(table), key if table == "cases" else ""
