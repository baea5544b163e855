"""The timetable and its commands."""

import json
import logging
from datetime import timedelta

import pytest

from app import clock
from app.localtime import local
from app.notifications.models import Delivery
from app.scheduler import tick
from app.timetable import SCHEDULE, Job
from tests.make import NOON
from tests.notifications.waiting import row, waiting


def run(app, *words):
    return app.test_cli_runner().invoke(args=["job", "run", *words])


def test_a_job_run_by_hand_says_what_it_did(app, town, sink):
    waiting(town, 3)

    answer = run(app, "deliver")

    assert json.loads(answer.output) == {"job": "deliver", "done": 3}
    assert answer.exit_code == 0


def test_a_job_runs_as_if_it_were_then_by_the_clock_on_the_wall(app, town, sink):
    waiting(town, send_at=NOON + timedelta(days=7))

    early = run(app, "deliver", "--at", "2026-03-09T11:59")
    then = run(app, "deliver", "--at", "2026-03-09T12:00")

    assert [json.loads(a.output)["done"] for a in (early, then)] == [0, 1]
    assert local(row().sent_at).isoformat() == "2026-03-09T12:00:00+01:00"
    assert clock.now() == NOON


def test_an_unknown_job_is_refused_in_words(app, town):
    answer = run(app, "aufraeumen-und-mehr")

    assert answer.exit_code == 2
    assert "Die Aufgabe „aufraeumen-und-mehr“ gibt es nicht. Es gibt: " in answer.output
    assert "deliver" in answer.output


def test_a_time_that_is_none_is_refused_in_words(app, town):
    answer = run(app, "deliver", "--at", "morgen früh")

    assert answer.exit_code == 2
    assert "ist keine Zeit" in answer.output


def test_every_job_says_why_it_is_there_and_runs_often_enough():
    assert all(job.why.endswith(".") for job in SCHEDULE.values())
    assert all(timedelta(seconds=1) <= job.every <= timedelta(hours=1) for job in SCHEDULE.values())


def test_a_broken_job_stops_nobody_and_its_values_stay_out_of_the_log(app, town, caplog):
    def broken(_):
        raise ValueError("Frau Geheim, Tel. 0123")

    waiting(town)

    with caplog.at_level(logging.ERROR):
        tick(app, "broken", Job(broken, every=timedelta(minutes=1), why="Break."))

    assert "job broken name=broken kind=ValueError place=test_timetable" in caplog.text.replace(
        "tests.notifications.", ""
    )
    assert "Geheim" not in caplog.text
    assert row().status is Delivery.WAITING


@pytest.mark.parametrize("name", sorted(SCHEDULE))
def test_every_job_may_run_on_an_empty_town_and_twice(app, town, name):
    first, second = (SCHEDULE[name].run(NOON) for _ in range(2))

    assert second <= min(first, 1)
