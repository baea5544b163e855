"""Gaps of a plan, what two versions differ in, and a plan tried on a made-up case."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from app.localtime import LOCAL
from app.planning.rules.comparing import Facet, VersionChange, differences
from app.planning.rules.gaps import Gap, findings
from app.planning.rules.preview import foresee
from app.plans.codes import Anchor, Condition, Phase, PlanKind, StepRole, Trigger
from app.plans.template import CASE_STEPS, EVENT_STEPS, Step
from app.workdays import Calendar, Land

PLAN = {PlanKind.CASE: CASE_STEPS, PlanKind.EVENT: EVENT_STEPS}
EVERYBODY = frozenset(StepRole)


def changed(code: str, **values: Any) -> dict[PlanKind, Sequence[Step]]:
    """The default plan with another step in one place."""
    return {
        kind: tuple(replace(step, **values) if step.code == code else step for step in steps)
        for kind, steps in PLAN.items()
    }


def without(*codes: str) -> dict[PlanKind, Sequence[Step]]:
    return {kind: tuple(one for one in steps if one.code not in codes) for kind, steps in PLAN.items()}


def gaps(
    steps: dict[PlanKind, Sequence[Step]], filled: frozenset[StepRole] = EVERYBODY
) -> dict[Gap, list[str]]:
    found = findings(steps, filled=filled)
    return {one.gap: [*(step.code for step in one.steps), *one.labels] for one in found}


def test_the_default_plan_has_no_gaps() -> None:
    assert findings(PLAN, filled=EVERYBODY) == []


@pytest.mark.parametrize(
    ("steps", "gap", "named"),
    [
        (changed("F02", anchor=Anchor.LEAD_ASSIGNED), Gap.LOOP, ["F02", "F03", "F05"]),
        (changed("F03", anchor=Anchor.CASE_ACCEPTED), Gap.LOOP, ["F03"]),
        (changed("E-R4", triggers=(Trigger.PUBLIC_INFORMED,)), Gap.LOOP, ["E-R4", "E-R6", "E-R7"]),
        (without("E-R1"), Gap.NEVER, ["E-R2", "E-R3", "E-R4", "E-R8", "E-R13"]),
        (without("F30", "F40", "F41", "F42", "F43"), Gap.STAGE, ["7", "8", "9"]),
        (without("E-B1", "E-B2", "E-B3", "E-B4"), Gap.PHASE, [Phase.BLUE.label]),
        (changed("F13", first_wave=True), Gap.BY_HAND, ["F13"]),
        (changed("F27", first_wave=True), Gap.BY_HAND, ["F27"]),
        (changed("F24", condition=Condition.LEGAL_CLAIM), Gap.BY_HAND, ["F24"]),
        (changed("F30", reminders=(), rungs=frozenset()), Gap.SILENT, ["F30"]),
    ],
)
def test_a_gap_is_named_with_its_steps(steps: Any, gap: Gap, named: list[str]) -> None:
    assert gaps(steps) == {gap: named}


def test_another_way_in_is_no_loop() -> None:
    steps = changed("E-R4", triggers=(Trigger.PUBLIC_INFORMED, Trigger.T07))

    assert gaps(steps) == {}


def test_a_step_whose_role_nobody_holds_is_named_and_one_with_a_contact_is_not() -> None:
    filled = EVERYBODY - {StepRole.CRISIS_TEAM, StepRole.MANAGEMENT}

    assert gaps(PLAN, filled) == {Gap.NOBODY: ["E-R5"]}


def test_two_versions_differ_step_by_step_and_field_by_field() -> None:
    new = changed("F12", condition=Condition.LEGAL_CLAIM, task="Anders.", glasl_max=4)
    new[PlanKind.EVENT] = new[PlanKind.EVENT][1:]

    condition, gone = differences(PLAN, new)

    assert (condition.step.code, condition.change) == ("F12", VersionChange.CHANGED)
    assert condition.facets == (Facet.TASK, Facet.CONDITION, Facet.STAGES)
    assert (gone.step.code, gone.change, gone.facets) == ("E-G1", VersionChange.REMOVED, ())
    assert differences(PLAN, PLAN) == []
    assert [one.change for one in differences({}, PLAN)] == [VersionChange.ADDED] * (
        len(CASE_STEPS) + len(EVENT_STEPS)
    )


def moved(code: str, *, to: int) -> dict[PlanKind, Sequence[Step]]:
    """The default plan with a step of the case plan in another place."""
    rest = [step for step in CASE_STEPS if step.code != code]
    [step] = [step for step in CASE_STEPS if step.code == code]
    return {**PLAN, PlanKind.CASE: [*rest[:to], step, *rest[to:]]}


@pytest.mark.parametrize(("to", "follows"), [(0, None), (1, "F01"), (9, "F10"), (len(CASE_STEPS) - 1, "F57")])
def test_a_step_in_another_place_is_one_step_moved_and_nothing_else(to: int, follows: str | None) -> None:
    [one] = differences(PLAN, moved("F06", to=to))

    assert (one.step.code, one.change, one.facets) == ("F06", VersionChange.MOVED, (Facet.PLACE,))
    assert one.old_before is not None
    assert one.old_before.code == "F05"
    assert (one.new_before.code if one.new_before else None) == follows


def test_a_step_that_came_or_went_moves_no_other() -> None:
    assert [one.change for one in differences(PLAN, without("F03"))] == [VersionChange.REMOVED]
    assert [one.change for one in differences(without("F03"), PLAN)] == [VersionChange.ADDED]


def test_a_step_that_is_changed_and_moved_says_both() -> None:
    new = moved("F06", to=0)
    new[PlanKind.CASE] = [
        replace(one, task="Anders.") if one.code == "F06" else one for one in new[PlanKind.CASE]
    ]

    [one] = differences(PLAN, new)

    assert (one.change, one.facets) == (VersionChange.CHANGED, (Facet.TASK, Facet.PLACE))


@pytest.fixture
def tried() -> Callable[..., dict[str, str]]:
    """When each step would be due, reported on the Wednesday before Fronleichnam at 10:00."""

    def try_it(priority: str = "B", stage: int | None = 3) -> dict[str, str]:
        found = foresee(
            CASE_STEPS,
            priority=priority,
            stage=stage,
            start=datetime(2027, 5, 26, 10, tzinfo=LOCAL),
            calendar=Calendar(Land.NW),
        )
        return {one.rule.code: f"{one.due:%m-%d}" for one in found.foreseen}

    return try_it


def test_a_made_up_case_counts_from_step_to_step_over_the_holiday(tried: Any) -> None:
    found = tried()

    assert found["F01"] == "05-28"  # Thursday is a holiday
    assert (found["F03"], found["F05"], found["F06"]) == ("05-31", "06-02", "06-04")
    assert found["F21"] > found["F20"]


def test_priority_and_stage_make_another_course(tried: Any) -> None:
    urgent, low, unrated = tried("A"), tried("C"), tried(stage=None)

    assert urgent["F06"] < low["F06"]
    assert "F12" in low
    assert "F12" not in unrated
    assert "F27" in tried(stage=5)
