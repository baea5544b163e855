"""The pages of the library and the draft: how a coordinator writes a version, and what others see of it."""

import pytest

from app.database import db
from app.planning.actions import approving
from app.plans.models import Plan
from app.refusals import NotAllowed
from tests import make
from tests.crisis import events
from tests.planning.plans import NOTE, approved, begun, edit, row, rule_id, versions, with_plan

DRAFT = "/plan/entwurf"


def step(code: str) -> str:
    return f"{DRAFT}/schritte/{rule_id(code)}"


# Gaps


def test_the_draft_says_whether_somebody_leads_the_crisis_team(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)

    before = window.get(DRAFT)
    events.crew(town)
    after = window.get(DRAFT)

    assert "E-R4 Krisenteam tritt zusammen" in before.main
    assert "E-R4 Krisenteam tritt zusammen" not in after.main


# Writing


def test_a_coordinator_begins_a_version_and_changes_a_step_in_words(town, browser):
    with_plan(town)
    window = browser.as_(town.coordinator)
    library = window.get("/plan/fassungen")
    draft = window.submit(library, button="Neue Fassung beginnen")
    again = window.submit(library, button="Neue Fassung beginnen")

    page = window.get(step("F06"))
    saved = window.submit(
        page, {"amount_b": "1", "reminders": ["-1WD", "DUE"]}, button="Im Entwurf speichern"
    )
    compared = window.get(f"{DRAFT}/vergleich")

    assert "Bis er freigegeben ist, ändert sich für die Fälle nichts." in draft.text
    assert "Es gibt schon einen Entwurf." in again.text
    assert "Gespeichert im Entwurf." in saved.text
    assert "A 1 Arbeitstag · B 2 Arbeitstage · C 3 Arbeitstage" in compared.main
    assert "A 1 Arbeitstag · B 1 Arbeitstag · C 3 Arbeitstage" in compared.main
    assert "1 Arbeitstag vorher, zur Frist" in compared.main
    assert versions() == [1]


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)
    page = window.get(step("F12"))

    wrong = window.submit(
        page, {"glasl_min": "5", "amount_a": "abc", "label_de": "Runde"}, button="Im Entwurf speichern"
    )
    stages = window.submit(page, {"glasl_min": "5", "repeat_amount": "3"}, button="Im Entwurf speichern")

    assert (wrong.status_code, stages.status_code) == (422, 422)
    assert "Die höchste Stufe liegt unter der niedrigsten." in stages.main
    assert "Bitte wählen Sie, worin gezählt wird." in stages.main
    assert "Runde" in str(wrong.values(wrong.forms(within="main")[0]))
    assert row("F12")["label_de"] == "Moderiertes Gespräch"


def test_an_own_step_gets_a_number_of_its_own_and_one_taken_out_comes_back(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)
    typed = {
        "label_de": "Vermieter einbeziehen",
        "task_de": "Klären, was die Wohnungsgesellschaft beitragen kann.",
        "responsible": "CASE_LEAD",
        "amount_a": "3",
        "amount_b": "5",
        "amount_c": "5",
    }
    empty = window.submit(window.get(f"{DRAFT}/neu/fallplan"), {"task_de": ""}, button="Im Entwurf speichern")
    window.submit(window.get(f"{DRAFT}/neu/fallplan"), typed, button="Im Entwurf speichern")
    gone = window.submit(window.get(f"{step('F13')}/entfernen"), button="Aus dem Plan nehmen")

    back = window.submit(gone, button="Zurückholen Stufenprüfung")

    assert empty.status_code == 422
    assert "Bitte geben Sie dem Schritt einen Namen." in empty.main
    assert row("K01")["amount_b"] == "5"
    assert "Aus dem Plan genommen" in gone.main
    assert "Aus dem Plan genommen" not in back.main


def test_whoever_was_slower_sees_both_sides(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)
    page = window.get(step("F06"))
    edit("F06", town.colleague.id, label_de="Erstes Gespräch")

    late = window.submit(page, {"label_de": "Erster Kontakt"}, button="Im Entwurf speichern")

    assert late.status_code == 409
    assert "Kemal Kurt hat hier etwas geändert" in late.main
    assert "Erstes Gespräch" in late.main
    assert "Erster Kontakt" in late.main
    assert row("F06")["label_de"] == "Erstes Gespräch"


def test_gaps_are_shown_before_a_draft_is_handed_in(town, browser):
    begun(town)
    edit("F02", town.coordinator.id, anchor="LEAD_ASSIGNED")

    page = browser.as_(town.coordinator).get(f"{DRAFT}/abgeben")

    assert "Diese Schritte warten aufeinander; keiner von ihnen kann beginnen: F02 Gefahrencheck" in page.main


