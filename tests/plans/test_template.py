"""The default plan is carried over whole, and nothing undefined gets into a plan."""

import json

import pytest

from app.plans.codes import (
    Anchor,
    FollowUp,
    HardMode,
    LadderRole,
    Per,
    Phase,
    RegisterFunction,
    Rung,
    StepRole,
)
from app.plans.template import CASE_STEPS, EVENT_STEPS, EventRule, Step, StepRule
from app.seed import rows
from app.workdays import Clock, Period

CASE = {rule.code: rule for rule in CASE_STEPS}
EVENT = {rule.code: rule for rule in EVENT_STEPS}


def test_the_case_plan_has_36_steps_and_the_event_plan_26():
    assert (len(CASE), len(EVENT)) == (36, 26)


def test_eighteen_steps_start_by_themselves():
    by_themselves = [rule.code for rule in CASE_STEPS if rule.first_wave]

    assert by_themselves == (
        [
            "F01",
            "F02",
            "F03",
            "F05",
            "F06",
            "F08",
            "F20",
            "F21",
            "F22",
            "F23",
            "F24",
            "F25",
            "F26",
            "F50",
            "F51",
            "F52",
            "F53",
            "F54",
        ]
    )


def test_the_phases_of_the_event_plan_have_their_steps():
    steps = {phase: sum(rule.phase is phase for rule in EVENT_STEPS) for phase in Phase}

    assert steps == {Phase.GREEN: 5, Phase.YELLOW: 4, Phase.RED: 13, Phase.BLUE: 4}


def test_danger_comes_before_rating():
    assert {anchor for anchor in Anchor if anchor.any_stage} == {
        Anchor.RED_FLAG_RAISED,
        Anchor.THREAT_REPORTED,
        Anchor.PROTECTION_NEEDED,
    }


def test_an_offer_is_answered_once_for_each_offer():
    assert CASE["F21"].anchor.per is Per.OFFER


def test_a_step_knows_all_that_its_row_says():
    rule = CASE["F07"]

    assert (rule.label, rule.anchor) == ("Datenschutzinformation", Anchor.PARTY_CONTACTED)
    assert rule.hard is not None
    assert (rule.hard.mode, rule.hard.anchor) == (HardMode.EITHER, Anchor.PARTY_DATA_RECEIVED)
    assert rule.hard.period == Period(1, Clock.EM)
    assert (rule.reminders, rule.rungs) == (("-5WD", "-2WD"), {Rung.M2})
    assert rule.after_ladder is FollowUp.PRIVACY_OFFICER


def test_contacts_of_the_register_stand_beside_roles():
    assert CASE["F29"].responsible == (
        StepRole.COORDINATION,
        RegisterFunction.PUBLIC_ORDER,
        RegisterFunction.POLICE_LIAISON,
    )


def test_the_ladder_has_four_rungs_with_their_offsets():
    assert [(rung, rung.working_days, rung.hours) for rung in Rung] == [
        ("M1", 0, 0),
        ("M2", 1, 1),
        ("M3", 3, 4),
        ("M4", 5, 8),
    ]
    assert Rung.M1.goes_to == (LadderRole.HOLDER, LadderRole.DEPUTY)
    assert (Rung.M1.above, Rung.M4.above) == (Rung.M2, None)


@pytest.mark.parametrize("rule", [*CASE_STEPS, *EVENT_STEPS], ids=lambda rule: rule.code)
def test_a_step_comes_back_from_storage_as_it_went_in(rule: Step):
    stored = json.dumps(rule.to_row())

    assert type(rule).from_row(json.loads(stored)) == rule


@pytest.mark.parametrize("row", rows("app.plans", "case_steps"), ids=lambda row: row["id"])
def test_a_stored_step_reads_like_the_table_that_ships(row: dict[str, str]):
    german = {column: cell for column, cell in row.items() if not column.endswith("_en")}

    assert StepRule.from_row(row).to_row() == german


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("anchor", "MOON_FULL"),
        ("count_from", "MOON_FULL"),
        ("condition", "RAIN"),
        ("responsible", "COORDINATION;NOBODY"),
        ("informed", "CONTACT:NOBODY"),
        ("clock", "TD"),
        ("ladder", "M1;M5"),
        ("after_ladder", "PRAY"),
        ("after_hard", "PRAY"),
        ("hard_mode", "NEVER"),
    ],
)
def test_a_code_that_the_plan_does_not_define_is_refused(column: str, cell: str):
    row = CASE["F08"].to_row() | {column: cell}

    with pytest.raises(ValueError, match="is not a valid"):
        StepRule.from_row(row)


@pytest.mark.parametrize(
    ("code", "change", "fault"),
    [
        ("F03", {"responsible": ""}, "nobody is responsible"),
        ("F03", {"reminders": "-0WD"}, "a reminder is unknown"),
        ("F06", {"reminders_a": "51%"}, "a reminder is unknown"),
        ("F03", {"glasl_min": "0"}, "not within 1 to 9"),
        ("F03", {"glasl_min": "7", "glasl_max": "6"}, "not within 1 to 9"),
        ("F20", {"needs_clearance_above": "6"}, "clearance is for stages above"),
        ("F03", {"amount": "-1"}, "counts forward"),
        ("F06", {"amount_c": "-1"}, "counts forward"),
        ("F08", {"hard_amount": "-1"}, "none counts back"),
        ("F08", {"attempts": ""}, "attempts"),
        ("F03", {"attempts": "3"}, "attempts"),
        ("F03", {"after_hard": "CLOSE_UNREACHED"}, "second limit of its own"),
        ("F08", {"after_hard": "BODY_AGENDA"}, "second limit of its own"),
        ("F03", {"after_ladder": "CLOSE_UNREACHED"}, "belongs into after_hard"),
        ("F22", {"ladder": ""}, "no last rung"),
        ("F57", {"ladder": "M3;M4"}, "no next rung"),
        ("F21", {"amount": "2"}, "a date set elsewhere is not counted on"),
    ],
)
def test_a_step_that_contradicts_itself_is_refused(code: str, change: dict[str, str], fault: str):
    row = CASE[code].to_row() | change

    with pytest.raises(ValueError, match=f"{code}: .*{fault}"):
        StepRule.from_row(row)


def test_a_step_of_the_event_plan_needs_something_that_starts_it():
    row = EVENT["E-R1"].to_row() | {"trigger": ""}

    with pytest.raises(ValueError, match="E-R1: nothing starts it"):
        EventRule.from_row(row)


def test_every_step_that_starts_an_event_step_is_in_the_plan():
    named = {
        trigger.value for rule in EVENT_STEPS for trigger in rule.triggers if trigger.value.startswith("E-")
    }

    assert {code.split("_")[0] for code in named} <= set(EVENT)
