"""What nobody works on stands on coordination's start page: as a figure, and as the thing to do next."""

from app.accounts.models import User
from app.cases.actions.moves import transition
from app.cases.rules.status import Status, Verb
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work

ALL = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}


def told(kind: Kind) -> set[object]:
    return {one.user_id for one in db.session.query(Notification).filter_by(kind=kind)}


def start(browser: Browser, person: User) -> Page:
    return browser.as_(person).get("/")


def in_preparation(town: make.Town) -> at_work.Asked:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    return found


def test_danger_that_a_mediator_reports_reaches_lead_and_coordination_at_once(
    town: make.Town, browser: Browser
) -> None:
    found = in_preparation(town)
    window = browser.as_(found.people[0].user_id, sees=ALL)
    page = window.get(f"/meine-faelle/{found.referral.id}/schritt/schutzweg-einleiten")

    window.submit(page, {"flag": "CRISIS", "legal_ground": "SERIOUS_HARM"}, button="Schutzweg einleiten")

    db.session.expire_all()
    assert found.case.status is Status.PAUSED
    assert told(Kind.PROTECTION) == {town.lead.id, town.coordinator.id, town.colleague.id}
    page = start(browser, town.coordinator)
    listed = browser.as_(town.coordinator).get(page.links["1 Schutzweg"])
    assert listed.heading == "Schutzweg" and found.case.number in listed.main
