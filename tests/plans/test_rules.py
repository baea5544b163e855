"""Which steps start and which end."""

from dataclasses import replace

import pytest

from app.plans.codes import Anchor, Condition
from app.plans.rules import (
    Happening,
    Run,
    Situation,
    by_hand,
    counting_from,
    first_wave,
    in_range,
    stage_changed,
    starting,
)
from app.plans.template import CASE_STEPS, StepRule

CASE = {rule.code: rule for rule in CASE_STEPS}
MIRA, OMAR = "party-mira", "party-omar"


def codes(rules: list[StepRule]) -> list[str]:
    return [rule.code for rule in rules]


# Start


def test_a_report_starts_its_confirmation_and_the_danger_check():
    started = starting(CASE_STEPS, Happening(Anchor.REPORT_SUBMITTED), situation=Situation())

    assert codes(started) == ["F01", "F02"]


def test_without_a_rating_only_the_steps_for_every_stage_start():
    unrated = Situation(conditions=frozenset(Condition))

    assert codes(starting(CASE_STEPS, Happening(Anchor.FIRST_CONTACT_DONE), situation=unrated)) == ["F08"]
    assert starting(CASE_STEPS, Happening(Anchor.FIRST_CONSENT_GIVEN), situation=unrated) == []
    assert starting(CASE_STEPS, Happening(Anchor.MEDIATION_AGREED, "r1"), situation=unrated) == []


@pytest.mark.parametrize("stage", [None, 1, 6, 9])
def test_danger_starts_its_steps_at_every_stage_and_without_a_rating(stage: int | None):
    situation = Situation(stage=stage)

    assert codes(starting(CASE_STEPS, Happening(Anchor.THREAT_REPORTED), situation=situation)) == ["F29"]
    assert codes(starting(CASE_STEPS, Happening(Anchor.PROTECTION_NEEDED), situation=situation)) == (
        ["F40", "F41", "F42", "F43"]
    )


def test_a_red_flag_alone_does_not_start_the_danger_check():
    assert starting(CASE_STEPS, Happening(Anchor.RED_FLAG_RAISED), situation=Situation(stage=3)) == []


@pytest.mark.parametrize(
    ("stage", "clearance", "starts"),
    [(1, False, True), (6, False, True), (7, False, False), (7, True, True), (8, True, False)],
)
def test_mediation_goes_up_to_stage_6_and_at_7_only_with_clearance(stage: int, clearance: bool, starts: bool):
    situation = Situation(stage=stage, clearance=clearance)

    started = starting(CASE_STEPS, Happening(Anchor.MEDIATION_AGREED, "r1"), situation=situation)

    assert codes(started) == (["F20"] if starts else [])


@pytest.mark.parametrize(("stage", "expected"), [(3, []), (4, ["F27"]), (5, ["F27", "F28"]), (7, [])])
def test_a_rating_starts_the_steps_of_its_range(stage: int, expected: list[str]):
    situation = Situation(stage=stage, conditions=frozenset(Condition))

    assert codes(starting(CASE_STEPS, Happening(Anchor.STAGE_RATED), situation=situation)) == expected


def test_a_step_with_a_condition_waits_for_it():
    searched = Happening(Anchor.POOL_SEARCHED, "r1")
    nobody = Situation(stage=4, conditions=frozenset({Condition.NO_MATCH}))

    assert starting(CASE_STEPS, searched, situation=Situation(stage=4)) == []
    assert codes(starting(CASE_STEPS, searched, situation=nobody)) == ["F24"]


@pytest.mark.parametrize("first", [Anchor.PARTY_CONTACTED, Anchor.PARTY_DATA_RECEIVED])
@pytest.mark.parametrize("second", [Anchor.PARTY_CONTACTED, Anchor.PARTY_DATA_RECEIVED])
def test_the_privacy_notice_starts_with_contact_or_data_once_for_each_party(first: Anchor, second: Anchor):
    informed = Situation(running=frozenset({Run("F07", MIRA)}))

    assert codes(starting(CASE_STEPS, Happening(first, MIRA), situation=Situation())) == ["F07"]
    assert starting(CASE_STEPS, Happening(second, MIRA), situation=informed) == []
    assert codes(starting(CASE_STEPS, Happening(second, OMAR), situation=informed)) == ["F07"]


def test_what_was_done_does_not_start_again():
    done = Situation(stage=3, done=frozenset({Run("F05")}))

    assert starting(CASE_STEPS, Happening(Anchor.CASE_ACCEPTED), situation=done) == []


def test_a_second_threat_is_assessed_anew_but_not_while_the_first_still_is():
    threat = Happening(Anchor.THREAT_REPORTED)
    assessed = Situation(stage=6, done=frozenset({Run("F29")}))
    at_it = Situation(stage=6, running=frozenset({Run("F29")}))

    assert codes(starting(CASE_STEPS, threat, situation=assessed)) == ["F29"]
    assert starting(CASE_STEPS, threat, situation=at_it) == []


def test_a_case_opened_anew_is_reviewed_and_reported_on_again():
    reopened = Situation(stage=3, done=frozenset({Run("F09"), Run("F10")}))

    assert codes(starting(CASE_STEPS, Happening(Anchor.CASE_OPENED), situation=reopened)) == ["F09", "F10"]


def test_by_themselves_start_only_the_steps_of_the_first_wave():
    contacted = Happening(Anchor.PARTY_CONTACTED, MIRA)

    assert starting(first_wave(CASE_STEPS), contacted, situation=Situation()) == []


