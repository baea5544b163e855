"""An address that is protected: the lead's alone, masked even there, and on no paper."""

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.models import Case, LeadKind, Party
from app.cases.queries.parties import postal_address
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.cases.reporting import NAMED, sent

WHERE = make.canary("parties.protected_address")
LEAD = {"cases", "parties.name", "parties.phone", "parties.email", "parties.address"}
SAID = {"contact_agreed": "YES", "email": ""}
SHOWN = LEAD | {"parties.protected_address"}


@pytest.fixture
def case(town):
    made = make.case(town, status=Status.CONTACT, parties=0)
    make.party(made, address=None, address_protected=True, protected_address=WHERE)
    make.party(made, position=1)
    make.lead(made, town.lead)
    return made


def deputy(town, case):
    person = make.user(name="Doro", role="reporter", office_id=town.office.id)
    make.lead(case, person, kind=LeadKind.DEPUTY)
    return person


def party(case):
    return db.session.scalars(sa.select(Party).where(Party.case_id == case.id, Party.position == 0)).one()


def shown(page):
    return WHERE in page.main


def form_of(window, case):
    return window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}")


def test_the_lead_sees_it_masked_and_has_it_shown_once_with_a_line_in_the_log(browser, town, case):
    window = browser.as_(town.lead, sees=SHOWN)
    page = window.get(f"/faelle/{case.id}/beteiligte")

    after = window.post(
        f"/faelle/{case.id}/beteiligte/{party(case).id}/aufdecken", {"field": "protected_address"}
    )
    again = window.get(f"/faelle/{case.id}/beteiligte")

    facts = [one.facts for one in db.session.scalars(sa.select(TimelineEntry))]
    assert (shown(page), shown(after), shown(again)) == (False, True, False)
    assert "protected_address" in {one.get("field") for one in facts}


@pytest.mark.parametrize("who", ["deputy", "coordinator"])
def test_neither_deputy_nor_coordination_has_it_shown(browser, town, case, who):
    person = deputy(town, case) if who == "deputy" else town.coordinator
    window = browser.as_(person, sees=LEAD)

    page = window.get(f"/faelle/{case.id}/beteiligte")
    refused = window.post(
        f"/faelle/{case.id}/beteiligte/{party(case).id}/aufdecken", {"field": "protected_address"}
    )

    assert "geschützt" in page.main
    assert "allein für die Fallverantwortung" in refused.main
    assert not shown(refused)


def test_it_stands_in_no_letter_and_has_no_hash(town, case):
    assert postal_address(party(case)) is None
    assert party(case).address_index is None


def test_saving_the_form_with_an_empty_box_keeps_it(browser, town, case):
    window = browser.as_(town.lead, sees=LEAD)
    page = form_of(window, case)

    window.submit(page, SAID, button="Angaben speichern")

    assert not shown(page)
    assert "Hinterlegt und geschützt" in page.main
    assert (party(case).protected_address, party(case).address) == (WHERE, None)


def test_the_lead_lifts_the_protection_and_then_it_is_an_address_like_others(browser, town, case):
    window = browser.as_(town.lead, sees=SHOWN)

    window.submit(form_of(window, case), SAID | {"protected": None}, button="Angaben speichern")

    assert (party(case).protected_address, postal_address(party(case))) == (None, WHERE)


def test_a_deputy_does_not_lift_the_protection(browser, town, case):
    window = browser.as_(deputy(town, case), sees=LEAD)

    page = window.submit(form_of(window, case), SAID | {"protected": None}, button="Angaben speichern")

    assert "allein für die Fallverantwortung" in page.main
    assert party(case).address_protected


def test_an_address_that_becomes_protected_leaves_its_old_place(browser, town, case):
    second = db.session.scalars(sa.select(Party).where(Party.position == 1)).one()
    before = second.address
    window = browser.as_(town.lead, sees=LEAD)

    window.submit(
        window.get(f"/faelle/{case.id}/beteiligte/{second.id}"),
        SAID | {"protected": "y"},
        button="Angaben speichern",
    )

    db.session.expire_all()
    assert (second.address, second.protected_address) == (None, before)


def test_the_reporter_can_say_at_once_that_it_is_protected(browser, town):
    told = NAMED | {"parties-0-address": WHERE, "parties-0-protected": "y"}

    sent(browser.as_(town.reporter, sees={"parties"}), told)

    first = db.session.scalars(sa.select(Party).where(Party.position == 0)).one()
    assert (first.address_protected, first.protected_address, first.address) == (True, WHERE, None)
    assert db.session.scalars(sa.select(Case)).one()


def test_somebody_else_s_party_is_not_there(browser, town, case):
    window = browser.as_(town.reporter)

    page = window.post(
        f"/faelle/{case.id}/beteiligte/{party(case).id}/aufdecken", {"field": "protected_address"}
    )

    assert page.status_code == 404


def test_an_error_in_the_form_is_said_and_what_was_typed_stays(browser, town, case):
    window = browser.as_(town.lead, sees=LEAD)

    page = window.submit(form_of(window, case), SAID | {"email": "kein Ort"}, button="Angaben speichern")

    assert page.status_code == 422
    assert "E-Mail – Das ist keine gültige E-Mail-Adresse." in page.main
    assert page.values(page.forms()[-1])["email"] == "kein Ort"
