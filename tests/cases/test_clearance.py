"""At stage 7 mediation needs a clearance that says what it rests on."""

from app.audit.models import TimelineEntry
from app.cases.models import Case, CaseTick
from app.cases.queries.facts import met
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_moves_pages import CONTENT, fresh, opened

NOTE = "Mit der Polizei bewertet am 2. März: nur in zwei Räumen, nie allein."


def at_stage(town: make.Town, stage: int) -> Case:
    return opened(town, Status.CONTACT, glasl_stage=stage, stage_since=make.NOON)


def cleared(window: Browser, case: Case, note: str) -> Page:
    return window.submit(
        window.get(f"/faelle/{case.id}/freigabe"), {"note": note}, button="Freigabe festhalten"
    )


def test_the_button_leads_to_the_page_that_asks_what_it_rests_on(town: make.Town, browser: Browser) -> None:
    case = at_stage(town, 7)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}"), button="Bestätigen " + _label())

    assert "Worauf stützt sich die Freigabe?" in page.main
    assert Guard.STAGE_ALLOWS_MEDIATION not in met(fresh(case), make.NOON)


def _label() -> str:
    return "Die Gefährdung ist bewertet und dokumentiert: Eine Mediation ist auf Stufe 7 möglich."


def test_a_clearance_opens_the_way_and_the_lead_alone_reads_it(town: make.Town, browser: Browser) -> None:
    case = at_stage(town, 7)

    page = cleared(browser.as_(town.coordinator), case, NOTE)

    assert Guard.STAGE_ALLOWS_MEDIATION in met(fresh(case), make.NOON)
    assert NOTE not in page.main
    assert NOTE in browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}").main
    row = db.session.query(CaseTick).filter_by(case_id=case.id).one()
    assert row.note_sealed is not None and b"Polizei" not in row.note_sealed
    assert db.session.query(TimelineEntry).filter_by(case_id=case.id, kind="Ticked").count() == 1


def test_a_word_is_no_clearance_and_what_was_typed_stays(town: make.Town, browser: Browser) -> None:
    case = at_stage(town, 7)

    page = cleared(browser.as_(town.coordinator), case, "ist ok")

    assert page.status_code == 422
    assert "Bitte schreiben Sie mindestens einen ganzen Satz." in page.main and "ist ok" in page.main


def test_a_second_click_clears_once(town: make.Town, browser: Browser) -> None:
    case = at_stage(town, 7)
    window = browser.as_(town.coordinator)
    path = f"/faelle/{case.id}/freigabe"

    for _ in range(2):
        window.post(path, {"note": NOTE})

    assert db.session.query(CaseTick).filter_by(case_id=case.id).count() == 1


def test_below_stage_seven_there_is_nothing_to_clear(town: make.Town, browser: Browser) -> None:
    page = browser.as_(town.coordinator).get(f"/faelle/{at_stage(town, 6).id}/freigabe")

    assert page.status_code == 409 and "Eine Freigabe braucht es nur auf Stufe 7." in page.main


def test_the_lead_does_not_clear_the_own_case(town: make.Town, browser: Browser) -> None:
    assert browser.as_(town.lead).get(f"/faelle/{at_stage(town, 7).id}/freigabe").status_code == 403
