"""Two municipalities agree on lending: one offers, the other accepts, either ends it."""

from app.database import db
from app.lending.models import LendingAgreement
from app.lending.rules import AgreementStatus
from tests import make
from tests.browser import Browser
from tests.lending import lent


def test_an_agreement_is_offered_accepted_and_ended_by_either_side(town: make.Town, browser: Browser):
    there = make.town("musterland")
    ours, theirs = browser.as_(town.coordinator), browser.as_(there.management)

    page = ours.submit(ours.get("/leihvereinbarungen"), {"to": str(there.id)}, button="Anbieten")
    assert "von Ihnen am Mo 02.03.2026" in page.main
    page = theirs.submit(theirs.get("/leihvereinbarungen"), button="Annehmen Musterkreis")
    assert "Die Vereinbarung gilt" in page.main
    page = ours.submit(ours.get("/leihvereinbarungen"), button="Beenden Musterland")

    assert "beendet am Mo 02.03.2026, von Ihnen" in page.main
    assert "beendet am Mo 02.03.2026, von dort" in theirs.get("/leihvereinbarungen").main


def test_an_agreement_is_offered_once_and_a_refusal_is_seen(town: make.Town, browser: Browser):
    there = make.town("musterland")
    ours = browser.as_(town.management)
    for _ in range(2):
        ours.post("/leihvereinbarungen", {"to": str(there.id)})

    assert db.session.query(LendingAgreement).count() == 1
    theirs = browser.as_(there.coordinator)
    theirs.submit(theirs.get("/leihvereinbarungen"), button="Nicht annehmen Musterkreis")
    assert lent.only(LendingAgreement).status is AgreementStatus.REFUSED
    assert ours.post("/leihvereinbarungen", {"to": ""}).status_code == 422


def test_an_offer_that_was_refused_meanwhile_stays_refused(town: make.Town, browser: Browser):
    there = make.town("musterland")
    ours = browser.as_(town.management)
    page = ours.submit(ours.get("/leihvereinbarungen"), {"to": str(there.id)}, button="Anbieten")
    theirs = browser.as_(there.coordinator)
    theirs.submit(theirs.get("/leihvereinbarungen"), button="Nicht annehmen Musterkreis")

    answer = ours.submit(page, button="Angebot zurückziehen Musterland")

    assert "inzwischen beantwortet oder beendet" in answer.main
    assert lent.only(LendingAgreement).status is AgreementStatus.REFUSED


def test_the_page_says_who_is_asked_after_the_neighbours(town: make.Town, browser: Browser):
    lent.state_pool()

    page = browser.as_(town.coordinator).get("/leihvereinbarungen")

    assert "Danach wird gefragt: Landesstelle." in page.main


def test_whoever_offers_cannot_accept_and_a_stranger_finds_nothing(town: make.Town, browser: Browser):
    there, third = make.town("musterland"), make.town("drittkreis")
    browser.as_(town.coordinator).post("/leihvereinbarungen", {"to": str(there.id)})
    path = f"/leihvereinbarungen/{lent.only(LendingAgreement).id}"

    own = browser.as_(town.coordinator).post(f"{path}/annehmen")
    strange = browser.as_(third.coordinator)

    assert "beantwortet die andere Kommune" in own.main
    assert {strange.post(f"{path}/{verb}").status_code for verb in ("annehmen", "ablehnen", "beenden")} == {
        404
    }
    assert browser.as_(town.reporter).get("/leihvereinbarungen").status_code == 403
