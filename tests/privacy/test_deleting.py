"""A case goes when its time is over and the privacy officer has said so, in the night after."""

import pytest

from app import clock
from app.accounts.permissions import Role
from app.audit.models import AccessEntry
from app.cases.models import Case
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status
from app.database import db
from app.privacy import jobs
from app.privacy.actions import releasing
from app.privacy.queries.shelves import PAGE, figures
from app.privacy.rules import Shelf
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.privacy.kept import LONG_AGO, NIGHT, closed, held, released, sealed_of
from tests.referrals.at_work import run

RELEASE = "Zum Löschen freigeben"


def status_of(case: Case) -> Status:
    return db.session.get_one(Case, case.id, populate_existing=True).status


def test_a_case_is_released_by_name_and_gone_the_next_morning(town: make.Town, browser: Browser):
    case = closed(town)
    officer = browser.as_(town.privacy_officer)
    page = officer.get("/loeschen")
    assert case.number in page.main

    page = officer.submit(officer.get(page.links[case.number]), {"checked": "y"}, button=RELEASE)

    assert "Paul Datenschutz hat den Fall am" in page.main
    assert run(jobs.erase_cases, make.NOON) == 0
    assert run(jobs.erase_cases, NIGHT) == 1
    assert status_of(case) is Status.DELETED
    assert sum(sealed_of(case).values()) == 0
    with clock.stopped(NIGHT):
        assert "Gelöscht am" in browser.as_(town.privacy_officer).get(f"/loeschen/{case.id}").main


def test_the_page_says_what_goes_and_what_stays_and_shows_nothing_of_it(town: make.Town, browser: Browser):
    case = closed(town)

    page = browser.as_(town.privacy_officer).get(f"/loeschen/{case.id}")

    for line in (
        "Meldung, Notizen und Texte des Falls Wie viel5 Felder",
        "Namen, Kontakt und Bedarf der Parteien Wie viel10 Felder",
        "Verfahrensdaten ohne Namen bis So 31.12.2028; niemand kann den Fall öffnen",
        "Aufbewahrung bis So 01.03.2026",
    ):
        assert line in page.main


def test_a_release_without_the_tick_is_sent_back(town: make.Town, browser: Browser):
    case, officer = closed(town), browser.as_(town.privacy_officer)

    page = officer.submit(officer.get(f"/loeschen/{case.id}"), button=RELEASE)

    assert (page.status_code, "Bitte bestätigen Sie, dass Sie geprüft haben." in page.main) == (422, True)
    assert run(jobs.erase_cases, NIGHT) == 0


def test_a_case_whose_period_runs_is_on_no_list_and_cannot_be_released(town: make.Town, browser: Browser):
    case, officer = closed(town, closed_at=make.NOON), browser.as_(town.privacy_officer)

    assert case.number not in officer.get("/loeschen").main
    assert RELEASE not in officer.get(f"/loeschen/{case.id}").main
    page = officer.post(f"/loeschen/{case.id}", {"checked": "y"})

    assert (page.status_code, "Die Aufbewahrungsfrist läuft noch." in page.main) == (422, True)


@pytest.mark.parametrize(
    ("outcome", "months", "due"),
    [
        (Outcome.NA_UNFIT, 3, True),
        (Outcome.NC_MOVED, 4, False),
        (Outcome.NC_MOVED, 6, True),
        (None, 11, False),
    ],
)
def test_how_it_ended_decides_when_it_is_due(town: make.Town, outcome, months, due):
    year, month = divmod(make.NOON.year * 12 + make.NOON.month - 1 - months, 12)
    closed_at = make.NOON.replace(year=year, month=month + 1, day=1)

    closed(town, closed_at=closed_at, outcome=outcome)

    assert figures(make.NOON)[Shelf.DUE] == due


def test_a_second_click_releases_nothing_twice(town: make.Town, browser: Browser):
    case, officer = closed(town), browser.as_(town.privacy_officer)
    page = officer.get(f"/loeschen/{case.id}")

    answers = [officer.submit(page, {"checked": "y"}, button=RELEASE).status_code for _ in range(2)]

    lines = db.session.query(AccessEntry).filter_by(case_id=case.id, kind="Ticked").count()
    assert (answers, lines) == ([200, 200], 1)


