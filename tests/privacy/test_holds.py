"""A legal hold keeps everything of a case, whatever its period, until somebody lifts it with a reason."""

from datetime import date

import pytest

from app.cases.models import Case, SafetyCheck
from app.cases.rules.status import Flag, Status
from app.database import db
from app.privacy import jobs
from app.privacy.actions import erasing, holds
from app.privacy.models import LegalHold
from app.privacy.queries.shelves import figures
from app.privacy.rules import Ground, Shelf
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.privacy.kept import LONG_AGO, NIGHT, closed, held, released
from tests.referrals.at_work import run

SEES = {"legal_holds.reason"}


def flags(case: Case) -> list[str]:
    return db.session.get_one(Case, case.id, populate_existing=True).flags


def test_coordination_sets_and_lifts_it_in_the_case_with_a_reason(town: make.Town, browser: Browser):
    case, reason = make.case(town, status=Status.CONTACT), make.canary("legal_holds.reason")
    window = browser.as_(town.coordinator, sees=SEES)
    form = {"reason": reason, "review_on": "2026-09-01"}

    page = window.submit(window.get(f"/faelle/{case.id}/loeschsperre"), form, button="Löschsperre setzen")

    assert all(words in page.main for words in (reason, "Karin Koch", "Di 01.09.2026"))
    assert flags(case) == ["LEGAL_HOLD"]
    assert (
        "Löschsperre gesetzt, Wiedervorlage am 01.09.2026." in window.get(f"/faelle/{case.id}/verlauf").main
    )

    why = make.canary("legal_holds.reason")
    window.submit(
        window.get(page.links["Löschsperre aufheben"]), {"reason": why}, button="Löschsperre aufheben"
    )

    shown = window.get(f"/faelle/{case.id}/loeschsperre").main
    assert all(words in shown for words in ("aufgehoben", why))
    assert flags(case) == []


def test_the_privacy_officer_sets_and_lifts_it_on_her_own_pages(town: make.Town, browser: Browser):
    case, officer = closed(town), browser.as_(town.privacy_officer, sees=SEES)
    form = {"reason": "Klage angekündigt", "review_on": "2026-09-01"}

    page = officer.submit(officer.get(f"/loeschen/{case.id}/sperre"), form, button="Löschsperre setzen")

    assert "gilt eine Löschsperre" in page.main
    assert "Zum Löschen freigeben" not in page.main
    page = officer.submit(
        officer.get(page.links["Löschsperre aufheben"]),
        {"reason": "Verfahren beendet"},
        button="Löschsperre aufheben",
    )
    assert "Zum Löschen freigeben" in page.main


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": " ", "review_on": "2026-09-01"}, "Bitte nennen Sie einen Grund."),
        ({"reason": "Klage", "review_on": ""}, "Bitte nennen Sie einen Tag."),
        (
            {"reason": "Klage", "review_on": "2026-03-02"},
            "Bitte nennen Sie einen Tag in den nächsten drei Jahren.",
        ),
        (
            {"reason": "Klage", "review_on": "2031-03-02"},
            "Bitte nennen Sie einen Tag in den nächsten drei Jahren.",
        ),
    ],
)
def test_without_a_reason_and_a_day_there_is_no_hold(town: make.Town, browser: Browser, typed, sentence):
    case, window = make.case(town, status=Status.CONTACT), browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}/loeschsperre"), typed, button="Löschsperre setzen")

    assert (page.status_code, sentence in page.main, flags(case)) == (422, True, [])
    assert typed["reason"].strip() in page.main


