"""The list of cases as a reporting office sees it."""

from app.cases.rules.status import Status
from tests import make
from tests.browser import Browser


def test_a_reporter_who_leads_sees_the_own_cases(town: make.Town, browser: Browser) -> None:
    own, other = make.case(town, status=Status.CONTACT), make.case(town, status=Status.CONTACT)
    make.lead(own, town.lead)

    page = browser.as_(town.lead).get("/faelle")

    assert own.number in page.main
    assert other.number not in page.main


def test_whoever_leads_nothing_reads_what_would_stand_here(town: make.Town, browser: Browser) -> None:
    make.case(town, status=Status.CONTACT)

    page = browser.as_(town.reporter).get("/faelle")

    assert "sobald Sie für einen verantwortlich sind" in page.main
    assert page.links["Meine Meldungen"] == "/meldungen"
    assert "Aktenzeichen" not in page.main


def test_a_filter_that_finds_nothing_leads_back_to_all(town: make.Town, browser: Browser) -> None:
    page = browser.as_(town.lead).get("/faelle?stand=NEW")

    assert "Hier steht zurzeit kein Fall." in page.main
    assert "Alle Fälle anzeigen" in page.links
