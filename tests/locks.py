"""Every transaction of a page or a job locks rows in one order (docs/adr/0059), or it breaks the test."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from app.municipalities import turns
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


#: While a job does one thing: what it locks in the wrong order, as a job goes on when something breaks.
at_work: ContextVar[list[str] | None] = ContextVar("at_work", default=None)


def watch_locks() -> None:
    if not hasattr(turns._tried, "__wrapped__"):
        turns._tried = _watched(turns._tried)
    for event, react in (("before_cursor_execute", _locks), ("begin", _ended), ("rollback", _ended)):
        if not sa.event.contains(Engine, event, react):
            sa.event.listen(Engine, event, react)


def _watched(tried: Callable[..., int]) -> Callable[..., int]:
    @wraps(tried)
    def in_order(deed: Any, thing: Any) -> int:
        token = at_work.set(found := [])
        try:
            done = tried(deed, thing)
        finally:
            at_work.reset(token)
        assert not found, "\n".join(found)
        return done

    return in_order


def _ended(connection: Connection) -> None:
    connection.info["held"] = []


def _locks(connection: Connection, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
    job = at_work.get()
    if (statements.get() is None and job is None) or connection.dialect.name != "postgresql":
        return
    held: list[Row] = connection.info.setdefault("held", [])
    if made := MADE.search(statement):
        held.append((made[1], ""))
    if found := LOCKS.search(statement):
        table, key = found[1] or found[2], KEY.search(statement)
        row = table, str(parameters[key[1]]) if key and isinstance(parameters, dict) else ""
        after = [one for one in held if _place(one) > _place(row)]
        if row not in held and (table, "") not in held:
            wrong = f"{row} is locked after {after}: {statement}"
            if after and job is not None:
                job.append(wrong)
            assert not after, wrong
            held.append(row)


def _place(row: Row) -> tuple[int, str]:
    """Of several cases the one with the lower id comes first."""
    table, key = row
    return ORDER.index(table), key if table == "cases" else ""
