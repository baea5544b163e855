"""Two workers at once: every alarm rings exactly once."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans.jobs import ring_alarms
from tests.plans.running import WEDNESDAY, reported, wall


def test_two_workers_at_the_same_moment_tell_nobody_twice(app, town):
    for _ in range(5):
        reported(town, at=WEDNESDAY)

    def work(_: int) -> int:
        with app.app_context():
            rung = ring_alarms(wall("2027-05-26T14:00"))
            db.session.remove()
            return rung

    with ThreadPoolExecutor(4) as workers:
        rung = list(workers.map(work, range(4)))

    climbed = sa.select(sa.func.count()).where(TimelineEntry.kind == "StepEscalated")
    told = sa.select(sa.func.count()).where(Notification.kind == Kind.OVERDUE)
    assert sum(rung) == 10
    assert db.session.scalar(climbed) == 5
    assert db.session.scalar(told) == 10
