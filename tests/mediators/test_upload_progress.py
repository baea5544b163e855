"""A long pool file is taken by the worker: the page shows how far it is; it comes in whole or not at all."""

import pytest
import sqlalchemy as sa

from app import clock
from app.database import db
from app.mediators import rules
from app.mediators.actions import taking
from app.mediators.jobs import take_long_files
from app.mediators.models import PoolImport, PoolPerson, PoolUpload
from app.runs.rules import LEASE, TRIES
from tests import make
from tests.mediators.people import person
from tests.mediators.pool import SAMPLE
from tests.mediators.test_import_page import ADDRESS, count, send, upload, window

__all__ = ["window"]


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """What is long here: more than five rows; and each row is told."""
    monkeypatch.setattr(rules, "AT_ONCE", 5)
    monkeypatch.setattr(taking, "AT_A_TIME", 1)


def imports():
    return db.session.scalar(sa.select(sa.func.count(PoolImport.id)))


def work(at=make.NOON):
    db.session.commit()
    with clock.stopped(at):
        done = take_long_files(at)
    db.session.expire_all()
    return done


def stand(monkeypatch, deed, at_row):
    """Something happens as soon as the worker has told so many rows."""
    told = taking.go_on

    def go_on(mine, done, *, at):
        told(mine, done, at=at)
        db.session.commit()
        if done == at_row:
            deed()

    monkeypatch.setattr(taking, "go_on", go_on)
    monkeypatch.setattr("app.runs.work.monotonic", iter(range(0, 10_000, 2)).__next__)


def kill():
    """What stands in the database is the same as after SIGKILL: nobody tidies up."""
    raise RuntimeError


def test_a_long_file_is_taken_by_the_worker_and_ends_with_the_same_page(window):
    running = upload(window, SAMPLE)
    assert running.heading == "Der Pool wird importiert"
    assert "Wartet auf den Hintergrunddienst" in running.main and count() == 0
    assert "wird gerade übernommen" in window.get(ADDRESS).main

    assert work() == 1

    page = window.get(running.path)
    assert page.heading == "Ergebnis des Imports"
    assert "Neu aufgenommen 49 Geändert 0 Unverändert 0 Zurückgewiesen 11" in page.main
    assert count() == 49


def test_the_page_says_how_many_rows_are_done(window, monkeypatch):
    path, seen = upload(window, SAMPLE).path, []
    stand(monkeypatch, lambda: seen.append(window.get(path)), 31)
    work()

    assert "31 von 60 Zeilen sind vorbereitet." in seen[0].main
    assert "31/60" in seen[0].main


def test_with_script_the_whole_page_comes_anew_when_it_has_ended(window):
    path = upload(window, SAMPLE).path
    work()

    answer = window.client.get(path, headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"


def test_killed_in_the_middle_the_next_worker_finishes_it(window, monkeypatch):
    upload(window, SAMPLE)
    with monkeypatch.context() as patch:
        stand(patch, kill, 31)
        assert work() == 0
    assert (count(), imports()) == (0, 0)

    too_soon, then = work(make.NOON + LEASE / 2), work(make.NOON + LEASE * 2)

    assert (too_soon, then, count(), imports()) == (0, 1, 49, 1)
    assert work(make.NOON + LEASE * 4) == 0


def test_killed_while_it_writes_nothing_is_half(window, monkeypatch):
    upload(window, SAMPLE)
    with monkeypatch.context() as patch:
        patch.setattr("app.mediators.actions.uploads.trail.log", lambda *_, **__: kill())
        assert work() == 0
    assert (count(), imports()) == (0, 0)

    assert (work(make.NOON + LEASE * 2), count(), imports()) == (1, 49, 1)


def test_cancelled_in_the_middle_it_leaves_nothing_and_the_file_can_be_taken_later(window, monkeypatch):
    running = upload(window, SAMPLE)
    with monkeypatch.context() as patch:
        stand(patch, lambda: window.submit(running, button="Abbrechen"), 31)
        assert work() == 0

    page = window.get(running.path)
    assert (count(), imports(), page.heading) == (0, 0, "Was sich im Pool ändert")
    assert work(make.NOON + LEASE * 2) == 0

    window.submit(page, button="Übernehmen")
    assert (work(), count()) == (1, 49)


def test_cancelled_too_late_the_result_is_shown(window):
    running = upload(window, SAMPLE)
    work()

    assert window.submit(running, button="Abbrechen").heading == "Ergebnis des Imports"
    assert count() == 49


def test_thrown_away_meanwhile_it_is_gone(window, monkeypatch):
    running = upload(window, SAMPLE)
    stand(monkeypatch, lambda: window.post(running.path.replace("stand", "verwerfen")), 31)

    assert (work(), count(), db.session.scalars(sa.select(PoolUpload)).all()) == (0, 0, [])


def test_a_second_click_is_no_second_import(window):
    page = send(window, SAMPLE)
    first = window.submit(page, button="Übernehmen")

    again = window.submit(page, button="Übernehmen")
    assert (again.path, again.heading) == (first.path, "Der Pool wird importiert")
    work()

    assert window.submit(page, button="Übernehmen").heading == "Ergebnis des Imports"
    assert (work(), count(), imports()) == (0, 49, 1)


@pytest.mark.parametrize(("at", "second"), [(make.NOON, 0), (make.NOON + LEASE * 2, 1)])
def test_of_two_workers_one_takes_it(window, monkeypatch, at, second):
    """The second comes in the middle: it finds nothing to do, or a file whose worker has been silent."""
    upload(window, SAMPLE)
    done = []
    stand(monkeypatch, lambda: done or done.append(None) or done.append(work(at)), 31)

    first = work()

    assert (first, done[1], count(), imports()) == (1 - second, second, 49, 1)


def test_if_the_pool_changes_meanwhile_nothing_is_taken_and_the_page_says_so(window, monkeypatch):
    running = upload(window, SAMPLE)
    with monkeypatch.context() as patch:
        stand(patch, somebody_comes, 31)
        assert (work(), count()) == (0, 1)

    page = window.get(running.path)
    assert "Der Vergleich hat sich geändert" in page.main
    window.submit(page, button="Übernehmen")
    assert (work(), count()) == (1, 49)


def somebody_comes():
    person(email="elif.schmidt0@pool.example")
    db.session.commit()


def test_after_three_tries_it_goes_back_with_a_sentence(window):
    running = upload(window, SAMPLE)
    for number in range(TRIES):
        assert taking.claim(make.NOON + LEASE * 2 * number) is not None
        db.session.commit()

    assert work(make.NOON + LEASE * 2 * TRIES) == 0

    assert "Der Import ist dreimal nicht zu Ende gekommen." in window.get(running.path).main
    assert count() == 0


def test_another_municipality_finds_nothing(window, browser):
    path = upload(window, SAMPLE).path
    other = make.town("nachbarkreis")
    stranger = browser.as_(other.coordinator)

    answers = [stranger.get(path), stranger.post(path.replace("stand", "abbrechen"))]

    assert [one.status_code for one in answers] == [404, 404]
    assert db.session.scalars(sa.select(PoolPerson)).all() == []
    assert work() == 1
