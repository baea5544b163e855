"""The page of the gap report: asked for, read, chosen by language and district, taken along in figures."""

from datetime import time

from app.cases.models import Case
from app.database import db
from app.gaps.jobs import reckon_gaps
from app.gaps.models import GapReport
from app.municipalities.models import District
from app.municipalities.scope import acting_in
from app.runs.rules import RunStatus
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work, waiting

PAGE, FILE = "/pool/luecken", "/pool/luecken.csv"


def lacking(town: make.Town, count: int = 1) -> list[Case]:
    """Tigrinya is asked for in the Weststadt, and nobody speaks it."""
    at_work.mediator("Adler", slots=((1, time(17), time(20)),))
    cases = [waiting.alone(town) for _ in range(count)]
    for case in cases:
        case.district_id = town.district.id
        first, second = at_work.parties(case)
        first.languages, second.languages = "ti", "de"
    db.session.commit()
    return cases


def reckon(window: Browser) -> Page:
    window.submit(window.get(PAGE), button="Bericht berechnen")
    at_work.run(reckon_gaps, make.NOON)
    return window.get(PAGE)


def test_from_the_pool_to_who_would_help_most(town: make.Town, browser: Browser) -> None:
    (case,) = lacking(town)
    window = browser.as_(town.coordinator)

    empty = window.get(window.get("/pool").links["Lücken im Pool"])
    assert "sobald er einmal berechnet ist" in empty.main
    wanted = window.submit(empty, button="Bericht berechnen")
    assert "Der Hintergrunddienst beginnt in wenigen Sekunden." in wanted.main
    at_work.run(reckon_gaps, make.NOON)
    page = window.get(PAGE)

    assert "Der Pool kann zurzeit 0 von 1 wartenden Fällen versorgen." in page.main
    assert "Eine weitere Person mit Tigrinya" in page.main and "+1" in page.main
    assert "beweisbar nicht versorgen" in page.main
    assert case.number in page.links and "Sprache fehlt" in page.main


def test_a_language_and_a_district_are_chosen_and_anything_else_counts_as_all(
    town: make.Town, browser: Browser
) -> None:
    lacking(town)
    db.session.add(District(name="Nordstadt"))
    db.session.commit()
    window = browser.as_(town.coordinator)
    page = reckon(window)

    chosen = window.get(page.links["Tigrinya"])
    both = window.get(chosen.links["Weststadt"])
    there = window.get(f"{PAGE}?sprache=ti&ort=Nordstadt")
    nonsense = window.get(f"{PAGE}?sprache=xx&ort=Atlantis&nach=-1")

    assert "Ortsteile mit Tigrinya" in chosen.main
    assert "Woche: Tigrinya, Weststadt" in both.main and "Tigrinya" in both.links
    assert "Woche: Tigrinya, Nordstadt" in there.main
    assert "Für diese Auswahl war keine Sprache gefragt." in there.main
    assert nonsense.status_code == 200 and "Ortsteile mit" not in nonsense.main


def test_the_file_holds_round_figures_alone_and_no_case(town: make.Town, browser: Browser) -> None:
    cases = lacking(town, 3)
    window = browser.as_(town.coordinator)
    reckon(window)

    file = window.get(FILE)

    lines = file.text.splitlines()
    assert '"Sprache";"Tigrinya";"5";"5";"0";"0"' in lines
    assert '"Zusammen";"alle";"5";"5";"0";"0"' in lines
    assert not any(case.number in file.text for case in cases)


def test_where_everybody_can_be_served_it_says_so(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    waiting.alone(town)

    page = reckon(browser.as_(town.coordinator))

    assert "Ein Fall wartet, und er lässt sich aus dem Pool versorgen." in page.main
    assert "Zurzeit gibt es keinen." in page.main


def test_where_nobody_waits_there_is_no_guessing(town: make.Town, browser: Browser) -> None:
    page = reckon(browser.as_(town.coordinator))

    assert "Zurzeit wartet kein Fall, für den jemand gesucht werden kann." in page.main
    assert "Eine weitere Person" not in page.main


def test_a_second_wish_is_refused_in_words_and_makes_nothing(town: make.Town, browser: Browser) -> None:
    window = browser.as_(town.coordinator)
    window.post(PAGE)

    again = window.post(PAGE)

    assert (again.status_code, "gerade schon berechnet" in again.main) == (409, True)
    assert db.session.query(GapReport).count() == 1


def test_while_a_new_report_is_reckoned_the_last_one_stands_there(town: make.Town, browser: Browser) -> None:
    lacking(town)
    window = browser.as_(town.coordinator)
    page = reckon(window)

    running = window.submit(page, button="Neu berechnen")

    assert "Der Bericht wird berechnet" in running.main and "Tigrinya" in running.main
    assert "Neu berechnen" not in running.main
    at_work.run(reckon_gaps, make.later(minutes=5))
    window.client.environ_base["HTTP_HX_REQUEST"] = "true"
    assert window.get(PAGE).response.headers["HX-Refresh"] == "true"


def test_a_report_that_failed_is_said_to_have_failed(town: make.Town, browser: Browser) -> None:
    db.session.add(GapReport(asked_at=make.NOON, status=RunStatus.FAILED, ended_at=make.NOON))
    db.session.commit()

    assert "dreimal nicht zu Ende gekommen" in browser.as_(town.coordinator).get(PAGE).main


def test_of_many_requests_the_next_follow_on_another_page(town: make.Town, browser: Browser) -> None:
    lacking(town, 27)
    window = browser.as_(town.coordinator)
    page = reckon(window)

    rest = window.get(page.links["Weitere anzeigen"])

    assert rest.main.count("Sprache fehlt") == 2


def test_nobody_else_reads_it_and_another_municipality_sees_its_own_alone(
    town: make.Town, browser: Browser
) -> None:
    lacking(town)
    reckon(browser.as_(town.coordinator))
    other = make.town("nachbarkreis")

    with acting_in(other.id):
        strange = browser.as_(other.coordinator)
        assert "Bericht berechnen" in strange.get(PAGE).main
        assert strange.get(FILE).status_code == 404
    for person in (town.reporter, town.management, town.admin):
        assert browser.as_(person).get(PAGE).status_code in {403, 404}
