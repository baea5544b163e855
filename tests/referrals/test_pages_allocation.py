"""The pages of the whole waiting list: start, look, stop, accept case by case."""

from uuid import UUID

from app.cases.rules.status import Status
from app.database import db
from app.municipalities.scope import acting_in
from app.referrals.actions import allocating
from app.referrals.allocation.stages import Stage
from app.referrals.jobs import allocate_waiting
from app.referrals.models import Allocation
from app.runs.rules import RunStatus
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work, waiting

PAGE = "/gesamtvermittlung"
NAMES = ("Adler", "Bruns", "Celik", "Dietz")


def people() -> list[at_work.PoolPerson]:
    return [at_work.mediator(name) for name in NAMES]


def proposal_path(id_: UUID) -> str:
    return f"{PAGE}/{id_}/{waiting.proposals(id_)[0].id}"


def status_of(case: at_work.Case) -> Status:
    db.session.expire_all()
    return db.session.get_one(at_work.Case, case.id).status


def test_from_the_list_of_searches_to_questions_that_are_sent(town: make.Town, browser: Browser) -> None:
    people()
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    start = window.get(window.get("/vermittlung").links["Gesamtvermittlung"])
    assert "Ein Fall wartet seit Mo 02.03.2026." in start.main
    running = window.submit(start, button="Gesamtvermittlung starten")
    assert "Wartet auf den Hintergrunddienst" in running.main
    at_work.run(allocate_waiting, make.NOON)
    result = window.get(running.path)
    assert "Versorgte Fälle 1 von 1" in result.main
    assert "Bewiesen das Beste" in result.main
    chosen = window.get(result.links[f"Ansehen {case.number}"])
    assert "zu dem niemand anderswo eingeplant ist: Di 03.03., 17:00" in chosen.main
    sent = window.submit(chosen, button="Paar anfragen")

    assert f"Die Anfragen zu {case.number} sind versendet." in sent.text
    assert "angefragt" in sent.main and f"Ansehen {case.number}" not in sent.links
    assert status_of(case) is Status.PROPOSED
    assert db.session.query(at_work.Offer).filter(at_work.Offer.offered_at.is_not(None)).count() == 2


def test_a_second_run_is_refused_and_the_first_one_shown(town: make.Town, browser: Browser) -> None:
    at_work.searching(town)
    waiting.asked(town)
    window = browser.as_(town.colleague)

    page, refused = window.get(PAGE), window.post(PAGE)

    assert "gestartet von Karin Koch" in page.main and "Stand ansehen" in page.links
    assert "Gesamtvermittlung starten" not in page.main
    assert (refused.status_code, "Es läuft schon eine" in refused.main) == (409, True)


def test_without_waiting_cases_nothing_can_be_started(town: make.Town, browser: Browser) -> None:
    window = browser.as_(town.coordinator)

    page, refused = window.get(PAGE), window.post(PAGE)

    assert "Zurzeit wartet kein Fall" in page.main and not page.forms(within="main")
    assert refused.status_code == 409


def test_the_page_says_how_far_it_is_and_looking_changes_nothing(town: make.Town, browser: Browser) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    mine = allocating.claim(make.NOON)
    assert mine is not None
    allocating.go_on(mine, Stage.LISTING, 3, of=12, at=make.NOON)
    db.session.commit()
    before = waiting.run_of(id_).lease_until

    page = browser.as_(town.coordinator).get(f"{PAGE}/{id_}")

    assert "Schritt 2 von 5: Für jeden Fall wird geprüft, wer passt (3 von 12)" in page.main
    assert page.links["Stand aktualisieren"] == f"{PAGE}/{id_}"
    assert waiting.run_of(id_).lease_until == before


def test_with_script_the_page_is_loaded_anew_when_the_run_has_ended(
    town: make.Town, browser: Browser
) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    window = browser.as_(town.coordinator)
    window.client.environ_base["HTTP_HX_REQUEST"] = "true"

    running = window.get(f"{PAGE}/{id_}")
    at_work.run(allocate_waiting, make.NOON)
    ended = window.get(f"{PAGE}/{id_}")

    assert "HX-Refresh" not in running.response.headers
    assert ended.response.headers["HX-Refresh"] == "true"


def test_a_run_is_stopped_by_a_button_and_that_twice_does_no_harm(town: make.Town, browser: Browser) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    window = browser.as_(town.coordinator)
    page = window.get(f"{PAGE}/{id_}")

    stopped = window.submit(page, button="Abbrechen")
    twice = window.submit(page, button="Abbrechen")

    assert "Es ist nichts entstanden" in stopped.main
    assert (twice.status_code, "schon zu Ende" in twice.main) == (409, True)
    assert waiting.run_of(id_).status is RunStatus.CANCELLED


def test_a_run_that_is_being_stopped_says_so(town: make.Town, browser: Browser) -> None:
    at_work.searching(town)
    id_ = waiting.asked(town)
    allocating.claim(make.NOON)
    db.session.commit()

    page = browser.as_(town.coordinator).post(f"{PAGE}/{id_}/abbrechen")

    assert "Wird abgebrochen" in page.main


def words_for(town: make.Town, browser: Browser, **figures: object) -> Page:
    run = Allocation(asked_at=make.NOON, asked_by=town.coordinator.id, **figures)
    db.session.add(run)
    db.session.commit()
    return browser.as_(town.coordinator).get(f"{PAGE}/{run.id}")


def test_how_sure_it_is_stands_there_in_words(town: make.Town, browser: Browser) -> None:
    done = {"status": RunStatus.DONE, "ended_at": make.NOON, "cases": 9, "served": 7, "points": 700}
    single = {"single_served": 5, "single_points": 505}

    open_, rest, best, failed = (
        words_for(town, browser, **done, **single, most_served=8, most_points=0),
        words_for(town, browser, **done, **single, most_served=7, most_points=703),
        words_for(town, browser, **done, **single, most_served=7, most_points=700, nameless=2),
        words_for(town, browser, status=RunStatus.FAILED, ended_at=make.NOON),
    )

    assert "es wären höchstens 1" in open_.main
    assert "um höchstens 3 von 700 Punkten" in rest.main
    assert "und so viele nicht passender" in best.main
    assert "2 Fälle mehr" in best.main and "100,0, einzeln 101,0" in best.main
    assert "2 Fälle sind nicht dabei" in best.main
    assert "dreimal nicht zu Ende gekommen" in failed.main


def test_long_lists_have_pages(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    for _ in range(27):
        waiting.alone(town)
    id_ = waiting.done(town)
    window = browser.as_(town.coordinator)

    first = window.get(f"{PAGE}/{id_}")
    second = window.get(first.links["Weitere anzeigen"])

    assert [sum(url.endswith("/vermittlung") for url in page.links.values()) for page in (first, second)] == [
        26,
        3,
    ]
    assert "Weitere anzeigen" not in second.links and "Zurück zum Anfang" in second.links
    assert len(first.statements) == len(second.statements)


def test_nobody_else_and_no_other_municipality_finds_a_run(town: make.Town, browser: Browser) -> None:
    people()
    at_work.searching(town)
    path = proposal_path(waiting.done(town))
    other = make.town("nachbarkreis")
    with acting_in(other.id):
        strange = browser.as_(other.coordinator)

    for page in (path, path.rpartition("/")[0]):
        assert strange.get(page).status_code == 404
        assert browser.as_(town.lead).get(page).status_code == 403
    assert strange.post(f"{path.rpartition('/')[0]}/abbrechen").status_code == 404
