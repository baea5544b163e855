"""When the ladder of a missed step is climbed, what else happens then, and when the next round starts."""

from datetime import datetime, timedelta

import pytest

from app.localtime import local
from app.plans.codes import FollowUp, Rung
from app.plans.deadlines import (
    Climb,
    Limit,
    attempts_used_up,
    follow_ups,
    next_round,
    reason_required,
    rungs,
)
from app.plans.template import EVENT_STEPS
from tests.plans.moments import CASE, NI, NW, at, end, of

EVENT = {rule.code: rule for rule in EVENT_STEPS}
SECOND = timedelta(seconds=1)


def climbed(code: str, limit: Limit, *, calendar=NW) -> list[tuple[Rung, datetime]]:
    return [(rung, local(moment)) for moment, rung in rungs(CASE[code], limit, calendar=calendar)]


# Ladder


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (NW, ["2027-05-28T08:30", "2027-05-31T08:30", "2027-06-02T08:30"]),
        (NI, ["2027-05-27T08:30", "2027-05-28T08:30", "2027-06-01T08:30"]),
    ],
)
def test_on_working_days_the_rungs_come_at_the_first_opening_after_their_moment(calendar, expected):
    limit = of("F03", DANGER_CHECK_DONE="2027-05-24T10:00", calendar=calendar)[0]

    assert limit.due == end("2027-05-26")
    assert climbed("F03", limit, calendar=calendar) == (
        [(rung, at(moment)) for rung, moment in zip((Rung.M1, Rung.M2, Rung.M3), expected, strict=True)]
    )


def test_on_months_the_rungs_are_counted_in_working_days():
    limit = of("F52", AGREEMENT_REACHED="2027-02-26T10:00")[0]

    assert limit.due == end("2027-05-26")
    assert climbed("F52", limit) == [(Rung.M2, at("2027-05-31T08:30"))]


def test_on_hours_the_rungs_come_to_the_minute_even_at_night():
    limit = of("F29", THREAT_REPORTED="2027-05-26T20:00")[0]

    assert climbed("F29", limit) == [
        (Rung.M2, at("2027-05-27T21:00")),
        (Rung.M3, at("2027-05-28T00:00")),
        (Rung.M4, at("2027-05-28T04:00")),
    ]


def test_on_service_hours_the_rungs_are_counted_in_service_hours():
    limit = of("F02", REPORT_SUBMITTED="2027-05-26T10:00")[0]

    assert limit.due == at("2027-05-26T14:00")
    assert climbed("F02", limit) == [(Rung.M1, at("2027-05-26T14:00")), (Rung.M3, at("2027-05-28T10:30"))]


def test_with_a_red_flag_the_ladder_of_the_danger_check_runs_on_hours():
    limit = of("F02", REPORT_SUBMITTED="2027-05-26T10:00", RED_FLAG_RAISED="2027-05-26T11:00")[0]

    assert climbed("F02", limit) == [(Rung.M1, at("2027-05-26T11:00")), (Rung.M3, at("2027-05-26T15:00"))]


def test_each_of_two_limits_has_a_ladder_of_its_own():
    protected, recorded = of("F40", PROTECTION_NEEDED="2027-05-26T20:00")

    assert climbed("F40", protected) == [(Rung.M2, at("2027-05-26T21:00")), (Rung.M4, at("2027-05-27T04:00"))]
    assert climbed("F40", recorded) == [(Rung.M2, at("2027-05-26T22:00")), (Rung.M4, at("2027-05-27T05:00"))]


def test_a_step_without_a_ladder_climbs_nothing():
    limit = of("F21", OFFER_SENT="2027-05-24T10:00", OFFER_ANSWER_BY="2027-05-26T11:00")[0]

    assert climbed("F21", limit) == []


def test_a_limit_is_missed_from_its_very_moment_on():
    limit = of("F29", THREAT_REPORTED="2027-05-26T20:00")[0]

    assert (limit.missed(limit.due - SECOND), limit.missed(limit.due)) == (False, True)


# Besides the ladder


def test_an_unanswered_offer_passes_to_the_next_candidate_when_it_is_due():
    limit = of("F21", OFFER_SENT="2027-05-26T10:00", OFFER_ANSWER_BY="2027-05-31T10:30")[0]

    assert follow_ups(CASE["F21"], limit, calendar=NW) == [(at("2027-05-31T10:30"), FollowUp.NEXT_CANDIDATE)]


