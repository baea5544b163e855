"""The calendar of what falls due: whose steps it shows, in which week, and what it says of closed days."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.database import db
from app.municipalities.models import ClosingDay, OfficeClosingDay
from app.plans.models import PlanStep
from app.plans.queries import due
from app.plans.weeks import Week
from tests import make
from tests.browser import MOST_STATEMENTS
from tests.plans.running import WEDNESDAY, reported, steps

MONDAY = date(2027, 5, 24)


@pytest.fixture
def now():
    """Wednesday before Fronleichnam."""
    with clock.stopped(WEDNESDAY + timedelta(minutes=5)):
        yield WEDNESDAY + timedelta(minutes=5)


@given(st.dates(date(1993, 1, 1), date(2098, 12, 31)))
def test_a_week_is_named_in_an_address_and_read_again(day: date) -> None:
    week = Week.of(day)

    assert Week.written(str(week), today=MONDAY) == week
    assert day in week.days and week.next.before == week
    assert week.ends == week.next.begins > week.begins


@pytest.mark.parametrize(
    "text", ["", "2027-W00", "2027-W54", "2026-W5", "9999-W01", "0000-W01", "x", "２０２７-W01"]
)
def test_words_that_name_no_week_mean_this_one(text: str) -> None:
    assert Week.written(text, today=MONDAY) == Week.of(MONDAY)


def test_a_week_shows_its_days_with_the_overdue_on_top(town, now, browser):
    case, later = reported(town, at=WEDNESDAY), reported(town, at=WEDNESDAY)
    _move(case, "F01", WEDNESDAY - timedelta(days=20))
    db.session.execute(
        sa.update(PlanStep).where(PlanStep.case_id == later.id).values(due_at=WEDNESDAY + timedelta(days=7))
    )
    db.session.commit()
    window = browser.as_(town.coordinator)

    page = window.get("/faelligkeiten")
    following = window.get("/faelligkeiten?woche=2027-W22")

    assert "Mi 26.05.2027 Heute" in page.main and later.number not in page.main
    assert (
        page.main.index("Überfällig") < page.main.index("Eingangsbestätigung") < page.main.index("Woche 21:")
    )
    assert page.main.index("Woche 21:") < page.main.index("Gefahrencheck")
    assert later.number in following.main and case.number not in following.main
    assert "Überfällig" not in following.main
    assert len(page.statements) <= MOST_STATEMENTS


def test_a_lead_sees_the_own_cases_and_coordination_picks_a_person(town, now, browser):
    own, other = reported(town, at=WEDNESDAY), reported(town, at=WEDNESDAY)
    make.lead(own, town.lead)
    make.lead(other, town.reporter)

    lead = browser.as_(town.lead).get(f"/faelligkeiten?person={town.reporter.id}")
    coordination = browser.as_(town.coordinator)
    everything = coordination.get("/faelligkeiten")
    picked = coordination.get(f"/faelligkeiten?person={town.lead.id}")

    assert own.number in lead.main and other.number not in lead.main
    assert own.number in everything.main and other.number in everything.main
    assert own.number in picked.main and other.number not in picked.main
    assert f"Fallverantwortung {town.lead.name}" in lead.main and town.reporter.name not in lead.main


def test_a_role_narrows_it_to_what_this_role_does(town, now, browser):
    case = reported(town, at=WEDNESDAY)
    change = sa.update(PlanStep).where(PlanStep.id == steps(case)["F02"].id).values(holder="CASE_LEAD")
    db.session.execute(change)
    db.session.commit()

    page = browser.as_(town.coordinator).get("/faelligkeiten?rolle=CASE_LEAD")

    assert "Gefahrencheck" in page.main and "Eingangsbestätigung" not in page.main


def test_holidays_and_closing_days_are_named(town, now, browser):
    db.session.add(ClosingDay(day=date(2027, 5, 28), reason="Betriebsausflug"))
    db.session.add(OfficeClosingDay(office_id=town.office.id, day=date(2027, 5, 26), reason="Umzug"))
    db.session.commit()

    page = browser.as_(town.coordinator).get("/faelligkeiten")

    assert "Fronleichnam" in page.main and "Betriebsausflug" in page.main
    assert f"{town.office.name} geschlossen: Umzug" in page.main


def test_what_waits_or_is_done_needs_nobody(town, now, browser):
    case = reported(town, at=WEDNESDAY)
    rests, done = steps(case)["F01"].id, steps(case)["F02"].id
    db.session.execute(sa.update(PlanStep).where(PlanStep.id == rests).values(resting_since=WEDNESDAY))
    db.session.execute(sa.update(PlanStep).where(PlanStep.id == done).values(ended_at=WEDNESDAY))
    db.session.commit()

    page = browser.as_(town.coordinator).get("/faelligkeiten")

    assert "Eingangsbestätigung" not in page.main and "Gefahrencheck" not in page.main


def test_pages_go_on_where_the_last_one_ended(town, now, browser, monkeypatch):
    monkeypatch.setattr(due, "PAGE", 2)
    cases = [reported(town, at=WEDNESDAY) for _ in range(2)]
    for case in cases:
        _move(case, "F01", WEDNESDAY - timedelta(days=1))
        _move(case, "F02", WEDNESDAY - timedelta(days=1))
    window = browser.as_(town.coordinator)

    page, seen = window.get("/faelligkeiten/ueberfaellig"), []
    while True:
        seen += [link for link in page.links.values() if "/plan/" in link]
        following = [link for link in page.links.values() if "nach=" in link]
        if not following:
            break
        page = window.get(following[0])

    assert len(seen) == len(set(seen)) == 4
    assert window.get("/faelligkeiten/ueberfaellig?nach=quatsch_1").status_code == 200


def test_the_start_page_counts_the_cases_that_the_calendar_shows(town, now, browser):
    for _ in range(2):
        reported(town, at=WEDNESDAY)

    start = browser.as_(town.coordinator).get("/")

    assert start.links["2 Diese Woche fällig"] == "/faelligkeiten"
    assert len(start.statements) <= MOST_STATEMENTS


@pytest.mark.parametrize("path", ["/faelligkeiten", "/faelligkeiten/ueberfaellig"])
def test_who_opens_no_case_files_has_no_calendar_of_them(town, browser, path):
    assert browser.as_(town.admin).get(path).status_code == 403
    assert browser.as_(town.management).get(path).status_code == 403


def _move(case, code, to):
    db.session.execute(sa.update(PlanStep).where(PlanStep.id == steps(case)[code].id).values(due_at=to))
    db.session.commit()
