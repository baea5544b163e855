"""Moments around a deadline: opening, reminders, rungs."""

from datetime import date, timedelta

import pytest

from app.localtime import local_moment
from app.servicehours import ServiceHours
from app.workdays import Calendar, Clock, Land

NW = Calendar(Land.NW)
CLOSED_ON_WEDNESDAYS = Calendar(Land.NW, service=ServiceHours.parse("Mo-Di 08:30-16:00, Do 09:00-16:00"))
LUNCH = Calendar(Land.NW, service=ServiceHours.parse("Mo-Fr 08:00-12:00, 13:00-17:00"))
SATURDAYS = Calendar(Land.NW, service=ServiceHours.parse("Mo-Fr 08:00-12:00, Sa 10:00-12:00"))


def moment(text):
    return local_moment(text)[0]


def shown(moment):
    return moment.isoformat(timespec="seconds")[:19]


@pytest.mark.parametrize(
    ("calendar", "day", "opening"),
    [
        (NW, date(2027, 5, 26), "2027-05-26T08:30:00"),
        (NW, date(2027, 5, 27), None),
        (NW, date(2027, 5, 29), None),
        (CLOSED_ON_WEDNESDAYS, date(2027, 5, 26), None),
        (SATURDAYS, date(2027, 5, 29), "2027-05-29T10:00:00"),
        (SATURDAYS, date(2027, 5, 1), None),  # a Saturday, but a holiday
    ],
)
def test_the_office_opens_once_a_day_or_not_at_all(calendar, day, opening):
    found = calendar.opening(day)

    assert (found and shown(found)) == opening


@pytest.mark.parametrize(
    ("calendar", "asked", "opening"),
    [
        (NW, "2027-05-26T10:00", "2027-05-26T10:00:00"),
        (NW, "2027-05-26T08:30", "2027-05-26T08:30:00"),
        (NW, "2027-05-26T07:00", "2027-05-26T08:30:00"),
        (NW, "2027-05-26T16:00", "2027-05-28T08:30:00"),
        (NW, "2027-05-28T15:59", "2027-05-31T08:30:00"),
        (LUNCH, "2027-05-26T12:00", "2027-05-26T13:00:00"),
        (CLOSED_ON_WEDNESDAYS, "2027-05-25T18:00", "2027-05-31T08:30:00"),
        (SATURDAYS, "2027-05-28T12:00", "2027-05-29T10:00:00"),
    ],
)
def test_the_next_opening_is_now_or_when_the_doors_open(calendar, asked, opening):
    assert shown(calendar.next_opening(moment(asked))) == opening
    assert calendar.is_open(moment(asked)) == (f"{asked}:00" == opening)


@pytest.mark.parametrize(
    ("due", "working_days", "reminder"),
    [
        ("2027-06-01T23:59:59", 1, "2027-05-31T08:30:00"),
        ("2027-06-01T23:59:59", 2, "2027-05-28T08:30:00"),
        ("2027-06-01T23:59:59", 3, "2027-05-26T08:30:00"),
        ("2027-05-30T14:00:00", 1, "2027-05-28T08:30:00"),
        ("2027-05-31T07:00:00", 1, "2027-05-28T08:30:00"),
    ],
)
def test_a_reminder_goes_out_when_the_office_opens_so_many_working_days_before(due, working_days, reminder):
    assert shown(NW.before(moment(due), working_days)) == reminder


def test_a_reminder_on_a_day_without_service_waits_for_the_next_opening_day():
    thursday = moment("2027-06-10T23:59:59")

    assert shown(CLOSED_ON_WEDNESDAYS.before(thursday, 1)) == "2027-06-10T09:00:00"


@pytest.mark.parametrize(
    ("clock", "due", "reminder"),
    [
        (Clock.WD, "2027-05-26T23:59:59", "2027-05-26T08:30:00"),
        (Clock.CM, "2027-05-26T23:59:59", "2027-05-26T08:30:00"),
        (Clock.WD, "2027-05-27T23:59:59", "2027-05-28T08:30:00"),
        (Clock.H, "2027-05-27T03:00:00", "2027-05-27T03:00:00"),
        (Clock.SH, "2027-05-26T11:00:00", "2027-05-26T11:00:00"),
    ],
)
def test_on_its_day_a_reminder_goes_out_at_the_opening_and_on_hours_at_the_very_moment(clock, due, reminder):
    assert shown(NW.on_day(moment(due), clock)) == reminder


