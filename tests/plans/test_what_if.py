"""Waiting ends, a case goes on, a stage is another: first the dates that move with it are shown."""

import pytest

from app import clock
from app.cases.rules.status import Status, Verb
from app.database import db
from app.plans.actions.starting import happened
from app.plans.codes import Anchor
from app.plans.models import StepEnd
from tests import make
from tests.plans.running import WEDNESDAY, due, moved, open_codes, steps, wall
from tests.plans.test_waiting import in_contact, wait
from tests.referrals.releasing import OF_LEAD

MONDAY = wall("2027-05-31T09:00")
FIRST_CONTACT = "Erstkontakt"


@pytest.fixture
def case(town: make.Town):
    """In contact since the Wednesday before Fronleichnam; by now it is Monday."""
    made = in_contact(town)
    with clock.stopped(MONDAY):
        yield made


def test_whoever_ends_the_waiting_sees_first_when_the_steps_will_be_due(town, case, browser):
    wait(case, town, "F06")
    window = browser.as_(town.lead, sees={"waits.reason"})
    shown = window.get(f"/faelle/{case.id}/warten")

    seen = window.submit(shown, button="Warten beenden Partei A")
    before = (due(case, "F06"), steps(case)["F06"].resting_since)
    done = window.submit(seen, button="Warten beenden")
    again = window.submit(seen, button="Warten beenden")

    assert f"{FIRST_CONTACT} WerFallverantwortung BisherFr 28.05.2027 NeuDi 01.06.2027" in seen.main
    assert before == ("2027-05-28T23:59", WEDNESDAY)
    assert "Die Fristen zählen weiter." in done.text
    assert (due(case, "F06"), steps(case)["F06"].resting_since) == ("2027-06-01T23:59", None)
    assert "Das Warten war schon beendet." in again.text


def test_whoever_lets_a_case_go_on_sees_first_when_its_steps_will_be_due(town, case, browser):
    moved(case, Verb.PAUSE, Status.PAUSED, at=WEDNESDAY, before=Status.CONTACT)
    window = browser.as_(town.lead, sees=OF_LEAD)
    form = window.get(f"/faelle/{case.id}/schritt/fortsetzen")

    seen = window.submit(form, button="Fortsetzen")
    still = db.session.get_one(type(case), case.id).status
    window.submit(seen, button="Fortsetzen")

    assert f"{FIRST_CONTACT} WerFallverantwortung BisherFr 28.05.2027 NeuDi 01.06.2027" in seen.main
    assert still is Status.PAUSED
    assert db.session.get_one(type(case), case.id).status is Status.CONTACT
    assert due(case, "F06") == "2027-06-01T23:59"


def test_whoever_rates_the_stage_sees_first_which_steps_end(town, case, browser):
    case.glasl_stage = 3
    happened(case.id, Anchor.MEDIATION_AGREED, at=WEDNESDAY, subject="1")
    db.session.commit()
    window = browser.as_(town.lead, sees=OF_LEAD)
    form = window.get(f"/faelle/{case.id}/stufe")
    typed = {"stage": "8", "reason": "Es gab einen Angriff."}

    seen = window.submit(form, typed, button="Stufe festhalten")
    before = open_codes(case)
    back = window.submit(seen, button="Angaben ändern")
    window.submit(window.submit(back, button="Stufe festhalten"), button="Stufe festhalten")

    ended = sorted(set(before) - set(open_codes(case)))
    assert seen.main.count("Neuentfällt") == len(ended) > 0
    assert {steps(case)[code].end for code in ended} == {StepEnd.OUT_OF_RANGE}
    assert "Es gab einen Angriff." in back.response.text
    assert db.session.get_one(type(case), case.id).glasl_stage == 8
