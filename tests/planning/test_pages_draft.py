"""The pages of the library and the draft: how a coordinator writes a version, and what others see of it."""

from io import BytesIO

import pytest

from app.accounts.permissions import Role
from app.database import db
from app.municipalities.scope import acting_in
from app.planning.actions import approving, drafting
from app.planning.rules.filereading import read
from app.plans.actions.adopting import adopt_default
from app.plans.codes import PlanKind
from app.plans.models import Plan
from app.refusals import NotAllowed
from app.workdays import Land
from tests import make
from tests.planning.plans import NOTE, approved, begun, edit, row, rule_id, state_office, versions, with_plan

DRAFT = "/plan/entwurf"


def step(code: str) -> str:
    return f"{DRAFT}/schritte/{rule_id(code)}"


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


# Exchange


def test_a_version_goes_out_as_a_file_and_comes_in_as_a_draft(town, browser):
    begun(town)
    edit("F06", town.coordinator.id, label_de="Erstes Gespräch")
    drafting.add_step(
        PlanKind.CASE, {**row("F12"), "label_de": "Unseres"}, by=town.coordinator.id, at=make.NOON
    )
    version = approved(town)
    window = browser.as_(town.coordinator)
    file = window.get(f"/plan/fassungen/{version}/plan.yaml").response.get_data()
    foreign = file.replace(b"Unseres", b"Von anderen")

    page = window.submit(
        window.get("/plan/einlesen"), {"file": (BytesIO(foreign), "plan.yaml")}, button="Plan einlesen"
    )

    assert "Eingelesen." in page.text
    assert len(read(file).rows[PlanKind.CASE]) == 37
    assert row("F06")["label_de"] == "Erstes Gespräch"
    assert row("K02")["label_de"] == "Von anderen"


def test_a_broken_file_is_refused_with_line_and_reason_in_either_language(town, browser):
    with_plan(town)
    window = browser.as_(town.coordinator)
    text = "fallbruecke-plan: 1\nfallplan:\n- nr: F01\n  schritt: A\n  zuständig: [Kordinierungsstelle]\n"
    broken = text.encode()

    german = window.submit(
        window.get("/plan/einlesen"), {"file": (BytesIO(broken), "plan.yaml")}, button="Plan einlesen"
    )
    town.coordinator.language = "en"
    db.session.commit()
    english = window.submit(
        window.get("/plan/einlesen"), {"file": (BytesIO(broken), "plan.yaml")}, button="Read a plan"
    )

    assert (german.status_code, english.status_code) == (422, 422)
    assert (
        "Zeile 5: „Kordinierungsstelle“ ist nicht bekannt. Gemeint ist vielleicht „Koordinierungsstelle“."
        in german.main
    )
    assert "Zeile 3: In diesem Schritt fehlt „aufgabe“." in german.main
    assert (
        "Line 5: “Kordinierungsstelle” is not known. Perhaps “Koordinierungsstelle” is meant." in english.main
    )
    assert window.get(DRAFT).status_code == 404


def test_a_municipality_adopts_what_the_state_has_published(town, browser):
    with_plan(town)
    office = state_office()
    with acting_in(office.id):
        publisher = make.user(name="Lena Land", role=Role.STATE_POOL)
        adopt_default(office, at=make.NOON)
        drafting.begin(by=publisher.id, at=make.NOON)
        edit("F53", publisher.id, amount="10")
        state = browser.as_(publisher)
        state.submit(state.get(f"{DRAFT}/abgeben"), {"note": "Später fragen."}, button="Entwurf abgeben")
        published = state.submit(state.get(f"{DRAFT}/freigeben"), {"checked": "y"}, button="Veröffentlichen")
    window = browser.as_(town.coordinator)
    template = window.get("/plan/vorlage")

    window.submit(template, button="Vorlage als Entwurf übernehmen")

    assert "Freigegeben." in published.text
    assert "Landesstelle, Fassung 2" in template.main
    assert "Später fragen." in template.main
    assert "10 Arbeitstage" in template.main
    assert row("F53")["amount"] == "10"
    assert versions() == [1]
    assert browser.as_(town.management).get("/plan/vorlage").status_code == 200


def test_a_template_of_another_land_is_none(town, browser):
    with_plan(town)
    office = state_office(Land.NI)
    with acting_in(office.id):
        adopt_default(office, at=make.NOON)
        db.session.commit()

    assert browser.as_(town.coordinator).get("/plan/vorlage").status_code == 404


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
