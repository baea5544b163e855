"""What happens to offers and meetings by the clock."""

from datetime import datetime

from app import clock
from app.database import db, reading
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import in_each_municipality, one_by_one
from app.referrals.actions import alarms, allocating, answering, leaving, meetings
from app.referrals.allocation.solving import Outcome, allocate
from app.referrals.allocation.stages import GoOn, Stage
from app.referrals.queries import due
from app.referrals.queries.waiting import WaitingList, waiting_list
from app.runs.actions import Claim
from app.runs.work import done, told


def expire_offers(now: datetime) -> int:
    """Let offers expire that nobody answered, or can answer as she is away by now; the next are asked.

    Before that the reserve goes that is away: she is not asked instead.
    """
    one_by_one(lambda: due.reserve_of_absent(now), lambda one: leaving.lose_reserve_if_away(one, at=now))
    away = one_by_one(lambda: due.of_absent(now), lambda one: leaving.withdraw_if_away(one, at=now))
    return away + one_by_one(lambda: due.offers(now), lambda one: answering.expire_if_due(one, at=now))


def end_meetings(now: datetime) -> int:
    """Notice that the planned end of a session has passed."""
    return one_by_one(lambda: due.meetings(now), lambda meeting_id: meetings.notice_end(meeting_id, at=now))


def allocate_waiting(now: datetime) -> int:
    """Work on the run over the waiting list that somebody has asked for, in each municipality."""
    return sum(done(allocating.claim(now), _allocate, give_up=_give_up) for _ in each_in_turn())


def forget_old_allocations(now: datetime) -> int:
    """Delete runs over the waiting list, 30 days after they ended."""
    return in_each_municipality(lambda: allocating.forget_old(now))


def _allocate(mine: Claim) -> None:
    """The database is left alone while the answer is sought."""
    found, outcome = _thought_out(
        told(
            lambda stage, done, of: allocating.go_on(mine, stage, done, of=of, at=clock.now()),
            news=lambda stage, *_: stage,
        )
    )
    allocating.finish(mine, allocating.result_of(found, outcome), at=clock.now())


def _give_up(mine: Claim) -> None:
    allocating.give_up(mine, clock.now())


def _thought_out(heard: GoOn) -> tuple[WaitingList, Outcome]:
    heard(Stage.READING, 0, 0)
    with reading():
        found = waiting_list(clock.now())
        db.session.rollback()
    outcome = allocate(
        found.waiting, found.candidates, settings=found.settings, today=found.today, go_on=heard
    )
    heard(Stage.SAVING, 0, 0)
    return found, outcome


def ring_meetings(now: datetime) -> int:
    """Ask, remind and report silence before appointments."""
    return one_by_one(lambda: due.alarms(now), lambda alarm_id: alarms.ring(alarm_id, at=now))
