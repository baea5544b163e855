"""The answer of a mediator is due when her offer is: the plan repeats the offer's deadline."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.events import CaseAssessed
from app.cases.rules.screening import Priority, Screening
from app.database import db
from app.localtime import local
from app.municipalities.models import ClosingDay
from app.plans.models import PlanStep, StepEnd
from app.plans.rules import by_hand
from app.plans.template import CASE_STEPS
from app.referrals import jobs
from app.referrals.actions import answering
from app.referrals.models import Offer
from tests import make
from tests.plans.running import path, steps, tell, waiting, with_plan
from tests.referrals import at_work


@pytest.fixture
def asked(town: make.Town) -> at_work.Asked:
    """Monday noon a pair was asked; 16 hours of service end on Wednesday at 13:00."""
    with_plan(town.municipality)
    return at_work.asked(town)


def mirrored(found: at_work.Asked, *, still_open: bool = True) -> dict[UUID, str]:
    """Of each offer with a step: whose it is, and when the step is due."""
    query = sa.select(PlanStep).where(PlanStep.case_id == found.case.id, PlanStep.code == "F21")
    return {
        db.session.get_one(Offer, UUID(step.subject)).person_id: f"{local(step.due_at):%a %H:%M}"
        for step in db.session.scalars(query)
        if (step.ended_at is None) == still_open
    }


def test_the_step_is_due_when_the_offer_is_and_not_before(asked):
    step = steps(asked.case)["F21"]

    offer = db.session.get_one(Offer, UUID(step.subject))
    assert (step.due_at, step.whole_day) == (offer.answer_by, False)
    assert f"{local(step.due_at):%d.%m. %H:%M}" == "04.03. 13:00"


def test_an_urgent_offer_is_due_within_its_four_hours(town):
    with_plan(town.municipality)

    found = at_work.asked(town, priority="A")

    assert f"{local(steps(found.case)['F21'].due_at):%d.%m. %H:%M}" == "02.03. 16:00"


def test_whoever_is_asked_next_has_the_whole_time(asked):
    first, other, substitute = asked.people[:3]
    with clock.stopped(make.later(days=1)):
        answering.decline(asked.offer(first).id, None, by=at_work.user_of(first), at=make.later(days=1))
        db.session.commit()

    assert mirrored(asked) == {other.id: "Wed 13:00", substitute.id: "Thu 13:00"}
    assert mirrored(asked, still_open=False) == {first.id: "Wed 13:00"}


def test_binding_interest_ends_the_step(asked):
    first = asked.people[0]

    at_work.checking(asked, first)

    query = sa.select(PlanStep).where(PlanStep.subject == str(asked.offer(first).id))
    step = db.session.scalars(query).one()
    assert (step.end, step.ended_by) == (StepEnd.DONE, at_work.user_of(first))


def test_silence_ends_the_step_with_the_offer(asked):
    first, other, *substitutes = (person.id for person in asked.people)

    at_work.run(jobs.expire_offers, make.later(days=2, hours=1))

    assert mirrored(asked) == dict.fromkeys(substitutes, "Mon 10:30")
    assert mirrored(asked, still_open=False) == dict.fromkeys((first, other), "Wed 13:00")


def test_another_priority_moves_the_case_and_not_the_offer(asked):
    before = steps(asked.case)["F21"].due_at
    asked.case.priority = Priority.A

    tell(CaseAssessed, asked.case, at=make.NOON, result=Screening.FIT, priority=Priority.A)

    assert steps(asked.case)["F21"].due_at == before


def test_the_reminder_comes_halfway_and_none_when_it_is_too_late(asked):
    assert waiting(asked.case, "F21") == {"50%": "2026-03-03T12:30", "NEXT_CANDIDATE": "2026-03-04T13:00"}


def test_the_page_says_that_this_is_the_deadline_of_the_offer(town, asked, browser):
    page = browser.as_(town.coordinator).get(path(asked.case, "F21"))

    assert "Frist der Anfrage: 16 Dienststunden ab Mo 02.03., 12:00" in page.main
    assert "Dienstzeit 08:30–13:00" in page.main
    assert "Frist verlängern" not in page.main


def test_if_the_office_closed_a_day_since_only_the_offer_is_named(town, asked, browser):
    db.session.add(ClosingDay(day=make.later(days=1).date(), reason="Umzug"))
    db.session.commit()

    page = browser.as_(town.coordinator).get(path(asked.case, "F21"))

    assert "Frist der Anfrage, versendet Mo 02.03., 12:00" in page.main


def test_the_deadline_of_an_offer_is_not_extended_in_the_plan(town, asked, browser):
    before = steps(asked.case)["F21"].due_at

    window = browser.as_(town.coordinator)

    page = window.submit(
        window.get(path(asked.case, "F21", verb="verlaengern")),
        {"day": "2026-03-10", "hour": "12:00", "reason": "Urlaub"},
    )

    assert "Diese Frist gehört zur Anfrage" in page.main
    assert steps(asked.case)["F21"].due_at == before


def test_without_an_offer_there_is_no_answer_to_add_to_a_case():
    assert "F21" not in {rule.code for rule in by_hand(CASE_STEPS, running=())}


def test_the_plan_of_the_municipality_names_the_deadline(town, asked, browser):
    assert "Frist der Anfrage" in browser.as_(town.coordinator).get("/plan").main
