"""Jobs that run once in a period: whoever starts them, and also after a crash."""

from threading import Barrier, Thread

import pytest

from app.database import db
from app.notifications.jobs import PERIOD_LEASE, once_per_period
from tests.make import NOON, later


def test_a_period_is_run_once(town):
    ran = []

    done = [once_per_period("daily", "2026-03-02", lambda: ran.append(1) or 5, now=NOON) for _ in range(3)]

    assert done == [5, 0, 0]
    assert ran == [1]


def test_the_next_period_and_another_job_run_too(town):
    done = [
        once_per_period(job, period, lambda: 1, now=NOON)
        for job, period in (("daily", "2026-03-02"), ("daily", "2026-03-03"), ("weekly", "2026-03-02"))
    ]

    assert done == [1, 1, 1]


def test_a_crash_does_not_swallow_the_period(town):
    def crash() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        once_per_period("daily", "2026-03-02", crash, now=NOON)
    db.session.rollback()

    early = once_per_period("daily", "2026-03-02", lambda: 1, now=later(minutes=14))
    after = once_per_period("daily", "2026-03-02", lambda: 1, now=NOON + PERIOD_LEASE * 1.01)

    assert (early, after) == (0, 1)


def test_whoever_lost_the_period_can_not_say_that_it_is_done(town):
    def slow() -> int:
        db.session.commit()
        second.append(once_per_period("daily", "2026-03-02", lambda: 1, now=NOON + PERIOD_LEASE * 2))
        return 1

    second: list[int] = []

    once_per_period("daily", "2026-03-02", slow, now=NOON)

    assert second == [1]


@pytest.mark.soak
def test_after_three_days_of_silence_the_job_of_the_day_runs_once(town):
    once_per_period("daily", "2026-03-02", lambda: 1, now=NOON)

    done = [once_per_period("daily", "2026-03-05", lambda: 1, now=later(days=3)) for _ in range(2)]

    assert done == [1, 0]


@pytest.mark.soak
def test_of_four_that_start_at_once_one_runs(app, town):
    start, done = Barrier(4), []

    def run() -> None:
        with app.app_context():
            start.wait()
            done.append(once_per_period("daily", "2026-03-02", lambda: 1, now=NOON))
            db.session.remove()

    db.session.commit()
    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == [0, 0, 0, 1]
