"""The case file's first tab: each relation sees what it must, and nothing more."""

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry
from app.cases.models import ContactAttempt, Party
from app.cases.rules.status import Status
from app.database import db
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


def test_a_stranger_finds_nothing(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)

    people = (town.reporter, town.lead, town.management, town.admin, town.privacy_officer)
    codes = [browser.as_(who).get(f"/faelle/{case.id}").status_code for who in people]

    assert codes == [404, 404, 403, 403, 403]


def test_the_reporter_of_a_case_doesnt_open_its_file(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)

    for page in (
        "",
        "/beteiligte",
        "/verlauf",
        "/zugriffe",
        "/texte",
        "/gefahrencheck",
        "/schritt/ruhen-lassen",
    ):
        assert browser.as_(town.reporter).get(f"/faelle/{case.id}{page}").status_code == 404


def test_another_town_finds_nothing(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    other = make.town("musterland")

    assert browser.as_(other.coordinator).get(f"/faelle/{case.id}").status_code == 404


def test_the_head_says_whose_turn_it_is_and_since_when(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT, glasl_stage=2, stage_since=make.NOON)
    make.lead(case, town.lead)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert "Lars Lindner seit Mo 02.03.2026" in page.main
    assert "2 Debatte, Polemik" in page.main
    assert "Auf dieser Stufe reicht eine Klärung oft aus" in page.main


def test_reading_the_content_is_noted_and_reading_the_facts_is_not(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)

    browser.as_(town.coordinator).get(f"/faelle/{case.id}")
    browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    entries = db.session.execute(sa.select(AccessEntry.kind, AccessEntry.actor_id)).all()
    assert entries == [("FileRead", town.lead.id)]


def test_the_lead_of_a_closed_case_still_reads_it_and_can_do_nothing(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CLOSED)
    make.lead(case, town.lead)

    page = browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    assert "Abgeschlossen" in page.main
    assert "Hier können Sie zurzeit nichts weiter tun." in page.main


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.DELETED])
def test_the_page_is_cheap_in_every_status(town: make.Town, browser: Browser, status: Status):
    case = make.case(town, status=status)
    make.lead(case, town.lead)
    party = db.session.scalars(sa.select(Party).where(Party.case_id == case.id)).first()
    tried = {"case_id": case.id, "party_id": party.id, "at": make.NOON, "by": town.lead.id, "reached": False}
    db.session.add_all([ContactAttempt(**tried) for _ in range(2)])
    db.session.commit()

    page = browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    assert (page.status_code, len(page.statements) <= 12) == (200, True)
