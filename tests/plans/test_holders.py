"""Who holds a step, who is told of it, and who hears that it is missed."""

import pytest

from app.plans.codes import LadderRole, RegisterFunction, Rung, StepRole
from app.plans.rules import Holding, holder, rung_recipients, told_through, told_when_done, told_when_started
from app.plans.template import CASE_STEPS, EVENT_STEPS

CASE = {rule.code: rule for rule in CASE_STEPS}
EVENT = {rule.code: rule for rule in EVENT_STEPS}


def test_the_first_whom_somebody_fills_holds_the_step():
    assert holder(CASE["F11"], filled={StepRole.PILOT, StepRole.CASE_LEAD}) == Holding(StepRole.PILOT)
    assert holder(CASE["F11"], filled={StepRole.CASE_LEAD}) == Holding(StepRole.CASE_LEAD)


def test_in_the_end_coordination_holds_a_step():
    assert holder(CASE["F11"], filled=set()) == Holding(StepRole.COORDINATION)


def test_coordination_holds_a_step_for_a_contact():
    press = holder(EVENT["E-R7"], filled={RegisterFunction.PRESS, StepRole.MANAGEMENT})

    assert press == Holding(StepRole.COORDINATION, RegisterFunction.PRESS)


def test_a_contact_that_the_register_lacks_passes_the_step_on():
    assert holder(EVENT["E-R7"], filled={StepRole.MANAGEMENT}) == Holding(StepRole.MANAGEMENT)


def test_the_program_needs_nobody_to_fill_its_part():
    assert holder(CASE["F53"], filled=set()) == Holding(StepRole.SYSTEM)


def test_danger_is_told_when_it_starts_and_everything_when_it_is_done():
    assert told_when_started(CASE["F40"]) == (StepRole.MANAGEMENT,)
    assert told_when_started(CASE["F03"]) == ()
    assert told_when_done(CASE["F03"]) == (StepRole.REPORTER,)


def test_contacts_learn_of_a_step_through_coordination():
    assert told_through(RegisterFunction.WORKING_GROUP) is StepRole.COORDINATION
    assert told_through(StepRole.PRIVACY) is StepRole.PRIVACY


@pytest.mark.parametrize(
    ("rung", "filled", "told"),
    [
        (Rung.M1, {LadderRole.HOLDER, LadderRole.DEPUTY}, (LadderRole.HOLDER, LadderRole.DEPUTY)),
        (Rung.M1, {LadderRole.HOLDER}, (LadderRole.HOLDER,)),
        (Rung.M2, {LadderRole.HOLDER}, (StepRole.COORDINATION,)),
        (Rung.M3, {LadderRole.OFFICE_MANAGEMENT}, (LadderRole.OFFICE_MANAGEMENT,)),
        (Rung.M3, {StepRole.MANAGEMENT}, (StepRole.COORDINATION,)),
        (Rung.M4, set(), (StepRole.COORDINATION,)),
    ],
)
def test_a_rung_that_nobody_fills_goes_to_coordination(rung, filled, told):
    assert rung_recipients(rung, filled=filled) == told
