"""When a step is called to mind."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.localtime import local
from app.plans.deadlines import Limit, reminders
from app.servicehours import ServiceHours
from app.workdays import Calendar, Land
from tests.plans.moments import CASE, NI, NW, at, end, of

CLOSED_WEDNESDAYS = Calendar(Land.NI, service=ServiceHours.parse("Mo-Di 08:30-16:00, Do-Fr 08:30-12:00"))
ONLY_MONDAYS = Calendar(Land.NI, service=ServiceHours.parse("Mo 09:00-12:00"))


def called(code: str, limit: Limit, *, start: str, priority="B", calendar=NW) -> list[tuple[str, datetime]]:
    found = reminders(CASE[code], priority=priority, start=at(start), limit=limit, calendar=calendar)
    return [(reminder.kind, local(reminder.at)) for reminder in found]


@pytest.mark.parametrize(
    ("calendar", "due", "five_before"),
    [(NW, "2027-06-04", "2027-05-28T08:30"), (NI, "2027-06-03", "2027-05-27T08:30")],
)
def test_reminders_go_out_when_the_office_opens_so_many_working_days_before(calendar, due, five_before):
    start = "2027-05-20T10:00"
    limit = of("F08", FIRST_CONTACT_DONE=start, calendar=calendar)[0]

    found = called("F08", limit, start=start, calendar=calendar)

    assert limit.due == end(due)
    assert found[0] == ("-5WD", at(five_before))
    assert [kind for kind, _ in found] == ["-5WD", "-2WD"]


def test_priority_a_is_reminded_after_half_of_the_time_at_the_next_opening():
    start = "2027-01-07T10:00"
    urgent, usual = (of("F06", LEAD_ASSIGNED=start, priority=priority)[0] for priority in "AB")

    assert called("F06", urgent, start=start, priority="A") == [("50%", at("2027-01-08T08:30"))]
    assert called("F06", usual, start=start) == [("-1WD", at("2027-01-08T08:30"))]


def test_a_case_without_a_priority_is_reminded_like_an_urgent_one():
    start = "2027-01-07T10:00"
    limit = of("F06", LEAD_ASSIGNED=start, priority=None)[0]

    assert called("F06", limit, start=start, priority=None) == [("50%", at("2027-01-08T08:30"))]


def test_half_of_the_time_within_service_hours_is_to_the_second():
    start = "2027-01-07T22:00:00"
    limit = of("F06", LEAD_ASSIGNED=start, priority="A")[0]

    assert called("F06", limit, start=start, priority="A") == [("50%", at("2027-01-08T10:59:59.500"))]


def test_on_service_hours_half_means_half_of_the_service_time():
    start = "2027-05-26T15:00"
    limit = of("F02", REPORT_SUBMITTED=start)[0]

    assert limit.due == at("2027-05-28T11:30")
    assert called("F02", limit, start=start) == [("50%", at("2027-05-28T09:30"))]


def test_on_hours_half_of_the_time_may_be_at_night():
    start = "2027-05-26T15:00"
    limit = of("F29", THREAT_REPORTED=start)[0]

    assert called("F29", limit, start=start) == [("50%", at("2027-05-27T03:00"))]


def test_a_reminder_at_the_due_date_goes_out_when_the_office_opens_on_that_day():
    start = "2027-05-26T15:00"
    limit = of("F26", SESSION_OVER=start)[0]

    assert called("F26", limit, start=start) == [("DUE", at("2027-05-31T08:30"))]


def test_a_reminder_that_would_fall_at_or_before_the_start_is_left_out():
    protected, recorded = of("F40", PROTECTION_NEEDED="2027-05-29T23:30")

    assert called("F40", protected, start="2027-05-29T23:30") == []
    assert called("F40", recorded, start="2027-05-29T23:30") == [("DUE", at("2027-05-30T00:30"))]


@pytest.mark.parametrize(("start", "kinds"), [("2027-06-01T08:29:59", ["-2WD"]), ("2027-06-01T08:30", [])])
def test_a_second_limit_that_begins_late_has_only_the_reminders_ahead(start, kinds):
    second = of("F08", FIRST_CONTACT_DONE="2027-05-11T10:00")[1]

    found = called("F08", second, start=start)

    assert second.due == end("2027-06-03")
    assert [kind for kind, _ in found] == kinds


def test_a_reminder_on_a_day_without_service_waits_for_the_next_opening_day():
    start = "2027-01-11T10:00"
    limit = of("F05", CASE_ACCEPTED="2027-01-12T10:00", started=start, calendar=CLOSED_WEDNESDAYS)[0]

    assert limit.due == end("2027-01-14")
    assert called("F05", limit, start=start, calendar=CLOSED_WEDNESDAYS) == [("-1WD", at("2027-01-14T08:30"))]


def test_a_reminder_ahead_of_the_deadline_never_comes_after_it_but_the_one_at_the_due_date_may():
    start = "2027-01-12T10:00"
    lead = of("F05", CASE_ACCEPTED=start, calendar=ONLY_MONDAYS)[0]
    session = of("F26", SESSION_OVER=start, calendar=ONLY_MONDAYS)[0]

    assert called("F05", lead, start=start, calendar=ONLY_MONDAYS) == []
    assert called("F26", session, start=start, calendar=ONLY_MONDAYS) == [("DUE", at("2027-01-18T09:00"))]


def test_a_deletion_check_is_called_to_mind_ten_working_days_before_retention_ends():
    start = "2027-06-01T10:00"
    limit = of("F57", RETENTION_END="2027-12-31T00:00", started=start)[0]

    assert called("F57", limit, start=start) == [("-10WD", at("2027-12-17T08:30"))]


def test_the_earliest_reminder_comes_first_however_the_plan_lists_them():
    start = "2027-05-12T10:00"
    limit = of("F08", FIRST_CONTACT_DONE=start)[0]
    rule = replace(CASE["F08"], reminders=("DUE", "-2WD", "-5WD", "50%"))

    found = reminders(rule, priority="B", start=at(start), limit=limit, calendar=NW)

    assert [reminder.kind for reminder in found] == ["-5WD", "50%", "-2WD", "DUE"]
