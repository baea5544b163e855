"""Counts statements and listens for canaries in every log line."""

import logging
from contextvars import ContextVar
from types import CodeType
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
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


class _Translated(BytecodeCache):
    """Templates become Python once, whichever program of this process shows them."""

    found: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.found.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.found[bucket.key, bucket.checksum] = bucket.code


def watch_everything(app: Flask) -> None:
    root = logging.getLogger()
    if not any(isinstance(h, _NoCanary) for h in root.handlers):
        root.addHandler(_NoCanary())
    app.logger.addHandler(_NoCanary())
    translate_once(app)


def translate_once(app: Flask) -> None:
    """For a program that is made more than once and is watched by nobody."""
    app.jinja_env.bytecode_cache = _Translated()
