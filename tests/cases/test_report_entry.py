"""A report of somebody else, written down from a letter, a call or a visit."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.models import Case
from app.cases.rules.intake import Inlet
from app.database import db
from app.localtime import local
from app.plans.actions.adopting import adopt_default
from app.plans.models import PlanStep
from tests import make
from tests.cases.reporting import TOPIC, sent

WHO = make.canary("cases.reported_by")
CALLED = {"inlet": "PHONE", "reported_by": WHO, "received_on": "2026-02-26"}
SEES = {"cases", "parties"}


def entered(browser, person, **changes):
    return sent(browser.as_(person, sees=SEES), topic=CALLED | changes)


def the_case():
    return db.session.scalars(sa.select(Case)).one()


@pytest.mark.parametrize("who", ["reporter", "coordinator"])
def test_official_and_coordination_enter_for_somebody_else(browser, town, who):
    entered(browser, getattr(town, who))

    case = the_case()
    assert (case.inlet, case.reported_by) == (Inlet.PHONE, WHO)
    assert case.reporter_id == getattr(town, who).id
    assert case.entered_at == make.NOON


def test_all_clocks_count_from_the_day_it_came_in(browser, town):
    adopt_default(town.municipality, at=make.NOON)

    page = entered(browser, town.reporter)

    case = the_case()
    step = db.session.scalars(sa.select(PlanStep).where(PlanStep.code == "F01")).one()
    assert local(case.submitted_at).isoformat() == "2026-02-26T00:00:00+01:00"
    assert step.anchor_at == case.submitted_at
    assert step.due_at == make.NOON  # over already, so due at once
    assert "war die erste Rückmeldung schon fällig: Fr 27.02." in page.main


def test_what_came_in_on_friday_is_to_be_answered_on_monday(browser, town):
    adopt_default(town.municipality, at=make.NOON)

    page = entered(browser, town.reporter, received_on="2026-02-27")

    step = db.session.scalars(sa.select(PlanStep).where(PlanStep.code == "F01")).one()
    assert f"{local(step.due_at):%d.%m. %H:%M}" == "02.03. 23:59"
    assert "meldet sich bis heute, Mo 02.03." in page.main


def test_what_came_in_today_counts_from_now(browser, town):
    entered(browser, town.reporter, received_on="2026-03-02")

    assert the_case().submitted_at == make.NOON


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"received_on": "2026-03-03"}, "Dieser Tag liegt in der Zukunft."),
        ({"received_on": ""}, "Bitte nennen Sie den Tag, an dem die Meldung eingegangen ist."),
        ({"reported_by": ""}, "Bitte schreiben Sie, von wem die Meldung kommt."),
    ],
)
def test_what_is_missing_or_impossible_is_said(browser, town, change, sentence):
    window = browser.as_(town.reporter, sees=SEES)

    page = window.submit(window.get("/melden"), {**TOPIC, **CALLED, **change}, button="Weiter")

    assert page.status_code == 422
    assert sentence in page.main


def test_the_own_report_asks_for_none_of_it_and_shows_none_of_it(browser, town):
    window = browser.as_(town.reporter)

    page = window.submit(window.get("/melden"), {**TOPIC, "received_on": "gestern"}, button="Weiter")
    check = window.get(page.path.replace("/ort", "/pruefen"))

    assert page.status_code == 200
    assert "Wer hat gemeldet?" not in check.main


def test_the_timeline_says_how_and_when_but_never_from_whom(browser, town):
    entered(browser, town.reporter)

    facts = [one.facts for one in db.session.scalars(sa.select(TimelineEntry))]
    assert {"inlet": "Telefon", "received_on": "26.02.2026"} in facts
    assert WHO not in str(facts)


def test_who_reported_is_read_by_the_lead_and_by_no_other_coordinator(browser, town):
    entered(browser, town.reporter)
    case = the_case()
    make.lead(case, town.lead)

    lead = browser.as_(town.lead, sees={"cases", "parties"}).get(f"/faelle/{case.id}")
    other = browser.as_(town.coordinator).get(f"/faelle/{case.id}")  # a canary there is an error

    assert WHO in lead.main
    assert "Telefon, eingegangen Do 26.02.2026, eingetragen Mo 02.03.2026" in other.main


def test_whoever_wrote_it_down_reads_both_days(browser, town):
    entered(browser, town.reporter)

    page = browser.as_(town.reporter, sees=SEES).get(f"/meldungen/{the_case().id}")

    assert "Gesendet Mo 02.03., 12:00 Eingegangen Do 26.02.2026" in page.main


def test_a_day_of_receipt_is_not_moved_by_when_it_is_sent(browser, town):
    entered(browser, town.reporter, received_on="2026-03-01")

    assert make.NOON - the_case().submitted_at == timedelta(hours=36)
