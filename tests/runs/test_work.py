"""How a worker does a run: what is done stays, what breaks holds up nobody, and it tells how far it is."""

from datetime import timedelta

import pytest

from app.database import db
from app.gaps.actions.asking import REPORTS
from app.gaps.models import GapReport
from app.runs import work
from app.runs.rules import LEASE, RunStatus, Stopped
from tests import make
from tests.referrals.waiting import stopping
from tests.runs.test_runs import asked, stands


@pytest.fixture
def waits(town):
    return asked(REPORTS, town)


@pytest.fixture
def watch(monkeypatch):
    """A watch whose hand the test moves, in seconds."""
    hand = [10.0]
    monkeypatch.setattr(work, "monotonic", lambda: hand[0])
    return hand


def do(deed, at=make.NOON):
    """As the job does it; what the transaction held and nobody kept is gone."""
    found = REPORTS.claim(REPORTS.next(at), at=at)
    done = work.done(found, deed, give_up=REPORTS.give_up)
    db.session.rollback()
    return done


def test_what_the_worker_has_written_is_kept(waits):
    assert do(lambda mine: REPORTS.end(mine.run_id, RunStatus.DONE, at=make.NOON))

    assert stands(REPORTS, waits.run_id).status is RunStatus.DONE


def test_with_nothing_to_do_nothing_is_done(town):
    assert not do(pytest.fail)


def test_stopped_in_the_middle_nothing_is_half_and_the_next_worker_begins_it_anew(waits):
    def stop(mine):
        REPORTS.change(mine.run_id, tried=7)
        raise Stopped

    assert not do(stop)

    assert stands(REPORTS, waits.run_id) == (RunStatus.WAITING, None, None, 0)
    assert db.session.query(GapReport.tried).scalar() == 0


def test_what_breaks_is_logged_holds_up_nobody_and_counts_as_a_try(waits, caplog):
    def fall(mine):
        REPORTS.change(mine.run_id, tried=7)
        raise ZeroDivisionError("what a party has said")

    assert not do(fall)

    assert f"job failed item={waits.run_id} kind=ZeroDivisionError" in caplog.text
    assert "party" not in caplog.text
    assert stands(REPORTS, waits.run_id)[2:] == (make.NOON + LEASE, 1)
    assert db.session.query(GapReport.tried).scalar() == 0
    assert REPORTS.next(make.NOON + LEASE + timedelta(seconds=1)) is not None


def test_news_is_told_at_once_and_the_same_once_a_second(town, watch):
    heard = []
    say = work.told(lambda stage, done: heard.append((stage, done)), news=lambda stage, _: stage)

    for second, stage, done in [
        (0, "reading", 0),
        (0.9, "reading", 1),
        (0.9, "solving", 2),
        (1, "solving", 3),
    ]:
        watch[0] = 10 + second
        say(stage, done)
    watch[0] = 12
    say("solving", 4)

    assert heard == [("reading", 0), ("solving", 2), ("solving", 4)]


def test_what_is_told_is_there_for_others_at_once(waits, watch):
    say = work.told(lambda tried: REPORTS.change(waits.run_id, tried=tried), news=lambda tried: tried)

    say(7)

    db.session.rollback()
    assert db.session.query(GapReport.tried).scalar() == 7


def test_a_worker_that_is_to_end_stops_at_its_next_word(town, watch):
    say = work.told(pytest.fail, news=lambda tried: tried)

    with stopping(), pytest.raises(Stopped):
        say(1)
