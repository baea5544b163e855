"""Two workers in real minutes: a slow server, a dead worker, starts together, many mails in one minute.

Only `make soak` runs this; what of it can be tried with a clock of one's own is tried with every change.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Lock

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.database import db, reading
from app.localtime import LOCAL
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from tests.make import NOON
from tests.notifications.sink import Sink, running
from tests.notifications.waiting import counts, rows, waiting
from tests.notifications.workers import crew
from tests.plans.running import WEDNESDAY, reported

pytestmark = [pytest.mark.kill, pytest.mark.soak]

SLOW = 300
STARTS = 100
RESCUE = 130
"""Seconds: a lease and a poll."""
DUE = 1_000


def present() -> datetime:
    """The workers live in the present, whatever the time is in the tests."""
    return datetime.now(UTC)  # noqa: TID251 - see above


def until(reached: Callable[[], bool], *, seconds: float) -> None:
    for _ in range(int(seconds * 5)):
        if reached():
            return
        time.sleep(0.2)
    raise AssertionError(f"not reached in {seconds} s: {counts()}")


def test_with_a_second_for_each_mail_nothing_is_sent_twice(app, town):
    waiting(town, SLOW)

    with running(Sink(delay=1)) as sink, crew(app, sink.port) as team:
        team.start()
        team.start()
        until(lambda: counts()[Delivery.SENT] == SLOW, seconds=2 * SLOW)
        team.stop()

    assert len(sink.raw) == SLOW
    assert max(sink.ids.values()) == 1


def test_the_mail_of_a_dead_worker_is_tried_again_within_lease_and_poll(app, town):
    waiting(town)
    begun, over = Event(), Event()

    def holds_up(_) -> str | None:
        if begun.is_set():
            return None
        begun.set()
        over.wait(30)
        return "451 later"

    with running(Sink(answer=holds_up)) as sink, crew(app, sink.port) as team:
        team.start()
        assert begun.wait(30)
        team.kill_oldest()
        died = time.monotonic()
        over.set()
        team.start()
        sink.wait_for(1, seconds=RESCUE + 30)
        taken = time.monotonic() - died
        team.stop()

    print(f"rescued after {taken:.0f} s")  # noqa: T201 - a figure that people want to see
    assert taken <= RESCUE


def test_six_workers_that_start_together_a_hundred_times_ring_each_alarm_once(app, town):
    """Each start finds a case whose two steps are to be called to mind and are missed in the same moment."""
    missed = datetime(2027, 5, 26, 14, tzinfo=LOCAL).isoformat()

    with running(Sink()) as sink, crew(app, sink.port, FALLBRUECKE_NOW=missed) as team:
        for start in range(1, STARTS + 1):
            reported(town, at=WEDNESDAY)
            for _ in range(6):
                team.start()
            until(lambda: climbed() >= start, seconds=60)  # noqa: B023 - asked at once
            team.stop()

    with across_municipalities(), reading():
        told = db.session.scalar(sa.select(sa.func.count()).where(Notification.kind == Kind.OVERDUE))
    assert (climbed(), told) == (STARTS, 2 * STARTS)
    assert max(sink.ids.values(), default=0) <= 1


def test_of_a_thousand_mails_due_in_one_minute_nearly_all_go_within_a_minute(app, town):
    first = present() + timedelta(seconds=30)
    with acting_in(town.id):
        for number in range(DUE):
            due = first + timedelta(seconds=60 * number / DUE)
            tell(Kind.REMINDER, user_id=town.coordinator.id, at=NOON, occurrence=str(number), send_at=due)
    db.session.commit()
    assert present() < first
    arrived: dict[str, datetime] = {}
    guard = Lock()

    def arrives(mail) -> None:
        with guard:
            arrived[mail["Message-ID"].strip("<>").partition("@")[0]] = present()

    with running(Sink(answer=arrives)) as sink, crew(app, sink.port) as team:
        team.start()
        team.start()
        until(lambda: len(sink.raw) >= DUE, seconds=240)
        team.stop()

    late = sorted((arrived[str(n.id)] - n.created_at).total_seconds() for n in rows())
    print(f"95 % within {late[DUE * 95 // 100]:.1f} s, the last after {late[-1]:.1f} s")  # noqa: T201
    assert late[DUE * 95 // 100] <= 60


def climbed() -> int:
    db.session.rollback()
    with across_municipalities(), reading():
        query = sa.select(sa.func.count()).where(TimelineEntry.kind == "StepEscalated")
        found = int(db.session.scalar(query) or 0)
    db.session.rollback()  # what only reads must be over before the next case is written
    return found
