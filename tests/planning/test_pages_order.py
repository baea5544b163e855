"""The order of the steps of a draft: moved by one place, kept in the new version, and never out of step."""

from app.database import db
from app.planning.actions import drafting
from app.planning.queries.draft import draft_page
from app.planning.queries.library import steps_of
from app.plans.codes import PlanKind
from tests import make
from tests.planning.plans import approved, begun, row, rule_id
from tests.planning.test_pages_draft import DRAFT


def order() -> list[str]:
    """The codes of the case plan's draft, as its page lists them."""
    lines = draft_page(make.NOON.date()).lines[PlanKind.CASE]
    return [line.step.code for line in lines]


def test_a_step_is_moved_up_and_down_and_the_order_is_the_one_of_the_new_version(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)
    before = order()
    up = window.submit(window.get(DRAFT), button="Nach oben Erstkontakt")
    lifted = order()
    window.submit(up, button="Nach unten Erstkontakt")
    back = order()
    window.submit(window.get(DRAFT), button="Nach oben Erstkontakt")

    version = approved(town)
    compared = window.get(f"/plan/fassungen/{version}/vergleich")

    place = before.index("F06")
    assert lifted == [*before[: place - 1], "F06", before[place - 1], *before[place + 1 :]]
    assert back == before
    assert "F06 steht jetzt an der neuen Stelle." in up.text
    assert [step.code for step in steps_of(version)[PlanKind.CASE]] == lifted
    assert "verschoben" in compared.main
    assert "Platz im Plan" in compared.main
    assert "neu" not in compared.main.split()
    assert "entfällt" not in compared.main


def test_the_first_step_of_its_stages_has_no_way_up_and_the_last_none_down(town, browser):
    begun(town)

    page = browser.as_(town.coordinator).get(DRAFT)
    buttons = {" ".join("".join(one.itertext()).split()) for one in page.elements("button", within="main")}

    assert "Nach unten Eingangsbestätigung" in buttons
    assert "Nach oben Eingangsbestätigung" not in buttons


def test_a_step_whose_neighbour_was_taken_out_meanwhile_stays_where_it_is(town, browser):
    begun(town)
    window = browser.as_(town.coordinator)
    page = window.get(DRAFT)
    before = order()
    neighbour = before[before.index("F06") - 1]
    drafting.remove_step(rule_id(neighbour), by=town.colleague.id, at=make.NOON)
    db.session.commit()

    late = window.submit(page, button="Nach oben Erstkontakt")

    assert "Inzwischen wurde der Entwurf geändert." in late.text
    assert order() == [code for code in before if code != neighbour]


def test_a_step_put_back_stands_where_it_stood_and_can_be_passed(town):
    begun(town)
    before = order()
    deed = {"by": town.coordinator.id, "at": make.NOON}
    for code in ("F06", before[-1]):
        drafting.remove_step(rule_id(code), **deed)
    drafting.add_step(PlanKind.CASE, {**row("F07"), "label_de": "Eigener Schritt"}, **deed)
    drafting.place_step(rule_id("F09"), beside="F08", after=False, **deed)

    for code in ("F06", before[-1]):
        drafting.restore_step(code, **deed)

    drafting.place_step(rule_id("K01"), beside=before[-1], after=False, **deed)

    moved = [*before]
    moved.remove("F09")
    moved.insert(moved.index("F08"), "F09")
    assert order() == [*moved[:-1], "K01", moved[-1]]
