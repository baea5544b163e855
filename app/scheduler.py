"""The timetable: everything that happens by itself, on one page; the only file that knows APScheduler."""

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

import app.cases.jobs as cases
import app.feedback.jobs as feedback
import app.letters.jobs as letters
import app.mediators.jobs as mediators
import app.notifications.jobs as notifications
import app.plans.jobs as plans
import app.promises.jobs as promises
import app.referrals.jobs as referrals
import app.transfers.jobs as transfers
from app import clock
from app.database import db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
STOP = {signal.SIGTERM, signal.SIGINT}


@dataclass(frozen=True)
class Job:
    """A function of the moment that says how much it did; it may run twice, late, in two workers at once."""

    run: Callable[[datetime], int]
    every: timedelta
    why: str


SCHEDULE: dict[str, Job] = {
    "allocate-waiting": Job(
        referrals.allocate_waiting,
        every=5 * SECOND,
        why="Find the best allocation of the whole waiting list, where somebody has asked for it.",
    ),
    "bring-letter-texts": Job(
        letters.bring_letter_texts,
        every=60 * MINUTE,
        why="Add the texts of letters that a new version of the program brings, as drafts.",
    ),
    "delete-old-case-rejects": Job(
        cases.delete_old_rejects,
        every=10 * MINUTE,
        why="Forget what an import of cases sent back, after 24 hours.",
    ),
    "delete-old-drafts": Job(
        cases.delete_old_drafts,
        every=30 * MINUTE,
        why="Warn of drafts that end, and delete them after 30 days.",
    ),
    "delete-old-notes": Job(
        cases.delete_old_notes, every=30 * MINUTE, why="Forget quick notes, 30 days after they served."
    ),
    "delete-old-rejects": Job(
        mediators.delete_old_rejects,
        every=10 * MINUTE,
        why="Forget what an import sent back, after 24 hours.",
    ),
    "deliver": Job(notifications.deliver, every=2 * SECOND, why="Send the mails that are due."),
    "end-meetings": Job(referrals.end_meetings, every=MINUTE, why="Notice that a session is over."),
    "expire-offers": Job(
        referrals.expire_offers, every=MINUTE, why="Ask the next person where nobody answered."
    ),
    "forget-old-allocations": Job(
        referrals.forget_old_allocations,
        every=60 * MINUTE,
        why="Forget runs over the waiting list, 30 days after they ended.",
    ),
    "heartbeat": Job(notifications.heartbeat, every=5 * SECOND, why="Show that a worker lives."),
    "mix-answers": Job(
        feedback.mix_answers,
        every=60 * MINUTE,
        why="Take the order out of anonymous answers; delete old links and free words.",
    ),
    "remind-of-promises": Job(
        promises.remind_of_promises, every=10 * MINUTE, why="Remind of what was promised, on its day."
    ),
    "remind-of-transfers": Job(
        transfers.remind_of_transfers,
        every=10 * MINUTE,
        why="Remind, once on each working day, of hand-overs that nobody has answered.",
    ),
    "ring-alarms": Job(
        plans.ring_alarms, every=MINUTE, why="Remind of steps, and climb the ladder of missed ones."
    ),
    "ring-meetings": Job(
        referrals.ring_meetings,
        every=MINUTE,
        why="Before appointments: ask for confirmation, remind, and report silence.",
    ),
    "send-sheets": Job(
        transfers.send_sheets,
        every=5 * MINUTE,
        why="Tell deputies, the working day before, that the hand-over sheet is there.",
    ),
    "wake-paused": Job(cases.wake_paused, every=10 * MINUTE, why="Let a resting case go on, on its day."),
}


def run_worker(app: Flask) -> None:
    """Run the timetable until SIGTERM or Ctrl-C; then finish what has begun, and return."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # a handler could break into any line; a thread waits
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # what breaks is logged in tick()
    app.extensions["stopping"] = Event()
    scheduler = BlockingScheduler(timezone=UTC)
    for name, job in SCHEDULE.items():
        scheduler.add_job(
            tick,
            "interval",
            args=(app, name, job),
            id=name,
            seconds=job.every.total_seconds(),
            next_run_time=datetime.now(UTC),  # the scheduler's own clock: at once
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    stopper = Thread(target=_stop_on_signal, args=(app, scheduler), daemon=True)
    scheduler.add_listener(lambda _: stopper.start(), EVENT_SCHEDULER_STARTED)  # not before it can be stopped
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
                "job broken name=%s kind=%s place=%s", name, type(problem).__name__, _place(problem)
            )
        finally:
            db.session.remove()


def _stop_on_signal(app: Flask, scheduler: BlockingScheduler) -> None:
    signal.sigwait(STOP)
    app.extensions["stopping"].set()
    scheduler.shutdown(wait=True)


def _place(problem: BaseException) -> str:
    """Module and line where it broke."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
