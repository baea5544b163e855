"""A step of the event plan on its page: whose it is, and whom to call."""

from app.crisis.actions.steps import add_by_hand
from tests import make
from tests.browser import Browser
from tests.crisis import events


def test_a_step_names_who_holds_it(town: make.Town, browser: Browser):
    crew = events.ready(town)
    crisis = events.red(town)
    window = browser.as_(town.coordinator)

    page = window.get(f"/ereignisplan/schritte/{events.step(crisis, 'E-R13').id}")

    assert f"Leitung des Krisenteams, das heißt: {crew.head.name}" in page.main
    assert crew.member.name not in page.main


def test_the_step_that_informs_the_state_says_whom_to_call(town: make.Town, browser: Browser):
    events.ready(town)
    crisis = events.red(town)
    add_by_hand(crisis, "E-R11", at=make.NOON)
    events.contact(town, "STATE_POOL", "Lola Landes", phone="0211 4711", in_alarm=False)
    window = browser.as_(town.coordinator)

    page = window.get(f"/ereignisplan/schritte/{events.step(crisis, 'E-R11').id}")

    assert "Landesstelle, Lola Landes 0211 4711" in page.main
    assert page.links["0211 4711"] == "tel:02114711"
    assert "Landesstelle" in window.get("/kontakte").main
