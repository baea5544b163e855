"""A mail server for the tests of mails."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app import clock
from tests.notifications.sink import Sink, running


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A mail server that the program sends to."""
    with running(Sink()) as found:
        send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=found.port, mail_tls=False)
        yield found


@pytest.fixture
def kept_mails(app: Flask, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """No mail server: mails are files in this folder."""
    send_to(app, monkeypatch, data=tmp_path)
    return tmp_path / "outbox"


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is another time from now on, in all threads."""
    return lambda moment: monkeypatch.setattr(clock, "_stopped_at", moment)


def send_to(app: Flask, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **settings))
    for kept in ("mail_circuit", "mails_held_said_at"):
        app.extensions.pop(kept, None)
