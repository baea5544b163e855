"""The gap report: asked for every week, reckoned by the worker, forgotten after 30 days."""

from datetime import datetime
from time import monotonic

from flask import current_app

from app import clock
from app.database import db, reading
from app.gaps.actions import asking
from app.gaps.actions.reckoning import reckon
from app.gaps.queries.facts import Facts, facts
from app.municipalities.queries import each_in_turn
from app.referrals.allocation.stages import Stopped


def ask_for_gap_reports(now: datetime) -> int:
    """Where the last report is a week old, another is wanted."""
    asked = 0
    for _ in each_in_turn():
        asked += asking.ask_if_old(now)
        db.session.commit()
    return asked


def reckon_gaps(now: datetime) -> int:
    """Work on the report that is wanted, in each municipality."""
    return sum(_reckoned(now) for _ in each_in_turn())


def forget_old_gap_reports(now: datetime) -> int:
    """Delete reports, 30 days after they ended."""
    deleted = 0
    for _ in each_in_turn():
        deleted += asking.forget_old(now)
        db.session.commit()
    return deleted


def _reckoned(now: datetime) -> bool:
    """The database is left alone while it is thought; if it breaks, the next worker begins anew."""
    mine = asking.claim(now)
    db.session.commit()
    if mine is None:
        return False
    try:
        found, at = _read(), clock.now()
        result = reckon(mine, found, heard=_Watch(mine), at=at)
        done = asking.finish(mine, result, at=at)
    except Stopped:
        db.session.rollback()
        asking.give_up(mine)
        done = False
    except Exception as problem:  # the other municipalities must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed item=%s kind=%s", mine.report_id, type(problem).__name__)
        return False
    db.session.commit()
    return done


def _read() -> Facts:
    with reading():
        found = facts(clock.now())
        db.session.rollback()
    return found


class _Watch:
    """Says how many possibilities were tried, and hears whether to go on; at most once a second."""

    def __init__(self, mine: asking.Claim) -> None:
        self.mine = mine
        self.tried = -1
        self.next = 0.0

    def __call__(self, tried: int) -> None:
        if tried == self.tried and monotonic() < self.next:
            return
        self.tried, self.next = tried, monotonic() + 1
        stopping = current_app.extensions.get("stopping")
        if stopping is not None and stopping.is_set():
            raise Stopped
        asking.go_on(self.mine, tried, at=clock.now())
        db.session.commit()
