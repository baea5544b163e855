"""Two people at one case: the second sees both sides, keeps what was typed, and decides."""

from typing import Any

import pytest

from app.cases.models import Case, SafetyCheck
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_consents import YES, answers
from tests.cases.test_contact import CONTENT, NAMES, led, party

SEES = CONTENT | NAMES
BOTH = "Gespeichert ist jetzt{} Ihre Eingabe{}"


def opened(browser: Browser, who: Any, path: str) -> tuple[Browser, Page]:
    window = browser.as_(who, sees=SEES)
    return window, window.get(path)


def form(page: Page) -> dict[str, Any]:
    return page.values(page.forms(within="main")[0])


def test_texts_of_both_stand_side_by_side_with_who_and_when(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/texte"
    window, page = opened(browser, town.lead, path)
    window.submit(window.get(path), {"internal_note": "Vormittags anrufen."})

    late = window.submit(page, {"internal_note": "Nur schriftlich."})

    assert late.status_code == 409
    assert "Sie haben hier in einem anderen Fenster etwas geändert: Mo 02.03., 12:00." in late.main
    assert "Interne Notiz " + BOTH.format("Vormittags anrufen.", "Nur schriftlich.") in late.main
    assert form(late)["internal_note"] == "Nur schriftlich."
    assert row(case).internal_note == "Vormittags anrufen."


def test_whoever_has_seen_both_sides_may_save(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/texte"
    window, page = opened(browser, town.lead, path)
    window.submit(window.get(path), {"internal_note": "Vormittags anrufen."})

    done = window.submit(window.submit(page, {"internal_note": "Nur schriftlich."}))

    assert "Die Texte sind gespeichert." in done.text
    assert row(case).internal_note == "Nur schriftlich."


def test_a_text_that_nobody_touched_here_takes_what_is_saved(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/texte"
    window, page = opened(browser, town.lead, path)
    window.submit(window.get(path), {"handover_summary": "Es geht um den Hof."})

    late = window.submit(page, {"internal_note": "Nur schriftlich."})
    window.submit(late)

    assert "von Ihnen nicht geändert" in late.main
    assert (row(case).internal_note, row(case).handover_summary) == (
        "Nur schriftlich.",
        "Es geht um den Hof.",
    )


def test_a_form_sent_twice_is_harmless(town: make.Town, browser: Browser):
    case = led(town)
    window, page = opened(browser, town.lead, f"/faelle/{case.id}/texte")

    pages = [window.submit(page, {"internal_note": "Nur schriftlich."}) for _ in range(2)]

    assert all("Die Texte sind gespeichert." in one.text for one in pages)


def test_what_happens_elsewhere_in_the_case_is_in_nobodys_way(town: make.Town, browser: Browser):
    case = led(town)
    window, page = opened(browser, town.lead, f"/faelle/{case.id}/texte")
    window.submit(window.get(f"/faelle/{case.id}/stufe"), {"stage": "4"})

    assert "Die Texte sind gespeichert." in window.submit(page, {"internal_note": "Neu."}).text


def test_signs_that_somebody_else_has_ticked_are_not_unticked(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/gefahrencheck"
    window, page = opened(browser, town.lead, path)
    window.submit(window.get(path), {"red": "WEAPONS_THREATS"})

    late = window.submit(page, {"yellow": "PROCEEDINGS"})

    assert late.status_code == 409
    assert "von Ihnen nicht geändert" in late.main
    assert form(late)["red"] == "WEAPONS_THREATS"
    assert form(late)["yellow"] == "PROCEEDINGS"


def test_a_note_to_the_same_signs_is_not_lost(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/gefahrencheck"
    window, page = opened(browser, town.lead, path)
    window.submit(window.get(path), {"note": "Angerufen."})

    late = window.submit(page, {"note": "Hund im Hof."})

    assert late.status_code == 409
    assert BOTH.format("Angerufen.", "Hund im Hof.") in late.main


def test_the_same_found_on_another_day_is_a_check_of_its_own(town: make.Town, browser: Browser):
    case = led(town)
    window, page = opened(browser, town.lead, f"/faelle/{case.id}/gefahrencheck")

    window.submit(page)
    window.submit(page)
    window.submit(window.get(f"/faelle/{case.id}/gefahrencheck"))

    assert db.session.query(SafetyCheck).count() == 2


def test_an_assessment_shows_each_estimate_in_words(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.TRIAGE)
    make.lead(case, town.coordinator)
    path, first = f"/faelle/{case.id}/einschaetzung", {"priority": "B", "stage": "4", "result": "FIT"}
    window, page = opened(browser, town.coordinator, path)
    window.submit(window.get(path), first)

    late = window.submit(page, {"priority": "A", "stage": "4", "result": "FIT", "note": "Eilt."})
    wanting = window.submit(late)
    window.submit(wanting, {"change_reason": "Es gab einen zweiten Vorfall."})

    assert late.status_code == 409
    assert "Sie haben hier in einem anderen Fenster etwas geändert" in late.main
    assert form(late)["note"] == "Eilt."
    assert "Bitte schreiben Sie, warum sich das ändert." in wanting.main
    assert (row(case).priority, row(case).screening) == (Priority.A, Screening.FIT)


def test_a_decision_is_not_overwritten(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/beteiligte/{party(case).id}/entscheidung"
    window, page = opened(browser, town.lead, path)
    window.submit(window.get(path), YES)

    late = window.submit(page, {"participation": "DECLINED"})

    assert late.status_code == 409
    assert "Sie haben hier in einem anderen Fenster etwas geändert: Mo 02.03., 12:00." in late.main
    assert "Teilnahme " + BOTH.format("ja", "nein") in late.main
    assert "Nachfragen nach dem Ende " + BOTH.format("ja", "von Ihnen nicht geändert") in late.main
    assert form(late)["participation"] == "DECLINED"
    assert answers(case)[Purpose.TAKE_PART] is Said.YES


def test_two_coordinators_do_not_name_two_leads(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    path = f"/faelle/{case.id}/fallverantwortung"
    window, page = opened(browser, town.coordinator, path)
    colleague, faster = opened(browser, town.colleague, path)
    colleague.submit(faster, {"person": str(town.reporter.id)})

    late = window.submit(page, {"person": str(town.lead.id)})

    assert late.status_code == 409
    assert "Kemal Kurt hat hier etwas geändert" in late.main
    assert "Rana Demir" in late.main
    window.submit(late)
    assert "Fallverantwortung benannt: Lars Lindner." in window.get(f"/faelle/{case.id}/verlauf").main


def test_a_move_keeps_its_words_and_says_where_the_case_stands(town: make.Town, browser: Browser):
    case = led(town)
    path = f"/faelle/{case.id}/schritt/ruhen-lassen"
    window, page = opened(browser, town.lead, path)
    case.status, case.version = Status.CLARIFY, case.version + 1
    db.session.commit()

    late = window.submit(page, {"reason": "Die Partei ist verreist.", "wake_up_on": "2026-03-20"})
    done = window.submit(late)

    assert late.status_code == 409
    assert "Stand des Falls Gespeichert ist jetztKlärung" in late.main
    assert form(late)["reason"] == "Die Partei ist verreist."
    assert "„Ruhen lassen“ ist erledigt." in done.text


@pytest.mark.parametrize("version", ["", "x", "name:", "9" * 400, "phone:0 name:1"])
def test_a_page_that_says_nonsense_of_what_it_had_shown_changes_nothing(
    town: make.Town, browser: Browser, version: str
):
    case = led(town)
    window, page = opened(browser, town.lead, f"/faelle/{case.id}/beteiligte/{party(case).id}")
    before = party(case).phone

    late = window.submit(page, {"phone": "0201 999", "email": "a@example.org", "version": version})

    assert late.status_code == (409 if version else 422)
    assert party(case).phone == before


def test_the_reporter_hears_that_a_party_is_known_by_now_and_not_what_is_known(
    town: make.Town, browser: Browser
):
    case = make.case(town, status=Status.CONTACT, pseudonymized=True, parties=0)
    for position in range(2):
        make.party(
            case, position=position, name=None, address=None, phone=None, email=None, data_received_at=None
        )
    make.all_consent(case)
    make.lead(case, town.lead)
    window, page = opened(browser, town.reporter, f"/meldungen/{case.id}/namen")
    first = party(case)
    first.name, first.data_received_at = "Eva Maier", make.NOON
    db.session.commit()

    late = window.submit(page, {"party_0-name": "Eva Meyer", "party_1-name": "Ali Kaya"})
    window.submit(late)

    assert late.status_code == 409
    assert "Partei A: Name Gespeichert ist jetztschon bekannt Ihre EingabeEva Meyer" in late.main
    assert "Maier" not in late.main
    assert (party(case).name, party(case, 1).name) == ("Eva Maier", "Ali Kaya")


def row(case: Case) -> Case:
    db.session.expire_all()
    return db.session.get_one(Case, case.id)
