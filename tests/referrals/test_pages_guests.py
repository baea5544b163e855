"""The page of an appointment with third persons, and the tab of the case."""

from app import clock
from app.cases.rules.status import Status
from app.database import db
from app.referrals.models import Meeting
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting
from tests.referrals.meeting import ASKED, first, second

NAMES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}
SEES = NAMES | {"meetings.room", "meetings.link", "meeting_guests.name"}


def _base(found: at_work.Asked) -> str:
    return f"/meine-faelle/{found.referral.id}"


def _one() -> Meeting:
    db.session.expire_all()
    return db.session.query(Meeting).one()


def test_third_persons_are_agreed_upon_on_the_page(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    address = f"{_base(found)}/termine/{meeting_id}"
    name = make.canary("meeting_guests.name")
    window = browser.as_(first(found), sees=SEES)
    empty = window.submit(window.get(f"{address}/personen/neu"), button="Person vorsehen")
    assert empty.status_code == 422 and "Bitte nennen Sie den Namen." in empty.main

    page = window.submit(empty, {"kind": "INTERPRETER", "name": name}, button="Person vorsehen")
    assert name in page.main and "noch nicht alle einverstanden" in page.main
    about = f"Dolmetscher:in: {name}"
    for party in ("Partei A", "Partei B"):
        page = window.submit(page, button=f"Einverstanden {party}, {about}")
    assert "noch nicht alle einverstanden" in page.main
    with clock.stopped(ASKED):
        window = browser.as_(first(found), sees=SEES)
        page = window.get(address)
        assert "Bestätigen können Sie, sobald alle" in page.main
        other = browser.as_(second(found), sees=SEES)
        page = other.submit(other.get(address), button=f"Einverstanden Mina Bruns, {about}")

    assert "Mina Bruns einverstanden" in page.main
    assert "alle einverstanden" in page.main and "noch nicht alle" not in page.main


def test_the_lead_sees_place_and_guests_coordination_the_dates(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    meeting.planned(found, room=make.canary("meetings.room"))

    lead = browser.as_(town.lead, sees={"meetings.room"}).get(f"/faelle/{found.case.id}/termine")
    coordination = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/termine")

    assert "KANARI-meetings.room" in lead.main
    for page in (lead, coordination):
        assert "Do 05.03., 17:00" in page.main and "Mina Adler" in page.main
    assert browser.as_(town.reporter).get(f"/faelle/{found.case.id}/termine").status_code == 404


def test_an_empty_tab_says_what_will_stand_there(town, browser):
    case = make.case(town, status=Status.CONTACT)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/termine")

    assert "sobald die Mediator:innen sie eintragen" in page.main
