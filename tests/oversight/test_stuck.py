"""Silence is noticed: what nobody would be reminded of stands on two start pages, by cases and by numbers."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.cases.rules.status import MAX_AGE_WD, Status
from app.database import db
from app.notifications.actions import beat, tell
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.oversight.queries import cases as lists
from app.oversight.rules import STUCK, Worklist, days_back
from app.plans.actions.dates import silence
from app.plans.jobs import ring_alarms
from app.workdays import Calendar, Land
from tests import make
from tests.plans.running import reported, steps

NW = Calendar(Land.NW)


def stuck(at=make.NOON):
    return {one for one, count in lists.stuck(at).items() if count}


@pytest.fixture
def healthy(town):
    """A led case with its steps and their alarms."""
    case = reported(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    db.session.commit()
    return case


def test_a_case_that_goes_as_it_should_lies_about_nowhere(town, healthy):
    assert stuck() == set()


def test_a_case_whose_last_step_is_gone_is_noticed(town, healthy):
    for step in steps(healthy).values():
        step.ended_at = make.NOON
    db.session.commit()

    assert stuck() == {Worklist.WITHOUT_STEP}


def test_a_step_that_lost_its_reminders_is_noticed_but_not_one_that_told_all_it_had(town, healthy):
    silence(steps(healthy)["F01"].id)
    db.session.commit()
    assert stuck() == {Worklist.WITHOUT_REMINDER}

    db.session.execute(sa.delete(Notification))
    other = reported(town, status=Status.CONTACT)
    make.lead(other, town.lead)
    steps(healthy)["F01"].ended_at = make.NOON
    db.session.commit()
    ring_alarms(make.later(days=20))

    assert Worklist.WITHOUT_REMINDER not in stuck(make.later(days=20))


@pytest.mark.parametrize(("read", "noticed"), [(None, True), (make.NOON, False)])
def test_a_mail_that_came_back_is_noticed_until_its_reader_has_seen_it_inside(town, healthy, read, noticed):
    tell(Kind.REMINDER, user_id=town.lead.id, at=make.NOON, case_id=healthy.id)
    db.session.execute(sa.update(Notification).values(status=Delivery.FAILED, read_at=read))
    db.session.commit()

    assert (Worklist.UNREACHED in stuck()) is noticed


@pytest.mark.soak
def test_every_open_status_has_an_age_at_which_it_counts_as_stuck(town, healthy):
    """Not yet on the last day that is meant for it; the day after. A mediation: test_ages."""
    for status, days in MAX_AGE_WD.items():
        if status is Status.MEDIATION:
            continue
        healthy.status, healthy.status_since = status, make.NOON
        healthy.paused_from = Status.CONTACT if status is Status.PAUSED else None
        db.session.commit()
        last = NW.add_working_days(make.NOON.date(), days)
        moment = make.NOON + (last - make.NOON.date())
        found = [Worklist.TOO_LONG in stuck(at) for at in (moment, moment + timedelta(days=1))]
        assert found == [False, True], status


@given(
    began=st.dates(date(2026, 1, 1), date(2027, 12, 31)), days=st.integers(1, 70), later=st.integers(0, 120)
)
def test_it_lasts_too_long_just_when_its_last_day_is_over(began, days, later):
    today = began + timedelta(days=later)

    assert (began < days_back(NW, today, [days])[days]) == (NW.add_working_days(began, days) < today)


def test_each_list_is_as_long_as_its_figure_and_administration_sees_numbers_alone(town, healthy, browser):
    silence(steps(healthy)["F01"].id)
    beat("worker-1", at=make.NOON, version="1")
    db.session.commit()
    coordination = browser.as_(town.coordinator)
    start = coordination.get("/")
    for worklist in STUCK:
        link = next(url for words, url in start.links.items() if words.endswith(worklist.label))
        listed = coordination.get(link).main
        assert (healthy.number in listed) is (worklist is Worklist.WITHOUT_REMINDER)

    of_admin = browser.as_(town.admin).get("/")

    assert "Schritt ohne Erinnerung1" in of_admin.main.replace(" 1", "1")
    assert healthy.number not in of_admin.text
    assert not any("/faelle" in url for url in of_admin.links.values())


@pytest.mark.soak
@pytest.mark.parametrize(("minutes", "banner"), [(9, False), (11, True), (None, True)])
def test_after_ten_minutes_without_a_worker_nobody_can_overlook_it(town, browser, minutes, banner):
    if minutes:
        beat("worker-1", at=make.later(minutes=-minutes), version="1")
        db.session.commit()

    for person in (town.coordinator, town.admin):
        assert ("Fallbrücke ist stumm" in browser.as_(person).get("/").main) is banner
    assert browser.client.get("/readyz").status_code == 503
