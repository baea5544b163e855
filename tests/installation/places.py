"""Takes a database to another place, as somebody does who restores a backup there."""

from typing import Any

from app.notifications.jobs import deliver
from tests.make import NOON, Town
from tests.notifications.conftest import send_to
from tests.notifications.waiting import waiting

TEST_SYSTEM = "https://probe.musterkreis.example"


def carried_away(app: Any, monkeypatch: Any, **settings: Any) -> None:
    """From now on the program runs elsewhere."""
    send_to(app, monkeypatch, **(settings or {"base_url": TEST_SYSTEM}))


def settled(town: Town, **values: Any) -> None:
    """A mail has left from home, so that the database knows where that is."""
    waiting(town, occurrence="first", **values)
    assert deliver(NOON) == 1
