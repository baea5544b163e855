"""Until when a step must be done: every special rule, with dates that a calendar on the wall confirms."""

import pytest

from app.localtime import local
from app.plans.deadlines import limits
from app.plans.template import CASE_STEPS
from app.workdays import Clock, Period
from tests.plans.moments import NI, NW, at, dues, end, of


@pytest.mark.parametrize(
    ("priority", "calendar", "due"),
    [
        ("A", NW, "2027-05-28"),
        ("A", NI, "2027-05-27"),
        ("B", NW, "2027-05-31"),
        ("B", NI, "2027-05-28"),
        ("C", NW, "2027-06-01"),
        ("C", NI, "2027-05-31"),
        (None, NW, "2027-05-28"),
    ],
)
def test_first_contact_is_due_by_priority_and_fronleichnam_counts_only_in_ni(priority, calendar, due):
    found = of("F06", LEAD_ASSIGNED="2027-05-26T10:00", priority=priority, calendar=calendar)

    assert dues(found) == [end(due)]


def test_the_danger_check_has_four_service_hours():
    found = of("F02", REPORT_SUBMITTED="2027-05-26T14:00")

    assert dues(found) == [at("2027-05-28T10:30")]
    assert found[0].clock is Clock.SH


def test_a_red_flag_makes_the_danger_check_due_at_once():
    found = of("F02", REPORT_SUBMITTED="2027-05-26T14:00", RED_FLAG_RAISED="2027-05-27T03:12")

    assert dues(found) == [at("2027-05-27T03:12")]
    assert found[0].clock is Clock.H


def test_a_red_flag_in_the_report_itself_makes_it_due_with_the_report():
    found = of("F02", REPORT_SUBMITTED="2027-05-26T14:00", RED_FLAG_RAISED="2027-05-26T14:00")

    assert dues(found) == [at("2027-05-26T14:00")]


def test_a_red_flag_after_the_danger_check_was_due_changes_nothing():
    found = of("F02", REPORT_SUBMITTED="2027-05-26T10:00", RED_FLAG_RAISED="2027-05-27T10:00")

    assert dues(found) == [at("2027-05-26T14:00")]


@pytest.mark.parametrize(("calendar", "due"), [(NW, "2027-05-28"), (NI, "2027-05-27")])
def test_the_privacy_notice_is_due_a_month_after_the_data_came_in(calendar, due):
    found = of("F07", PARTY_DATA_RECEIVED="2027-04-27T10:00", calendar=calendar)

    assert dues(found) == [end(due)]


@pytest.mark.parametrize(
    ("contacted", "due"), [("2027-05-05T16:30", "2027-05-05"), ("2027-06-02T09:00", "2027-05-28")]
)
def test_the_privacy_notice_is_due_with_the_contact_at_the_latest_after_the_month(contacted, due):
    found = of("F07", PARTY_DATA_RECEIVED="2027-04-27T10:00", PARTY_CONTACTED=contacted)

    assert dues(found) == [end(due)]


def test_the_privacy_notice_is_due_on_the_day_of_the_contact_even_on_a_saturday():
    found = of("F07", PARTY_CONTACTED="2027-05-29T11:00")

    assert dues(found) == [end("2027-05-29")]


def test_consent_has_two_limits_one_after_the_other():
    found = of("F08", FIRST_CONTACT_DONE="2027-05-12T10:00")

    assert [limit.number for limit in found] == [1, 2]
    assert dues(found) == [end("2027-05-28"), end("2027-06-04")]


def test_protection_is_due_at_once_and_its_record_within_the_hour():
    found = of("F40", PROTECTION_NEEDED="2027-05-29T23:30")

    assert dues(found) == [at("2027-05-29T23:30"), at("2027-05-30T00:30")]


@pytest.mark.parametrize(("calendar", "due"), [(NW, "2027-05-25"), (NI, "2027-05-26")])
def test_an_interpreter_is_asked_for_five_working_days_before_the_appointment(calendar, due):
    found = of(
        "F24",
        POOL_SEARCHED="2027-05-24T10:00",
        APPOINTMENT_DATE="2027-06-02T18:00",
        calendar=calendar,
    )

    assert dues(found) == [end(due)]