def test_any_step_but_the_answer_to_an_offer_can_be_started_by_hand_unless_it_runs():
    offered = by_hand(CASE_STEPS, running={Run("F29"), Run("F07", MIRA)})

    assert len(offered) == 34
    assert CASE["F29"] not in offered
    assert CASE["F07"] in offered


# Stage


def test_a_rising_stage_ends_the_steps_of_the_lower_range_and_starts_those_of_the_higher():
    happened = [Happening(Anchor.FIRST_CONSENT_GIVEN), Happening(Anchor.MEDIATION_NOT_REACHED)]
    running = frozenset({Run("F10"), Run("F11"), Run("F13", "talk-1"), Run("F40")})
    legal = frozenset({Condition.LEGAL_CLAIM})
    old = Situation(stage=3, running=running, conditions=legal)
    new = Situation(stage=6, running=running, conditions=legal)

    change = stage_changed(CASE_STEPS, old=old, new=new, happened=happened)

    assert change.ends == [Run("F11"), Run("F13", "talk-1")]
    assert [(start.rule.code, start.happening) for start in change.starts] == [("F30", happened[1])]


def test_the_first_rating_starts_what_has_waited_for_it():
    happened = [Happening(Anchor.FIRST_CONSENT_GIVEN), Happening(Anchor.TALK_HELD, "talk-1")]

    change = stage_changed(CASE_STEPS, old=Situation(), new=Situation(stage=2), happened=happened)

    assert [Run(start.rule.code, start.happening.subject) for start in change.starts] == (
        [Run("F11"), Run("F13", "talk-1")]
    )
    assert change.ends == []


def test_a_step_that_the_stage_ended_starts_again_when_the_stage_comes_back_but_not_one_that_was_done():
    consent = [Happening(Anchor.FIRST_CONSENT_GIVEN)]
    back = Situation(stage=3)
    back_but_done = Situation(stage=3, done=frozenset({Run("F11")}))

    change = stage_changed(CASE_STEPS, old=Situation(stage=4), new=back, happened=consent)
    no_change = stage_changed(CASE_STEPS, old=Situation(stage=4), new=back_but_done, happened=consent)

    assert [start.rule.code for start in change.starts] == ["F11"]
    assert no_change.starts == []


def test_a_change_of_the_stage_does_not_open_the_case_anew():
    review = replace(CASE["F10"], glasl_min=4, glasl_max=6)
    done = Situation(stage=4, done=frozenset({Run("F10")}))
    opened = [Happening(Anchor.CASE_OPENED)]

    change = stage_changed([review], old=Situation(stage=3), new=done, happened=opened)

    assert change.starts == []


def test_stage_7_without_clearance_ends_the_search_and_with_clearance_it_starts_again():
    running = frozenset({Run("F20", "r1"), Run("F23", "r1"), Run("F08")})
    agreed = [Happening(Anchor.MEDIATION_AGREED, "r1")]
    at_6, at_7 = Situation(stage=6, running=running), Situation(stage=7, running=running)

    risen = stage_changed(CASE_STEPS, old=at_6, new=at_7, happened=agreed)
    cleared = stage_changed(
        CASE_STEPS, old=Situation(stage=7), new=Situation(stage=7, clearance=True), happened=agreed
    )

    assert risen.ends == [Run("F20", "r1"), Run("F23", "r1")]
    assert [start.rule.code for start in cleared.starts] == ["F20"]


def test_a_change_of_the_stage_never_ends_what_danger_has_started_nor_starts_it_twice():
    running = frozenset({Run("F40"), Run("F29")})
    happened = [Happening(Anchor.PROTECTION_NEEDED), Happening(Anchor.THREAT_REPORTED)]

    change = stage_changed(
        CASE_STEPS,
        old=Situation(stage=8, running=running),
        new=Situation(stage=2, running=running),
        happened=happened,
    )

    assert (change.ends, change.starts) == ([], [])


def test_a_step_started_by_hand_outside_its_range_stays_until_its_range_is_left():
    running = frozenset({Run("F28")})

    below = stage_changed(
        CASE_STEPS, old=Situation(stage=2), new=Situation(stage=4, running=running), happened=[]
    )
    above = stage_changed(
        CASE_STEPS, old=Situation(stage=5), new=Situation(stage=7, running=running), happened=[]
    )

    assert (below.ends, above.ends) == ([], [Run("F28")])


def test_the_rating_itself_is_left_to_the_rule_for_starts():
    everything = frozenset(Condition)

    change = stage_changed(
        CASE_STEPS,
        old=Situation(stage=2, conditions=everything),
        new=Situation(stage=5, conditions=everything),
        happened=[Happening(Anchor.STAGE_RATED)],
    )

    assert change.starts == []


@pytest.mark.parametrize("stage", [None, *range(1, 10)])
def test_steps_for_every_stage_belong_to_every_stage(stage: int | None):
    assert in_range(CASE["F03"], Situation(stage=stage))


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (Anchor.PARTIES_APPROVED, ["F23", "F25"]),
        (Anchor.PRETALKS_DONE, []),
        (Anchor.RED_FLAG_RAISED, ["F02"]),
        (Anchor.APPOINTMENT_DATE, ["F24"]),
    ],
)
def test_an_anchor_moves_the_dates_that_count_from_it(anchor: Anchor, expected: list[str]):
    assert codes(counting_from(CASE_STEPS, anchor)) == expected
