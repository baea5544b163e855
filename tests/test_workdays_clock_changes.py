"""Every minute from 01:30 to 03:30 of the nights in which the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.localtime import local, local_moment
from app.servicehours import ServiceHours
from app.workdays import Calendar, Clock, Land, Period

pytestmark = pytest.mark.soak

NW = Calendar(Land.NW)
ROUND_THE_CLOCK = Calendar(Land.NW, service=ServiceHours.parse("Mo-So 00:00-24:00"))
SPRING = date(2027, 3, 28)
AUTUMNS = [date(2026, 10, 25), date(2027, 10, 31)]
NIGHTS = [SPRING, *AUTUMNS]
CHANGE = timedelta(hours=1)  # both changes are at 01:00 UTC


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def wall_clock(moment, night):
    """What the clocks show in Germany that night, by the EU directive, without a table of time zones."""
    summer = (moment >= midnight(night) + CHANGE) == (night == SPRING)
    return (moment + timedelta(hours=2 if summer else 1)).replace(tzinfo=None)


def minutes_of(night):
    """Every moment between 01:30 and 03:30 local, in UTC: 61 minutes in spring, 181 in autumn."""
    first, last = (30, 90) if night == SPRING else (-30, 150)
    return [midnight(night) + timedelta(minutes=n) for n in range(first, last + 1)]


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_every_minute_that_there_is_keeps_its_wall_clock(night):
    for minute in minutes_of(night):
        assert local(minute).replace(tzinfo=None) == wall_clock(minute, night)

    assert [f"{local(minutes_of(night)[n]):%H:%M}" for n in (0, -1)] == ["01:30", "03:30"]


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_every_minute_that_people_write_means_one_moment_and_says_so_if_there_was_a_choice(night):
    for minute in range(121):
        wall = datetime(night.year, night.month, night.day, 1, 30) + timedelta(minutes=minute)  # noqa: DTZ001
        unclear = wall.hour == 2

        moment, note = local_moment(f"{wall:%Y-%m-%dT%H:%M}")

        before_the_change = timedelta(hours=1 if night == SPRING else 2)
        after_the_change = timedelta(hours=2 if night == SPRING else 1)
        meant = wall - (before_the_change if wall.hour < 3 else after_the_change)
        assert moment.astimezone(UTC) == meant.replace(tzinfo=UTC)
        assert (note is not None) == unclear
        if not unclear:
            assert moment.replace(tzinfo=None) == wall


@pytest.mark.parametrize("night", NIGHTS, ids=str)
@pytest.mark.parametrize("hours", [0, 1, 2, 24, 72])
def test_hours_pass_as_hours_from_every_minute_and_to_every_minute(night, hours):
    passed = timedelta(hours=hours)
    for minute in minutes_of(night):
        assert NW.due(minute, Period(hours, Clock.H)).astimezone(UTC) == minute + passed
        assert NW.due(local(minute - passed), Period(hours, Clock.H)).astimezone(UTC) == minute
        assert ROUND_THE_CLOCK.shifted(local(minute), Clock.H, hours).astimezone(UTC) == minute + passed
        assert (
            NW.halfway(local(minute), local(minute + passed), Clock.H).astimezone(UTC) == minute + passed / 2
        )


@pytest.mark.parametrize("night", [SPRING, AUTUMNS[0]], ids=str)
@pytest.mark.parametrize("hours", [1, 2, 30])
def test_an_office_open_all_night_serves_hours_of_sixty_minutes(night, hours):
    for minute in minutes_of(night):
        due = ROUND_THE_CLOCK.due(minute, Period(hours, Clock.SH))

        if night != SPRING or hours < 20:  # Easter Monday follows the night in spring
            assert due.astimezone(UTC) == minute + timedelta(hours=hours)
        assert ROUND_THE_CLOCK.service_time(minute, due) == timedelta(hours=hours)
        assert ROUND_THE_CLOCK.is_open(minute)
        assert ROUND_THE_CLOCK.next_opening(minute).astimezone(UTC) == minute


@pytest.mark.parametrize(
    ("night", "opened_before", "opens_next", "next_day"),
    [
        (SPRING, "2027-03-25T08:30:00+01:00", "2027-03-30T08:30:00+02:00", "2027-03-30T23:59:59+02:00"),
        (AUTUMNS[0], "2026-10-23T08:30:00+02:00", "2026-10-26T08:30:00+01:00", "2026-10-26T23:59:59+01:00"),
        (AUTUMNS[1], "2027-10-29T08:30:00+02:00", "2027-11-02T08:30:00+01:00", "2027-11-02T23:59:59+01:00"),
    ],
    ids=str,
)
def test_days_and_openings_keep_the_wall_clock_whatever_the_minute(
    night, opened_before, opens_next, next_day
):
    for minute in minutes_of(night):
        for moment in (minute, local(minute)):
            assert NW.due(moment, Period(1, Clock.WD)).isoformat() == next_day
            assert NW.before(moment, 1).isoformat() == opened_before
            assert NW.next_opening(moment).isoformat() == opens_next
            assert NW.on_day(moment, Clock.WD).isoformat() == opens_next
            assert NW.on_day(moment, Clock.H).astimezone(UTC) == minute
            assert not NW.is_open(moment)


@pytest.mark.parametrize(
    ("service", "night", "served"),
    [
        ("So 01:30-03:30", AUTUMNS[0], 180),
        ("So 01:30-03:30", SPRING, 60),
        ("So 02:00-03:00", AUTUMNS[0], 120),
        ("So 02:15-02:45", AUTUMNS[0], 30),
        ("So 02:15-02:45", SPRING, 30),
        ("So 02:30-03:15", SPRING, 0),
        ("So 01:00-02:30, 03:00-05:00", SPRING, 180),
        ("So 01:00-02:30, 03:00-05:00", AUTUMNS[0], 210),
    ],
)
def test_service_hours_that_touch_the_change_never_run_backwards_or_twice(service, night, served):
    calendar = Calendar(Land.NW, service=ServiceHours.parse(service))

    minutes = calendar.service_time(midnight(night) - CHANGE, midnight(night) + timedelta(hours=12))

    assert minutes == timedelta(minutes=served)
