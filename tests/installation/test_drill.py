"""The restore drill: a backup comes back on an empty server whole, opens to its people, and sends nothing."""

import contextvars
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from app import clock, create_app
from app.accounts.passwords import hashed
from app.audit import trail
from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.municipalities.scope import acting_in
from app.notifications.jobs import deliver, heartbeat
from app.notifications.messages import Kind
from app.privacy import deletions, jobs
from tests import make, postgres
from tests.browser import Browser
from tests.conftest import Databases, settings
from tests.make import NOON
from tests.notifications.sink import Sink
from tests.notifications.waiting import waiting
from tests.privacy.kept import NIGHT, released, sealed_of

PASSWORD = "ein langes gutes Passwort"


@pytest.fixture
def original(app: Flask, town: make.Town, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> make.Town:
    """A town with a past: mails sent and waiting, a chained log, a case that is deleted tonight."""
    monkeypatch.setenv("PATH", f"{postgres._binaries()}{os.pathsep}{os.environ['PATH']}")
    town.coordinator.password_hash = hashed(PASSWORD)
    waiting(town, 3, kind=Kind.OVERDUE)
    assert deliver(NOON) == 3
    heartbeat(NOON)
    trail.log("PartiesRead", by=town.lead.id, at=NOON)
    waiting(town, 4, send_at=make.later(minutes=1))
    return town


@pytest.fixture
def backup(app: Flask, original: make.Town, tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["backup", "make", str(folder)])
    assert told.exit_code == 0, told.output
    return folder


@pytest.fixture
def restored(app: Flask, backup: Path, database: Databases, tmp_path: Path, sink: Sink) -> Iterator[Flask]:
    """The program on another server, with what came out of the backup."""
    engine = db.engine.dialect.name
    url = database.url(engine, "restored")
    if engine == "sqlite":
        Path(str(make_url(url).database)).write_bytes((backup / "fallbruecke.db").read_bytes())
    else:
        subprocess.run(
            ["pg_restore", "--no-owner", f"--dbname={url}", backup / "fallbruecke.dump"], check=True
        )
    there = tmp_path / "second server"
    mail = {"mail_server": "127.0.0.1", "mail_port": sink.port, "mail_tls": False}
    built = create_app(settings(there, url, **mail))
    built.testing = True
    yield built
    with built.app_context():
        db.session.remove()
        db.engine.dispose()


def on(program: Flask, deed: Callable[[], Any]) -> Any:
    """In a world of its own: no session or walls of the original leak in."""

    def run() -> Any:
        with program.app_context():
            try:
                return deed()
            finally:
                db.session.remove()

    return contextvars.Context().run(run)


def checked(program: Flask, backup: Path) -> tuple[int, dict[str, Any]]:
    words = ["backup", "check", str(backup / "manifest.json")]
    answer = contextvars.Context().run(lambda: program.test_cli_runner().invoke(args=words))
    return answer.exit_code, json.loads(answer.output)


def test_everything_is_back_the_people_can_come_in_and_no_mail_leaves(
    original: make.Town, backup: Path, restored: Flask, sink: Sink
) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())["tables"]
    form = {"email": original.coordinator.email, "password": PASSWORD}
    code, told = checked(restored, backup)

    assert (code, told["differing"], told["broken_logs"]) == (0, [], {})
    assert told["copy"] == ["anderer Datenordner"]
    assert manifest["notifications"]["rows"] == 7
    assert told["rows"] == sum(one["rows"] for one in manifest.values()) > 20

    assert on(restored, lambda: deliver(make.later(minutes=5))) == 0
    assert len(sink.raw) == 3
    page = Browser(restored).post("/anmelden", form)
    assert "Diese Datenbank ist eine Kopie: Es gehen keine Mails hinaus." in page.main
    assert deliver(make.later(minutes=5)) == 4  # the original goes on


def test_who_was_deleted_after_the_backup_is_deleted_again_with_the_list(
    app: Flask, original: make.Town, sink: Sink, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    case = released(original)
    town_id, case_id = original.id, case.id
    request.getfixturevalue("backup")
    with clock.stopped(NIGHT):
        jobs.erase_cases(NIGHT)
    program: Flask = request.getfixturevalue("restored")
    came_back = on(program, lambda: _filled(town_id, case_id))

    words = ["deletions", "repeat", str(app.config["SETTINGS"].data / deletions.NAME)]
    told = contextvars.Context().run(lambda: program.test_cli_runner().invoke(args=words))

    assert '"repeated": 1' in told.output
    assert came_back[1] > 0
    assert on(program, lambda: _filled(town_id, case_id)) == (Status.DELETED, 0)
    assert on(program, lambda: deliver(NIGHT)) == 0


def test_what_did_not_come_back_is_found(original: make.Town, backup: Path, restored: Flask) -> None:
    def harm(damage: str) -> None:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(damage)

    found = []
    for damage in (
        "UPDATE notifications SET tries = 7",
        "DELETE FROM users WHERE name = 'nobody'",
        "DROP TABLE worker_ticks",
        "UPDATE access_log SET kind = 'FileRead'",
    ):
        on(restored, partial(harm, damage))
        code, told = checked(restored, backup)
        found.append((code, told["differing"], told["broken_logs"]))

    assert found == [
        (1, ["notifications"], {}),
        (1, ["notifications"], {}),
        (1, ["notifications", "worker_ticks"], {}),
        (1, ["access_log", "notifications", "worker_ticks"], {"musterkreis": 1}),
    ]


def test_a_backup_does_not_write_over_another_and_says_so(
    app: Flask, original: make.Town, backup: Path
) -> None:
    told = app.test_cli_runner().invoke(args=["backup", "make", str(backup)])
    nothing = app.test_cli_runner().invoke(args=["backup", "check", str(backup / "nothing.json")])

    assert (told.exit_code, nothing.exit_code) == (2, 2)
    assert "ist nicht entstanden" in told.output
    assert "ist kein Verzeichnis einer Sicherung" in nothing.output


def _filled(town_id: Any, case_id: Any) -> tuple[Status, int]:
    with acting_in(town_id):
        case = db.session.get_one(Case, case_id)
        return case.status, sum(sealed_of(case).values())
