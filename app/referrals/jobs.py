"""What happens to offers and meetings by the clock."""

from datetime import datetime
from time import monotonic

from flask import current_app

from app import clock
from app.database import db, reading
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import one_by_one
from app.referrals.actions import alarms, allocating, answering, leaving, meetings
from app.referrals.allocation.solving import Outcome, allocate
from app.referrals.allocation.stages import Stage, Stopped
from app.referrals.queries import due
from app.referrals.queries.waiting import WaitingList, waiting_list


def expire_offers(now: datetime) -> int:
    """Let offers expire that nobody answered, or can answer as she is away by now; the next are asked."""
    away = one_by_one(lambda: due.of_absent(now), lambda one: leaving.withdraw_if_away(one, at=now))
    return away + one_by_one(lambda: due.offers(now), lambda one: answering.expire_if_due(one, at=now))


def end_meetings(now: datetime) -> int:
    """Notice that the planned end of a session has passed."""
    return one_by_one(lambda: due.meetings(now), lambda meeting_id: meetings.notice_end(meeting_id, at=now))


def allocate_waiting(now: datetime) -> int:
    """Work on the run over the waiting list that somebody has asked for, in each municipality."""
    return sum(_allocated(now) for _ in each_in_turn())


def forget_old_allocations(now: datetime) -> int:
    """Delete runs over the waiting list, 30 days after they ended."""
    deleted = 0
    for _ in each_in_turn():
        deleted += allocating.forget_old(now)
        db.session.commit()
    return deleted


def _allocated(now: datetime) -> bool:
    """The database is left alone while the answer is sought; if it breaks, the next worker begins anew."""
    mine = allocating.claim(now)
    db.session.commit()
    if mine is None:
        return False
    try:
        found, outcome = _thought_out(_Watch(mine))
        done = allocating.finish(mine, allocating.result_of(found, outcome), at=clock.now())
    except Stopped:
        db.session.rollback()
        allocating.give_up(mine, clock.now())
        done = False
    except Exception as problem:  # the other municipalities must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed item=%s kind=%s", mine.allocation_id, type(problem).__name__)
        return False
    db.session.commit()
    return done


def _thought_out(watch: "_Watch") -> tuple[WaitingList, Outcome]:
    watch(Stage.READING, 0, 0)
    with reading():
        found = waiting_list(clock.now())
        db.session.rollback()
    outcome = allocate(
        found.waiting, found.candidates, settings=found.settings, today=found.today, go_on=watch
    )
    watch(Stage.SAVING, 0, 0)
    return found, outcome


class _Watch:
    """Says how far a run is, and hears whether it is still wanted; at most once a second."""

    def __init__(self, mine: allocating.Claim) -> None:
        self.mine = mine
        self.stage: Stage | None = None
        self.next = 0.0

    def __call__(self, stage: Stage, done: int, of: int) -> None:
        if stage is self.stage and monotonic() < self.next:
            return
        self.stage, self.next = stage, monotonic() + 1
        stopping = current_app.extensions.get("stopping")
        if stopping is not None and stopping.is_set():
            raise Stopped
        allocating.go_on(self.mine, stage, done, of=of, at=clock.now())
        db.session.commit()


def ring_meetings(now: datetime) -> int:
    """Ask, remind and report silence before appointments."""
    return one_by_one(lambda: due.alarms(now), lambda alarm_id: alarms.ring(alarm_id, at=now))
