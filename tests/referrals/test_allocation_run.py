"""A run over the whole waiting list: one at a time, taken up again after a kill, never half."""

import pytest

from app import clock
from app.audit.models import AccessEntry
from app.database import db
from app.municipalities.scope import acting_in
from app.referrals.actions import allocating, sending
from app.referrals.allocation.stages import Fate, Stage
from app.referrals.jobs import allocate_waiting, forget_old_allocations
from app.referrals.models import Allocation
from app.refusals import NotAllowed, NotFound
from app.runs.rules import LEASE, TRIES, RunStatus, Stopped
from tests import make
from tests.referrals import at_work, waiting


def test_a_run_proposes_somebody_for_each_case_and_asks_nobody(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    pair, alone = at_work.searching(town), waiting.alone(town)

    id_ = waiting.done(town)

    run, lines = waiting.run_of(id_), waiting.proposals(id_)
    assert run.status is RunStatus.DONE
    assert (run.running, run.ended_at, run.stage) == (None, clock.now(), None)
    assert (run.cases, run.served, run.most_served, run.single_served) == (2, 2, 2, 2)
    assert run.points == run.most_points
    assert {line.case_id for line in lines} == {pair.id, alone.id}
    by_case = {line.case_id: line for line in lines}
    assert {by_case[pair.id].first_id, by_case[pair.id].second_id} == {person.id for person in people}
    assert by_case[alone.id].second_id is None
    assert db.session.query(at_work.Offer).count() == 0


def test_nobody_is_proposed_for_two_cases_at_the_same_time(town: make.Town) -> None:
    at_work.mediator("Adler", capacity=2)
    waiting.alone(town)
    waiting.alone(town)

    first, second = waiting.proposals(waiting.done(town))

    assert first.meets_at is not None and second.meets_at is not None
    assert abs(first.meets_at - second.meets_at).total_seconds() >= 2 * 60 * 60


def test_a_run_serves_cases_that_would_get_nobody_one_by_one(town: make.Town) -> None:
    both = at_work.mediator("Beide", "de C2, ar C2, tr C2", capacity=1, home="Weststadt")
    arabic = at_work.mediator("Arabisch", "de C2, ar C2", capacity=1)
    easy, hard = waiting.alone(town), waiting.alone(town)
    at_work.parties(hard)[1].languages = "tr"
    for case, place in ((easy, 0), (hard, 1)):
        case.status_since = make.later(hours=place)
    db.session.commit()

    id_ = waiting.done(town)

    run, lines = waiting.run_of(id_), waiting.proposals(id_)
    assert (run.single_served, run.served) == (1, 2)
    assert [line.first_id for line in lines] == [arabic.id, both.id]
    assert [line.gained for line in lines] == [False, True]


def test_whoever_stays_from_the_search_before_gets_a_partner(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])
    sending.withdraw(
        found.case.id, found.offer(found.people[1]).id, by=at_work.coordination(town), at=make.NOON
    )
    sending.search_again(found.case.id, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()

    (line,) = waiting.proposals(waiting.done(town))

    assert line.first_id in {person.id for person in found.people[1:]}
    assert line.second_id is None


def test_a_case_that_nobody_suits_says_so_and_one_that_comes_too_late_too(town: make.Town) -> None:
    at_work.mediator("Adler", capacity=1)
    first, late, hopeless = waiting.alone(town), waiting.alone(town), waiting.alone(town)
    at_work.parties(hopeless)[1].languages = "ti"
    db.session.commit()

    lines = {line.case_id: line.fate for line in waiting.proposals(waiting.done(town))}

    assert lines[hopeless.id] is Fate.NOBODY_FITS
    assert {lines[first.id], lines[late.id]} == {Fate.PROPOSED, Fate.NOBODY_LEFT}


def test_a_case_without_a_name_is_not_asked_about(town: make.Town) -> None:
    at_work.mediator("Adler")
    case = waiting.alone(town)
    at_work.parties(case)[0].name = None
    db.session.commit()

    id_ = waiting.done(town)

    assert (waiting.run_of(id_).cases, waiting.run_of(id_).nameless) == (0, 1)
    assert waiting.proposals(id_) == []


def test_there_is_never_more_than_one_run_and_after_it_another(town: make.Town) -> None:
    at_work.searching(town)
    waiting.asked(town)

    with pytest.raises(NotAllowed, match="Es läuft schon eine Gesamtvermittlung"):
        waiting.asked(town)
    at_work.run(allocate_waiting, make.NOON)
    waiting.asked(town)

    assert db.session.query(Allocation).count() == 2


def test_without_a_waiting_case_there_is_nothing_to_run(town: make.Town) -> None:
    with pytest.raises(NotAllowed, match="wartet kein Fall"):
        waiting.asked(town)


def test_each_municipality_runs_its_own(town: make.Town) -> None:
    at_work.searching(town)
    other = make.town("nachbarkreis")
    with acting_in(other.id):
        at_work.searching(other)
        theirs = waiting.asked(other)
    ours = waiting.asked(town)

    done = at_work.run(allocate_waiting, make.NOON)

    assert done == 2
    with acting_in(other.id):
        assert waiting.run_of(theirs).cases == 1
    assert waiting.run_of(ours).cases == 1


def test_a_run_whose_worker_was_killed_is_taken_up_again_as_soon_as_its_lease_is_over(
    town: make.Town,
) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    lost = allocating.claim(make.NOON)
    db.session.commit()

    too_soon = at_work.run(allocate_waiting, make.NOON + LEASE / 2)
    again = at_work.run(allocate_waiting, make.NOON + LEASE * 2)

    assert (lost is not None, too_soon, again) == (True, 0, 1)
    assert waiting.run_of(id_).status is RunStatus.DONE
    assert waiting.run_of(id_).tries == 2


def test_a_worker_that_was_too_slow_writes_nothing(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    slow = allocating.claim(make.NOON)
    db.session.commit()
    assert slow is not None
    at_work.run(allocate_waiting, make.NOON + LEASE * 2)

    with pytest.raises(Stopped):
        allocating.finish(slow, allocating.Result({"served": 99}, ()), at=make.NOON)
    with pytest.raises(Stopped):
        allocating.go_on(slow, Stage.SOLVING, 1, of=2, at=make.NOON)

    assert waiting.run_of(id_).served == 0
    assert len(waiting.proposals(id_)) == 1


def test_a_run_that_breaks_each_time_has_failed_in_the_end(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    for number in range(TRIES):
        assert allocating.claim(make.NOON + number * 2 * LEASE)
        db.session.commit()

    at_work.run(allocate_waiting, make.NOON + TRIES * 2 * LEASE)

    assert waiting.run_of(id_).status is RunStatus.FAILED
    waiting.asked(town)


def test_what_breaks_is_logged_and_tried_again(town: make.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("app.referrals.jobs.allocate", broken)
        assert at_work.run(allocate_waiting, make.NOON) == 0

    assert waiting.run_of(id_).status is RunStatus.RUNNING
    assert at_work.run(allocate_waiting, make.NOON + LEASE * 2) == 1


def test_a_worker_that_ends_leaves_the_run_to_the_next(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)

    with waiting.stopping():
        at_work.run(allocate_waiting, make.NOON)

    run = waiting.run_of(id_)
    assert (run.status, run.tries, run.lease_until) == (RunStatus.WAITING, 0, None)
    assert at_work.run(allocate_waiting, make.NOON) == 1


def test_a_run_of_another_municipality_is_not_there(town: make.Town) -> None:
    other = make.town("nachbarkreis")
    with acting_in(other.id):
        at_work.searching(other)
        theirs = waiting.asked(other)

    with pytest.raises(NotFound):
        allocating.cancel(theirs, by=town.coordinator.id, at=make.NOON)


def test_who_asked_and_who_stopped_it_stands_in_the_log(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    allocating.cancel(id_, by=town.colleague.id, at=make.NOON)
    db.session.commit()

    kinds = [row.kind for row in db.session.query(AccessEntry).filter_by(subject_id=id_)]
    assert sorted(kinds) == ["AllocationAsked", "AllocationCancelled"]


def test_runs_are_forgotten_after_thirty_days(town: make.Town) -> None:
    at_work.searching(town)
    id_ = waiting.done(town)

    assert at_work.run(forget_old_allocations, make.later(days=29)) == 0
    assert at_work.run(forget_old_allocations, make.later(days=30)) == 1

    assert db.session.get(Allocation, id_) is None
    assert waiting.proposals(id_) == []
