"""What happened to a case in words, and who read what."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.audit import trail
from app.audit.kinds import sentence
from app.audit.models import AccessEntry
from app.cases.events import Ticked
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.browser import Browser

CONTENT = {
    f"cases.{name}" for name in ("description", "goal", "location", "internal_note", "handover_summary")
}


def test_the_timeline_says_in_sentences_what_happened_and_who_did_it(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    window = browser.as_(town.coordinator)
    window.submit(window.get(f"/faelle/{case.id}/fallverantwortung"), {"person": str(town.lead.id)})

    page = window.get(f"/faelle/{case.id}/verlauf")

    assert "Fallverantwortung benannt: Lars Lindner." in page.main
    assert "Mo 02.03., 12:00 · Karin Koch" in page.main


def test_the_timeline_goes_on_page_by_page(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    window = browser.as_(town.coordinator)
    for number in range(30):
        text = make.later(minutes=number)
        trail.record(_told(case, at=text, number=f"Nr{number:02d}"))
    db.session.commit()

    first = window.get(f"/faelle/{case.id}/verlauf")
    second = window.get(first.links["Weitere anzeigen"])

    assert "Nr29" in first.main
    assert "Nr05" in first.main
    assert "Nr04" not in first.main
    assert "Nr04" in second.main
    assert "Nr00" in second.main
    assert "Weitere anzeigen" not in second.links


def test_what_happened_at_once_stands_as_it_was_written(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    numbers = [f"Nr{number:02d}" for number in range(40)]
    for number in numbers:
        trail.record(_told(case, at=make.NOON, number=number))
    db.session.commit()

    first = browser.as_(town.coordinator).get(f"/faelle/{case.id}/verlauf")
    second = browser.as_(town.coordinator).get(first.links["Weitere anzeigen"])

    told = re.findall(r"Nr\d\d", first.main + second.main)
    assert told == numbers[::-1]


@pytest.mark.parametrize("guard", TICK_GUARDS)
def test_a_tick_says_what_was_confirmed_not_what_is_missing(guard: Guard):
    told = Ticked(case_id=uuid4(), actor_id=None, at=make.NOON, guard=guard)

    template, values = sentence("Ticked", told.facts(), None)

    assert TICK_GUARDS[guard].label in template % values
    assert guard.label not in template % values


def test_the_lead_sees_who_read_the_case(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/zugriffe")

    assert "Lars Lindner" in page.main
    assert "Fallakte gelesen" in page.main


def test_accesses_are_for_the_lead_of_the_case(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/zugriffe")

    assert page.status_code == 403
    assert "Zugriffe" not in browser.as_(town.coordinator).get(f"/faelle/{case.id}").links


def test_the_privacy_officer_sees_all_lines_and_that_none_was_changed(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    page = browser.as_(town.privacy_officer).get("/zugriffe")

    assert "Kette dieser Seite vollständig geprüft: 1 Einträge." in page.main
    assert "Fallakte gelesen" in page.main
    assert case.number not in page.main


def test_a_line_changed_by_hand_is_noticed(town: make.Town, browser: Browser):
    for _ in range(3):
        trail.log("FileRead", by=town.lead.id, at=make.NOON)
    db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == 2).values(kind="PartiesRead"))
    db.session.commit()

    page = browser.as_(town.privacy_officer).get("/zugriffe")

    assert "Die Kette passt bei Eintrag 2 nicht." in page.main


def test_nobody_else_opens_the_whole_log(town: make.Town, browser: Browser):
    codes = [
        browser.as_(who).get("/zugriffe").status_code for who in (town.coordinator, town.lead, town.admin)
    ]

    assert codes == [404, 404, 403]


def _told(case: object, **values: object) -> object:
    from app.cases.events import CaseReported

    return CaseReported(case_id=case.id, actor_id=None, **values)