# Four eyes


def test_management_approves_what_coordination_has_edited(town, browser):
    begun(town)
    edit("F06", town.coordinator.id, amount_b="1")
    window, leader = browser.as_(town.coordinator), browser.as_(town.management)
    bare = window.submit(window.get(f"{DRAFT}/abgeben"), {"note": ""}, button="Entwurf abgeben")
    window.submit(bare, {"note": NOTE}, button="Entwurf abgeben")
    inbox = leader.get("/posteingang")
    page = leader.get(f"{DRAFT}/freigeben")

    unread = leader.submit(page, {"checked": None}, button="Freigeben")
    done = leader.submit(page, {"checked": "y"}, button="Freigeben")
    again = leader.submit(page, {"checked": "y"}, button="Freigeben")

    assert (bare.status_code, unread.status_code) == (422, 422)
    assert "Ein Entwurf des Plans wartet auf Ihre Freigabe" in inbox.main
    assert "B 1 Arbeitstag" in page.main
    assert "Freigegeben." in done.text
    assert NOTE in done.main
    assert "Diesen Entwurf gibt es nicht mehr." in again.text
    assert versions() == [1, 2]
    assert db.session.query(Plan).filter_by(version=2).one().approved_by == town.management.id
    assert "Auf Ihren Entwurf des Plans wurde geantwortet" in window.get("/posteingang").main


def test_nobody_approves_what_she_has_edited_herself(town):
    begun(town)
    edit("F06", town.management.id, amount_b="1")
    edit("F06", town.coordinator.id, amount_b="2")
    approving.submit(NOTE, by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    for editor in (town.management, town.coordinator):
        with pytest.raises(NotAllowed, match="selbst an diesem Entwurf gearbeitet"):
            approving.approve(shown=None, by=editor.id, at=make.NOON)

    assert versions() == [1]


def test_a_draft_that_was_handed_in_stands_still_until_it_comes_back(town, browser):
    begun(town)
    window, leader = browser.as_(town.coordinator), browser.as_(town.management)
    page = window.get(step("F06"))
    window.submit(window.get(f"{DRAFT}/abgeben"), {"note": NOTE}, button="Entwurf abgeben")
    seen = leader.get(f"{DRAFT}/freigeben")

    refused = window.submit(page, {"label_de": "Anders"}, button="Im Entwurf speichern")
    leader.submit(
        leader.get(f"{DRAFT}/zurueckgeben"), {"reason": "F06 bitte ohne Samstag."}, button="Zurückgeben"
    )
    returned = window.get(DRAFT)
    with_later_change = make.later(minutes=1)
    approving.submit(NOTE, by=town.coordinator.id, at=with_later_change)
    outrun = leader.submit(seen, {"checked": "y"}, button="Freigeben")

    assert refused.status_code == 422
    assert "Der Entwurf wartet auf Freigabe." in refused.main
    assert "F06 bitte ohne Samstag." in returned.main
    assert "Inzwischen wurde der Entwurf geändert." in outrun.main
    assert versions() == [1]


def test_others_see_no_draft(town, browser):
    begun(town)

    for person, code in ((town.reporter, 403), (town.privacy_officer, 403), (town.management, 200)):
        assert browser.as_(person).get(DRAFT).status_code == code
    assert browser.as_(town.management).get(step("F06")).status_code == 403
    assert browser.as_(town.coordinator).get(f"{DRAFT}/freigeben").status_code == 403


# Reading


def test_every_version_can_be_read_and_compared(town, browser):
    begun(town)
    edit("F06", town.coordinator.id, amount_b="1")
    version = approved(town)
    window = browser.as_(town.coordinator)

    read_ = window.get(f"/plan/fassungen/{version}")
    compared = window.get(f"/plan/fassungen/{version}/vergleich")
    strange = window.get(f"/plan/fassungen/{town.id}")

    assert "Fassung 2" in read_.heading
    assert "F06 Erstkontakt" in compared.main
    assert strange.status_code == 404


def test_a_discarded_draft_leaves_the_plan_as_it_is(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)
    page = window.get(f"{DRAFT}/verwerfen")

    done = window.submit(page, button="Entwurf verwerfen")
    again = window.submit(page, button="Entwurf verwerfen")

    assert "Der Entwurf ist verworfen." in done.text
    assert again.status_code == 404
    assert versions() == [1]
