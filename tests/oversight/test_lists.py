"""Each figure of the start page is the length of its list."""

from datetime import date

import pytest

from app.cases.models import LeadKind
from app.cases.rules.status import Status
from app.database import db
from app.oversight.queries import cases as lists
from app.oversight.rules import Worklist
from app.plans.models import PlanStep
from app.promises.models import Promise
from app.promises.rules import PromiseKind
from tests import make


class Person:
    """As much of a viewer as a list needs."""

    def __init__(self, user, role):
        self.id, self.role = user.id, role


@pytest.fixture
def coordinator(town):
    from app.accounts.permissions import Role

    return Person(town.coordinator, Role.COORDINATOR)


def step(case, due_at, **values):
    made = PlanStep(
        case_id=case.id,
        code=values.pop("code", "F06"),
        anchor="LEAD_ASSIGNED",
        anchor_at=make.NOON,
        started_at=make.NOON,
        due_at=due_at,
        original_due_at=due_at,
        whole_day=False,
        holder=values.pop("holder", "CASE_LEAD"),
        **values,
    )
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def busy(town):
    """Two new cases, and one each: overdue, due today, waiting, without lead, closed, in danger, resting."""
    make.case(town)
    make.case(town)
    overdue = make.case(town, status=Status.CONTACT)
    make.lead(overdue, town.lead)
    step(overdue, make.later(minutes=-1))
    today = make.case(town, status=Status.CONTACT)
    make.lead(today, town.lead)
    step(today, make.NOON)
    make.case(town, status=Status.INFO)
    promised = Promise(
        case_id=today.id,
        kind=PromiseKind.CALL_BACK,
        due_on=date(2026, 3, 1),
        made_at=make.NOON,
        made_by=town.lead.id,
    )
    db.session.add(promised)
    acting = make.case(town, status=Status.ACCEPTED)
    make.lead(acting, town.coordinator, kind=LeadKind.ACTING)
    make.case(town, status=Status.CLOSED)
    done = make.case(town, status=Status.CLOSED)
    step(done, make.later(days=-3), code="F54", holder="COORDINATION")
    for flags in (["CRISIS"], ["LEGAL_HOLD"]):
        resting = make.case(town, status=Status.PAUSED, flags=flags, protection_since=make.NOON)
        make.lead(resting, town.lead)
        step(resting, make.later(days=-3), resting_since=make.later(days=-4))
    return {
        Worklist.PROTECTED: 1,
        Worklist.AT_RISK: 0,
        Worklist.NEW: 2,
        Worklist.OVERDUE: 2,  # one of them closed
        Worklist.DUE_TODAY: 1,
        Worklist.DUE_THIS_WEEK: 1,
        Worklist.WAITING: 1,
        Worklist.NOBODY_LEFT: 0,
        Worklist.PROMISE_BROKEN: 1,
        Worklist.WITHOUT_LEAD: 1,
        Worklist.WITHOUT_STEP: 4,
        Worklist.WITHOUT_REMINDER: 3,  # nobody has set alarms for these; who rests needs none
        Worklist.UNREACHED: 0,
        Worklist.TOO_LONG: 0,
    }


def test_the_figures_are_right(busy, coordinator):
    assert lists.figures(coordinator, make.NOON) == busy


@pytest.mark.parametrize("worklist", Worklist)
def test_each_list_is_as_long_as_its_figure(busy, coordinator, worklist):
    figure = lists.figures(coordinator, make.NOON)[worklist]

    page = lists.cases(coordinator, lists.Filters(worklist=worklist), after=None, now=make.NOON)

    assert len(page.rows) == figure == busy[worklist]


def test_pages_follow_each_other_without_gap_or_repetition(town, coordinator):
    made = {make.case(town, submitted_at=make.later(minutes=n // 3)).id for n in range(60)}
    seen, after = [], None
    while True:
        page = lists.cases(coordinator, lists.Filters(), after=after, now=make.NOON)
        seen += [row.id for row in page.rows]
        if (after := page.after) is None:
            break

    assert len(seen) == 60 and set(seen) == made


def test_coordination_opens_a_list_from_its_figure(busy, town, browser):
    window = browser.as_(town.coordinator)

    page = window.get(window.get("/").links["2 Neu"])

    assert page.heading == "Neu"
    assert page.main.count("Eingegangen seit") == 2


def test_an_official_sees_in_the_list_only_cases_to_answer_for(town, browser):
    own, other = make.case(town, status=Status.CONTACT), make.case(town, status=Status.CONTACT)
    make.lead(own, town.lead)

    page = browser.as_(town.lead).get("/faelle")

    assert own.number in page.main and other.number not in page.main


def test_a_lead_finds_the_cases_that_have_no_open_step(town, browser):
    case = make.case(town, status=Status.MATCHING)
    make.lead(case, town.lead)
    window = browser.as_(town.lead)

    page = window.get(window.get("/").links["Alle Fälle in meiner Verantwortung"])

    assert case.number in page.main


def test_an_official_without_a_case_to_answer_for_is_shown_no_list(town, browser):
    page = browser.as_(town.reporter).get("/")

    assert "Alle Fälle in meiner Verantwortung" not in page.main


def test_the_list_of_searches_has_pages_without_gap_or_repetition(town, browser):
    made = {
        make.case(town, status=Status.MATCHING, status_since=make.later(minutes=n // 3)).number
        for n in range(30)
    }
    window = browser.as_(town.coordinator)

    first = window.get("/vermittlung")
    second = window.get(first.links["Weitere anzeigen"])

    shown = [{number for number in made if number in page.main} for page in (first, second)]
    assert [len(numbers) for numbers in shown] == [25, 5] and shown[0] | shown[1] == made
    assert window.get(second.links["Zurück zum Anfang"]).main == first.main
    assert first.main.removesuffix("Weitere anzeigen") in window.get("/vermittlung?nach=unsinn").main