def test_until_the_night_a_release_can_be_taken_back(town: make.Town, browser: Browser):
    case, officer = released(town), browser.as_(town.privacy_officer)

    officer.submit(officer.get(f"/loeschen/{case.id}"), button="Freigabe zurücknehmen")

    assert (run(jobs.erase_cases, NIGHT), status_of(case)) == (0, Status.CLOSED)
    assert figures(NIGHT)[Shelf.DUE] == 1


def test_what_is_gone_cannot_be_taken_back(town: make.Town):
    case = released(town)
    run(jobs.erase_cases, NIGHT)

    with pytest.raises(NotAllowed, match="schon gelöscht"):
        releasing.take_back(case, by=town.privacy_officer.id, at=NIGHT)


def test_whoever_had_to_do_with_the_case_does_not_release_it(town: make.Town, browser: Browser):
    """Two people see to each deletion."""
    both = make.user(name="Kai Beides", role=Role.PRIVACY_OFFICER)
    reported, led = closed(town, reporter_id=both.id), closed(town)
    make.lead(led, both, ends_at=make.NOON)
    officer = browser.as_(both)

    pages = [officer.post(f"/loeschen/{case.id}", {"checked": "y"}) for case in (reported, led)]

    assert [page.status_code for page in pages] == [422, 422]
    assert all("Bitte lassen Sie ihn von jemand anderem freigeben" in page.main for page in pages)


def test_a_case_that_was_opened_again_after_its_release_needs_a_new_one(town: make.Town):
    case = released(town)
    case.status, case.closed_at, case.status_since = Status.TRIAGE, None, make.later(minutes=1)
    db.session.commit()
    case.status, case.closed_at, case.status_since = Status.CLOSED, LONG_AGO, make.later(minutes=2)
    db.session.commit()

    assert run(jobs.erase_cases, NIGHT) == 0
    assert (figures(NIGHT)[Shelf.RELEASED], figures(NIGHT)[Shelf.DUE]) == (0, 1)


def test_nobody_but_the_privacy_officer_has_these_pages(town: make.Town, browser: Browser):
    case = closed(town)
    others = (town.coordinator, town.lead, town.reporter, town.management, town.admin)

    codes = {
        browser.as_(who).get(path).status_code
        for who in others
        for path in ("/loeschen", f"/loeschen/{case.id}")
    }

    assert codes == {403}


def test_an_open_case_and_one_that_never_was_are_the_same_to_the_privacy_officer(
    town: make.Town, browser: Browser
):
    case, officer = make.case(town, status=Status.CONTACT), browser.as_(town.privacy_officer)

    pages = [officer.get(f"/loeschen/{id_}") for id_ in (case.id, town.id)]

    assert {page.status_code for page in pages} == {404}
    assert pages[0].text == pages[1].text


def test_each_figure_is_the_length_of_its_list_page_by_page(town: make.Town, browser: Browser):
    cases = [closed(town) for _ in range(PAGE + 2)]
    released(town)
    held(town, closed(town))
    officer = browser.as_(town.privacy_officer)

    first = officer.get("/loeschen")
    second = officer.get(first.links["Weitere anzeigen"])

    seen = {case.number for case in cases if case.number in first.main + second.main}
    assert "27 Frist abgelaufen" in first.main
    assert len(seen) == PAGE + 2
    assert [c.number in first.main for c in cases] == [c.number not in second.main for c in cases]
    for shelf, number in (("freigegeben", "1 Freigegeben"), ("gesperrt", "1 Gesperrt")):
        assert number in officer.get(f"/loeschen?liste={shelf}").main


def test_an_address_that_nobody_gave_out_leads_to_the_beginning(town: make.Town, browser: Browser):
    case, officer = closed(town), browser.as_(town.privacy_officer)

    for query in ("nach=x", "liste=x", "liste=faellig&nach=2026-03-01T00:00:00_x"):
        assert case.number in officer.get(f"/loeschen?{query}").main
