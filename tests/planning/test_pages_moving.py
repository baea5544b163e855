"""The page on which open cases go over to the newest version of the plan."""

from datetime import timedelta

import sqlalchemy as sa

from app.database import db
from app.planning.queries.moving import SHOWN
from app.plans.models import Plan, PlannedCase
from tests import make
from tests.planning.plans import approved, edit, version_of
from tests.plans.running import WEDNESDAY, reported


def test_the_page_shows_each_case_first_and_moves_those_shown(town, case, browser):
    other = reported(town, at=WEDNESDAY)
    edit("F01", town.coordinator.id, amount="3")
    approved(town)
    window = browser.as_(town.coordinator)
    page = window.get("/plan/umstellen")

    done = window.submit(page, button="Diese 2 Fälle umstellen")
    again = window.submit(page, button="Diese 2 Fälle umstellen")

    assert case.number in page.main
    assert "Di 01.06.2027" in page.main
    assert "2 Fälle sind umgestellt." in done.text
    assert "0 Fälle sind umgestellt." in again.text
    assert (version_of(case), version_of(other)) == (2, 2)


def test_cases_to_which_the_same_happens_stand_in_one_block_with_their_numbers(town, case, browser):
    other, later = reported(town, at=WEDNESDAY), reported(town, at=WEDNESDAY + timedelta(days=6))
    edit("F01", town.coordinator.id, amount="3")
    approved(town)
    window = browser.as_(town.coordinator)
    page = window.get("/plan/umstellen")

    tables = len(page.elements("table", within="main"))
    done = window.submit(page, button="Nur diese 2 Fälle umstellen")

    assert tables == 2
    assert all(one.number in page.main for one in (case, other, later))
    assert "2 Fälle sind umgestellt." in done.text
    assert (version_of(case), version_of(other), version_of(later)) == (2, 2, 1)


def test_a_page_of_cases_costs_no_more_statements_than_one_case(town, case, browser):
    edit("F01", town.coordinator.id, amount="3")
    window = browser.as_(town.coordinator)
    tried = len(window.get("/plan/entwurf/probe").statements)
    approved(town)
    few = len(window.get("/plan/umstellen").statements)
    for _ in range(SHOWN):
        made = make.case(town, submitted_at=WEDNESDAY, status_since=WEDNESDAY)
        db.session.add(
            PlannedCase(
                case_id=made.id, plan_id=db.session.scalars(sa.select(Plan.id).order_by(Plan.version)).first()
            )
        )
    db.session.commit()

    many = window.get("/plan/umstellen")

    assert len(many.statements) == few <= 12
    assert tried <= 12
    assert "Danach folgt 1 weiterer." in many.main


def test_only_coordination_moves_cases_and_strange_ones_were_never_there(town, case, browser):
    edit("F01", town.coordinator.id, amount="3")
    approved(town)

    lead = browser.as_(town.reporter).get("/plan/umstellen")
    strange = browser.as_(town.coordinator).post(f"/plan/umstellen/{town.id}")

    assert (lead.status_code, strange.status_code) == (403, 404)
