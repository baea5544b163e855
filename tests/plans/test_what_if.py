"""Waiting ends, a case goes on, a stage is another: first the dates that move with it are shown."""

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.events import CaseReported, DangerChecked
from app.cases.models import LeadKind
from app.cases.rules.status import Status, Verb
from app.database import db
from app.plans.actions.starting import happened
from app.plans.codes import Anchor
from app.plans.models import PlanRule, StepEnd
from tests import make
from tests.plans.running import WEDNESDAY, due, moved, open_codes, steps, tell, wall, with_plan
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


ASSESSED = {"category": "NOISE", "priority": "C", "stage": "3", "result": "FIT_COND"}
ASSESSED |= {"conditions": ["TWO_ROOMS", "SHUTTLE"], "note": "Beide wohnen im selben Aufgang."}


@pytest.fixture
def examined(town: make.Town):
    """Nobody has assessed it yet. Here the reporter hears something within 2, 5 or 10 working days."""
    with_plan(town.municipality)
    row = db.session.scalars(sa.select(PlanRule).where(PlanRule.code == "F09")).one()
    days = {"amount": "", "amount_a": "2", "amount_b": "5", "amount_c": "10"}
    row.rule = row.rule | days | {"first_wave": "yes"}
    made = make.case(town, submitted_at=WEDNESDAY, status_since=WEDNESDAY, status=Status.TRIAGE)
    make.lead(made, town.coordinator, kind=LeadKind.ACTING)
    db.session.commit()
    tell(CaseReported, made, at=WEDNESDAY, number=made.number)
    tell(DangerChecked, made, at=WEDNESDAY)
    with clock.stopped(WEDNESDAY):
        yield made


def _assessment(town, case, browser):
    window = browser.as_(town.coordinator, sees=OF_LEAD)
    return window, window.get(f"/faelle/{case.id}/einschaetzung")


def test_whoever_assesses_a_case_sees_first_which_dates_its_priority_moves(town, examined, browser):
    window, form = _assessment(town, examined, browser)

    seen = window.submit(form, ASSESSED, button="Einschätzung festhalten")
    before = (due(examined, "F09"), db.session.get_one(type(examined), examined.id).priority)
    done = window.submit(seen, button="Einschätzung festhalten")

    assert "Zwischenstand WerKoordinierungsstelle BisherMo 31.05.2027 NeuDo 10.06.2027" in seen.main
    assert before == ("2027-05-31T23:59", None)
    assert "Die Einschätzung ist festgehalten." in done.main
    assert due(examined, "F09") == "2027-06-10T23:59"


def test_the_assessment_itself_is_done_with_it_and_no_date_that_falls_away(town, examined, browser):
    window, form = _assessment(town, examined, browser)

    seen = window.submit(form, ASSESSED, button="Einschätzung festhalten")
    window.submit(seen, button="Einschätzung festhalten")

    assert "Ersteinschätzung" not in seen.main
    assert steps(examined)["F03"].end is StepEnd.DONE


def test_whoever_wants_to_change_the_assessment_finds_all_that_was_typed(town, examined, browser):
    window, form = _assessment(town, examined, browser)

    seen = window.submit(form, ASSESSED, button="Einschätzung festhalten")
    back = window.submit(seen, button="Angaben ändern")
    window.submit(window.submit(back, button="Einschätzung festhalten"), button="Einschätzung festhalten")

    found = db.session.get_one(type(examined), examined.id)
    assert found.conditions == "SHUTTLE TWO_ROOMS"
    assert "Beide wohnen im selben Aufgang." in back.response.text


def test_an_assessment_that_moves_no_date_needs_one_click(town, examined, browser):
    window, form = _assessment(town, examined, browser)

    done = window.submit(form, ASSESSED | {"priority": "A"}, button="Einschätzung festhalten")

    assert "Die Einschätzung ist festgehalten." in done.main
    assert due(examined, "F09") == "2027-05-31T23:59"
