"""Waiting moves a date: worked out by hand."""

import pytest

from app.plans.pauses import Pause, put_off
from app.workdays import Calendar, Clock, Land
from tests.plans.running import wall

NW = Calendar(Land.NW)
BEGUN = wall("2027-05-03T10:00")


@pytest.mark.parametrize(
    ("due", "clock", "since", "until", "later"),
    [
        # two days were left on Monday, so two are left on Thursday
        ("2027-05-12T23:59:59", Clock.WD, "2027-05-10T10:00", "2027-05-13T09:00", "2027-05-18T23:59:59"),
        # waited over its own day until a Saturday: not over on that Saturday
        ("2027-05-14T23:59:59", Clock.WD, "2027-05-14T10:00", "2027-05-15T09:00", "2027-05-18T23:59:59"),
        # waited until the end of its day: it isn't over in the same second
        ("2027-05-12T23:59:59", Clock.WD, "2027-05-12T10:00", "2027-05-12T23:59:59", "2027-05-13T23:59:59"),
        # within its day nothing is lost
        ("2027-05-12T23:59:59", Clock.WD, "2027-05-12T10:00", "2027-05-12T15:00", "2027-05-12T23:59:59"),
        # missed before: stays missed
        ("2027-05-07T23:59:59", Clock.WD, "2027-05-10T10:00", "2027-05-13T09:00", "2027-05-07T23:59:59"),
        ("2027-05-12T10:00", Clock.SH, "2027-05-12T09:00", "2027-05-13T15:30", "2027-05-14T09:00"),
        ("2027-05-12T10:00", Clock.H, "2027-05-12T09:00", "2027-05-13T15:30", "2027-05-13T16:30"),
        ("2027-05-12T23:59:59", Clock.EM, "2027-05-10T10:00", "2027-05-13T09:00", "2027-05-12T23:59:59"),
    ],
)
def test_what_was_left_when_it_began_is_left_when_it_ends(due, clock, since, until, later):
    found = put_off(wall(due), clock, [Pause(wall(since), wall(until))], begun=BEGUN, calendar=NW)

    assert found == wall(later)