@pytest.mark.parametrize(
    ("clock", "start", "due", "halfway"),
    [
        (Clock.H, "2027-05-26T10:00", "2027-05-27T10:00", "2027-05-26T22:00:00"),
        (Clock.SH, "2027-05-26T15:00", "2027-05-28T09:30", "2027-05-26T16:00:00"),
        (Clock.SH, "2027-05-26T14:00", "2027-05-28T11:30", "2027-05-28T09:00:00"),
        (Clock.SH, "2027-05-29T10:00", "2027-05-31T10:30", "2027-05-31T09:30:00"),
        (Clock.WD, "2027-06-07T12:00:01", "2027-06-09T23:59:59", "2027-06-09T08:30:00"),
        (Clock.WD, "2027-06-07T12:00:01", "2027-06-08T09:59:59", "2027-06-08T08:30:00"),
        (Clock.WD, "2027-06-07T08:00:01", "2027-06-08T15:59:59", "2027-06-08T08:30:00"),
        (Clock.WD, "2027-06-07T10:00:00", "2027-06-09T14:00:00", "2027-06-08T12:00:00"),
        (Clock.CM, "2027-05-22T00:00:00", "2027-06-05T23:59:59", "2027-05-31T08:30:00"),
    ],
)
def test_half_of_the_time_is_over(clock, start, due, halfway):
    assert shown(NW.halfway(moment(start), moment(due), clock)) == halfway


@pytest.mark.parametrize(
    ("clock", "due", "offset", "later", "rung"),
    [
        (Clock.WD, "2027-05-25T23:59:59", 0, "2027-05-25T23:59:59", "2027-05-26T08:30:00"),
        (Clock.WD, "2027-05-25T23:59:59", 1, "2027-05-26T23:59:59", "2027-05-28T08:30:00"),
        (Clock.WD, "2027-05-25T23:59:59", 3, "2027-05-31T23:59:59", "2027-06-01T08:30:00"),
        (Clock.CM, "2027-05-25T23:59:59", 5, "2027-06-02T23:59:59", "2027-06-03T08:30:00"),
        (Clock.WD, "2027-05-26T10:00:00", 0, "2027-05-26T10:00:00", "2027-05-26T10:00:00"),
        (Clock.WD, "2027-05-26T10:00:00", 1, "2027-05-28T23:59:59", "2027-05-31T08:30:00"),
        (Clock.H, "2027-05-26T23:00:00", 0, "2027-05-26T23:00:00", "2027-05-26T23:00:00"),
        (Clock.H, "2027-05-26T23:00:00", 4, "2027-05-27T03:00:00", "2027-05-27T03:00:00"),
        (Clock.SH, "2027-05-26T16:00:00", 0, "2027-05-26T16:00:00", "2027-05-26T16:00:00"),
        (Clock.SH, "2027-05-26T16:00:00", 1, "2027-05-28T09:30:00", "2027-05-28T09:30:00"),
        (Clock.SH, "2027-05-26T15:00:00", 4, "2027-05-28T11:30:00", "2027-05-28T11:30:00"),
    ],
)
def test_a_rung_comes_so_much_later_on_the_clock_of_its_step(clock, due, offset, later, rung):
    assert shown(NW.shifted(moment(due), clock, offset)) == later
    assert shown(NW.rung(moment(due), clock, offset)) == rung


def test_service_time_leaves_out_nights_and_lunch():
    served = LUNCH.service_time(moment("2027-06-07T11:00"), moment("2027-06-08T13:30"))

    assert served == timedelta(hours=1 + 4 + 4, minutes=30)
    assert LUNCH.service_time(moment("2027-06-08T13:30"), moment("2027-06-07T11:00")) == timedelta(0)
