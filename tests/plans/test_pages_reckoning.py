"""Pages that say why a day is the day: a step, the explainer, the plan of the municipality."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.permissions import Role
from app.cases.events import DangerChecked, LeadTaken, RedFlagRaised
from app.database import db
from app.plans.models import StepChange
from tests import make
from tests.plans.running import WEDNESDAY, path, reported, ring, tell


@pytest.fixture
def at_work(town):
    """Wednesday before Fronleichnam, a case has just been reported."""
    with clock.stopped(WEDNESDAY + timedelta(minutes=5)):
        yield reported(town, at=WEDNESDAY)


# Why this day


def test_the_page_of_a_step_counts_its_days(town, at_work, browser):
    page = browser.as_(town.coordinator).get(path(at_work, "F01"))

    assert "1 Arbeitstag ab Mi 26.05.2027 (Meldung abgesendet)" in page.main
    assert "Fronleichnam" in page.main
    assert "Gezählt bis: Fr 28.05.2027" in page.main


def test_the_ladder_shows_what_was_told_when_and_what_is_to_come(town, at_work, browser):
    ring("2027-05-26T14:00")

    page = browser.as_(town.coordinator).get(path(at_work, "F02"))

    assert "Erinnerung nach der halben Zeit" in page.main
    assert "gemeldet Mi 26.05., 14:00" in page.main
    assert "(verspätet nachgeholt)" in page.main
    assert "Amtsleitung" in page.main


def test_a_second_red_flag_does_not_change_why_the_danger_check_is_due(town, at_work, browser):
    for minutes in (1, 3):
        tell(RedFlagRaised, at_work, at=WEDNESDAY + timedelta(minutes=minutes))

    page = browser.as_(town.coordinator).get(path(at_work, "F02"))

    assert "Sofort, ab Mi 26.05., 10:01 (Warnzeichen gemeldet)" in page.main


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("tag=2027-05-26&zeit=10:00&zahl=3&uhr=WD", ["Fronleichnam", "Di 01.06."]),
        ("tag=2027-05-26&zeit=10:00&zahl=4&uhr=SH", ["Dienstzeit 10:00–14:00", "Mi 26.05.2027, bis 14:00"]),
        ("tag=2027-05-26&zeit=10:00&zahl=24&uhr=H", ["Tag und Nacht", "Do 27.05.2027, bis 10:00"]),
        ("tag=2027-04-26&zahl=1&uhr=CM", ["Mi 26.05."]),
    ],
)
def test_everybody_who_works_with_the_plan_can_reckon_a_deadline(town, browser, asked, expected):
    page = browser.as_(town.management).get(f"/fristen?{asked}")

    assert page.status_code == 200
    for words in expected:
        assert words in page.main


@pytest.mark.parametrize(
    "asked", ["tag=&zahl=3&uhr=WD", "tag=2027-05-26&zahl=-1&uhr=WD", "tag=1900-01-01&zahl=1&uhr=WD"]
)
def test_what_cannot_be_reckoned_is_said(town, browser, asked):
    page = browser.as_(town.coordinator).get(f"/fristen?{asked}")

    assert page.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in page.main


# The plan of the municipality


def test_the_plan_of_the_municipality_is_readable_whole(town, at_work, browser):
    page = browser.as_(town.management).get("/plan")

    assert "Fassung 1" in page.main
    for words in (
        "Eingangsbestätigung",
        "A 1 Arbeitstag · B 2 Arbeitstage · C 3 Arbeitstage",
        "Planrevision",
    ):
        assert words in page.main


def test_without_a_plan_the_page_says_so(town, browser):
    page = browser.as_(town.coordinator).get("/plan")

    assert "sobald er übernommen ist" in page.main


def test_a_mediator_does_not_read_the_plan(town, browser):
    mediator = make.user(name="Mia Mediatorin", role=Role.MEDIATOR)

    assert browser.as_(mediator).get("/plan").status_code == 403


# The overview of the case


def test_the_case_says_what_is_to_do_first(town, at_work, browser):
    tell(LeadTaken, at_work, at=WEDNESDAY, user_id=town.coordinator.id)
    tell(DangerChecked, at_work, at=WEDNESDAY)

    page = browser.as_(town.coordinator).get(f"/faelle/{at_work.id}")

    assert "Ersteinschätzung" in page.main
    assert "Gefahrencheck" not in page.main.split("Was jetzt zu tun ist")[1].split("Nächster Schritt")[0]


def test_no_change_is_written_by_looking(town, at_work, browser):
    browser.as_(town.coordinator).get(path(at_work, "F01"))

    assert db.session.scalars(sa.select(StepChange)).all() == []
