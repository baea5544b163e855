"""Two workers at once: every alarm rings exactly once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans.jobs import ring_alarms
from tests.plans.running import WEDNESDAY, reported, wall
from tests.sizes import sized

STARTS = sized(1, soak=100)
CASES = 5


@pytest.mark.soak
def test_workers_that_start_at_the_same_moment_remind_nobody_twice(app, town):
    for _ in range(CASES * STARTS):
        reported(town, at=WEDNESDAY)

    def work(_: int) -> int:
        with app.app_context():
            rung = ring_alarms(wall("2027-05-26T12:00"))
            db.session.remove()
            return rung

    with ThreadPoolExecutor(6) as workers:
        rung = sum(workers.map(work, range(6)))

    told = sa.select(sa.func.count()).where(Notification.kind == Kind.REMINDER)
    assert rung == CASES * STARTS
    assert db.session.scalar(told) == 2 * CASES * STARTS


@pytest.mark.soak
def test_workers_that_start_at_the_same_moment_tell_nobody_twice(app, town):
    def work(_: int) -> int:
        with app.app_context():
            rung = ring_alarms(wall("2027-05-26T14:00"))
            db.session.remove()
            return rung

    rung = 0
    with ThreadPoolExecutor(6) as workers:
        for _ in range(STARTS):
            for _ in range(CASES):
                reported(town, at=WEDNESDAY)
            rung += sum(workers.map(work, range(6)))

    climbed = sa.select(sa.func.count()).where(TimelineEntry.kind == "StepEscalated")
    told = sa.select(sa.func.count()).where(Notification.kind == Kind.OVERDUE)
    assert rung == 2 * CASES * STARTS
    assert db.session.scalar(climbed) == CASES * STARTS
    assert db.session.scalar(told) == 2 * CASES * STARTS
