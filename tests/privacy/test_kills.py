"""Deletion is whole: killed at any moment, run by two at once, or undone by a restore."""

import contextvars
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.audit.models import AccessEntry
from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.config import ROOT
from app.database import db, reading
from app.municipalities.scope import acting_in
from app.notifications import outbox
from app.notifications.models import Delivery, Notification
from app.privacy import deletions, jobs
from app.privacy.actions import erasing
from tests import files, make
from tests.audit.test_chain import broken
from tests.conftest import settings
from tests.engines import on_sqlite
from tests.notifications.workers import environment
from tests.privacy.kept import NIGHT, closed, held, released, sealed_of
from tests.referrals.at_work import run

MANY, KILLS = 40, 4


def statuses() -> list[Status]:
    db.session.rollback()
    with reading():  # a reader holds up no writer
        found = list(db.session.scalars(sa.select(Case.status).order_by(Case.number)))
        db.session.rollback()
    return found


def halves() -> list[Case]:
    """Cases that are neither whole nor gone."""
    whole = {Status.CLOSED: 15, Status.DELETED: 0}
    cases = db.session.scalars(sa.select(Case)).all()
    return [case for case in cases if sum(sealed_of(case).values()) != whole[case.status]]


@pytest.mark.parametrize("breaks_at", ["parties", "case_events", "notifications"])
def test_what_breaks_on_the_way_leaves_everything_as_it_was(town: make.Town, monkeypatch, breaks_at: str):
    case = released(town)

    def broken(one, *rest):
        if one.name == breaks_at:
            raise RuntimeError
        return emptied(one, *rest)

    def breaking(*_):
        raise RuntimeError

    emptied = erasing._empty
    if breaks_at == "notifications":
        monkeypatch.setattr(erasing, "forget_case", breaking)
    elif breaks_at == "case_events":
        monkeypatch.setattr(erasing, "publish", breaking)
    else:
        monkeypatch.setattr(erasing, "_empty", broken)

    assert run(jobs.erase_cases, NIGHT) == 0
    assert (statuses(), halves()) == ([Status.CLOSED], [])
    monkeypatch.undo()
    assert run(jobs.erase_cases, NIGHT) == 1
    assert sum(sealed_of(case).values()) == 0


def test_one_case_that_breaks_holds_up_no_other(town: make.Town, monkeypatch):
    cases = [released(town) for _ in range(3)]
    whole = erasing.erase_persons

    def broken(case_id, *, at):
        if case_id == cases[1].id:
            raise RuntimeError
        return whole(case_id, at=at)

    monkeypatch.setattr(erasing, "erase_persons", broken)

    assert run(jobs.erase_cases, NIGHT) == 2


def test_two_workers_at_once_delete_each_case_once(app: Flask, town: make.Town):
    for _ in range(6):
        released(town)
    db.session.commit()
    ready = threading.Barrier(2)

    def work(_: int) -> int:
        ready.wait()
        with app.app_context(), acting_in(town.id):
            done = jobs.erase_cases(NIGHT)
            db.session.remove()
        return done

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))

    assert sum(done) == 6
    assert set(statuses()) == {Status.DELETED}
    assert db.session.query(AccessEntry).filter_by(kind="PersonsErased").count() == 6
    assert broken() is None


@pytest.mark.kill
def test_killed_at_any_moment_each_case_is_whole_or_gone_and_the_next_run_ends_it(
    app: Flask, town: make.Town
):
    for _ in range(MANY):
        released(town)
    db.session.commit()
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "wsgi",
        "job",
        "run",
        "erase-cases",
        "--at",
        "2026-03-03T01:00",
    ]

    for _ in range(KILLS):
        before = statuses().count(Status.DELETED)
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(app, 1), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while statuses().count(Status.DELETED) <= before and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        process.wait()
        assert halves() == []

    assert 0 < statuses().count(Status.DELETED) < MANY
    run(jobs.erase_cases, NIGHT)
    assert set(statuses()) == {Status.DELETED}
    assert halves() == []


def test_copies_of_mails_go_with_the_case(town: make.Town, data: Path):
    case = released(town)
    about, other = (
        Notification(
            case_id=id_, dedupe_key=f"k{n}", user_id=town.lead.id, kind="REMINDER", created_at=make.NOON,
            next_try_at=make.NOON, status=Delivery.SENT,
        )
        for n, id_ in enumerate((case.id, None))
    )  # fmt: skip
    db.session.add_all([about, other])
    db.session.commit()
    ids = [about.id, other.id]
    for id_ in ids:
        outbox.keep(data, id_, b"Fall")

    run(jobs.erase_cases, NIGHT)

    left = {file.stem for file in (data / "outbox").glob("*.eml")}
    assert [str(id_) in left for id_ in ids] == [False, True]


def test_after_a_restore_the_list_repeats_what_was_deleted(app: Flask, town: make.Town, data: Path):
    """The backup knows nothing of the release yet."""
    gone = released(town)
    run(jobs.erase_cases, NIGHT)
    text = (data / deletions.NAME).read_text()
    back, open_again, kept = closed(town), closed(town), closed(town)
    held(town, kept)
    open_again.status, open_again.closed_at = Status.TRIAGE, None
    db.session.commit()
    for one in (back, open_again, kept):
        text += text.splitlines()[0].replace(str(gone.id), str(one.id)) + "\n"

    told = app.test_cli_runner().invoke(args=["deletions", "repeat", _written(data, text + "cut,off")])

    assert told.output.strip() == '{"repeated": 1, "gone": 1, "refused": 2}'
    db.session.expire_all()
    assert db.session.get_one(Case, back.id).status is Status.DELETED
    assert (sum(sealed_of(back).values()), sum(sealed_of(kept).values())) == (0, 16)


@on_sqlite
def test_in_the_file_of_the_database_not_even_the_sealed_bytes_are_left(app: Flask, town: make.Town):
    case = released(town)
    names = [party.name_sealed for party in db.session.query(Party).filter_by(case_id=case.id)]

    run(jobs.erase_cases, NIGHT)

    db.session.commit()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(str(db.engine.url.database))
    held_bytes = files.content(path, path.with_name(path.name + "-wal"))
    assert [name in held_bytes for name in names] == [False, False]


@on_sqlite
def test_a_backup_from_before_is_made_to_forget(town: make.Town, data: Path, tmp_path: Path):
    case = released(town)
    db.session.commit()
    source, copy = sqlite3.connect(str(db.engine.url.database)), sqlite3.connect(tmp_path / "backup.db")
    source.backup(copy)
    source.close(), copy.close()
    run(jobs.erase_cases, NIGHT)
    shutil.copy(data / deletions.NAME, tmp_path / deletions.NAME)

    restored = create_app(settings(tmp_path, f"sqlite:///{tmp_path / 'backup.db'}"))
    case_id, town_id = case.id, town.id

    def look() -> tuple[str, Status, int]:
        args = ["deletions", "repeat", str(tmp_path / deletions.NAME)]
        told = restored.test_cli_runner().invoke(args=args).output
        with restored.app_context(), acting_in(town_id):
            back = db.session.get_one(Case, case_id)
            found = told, back.status, sum(sealed_of(back).values())
            db.session.remove()
            db.engine.dispose()
        return found

    told, status, filled = contextvars.Context().run(look)  # nothing of this test's program leaks in

    assert ('"repeated": 1' in told, status, filled) == (True, Status.DELETED, 0)


def _written(folder: Path, text: str) -> str:
    path = folder / "list.csv"
    path.write_text(text)
    return str(path)
