"""Who is asked elsewhere for what the pool has not ends the step that says so, and only that (F24)."""

import pytest

from app import clock
from app.database import db
from app.lending import jobs
from app.lending.actions import answering, asking, choosing
from app.lending.models import LoanInquiry
from app.lending.rules import LoanKind
from app.mediators.deployment import Interpreting
from app.mediators.rules import Kind
from app.plans.models import StepEnd
from app.referrals.actions import answering as offers
from app.referrals.matching.wishes import Speech
from app.referrals.rules import Reason
from tests import make
from tests.lending import lent
from tests.plans.running import due, steps, with_plan
from tests.referrals import at_work, helped, waiting
from tests.referrals.helped import ends
from tests.referrals.meeting import wall

TO_DO = None


def exhausted(town: make.Town, *others: str) -> at_work.Asked:
    """Nobody was confirmed besides the pair, and one of it has said no."""
    with_plan(town.municipality)
    found = at_work.asked(town, "Adler", "Bruns")
    for name in others:
        at_work.mediator(name)
    no_from(found, 0)
    return found


def no_from(found: at_work.Asked, place: int) -> None:
    person = found.people[place]
    offers.decline(found.offer(person).id, Reason.NO_TIME, by=at_work.user_of(person), at=make.NOON)
    db.session.commit()


def test_when_nobody_of_the_pool_is_left_the_state_pool_is_to_be_asked_once(town: make.Town) -> None:
    found = exhausted(town)
    after_one = ends(found.case)

    no_from(found, 1)

    assert after_one == ends(found.case) == [TO_DO]
    assert due(found.case, "F24") == "2026-03-04T23:59"


def test_while_somebody_else_of_the_pool_suits_a_new_search_is_all_it_takes(town: make.Town) -> None:
    found = exhausted(town, "Celik")

    assert ends(found.case) == []


def test_a_request_for_a_mediator_is_the_deed_and_one_for_an_interpreter_is_not(town: make.Town) -> None:
    lent.neighbour()
    found = exhausted(town)
    lent.ask(town, found.case, kind=LoanKind.PROFESSIONAL)
    before = ends(found.case)
    asking.withdraw(found.case.id, by=town.coordinator.id, at=make.NOON)

    lent.ask(town, found.case)

    assert before == [TO_DO]
    assert ends(found.case) == [StepEnd.DONE]
    assert steps(found.case)["F24"].ended_by == town.coordinator.id


@pytest.mark.parametrize(("kind", "end"), [(LoanKind.MEDIATOR, TO_DO), (LoanKind.PROFESSIONAL, StepEnd.DONE)])
def test_an_interpreter_is_asked_for_when_a_request_for_one_leaves(
    town: make.Town, kind: LoanKind, end: StepEnd | None
) -> None:
    lent.neighbour()
    found = helped.asked(town)

    lent.ask(town, found.case, kind=kind)

    assert ends(found.case) == [end]


def test_a_request_that_was_taken_back_asks_for_nobody(town: make.Town) -> None:
    lent.neighbour()
    found = helped.asked(town)
    lent.ask(town, found.case, kind=LoanKind.PROFESSIONAL)

    asking.withdraw(found.case.id, by=town.coordinator.id, at=make.later(hours=1))
    db.session.commit()

    assert ends(found.case) == [StepEnd.DONE, TO_DO]


def test_where_nobody_can_lend_an_interpreter_one_is_to_be_found_outside(town: make.Town) -> None:
    there, found = lent.neighbour(), helped.asked(town)
    lent.ask(town, found.case, kind=LoanKind.PROFESSIONAL)

    with lent.within(there):
        answering.refuse(lent.only(LoanInquiry).id, by=there.coordinator.id, at=make.later(hours=1))
        db.session.commit()

    assert ends(found.case) == [StepEnd.DONE, TO_DO]


def test_where_everybody_was_asked_for_a_mediator_nobody_is_asked_again(town: make.Town) -> None:
    lent.neighbour()
    found = exhausted(town)
    lent.ask(town, found.case)

    at_work.run(jobs.go_on_with_loans, wall("2026-03-09T09:00"))

    assert ends(found.case) == [StepEnd.DONE]


def test_who_is_lent_to_interpret_and_goes_home_is_missing_again(town: make.Town) -> None:
    there, found = lent.neighbour(), helped.asked(town)
    who = lent.person(
        there, spoken="de C2, ar C2", kind=Kind.INTERPRETER, interpreting=Interpreting.PROFESSIONAL
    )
    card = lent.lent(town, there, found.case, who, kind=LoanKind.PROFESSIONAL, languages=("ar",))
    there_now = ends(found.case)

    choosing.give_back(found.case.id, card.id, by=town.coordinator.id, at=make.later(hours=1))
    db.session.commit()

    assert there_now == [StepEnd.DONE]
    assert ends(found.case) == [StepEnd.DONE, TO_DO]


def test_a_run_that_finds_nobody_for_a_case_says_so_once_and_asking_elsewhere_is_the_deed(
    town: make.Town,
) -> None:
    """Where nobody could be lent, the next run doesn't say it once more."""
    there, case = lent.neighbour(), helped.searching(town)
    for _ in range(2):
        waiting.done(town)
    told = ends(case)
    lent.ask(town, case)
    with lent.within(there):
        answering.refuse(lent.only(LoanInquiry).id, by=there.coordinator.id, at=make.NOON)
        db.session.commit()

    with clock.stopped(make.later(hours=1)):
        waiting.done(town)

    assert told == [TO_DO]
    assert ends(case) == [StepEnd.DONE]


def test_a_run_says_nothing_of_a_case_for_which_somebody_is_asked_elsewhere(town: make.Town) -> None:
    lent.neighbour()
    case = helped.searching(town)
    lent.ask(town, case)

    waiting.done(town)

    assert ends(case) == []


def test_a_pair_that_is_asked_after_all_and_needs_nobody_ends_what_a_run_began(town: make.Town) -> None:
    case = helped.searching(town, Speech.WISH)
    waiting.done(town)
    nobody = ends(case)

    helped.send(town, case, *(at_work.mediator(name) for name in ("Adler", "Bruns")))

    assert nobody == [TO_DO]
    assert ends(case) == [StepEnd.NOT_NEEDED]
