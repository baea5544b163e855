"""Counts statements and listens for canaries in every log line."""

import logging
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

#: Starts every text that only a chosen few may read; it must never turn up elsewhere.
CANARY = "KANARI"

statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)

NOT_COUNTED = ("BEGIN", "SET", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW")


@sa.event.listens_for(Engine, "before_cursor_execute")
def _count(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    seen = statements.get()
    if seen is not None and not statement.lstrip().upper().startswith(NOT_COUNTED):
        seen.append(statement)


class _NoCanary(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        assert CANARY not in self.format(record), "a log line holds what nobody may log"


def watch_everything(app: Flask) -> None:
    root = logging.getLogger()
    if not any(isinstance(h, _NoCanary) for h in root.handlers):
        root.addHandler(_NoCanary())
    app.logger.addHandler(_NoCanary())
