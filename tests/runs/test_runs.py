"""A run is one worker's at a time, whatever it is about: a report, the whole waiting list, a long file."""

from datetime import timedelta
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from app.database import db
from app.gaps.actions.asking import REPORTS
from app.mediators.actions.taking import FILES
from app.municipalities.scope import acting_in
from app.referrals.actions.allocating import RUNS
from app.runs.actions import Claim, Free, Runs
from app.runs.rules import LEASE, TRIES, RunStatus, Stopped
from tests import make
from tests.test_at_once import PEOPLE, at_once

SECOND = timedelta(seconds=1)
LOST = make.NOON + LEASE + SECOND


class Stands(NamedTuple):
    """What its row says of a run."""

    status: RunStatus | None
    worker: object
    lease_until: object
    tries: int


@pytest.fixture(params=[REPORTS, RUNS, FILES], ids=["report", "waiting list", "file"])
def runs(request) -> Runs:
    return request.param


@pytest.fixture
def waits(runs, town) -> Free:
    """A run that somebody has asked for."""
    return asked(runs, town)


def asked(runs, town, at=make.NOON) -> Free:
    values = {runs.since.key: at, runs.status.key: RunStatus.WAITING, "tries": 0}
    if runs is FILES:
        values |= {"by": town.coordinator.id, "expires_at": make.later(days=1)}
    else:
        values |= {"asked_by": town.coordinator.id, "running": True}
    row = runs.table(**values)
    db.session.add(row)
    db.session.commit()
    return Free(row.id, 0)


def taken(runs, at=make.NOON) -> Claim:
    mine = runs.claim(runs.next(at), at=at)
    db.session.commit()
    assert mine is not None
    return mine


def stands(runs, run_id) -> Stands:
    table = runs.table
    told = sa.select(runs.status, table.worker, table.lease_until, table.tries).where(table.id == run_id)
    return Stands(*db.session.execute(told).one())


def test_of_workers_that_have_all_found_it_one_takes_it(app, town, runs, waits):
    claims = at_once(app, town, lambda _: runs.claim(waits, at=make.NOON))

    (mine,) = [one for one in claims if one is not None]
    assert claims.count(None) == PEOPLE - 1
    assert stands(runs, waits.run_id) == (RunStatus.RUNNING, mine.worker, make.NOON + LEASE, 1)


def test_of_workers_that_all_follow_a_lost_one_one_takes_it(app, town, runs, waits):
    lost = taken(runs)

    claims = at_once(app, town, lambda _: runs.claim(Free(waits.run_id, 1), at=LOST))

    (mine,) = [one for one in claims if one is not None]
    assert mine.worker != lost.worker
    assert stands(runs, waits.run_id) == (RunStatus.RUNNING, mine.worker, LOST + LEASE, 2)


def test_nobody_else_finds_or_takes_it_while_its_worker_speaks(runs, waits):
    mine = taken(runs)
    later = make.NOON + LEASE - SECOND
    runs.go_on(mine, at=later)
    db.session.commit()

    assert runs.next(make.NOON + LEASE) is None
    assert runs.claim(waits, at=make.NOON + LEASE) is None
    assert runs.next(later + LEASE) is None
    assert runs.next(later + LEASE + SECOND) == Free(waits.run_id, 1)


def test_a_worker_that_was_silent_for_too_long_changes_nothing_any_more(runs, waits):
    lost = taken(runs)
    mine = taken(runs, at=LOST)
    before = stands(runs, waits.run_id)

    with pytest.raises(Stopped):
        runs.go_on(lost, at=LOST)
    runs.give_up(lost)
    assert not runs.end(lost.run_id, RunStatus.DONE, runs.held(lost), at=LOST)

    assert stands(runs, waits.run_id) == before
    assert runs.end(mine.run_id, RunStatus.DONE, runs.held(mine), at=LOST)


