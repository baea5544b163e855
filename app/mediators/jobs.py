"""What the pool does by itself."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from flask import current_app

from app import clock
from app.database import db, reading
from app.localtime import local
from app.mediators.actions import reminding, taking, uploads
from app.mediators.actions.imports import forget_old_rejects
from app.mediators.actions.marks import Ready, mark_waiting
from app.mediators.actions.times import forget_past
from app.mediators.poolfile import PoolFile
from app.mediators.queries import due
from app.mediators.queries.comparison import compare
from app.mediators.queries.uploads import Upload, upload
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import one_by_one
from app.refusals import NotFound, Outrun


def delete_old_rejects(now: datetime) -> int:
    """Delete what imports have sent back and files that wait, after 24 hours; says how many."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_old_rejects(now)
        db.session.commit()
    return deleted


def take_long_files(now: datetime) -> int:
    """Take the pool file that somebody has said yes to, in each municipality."""
    return sum(_taken(now) for _ in each_in_turn())


def ask_to_confirm(now: datetime) -> int:
    """Ask people, after 90 days and once a month from then on, whether what stands about them is true."""
    return one_by_one(
        lambda: due.unconfirmed(now), lambda person_id: reminding.ask_to_confirm(person_id, at=now)
    )


def remind_of_titles(now: datetime) -> int:
    """Remind people 12, 6, 3 months and one month before their title ends."""
    return one_by_one(
        lambda: due.ending(local(now).date()),
        lambda person_id: reminding.remind_of_title(person_id, at=now),
    )


def forget_past_days(now: datetime) -> int:
    """Delete single days and uploaded calendars that are over; says how many."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_past(local(now).date())
        db.session.commit()
    return deleted


def mark_pool(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Compare people who were in the pool before anybody was compared; says how many."""
    marked = 0
    for _ in each_in_turn():
        marked += mark_waiting()
        db.session.commit()
    return marked


def _taken(now: datetime) -> bool:
    """Nothing is written before the end; if it breaks, the next worker begins anew."""
    mine = taking.claim(now)
    db.session.commit()
    if mine is None:
        return False
    try:
        waits, file, ready = _prepared(mine, now)
        uploads.finish(mine, waits, file, ready=ready, at=clock.now())
        db.session.commit()
    except (taking.Stopped, NotFound):
        _let_go(taking.give_up, mine)
    except Outrun:
        _let_go(taking.send_back, mine)
    except Exception as problem:  # the other municipalities must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed item=%s kind=%s", mine.upload_id, type(problem).__name__)
    else:
        return True
    return False


def _let_go(how: Callable[[taking.Claim], None], mine: taking.Claim) -> None:
    db.session.rollback()
    how(mine)
    db.session.commit()


def _prepared(mine: taking.Claim, now: datetime) -> tuple[Upload, PoolFile, Ready]:
    with reading():
        waits = upload(mine.upload_id, now=now)
        file = waits.read()
        found = compare(file)
        db.session.rollback()
    return waits, file, taking.prepare(found, rows=mine.rows, heard=_Watch(mine))


class _Watch:
    """Says how many rows are prepared, and hears whether to go on; at most once a second, and at the end."""

    def __init__(self, mine: taking.Claim) -> None:
        self.mine = mine
        self.next = 0.0

    def __call__(self, done: int) -> None:
        if done < self.mine.rows and monotonic() < self.next:
            return
        self.next = monotonic() + 1
        stopping = current_app.extensions.get("stopping")
        if stopping is not None and stopping.is_set():
            raise taking.Stopped
        taking.go_on(self.mine, done, at=clock.now())
        db.session.commit()