def test_a_later_appointment_leaves_the_interpreter_the_usual_two_days():
    found = of("F24", POOL_SEARCHED="2027-05-24T10:00", APPOINTMENT_DATE="2027-07-01T18:00")

    assert dues(found) == [end("2027-05-26")]


def test_an_appointment_too_near_makes_the_interpreter_due_at_once():
    found = of("F24", POOL_SEARCHED="2027-05-24T10:00", APPOINTMENT_DATE="2027-05-26T18:00")

    assert dues(found) == [at("2027-05-24T10:00")]
    assert found[0].at_once


@pytest.mark.parametrize(
    ("meeting", "due"),
    [(None, "2027-09-06"), ("2027-08-02T14:00", "2027-07-19"), ("2027-12-01T14:00", "2027-09-06")],
)
def test_a_recommendation_is_checked_ten_working_days_before_the_next_meeting_of_the_body(meeting, due):
    known = {"NEXT_BODY_MEETING": meeting} if meeting else {}

    found = of("F56", RECOMMENDATION_ACCEPTED="2027-06-14T10:00", **known)

    assert dues(found) == [end(due)]


def test_the_joint_session_counts_from_the_approval_though_it_starts_with_the_pretalks():
    found = of(
        "F25",
        PARTIES_APPROVED="2027-05-03T10:00",
        PRETALKS_DONE="2027-05-12T15:00",
        started="2027-05-12T15:00",
    )

    assert dues(found) == [end("2027-06-03")]
    assert not found[0].at_once


def test_a_joint_session_whose_date_is_over_when_it_starts_is_due_at_once():
    found = of(
        "F25",
        PARTIES_APPROVED="2027-05-03T10:00",
        PRETALKS_DONE="2027-06-04T09:00",
        started="2027-06-04T09:00",
    )

    assert dues(found) == [at("2027-06-04T09:00")]
    assert found[0].at_once


def test_a_joint_session_that_starts_on_its_last_day_still_has_that_day():
    found = of("F25", PARTIES_APPROVED="2027-05-03T10:00", started="2027-06-03T22:00")

    assert dues(found) == [end("2027-06-03")]


def test_hours_run_through_the_night_that_has_an_hour_more():
    found = of("F42", PROTECTION_NEEDED="2027-10-30T12:00")

    assert local(found[0].due).isoformat() == "2027-10-31T11:00:00+01:00"


def test_a_deletion_check_is_due_at_the_end_of_the_day_on_which_retention_ends():
    found = of("F57", RETENTION_END="2027-12-31T00:00", started="2027-06-01T10:00")

    assert dues(found) == [end("2027-12-31")]


@pytest.mark.parametrize(("code", "due"), [("F11", ["2027-06-03"]), ("F08", ["2027-06-10", "2027-06-17"])])
def test_a_step_started_by_hand_counts_from_its_start(code, due):
    found = of(code, started="2027-05-26T10:00")

    assert dues(found) == [end(day) for day in due]
    assert {limit.anchor for limit in found} == {None}


def test_a_step_started_by_hand_still_minds_the_appointment_to_come():
    near = of("F24", started="2027-05-24T10:00", APPOINTMENT_DATE="2027-06-01T18:00")
    far = of("F24", started="2027-05-24T10:00", APPOINTMENT_DATE="2027-07-01T18:00")

    assert dues(near) == [end("2027-05-24")]
    assert dues(far) == [end("2027-05-26")]


@pytest.mark.parametrize("priority", ["A", "B", "C", None])
@pytest.mark.parametrize("rule", [rule for rule in CASE_STEPS if rule.first_wave], ids=lambda rule: rule.code)
def test_every_step_of_the_first_wave_has_its_limits_for_every_priority(rule, priority):
    started = at("2027-05-26T10:00")
    anchors = {rule.anchor: started, rule.count_from or rule.anchor: started}
    if rule.mirrors:
        anchors[rule.count_from] = at("2027-05-31T10:30")

    found = limits(rule, priority=priority, anchors=anchors, started_at=started, calendar=NW)

    assert len(found) == (2 if rule.code == "F08" else 1)
    assert all(limit.due > started for limit in found)
    assert found[0].period == Period(rule.amounts.of(priority), rule.clock)
