"""The hours that the clocks skip or double: nobody is away because of them, and nobody is there either."""

from datetime import date, time, timedelta

import pytest

from app import clock
from app.database import db
from app.mediators.models import Absence, PoolDay
from app.referrals.appointments import Clash
from app.referrals.models import Meeting
from tests.referrals import meeting
from tests.referrals.meeting import first, wall

SEES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
#: Meetings of two hours that touch the hour which the clocks skip, or double.
NIGHTS = [(SPRING, "01:00"), (SPRING, "02:30"), (AUTUMN, "01:00"), (AUTUMN, "02:00"), (AUTUMN, "02:30")]


def entered(browser, found, day, starts):
    """What the page says when the first of the two enters an appointment at this hour of the night."""
    with clock.stopped(wall(f"{day}T12:00") - timedelta(days=3)):
        window = browser.as_(first(found), sees=SEES)
        page = window.get(f"/meine-faelle/{found.referral.id}/termine/neu")
        return window.submit(page, {"day": f"{day}", "starts": starts}, button="Termin eintragen").main


@pytest.mark.parametrize(("day", "starts"), NIGHTS)
def test_nobody_is_away_because_the_clocks_change(town, browser, day, starts):
    found = meeting.mediating(town)

    page = entered(browser, found, day, starts)

    assert [one.label for one in Clash if one.label in page] == []
    assert db.session.query(Meeting).count() == 1


@pytest.mark.parametrize(("day", "starts"), NIGHTS)
def test_whoever_is_away_that_night_is_away_in_this_hour_too(town, browser, day, starts):
    found = meeting.mediating(town)
    db.session.add(Absence(person_id=found.people[0].id, first_day=day, last_day=day))
    db.session.commit()

    assert Clash.OWN_ABSENCE.label in entered(browser, found, day, starts)


@pytest.mark.parametrize(("day", "starts"), [(AUTUMN, "02:00"), (AUTUMN, "02:30")])
def test_whoever_said_no_to_the_doubled_hour_meant_it(town, browser, day, starts):
    found = meeting.mediating(town)
    said = {"free": False, "starts": time(2), "ends": time(3)}
    db.session.add(PoolDay(person_id=found.people[0].id, day=day, **said))
    db.session.commit()

    assert Clash.OWN_TIMES.label in entered(browser, found, day, starts)
