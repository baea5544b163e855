"""The case file's first tab: each relation sees what it must, and nothing more."""

from app.cases.rules.status import Status
from tests import make
from tests.browser import Browser

CONTENT = {
    "cases.description",
    "cases.goal",
    "cases.location",
    "cases.internal_note",
    "cases.handover_summary",
}


def test_the_lead_reads_the_report_and_both_texts(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)

    page = browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    assert page.status_code == 200
    assert case.description in page.main
    assert case.handover_summary in page.main


def test_coordination_without_lead_sees_process_facts_only(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert "Lärm" in page.main
    assert "Kontaktaufnahme" in page.main
