"""A run over the whole waiting list that nobody wants any more: it ends, and nothing of it is kept."""

from typing import Any

import pytest

from app.database import db
from app.referrals.actions import allocating
from app.referrals.allocation.stages import Stage
from app.referrals.jobs import allocate_waiting
from app.refusals import NotAllowed
from app.runs.rules import RunStatus, Stopped
from tests import make
from tests.referrals import at_work, waiting


def test_a_run_that_nobody_works_on_is_cancelled_at_once(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)

    allocating.cancel(id_, by=town.colleague.id, at=make.NOON)
    db.session.commit()

    assert waiting.run_of(id_).status is RunStatus.CANCELLED
    assert at_work.run(allocate_waiting, make.NOON) == 0


def test_a_run_that_is_worked_on_is_cancelled_as_soon_as_the_worker_hears_of_it(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    mine = allocating.claim(make.NOON)
    db.session.commit()
    assert mine is not None

    allocating.cancel(id_, by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    assert waiting.run_of(id_).status is RunStatus.RUNNING
    with pytest.raises(Stopped):
        allocating.go_on(mine, Stage.SOLVING, 1, of=2, at=make.NOON)
    with pytest.raises(Stopped):
        allocating.finish(mine, allocating.Result({}, ()), at=make.NOON)
    allocating.give_up(mine, make.NOON)
    db.session.commit()
    assert waiting.run_of(id_).status is RunStatus.CANCELLED
    assert waiting.proposals(id_) == []


def test_cancelled_just_before_its_result_is_saved_it_ends_at_once_without_one(
    town: make.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    result_of = allocating.result_of

    def cancelled_meanwhile(*found: Any) -> allocating.Result:
        allocating.cancel(id_, by=town.coordinator.id, at=make.NOON)
        db.session.commit()
        return result_of(*found)

    monkeypatch.setattr(allocating, "result_of", cancelled_meanwhile)

    assert at_work.run(allocate_waiting, make.NOON) == 0
    assert waiting.run_of(id_).status is RunStatus.CANCELLED
    assert waiting.proposals(id_) == []


def test_a_cancelled_run_whose_worker_is_lost_ends_and_the_next_can_be_asked_for(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    assert allocating.claim(make.NOON) is not None
    allocating.cancel(id_, by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    assert at_work.run(allocate_waiting, make.later(minutes=60)) == 0

    assert waiting.run_of(id_).status is RunStatus.CANCELLED
    assert waiting.asked(town) != id_


def test_what_has_ended_cannot_be_cancelled(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.done(town)

    with pytest.raises(NotAllowed, match="schon zu Ende"):
        allocating.cancel(id_, by=town.coordinator.id, at=make.NOON)