def test_lifting_without_a_reason_is_sent_back(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    held(town, case)
    window = browser.as_(town.coordinator, sees=SEES)

    page = window.submit(
        window.get(f"/faelle/{case.id}/loeschsperre/aufheben"), {"reason": ""}, button="Löschsperre aufheben"
    )

    assert (page.status_code, flags(case)) == (422, ["LEGAL_HOLD"])


def test_a_double_click_neither_holds_twice_nor_lifts(town: make.Town, browser: Browser):
    case, window = make.case(town, status=Status.CONTACT), browser.as_(town.coordinator)
    page, form = window.get(f"/faelle/{case.id}/loeschsperre"), {"reason": "Klage", "review_on": "2026-09-01"}

    for _ in range(2):
        window.submit(page, form, button="Löschsperre setzen")

    assert (db.session.query(LegalHold).count(), flags(case)) == (1, ["LEGAL_HOLD"])


def test_lifting_what_is_lifted_changes_nothing(town: make.Town):
    case = closed(town)
    held(town, case)

    for reason in ("erledigt", "noch einmal"):
        holds.lift(case, reason, by=town.coordinator.id, at=make.NOON)

    assert db.session.query(LegalHold).one().lift_reason == "erledigt"


def test_while_it_holds_nothing_is_deleted_and_nothing_can_be_released(town: make.Town, browser: Browser):
    case = released(town)
    held(town, case)
    officer = browser.as_(town.privacy_officer, sees=SEES)

    done = [run(job, NIGHT) for job in (jobs.erase_cases, jobs.erase_safety_notes, jobs.forget_records)]
    page = officer.post(f"/loeschen/{case.id}", {"checked": "y"})

    assert done == [0, 0, 0]
    assert (page.status_code, "Für diesen Fall gilt eine Löschsperre." in page.main) == (422, True)
    assert figures(NIGHT) == {Shelf.DUE: 0, Shelf.RELEASED: 0, Shelf.HELD: 1, Shelf.GONE: 0}


def test_after_the_hold_somebody_looks_at_the_case_again(town: make.Town):
    """A release from before does not come back to life."""
    case = released(town)
    held(town, case)

    holds.lift(case, "erledigt", by=town.coordinator.id, at=make.later(minutes=1))
    db.session.commit()

    assert (run(jobs.erase_cases, NIGHT), figures(NIGHT)[Shelf.DUE]) == (0, 1)


def test_a_hold_that_comes_while_the_job_looks_wins(town: make.Town, monkeypatch: pytest.MonkeyPatch):
    """The list was read before; the case is looked at again in its own transaction."""
    case = released(town)
    read_before = jobs.shelves.to_erase(NIGHT)
    held(town, case)
    monkeypatch.setattr(jobs.shelves, "to_erase", lambda _: read_before)

    assert (read_before, run(jobs.erase_cases, NIGHT)) == ([case.id], 0)


def test_notes_of_danger_stay_if_a_hold_comes_while_the_job_looks(town: make.Town):
    case = closed(town)
    db.session.add(
        SafetyCheck(case_id=case.id, at=LONG_AGO, by=town.lead.id, signs=make.canary("safety_checks.signs"))
    )
    db.session.commit()
    ids = jobs.shelves.to_erase_safety(NIGHT)
    held(town, case)

    assert (ids, erasing.erase_safety(case.id, at=NIGHT)) == ([case.id], False)


def test_its_flag_and_its_row_say_the_same(town: make.Town):
    held_one, lifted, free = closed(town), closed(town), closed(town)
    for case in (held_one, lifted):
        held(town, case)
    holds.lift(lifted, "erledigt", by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    by_row = {case.id for case in (held_one, lifted, free) if holds.active(case.id)}
    by_flag = {case.id for case in (held_one, lifted, free) if Flag.LEGAL_HOLD in flags(case)}
    assert by_row == by_flag == {held_one.id}


def test_the_list_says_when_somebody_has_to_look(town: make.Town, browser: Browser):
    held(town, closed(town))

    page = browser.as_(town.privacy_officer, sees=SEES).get("/loeschen?liste=gesperrt")

    assert "Di 01.09.2026" in page.main


def test_a_lead_and_a_stranger_have_no_hold_page(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    paths = (f"/faelle/{case.id}/loeschsperre", f"/faelle/{case.id}/loeschsperre/aufheben")

    assert {browser.as_(town.lead).get(path).status_code for path in paths} == {403}
    assert browser.as_(town.coordinator).get(f"/faelle/{town.id}/loeschsperre").status_code == 404


def test_a_deleted_case_can_not_be_held(town: make.Town, browser: Browser):
    case = released(town)
    run(jobs.erase_cases, NIGHT)

    page = browser.as_(town.coordinator).post(
        f"/faelle/{case.id}/loeschsperre", {"reason": "Klage", "review_on": "2026-09-01"}
    )

    assert (page.status_code, db.session.query(LegalHold).count()) == (404, 0)


def test_only_a_day_within_three_years_ends_in_sight(town: make.Town):
    with pytest.raises(NotAllowed):
        holds.set_hold(closed(town), Ground("x", date(2029, 3, 5)), by=town.coordinator.id, at=make.NOON)
