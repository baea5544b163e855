"""The streets of two municipalities: who knocks at which address, what answers, and what it leaves behind."""

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.database import Base, db
from tests.browser import Browser
from tests.house.people import Actor
from tests.house.world import Place

T = TypeVar("T")
#: What reading may write: who has read, and when a browser was last seen.
WRITTEN_BY_READING = {"access_log", "access_heads", "web_sessions"}


@dataclass
class Answer:
    """What came back, and what was written on the way."""

    response: TestResponse
    statements: list[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def page(self) -> str:
        """The body without the tokens of its forms, which carry the second in which they were made."""
        return re.sub(r'name="csrf_token"[^>]*>', "", self.response.text)

    @property
    def written(self) -> set[str]:
        """Tables that were written to, beyond what reading writes."""
        deeds = [s.split() for s in self.statements if s.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        tables = {words[1] if words[0] == "UPDATE" else words[2] for words in deeds}
        return {table.strip('"') for table in tables} - WRITTEN_BY_READING


class Streets:
    """Both municipalities, and a window for everybody in them."""

    def __init__(self, app: Flask, home: Place, abroad: Place) -> None:
        self.app, self.home, self.abroad = app, home, abroad
        self._windows: dict[str, Browser] = {}
        self._found: dict[str, Any] = {}
        self.written: set[str] = set()
        self._rows = self.rows()

    def once(self, name: str, find: Callable[[], T]) -> T:
        """What several tests look for in the same way, in streets that all of them leave as they were."""
        if name not in self._found:
            self._found[name] = find()
        found: T = self._found[name]
        return found

    def window(self, actor: Actor) -> Browser:
        if actor.name not in self._windows:
            stranger = Browser(self.app)
            self._windows[actor.name] = stranger.as_(actor.person.id) if actor.person else stranger
            self._windows[actor.name].csrf_token()
        return self._windows[actor.name]

    def knock(self, actor: Actor, method: str, rule: Rule, values: dict[str, Any]) -> Answer:
        """Ask for an address with these ids in it; a POST comes from a form of ours, left empty."""
        data = {"csrf_token": self.window(actor).csrf_token()} if method == "POST" else None
        return self.send(actor, method, self.path(rule, values), data=data)

    def send(self, actor: Actor, method: str, path: str, **options: Any) -> Answer:
        seen: list[str] = []
        answer = Answer(self.window(actor)._request(seen, path, method=method, **options), seen)
        self.written |= answer.written
        return answer

    def path(self, rule: Rule, values: dict[str, Any]) -> str:
        missing = rule.arguments - set(values)
        if missing:
            pytest.fail(
                f"{rule.rule}: what stands for {sorted(missing)}? Name an example in tests/house/world.py."
            )
        adapter = self.app.url_map.bind("localhost")
        return str(adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))

    def rows(self) -> str:
        """A fingerprint of all rows, except of what reading may write."""
        held = hashlib.sha256()
        with self.app.app_context(), db.engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                if table.name not in WRITTEN_BY_READING:
                    found = connection.exec_driver_sql(f'SELECT * FROM "{table.name}" ORDER BY id')
                    held.update(repr(found.fetchall()).encode())
        return held.hexdigest()

    @contextlib.contextmanager
    def unchanged(self) -> Iterator[None]:
        """Rows are compared only if something was written at all; that spares most comparisons."""
        self.written = set()
        yield
        if self.written:
            before, self._rows = self._rows, self.rows()
            assert self._rows == before, f"rows have changed in {sorted(self.written)}"
