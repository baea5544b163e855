"""Plans are exchanged: as a file, and as what the state's office has published."""

from io import BytesIO

from app.accounts.permissions import Role
from app.database import db
from app.municipalities.scope import acting_in
from app.planning.actions import drafting
from app.planning.rules.filereading import read
from app.plans.actions.adopting import adopt_default
from app.plans.codes import PlanKind
from app.workdays import Land
from tests import make
from tests.planning.plans import approved, begun, edit, row, state_office, versions, with_plan

DRAFT = "/plan/entwurf"


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

    window = browser.as_(town.coordinator)

    assert "sobald die Landesstelle eine veröffentlicht hat" in window.get("/plan/vorlage").main
    assert window.post("/plan/vorlage/uebernehmen").status_code == 404
