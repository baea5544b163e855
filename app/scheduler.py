"""Runs the timetable; the only file that knows APScheduler."""

import faulthandler
import logging
import signal
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from app import clock
from app.database import db
from app.errors import place_of
from app.timetable import SCHEDULE, Job

STOP = {signal.SIGTERM, signal.SIGINT}
#: Between the first runs of two jobs: all at once, they would wait for each other.
APART = timedelta(milliseconds=100)


def run_worker(app: Flask) -> None:
    """Run the timetable until SIGTERM or Ctrl-C; then finish what has begun, and return.

    SIGUSR1 writes into the log in which line every thread is: names of files, no values.
    """
    faulthandler.register(signal.SIGUSR1)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # a handler could break into any line; a thread waits
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # what breaks is logged in tick()
    app.extensions["stopping"] = Event()
    scheduler = BlockingScheduler(timezone=UTC)
    first = datetime.now(UTC)  # the scheduler's own clock: at once
    often_first = sorted(SCHEDULE.items(), key=lambda named: named[1].every)
    for place, (name, job) in enumerate(often_first):
        scheduler.add_job(
            tick,
            "interval",
            args=(app, name, job),
            id=name,
            seconds=job.every.total_seconds(),
            next_run_time=first + place * APART,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    stopper = Thread(target=_stop_on_signal, args=(app, scheduler), daemon=True)
    scheduler.add_listener(lambda _: stopper.start(), EVENT_SCHEDULER_STARTED)  # not before it can be stopped
    tick(app, "heartbeat", SCHEDULE["heartbeat"])  # a copy is known as one before anything is written
    app.logger.info("worker started, %s jobs", len(SCHEDULE))
    scheduler.start()


def tick(app: Flask, name: str, job: Job) -> None:
    """Run a job once; whatever goes wrong in it stays in it, and its values stay out of the log."""
    with app.app_context():
        try:
            job.run(clock.now())
        except Exception as problem:  # the other jobs go on, and so does this one next time
            db.session.rollback()
            app.logger.error(
                "job broken name=%s kind=%s place=%s", name, type(problem).__name__, place_of(problem)
            )
        finally:
            db.session.remove()


def _stop_on_signal(app: Flask, scheduler: BlockingScheduler) -> None:
    signal.sigwait(STOP)
    app.extensions["stopping"].set()
    scheduler.shutdown(wait=True)