def test_given_up_it_waits_for_the_next_worker_and_the_try_does_not_count(runs, waits):
    mine = taken(runs)

    runs.give_up(mine)
    db.session.commit()

    assert stands(runs, waits.run_id) == (RunStatus.WAITING, None, None, 0)
    assert runs.next(make.NOON) == waits
    with pytest.raises(Stopped):
        runs.go_on(mine, at=make.NOON)


def test_after_the_last_try_it_has_failed_and_nobody_begins_it_anew(runs, waits):
    for number in range(TRIES):
        last = taken(runs, at=make.NOON + number * 2 * LEASE)
    then = make.NOON + TRIES * 2 * LEASE

    assert runs.claim(runs.next(then), at=then) is None
    db.session.commit()

    assert stands(runs, waits.run_id) == (RunStatus.FAILED, None, None, TRIES)
    assert runs.next(then) is None
    with pytest.raises(Stopped):
        runs.go_on(last, at=then)


def test_the_last_try_is_not_failed_while_its_worker_speaks(runs, waits):
    for number in range(TRIES):
        last = taken(runs, at=make.NOON + number * 2 * LEASE)
    now = make.NOON + (TRIES - 1) * 2 * LEASE

    assert runs.claim(Free(waits.run_id, TRIES), at=now) is None

    runs.go_on(last, at=now)


def test_what_has_ended_neither_ends_again_nor_is_taken(runs, waits):
    mine = taken(runs)

    assert runs.end(mine.run_id, RunStatus.DONE, at=make.NOON)
    db.session.commit()

    assert not runs.end(mine.run_id, RunStatus.CANCELLED, at=make.NOON)
    assert stands(runs, waits.run_id) == (RunStatus.DONE, None, None, 1)
    assert runs.next(LOST) is None
    assert runs.claim(waits, at=LOST) is None
    with pytest.raises(Stopped):
        runs.go_on(mine, at=make.NOON)


@pytest.mark.parametrize("one_at_a_time", [REPORTS, RUNS], ids=["report", "waiting list"])
def test_with_its_end_its_table_writes_when_and_that_the_next_may_be_asked_for(one_at_a_time, town):
    run = asked(one_at_a_time, town)

    one_at_a_time.end(run.run_id, RunStatus.DONE, at=LOST)

    row = db.session.get(one_at_a_time.table, run.run_id, populate_existing=True)
    assert (row.running, row.ended_at) == (None, LOST)


def test_what_has_ended_is_not_begun_anew_even_if_a_lease_was_left_behind(runs, waits):
    runs.end(taken(runs).run_id, RunStatus.FAILED, at=make.NOON)
    runs.change(waits.run_id, lease_until=make.NOON)
    db.session.commit()

    assert runs.next(LOST) is None
    assert runs.claim(waits, at=LOST) is None


def test_a_condition_of_the_table_stands_in_every_deed(runs, waits):
    assert runs.next(make.NOON, sa.false()) is None
    assert runs.claim(waits, sa.false(), at=make.NOON) is None
    mine = taken(runs)

    with pytest.raises(Stopped):
        runs.go_on(mine, sa.false(), at=make.NOON)
    assert not runs.end(mine.run_id, RunStatus.DONE, sa.false(), at=make.NOON)


def test_one_run_changes_no_other(town):
    first, second = asked(FILES, town), asked(FILES, town, at=make.later(minutes=1))

    mine = taken(FILES)
    FILES.go_on(mine, at=make.NOON)
    FILES.end(mine.run_id, RunStatus.FAILED, at=make.NOON)
    db.session.commit()

    assert mine.run_id == first.run_id
    assert FILES.next(make.NOON) == second


def test_another_municipality_neither_finds_nor_takes_it(runs, waits):
    other = make.town("nachbarkreis")

    with acting_in(other.id):
        assert runs.next(make.NOON) is None
        assert runs.claim(waits, at=make.NOON) is None

    assert runs.next(make.NOON) == waits