def test_another_proposal_is_made_with_the_last_rung():
    limit = of("F22", SEATS_ACCEPTED="2027-05-19T10:00")[0]

    last = rungs(CASE["F22"], limit, calendar=NW)[-1]

    assert limit.due == end("2027-05-26")
    assert last == Climb(at("2027-05-31T08:30"), Rung.M2)
    assert follow_ups(CASE["F22"], limit, calendar=NW) == [(last.at, FollowUp.NEW_PROPOSAL)]


def test_the_privacy_officer_is_told_at_the_offset_of_the_rung_after_the_last():
    limit = of("F07", PARTY_CONTACTED="2027-05-26T10:00")[0]

    assert climbed("F07", limit) == [(Rung.M2, at("2027-05-31T08:30"))]
    assert follow_ups(CASE["F07"], limit, calendar=NW) == (
        [(at("2027-06-02T08:30"), FollowUp.PRIVACY_OFFICER)]
    )


def test_consent_is_tried_again_at_the_first_limit_and_given_up_at_the_second():
    first, second = of("F08", FIRST_CONTACT_DONE="2027-05-12T10:00")

    assert follow_ups(CASE["F08"], first, calendar=NW) == [(end("2027-05-28"), FollowUp.SECOND_ATTEMPT)]
    assert follow_ups(CASE["F08"], second, calendar=NW) == [(end("2027-06-04"), FollowUp.CLOSE_UNREACHED)]


def test_a_step_without_a_follow_up_has_none():
    assert follow_ups(CASE["F03"], of("F03", DANGER_CHECK_DONE="2027-05-24T10:00")[0], calendar=NW) == []


@pytest.mark.parametrize(("made", "used_up"), [(2, False), (3, True), (4, True)])
def test_the_third_attempt_is_the_last(made: int, used_up: bool):
    assert attempts_used_up(CASE["F08"], made) is used_up
    assert not attempts_used_up(CASE["F06"], made)


def test_from_its_due_date_on_a_joint_session_needs_a_reason():
    limit = of("F25", PARTIES_APPROVED="2027-05-03T10:00")[0]
    other = of("F03", DANGER_CHECK_DONE="2027-05-03T10:00")[0]

    assert not reason_required(CASE["F25"], limit, now=end("2027-06-03") - SECOND)
    assert reason_required(CASE["F25"], limit, now=end("2027-06-03"))
    assert not reason_required(CASE["F03"], other, now=end("2027-06-03"))


# Rounds


def test_the_interim_notice_comes_every_ten_working_days_while_the_case_is_open():
    rule, opened = CASE["F09"], at("2027-05-19T10:00")

    second = next_round(rule, opened, number=1, is_open=True, calendar=NW)
    assert second is not None
    third = next_round(rule, second, number=2, is_open=True, calendar=NW)

    assert (second, third) == (end("2027-06-03"), end("2027-06-17"))
    assert next_round(rule, opened, number=1, is_open=False, calendar=NW) is None


def test_a_round_is_due_when_the_next_one_starts():
    rule, opened = CASE["F09"], at("2027-05-19T10:00")

    second = next_round(rule, opened, number=1, is_open=True, calendar=NW)

    assert of("F09", CASE_OPENED="2027-05-19T10:00")[0].due == second


@pytest.mark.parametrize("is_open", [True, False])
def test_feedback_is_asked_for_again_once_fifteen_working_days_later_though_the_case_is_closed(is_open: bool):
    rule, sent = CASE["F53"], at("2027-05-19T10:00")

    again = next_round(rule, sent, number=1, is_open=is_open, calendar=NW)

    assert again == end("2027-06-10")
    assert next_round(rule, end("2027-06-10"), number=2, is_open=is_open, calendar=NW) is None


def test_the_situation_report_comes_every_24_hours_while_the_phase_lasts():
    start = at("2027-10-30T12:00")

    again = next_round(EVENT["E-R5"], start, number=1, is_open=True, calendar=NW)

    assert again == at("2027-10-31T11:00")


def test_most_steps_happen_once():
    assert next_round(CASE["F03"], at("2027-05-19T10:00"), number=1, is_open=True, calendar=NW) is None
