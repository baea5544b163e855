"""The pages of the plan: what coordination, a lead and everybody else sees and does."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import AccessEntry
from app.cases.events import RedFlagRaised
from app.database import db
from app.plans.actions.starting import happened
from app.plans.actions.working import add
from app.plans.codes import Anchor
from app.plans.models import StepEnd
from tests import make
from tests.plans.running import WEDNESDAY, due, open_codes, path, reported, ring, steps, tell, waiting, wall


@pytest.fixture
def at_work(town):
    """Wednesday before Fronleichnam, a case has just been reported."""
    with clock.stopped(WEDNESDAY + timedelta(minutes=5)):
        yield reported(town, at=WEDNESDAY)


# The plan of a case


def test_coordination_sees_the_steps_with_who_when_and_state(town, at_work, browser):
    page = browser.as_(town.coordinator).get(path(at_work))

    assert "Gefahrencheck" in page.main
    assert "Koordinierungsstelle" in page.main
    assert "heute, Mi 26.05., bis 14:00" in page.main
    assert "Fr 28.05." in page.main


def test_a_moved_date_shows_the_old_one_and_the_cause(town, at_work, browser):
    tell(RedFlagRaised, at_work, at=WEDNESDAY + timedelta(minutes=1))

    page = browser.as_(town.coordinator).get(path(at_work))

    assert "ursprünglich Mi 26.05., 14:00" in page.main
    assert "Warnzeichen gemeldet" in page.main
    assert "überfällig" in page.main


def test_the_lead_sees_the_plan_and_a_stranger_does_not(town, at_work, browser):
    make.lead(at_work, town.lead)

    seen = browser.as_(town.lead).get(path(at_work))
    hidden = browser.as_(town.reporter).get(path(at_work))
    step_hidden = browser.as_(town.reporter).get(path(at_work, "F01"))

    assert (seen.status_code, hidden.status_code, step_hidden.status_code) == (200, 404, 404)


def test_a_step_of_another_case_was_never_there(town, at_work, browser):
    other = reported(town, at=WEDNESDAY)
    window = browser.as_(town.coordinator)

    shown = window.get(f"/faelle/{at_work.id}/plan/{steps(other)['F01'].id}")
    done = window.post(f"/faelle/{at_work.id}/plan/{steps(other)['F01'].id}/erledigen")

    assert (shown.status_code, done.status_code) == (404, 404)
    assert "F01" in open_codes(other)


def test_a_case_without_steps_says_what_will_stand_there(town, browser):
    page = browser.as_(town.coordinator).get(path(make.case(town)))

    assert "Hier stehen die Schritte des Falls" in page.main


def test_fifty_steps_cost_no_more_statements_than_two(town, at_work, browser):
    window = browser.as_(town.coordinator)
    few = len(window.get(path(at_work)).statements)
    for number in range(48):
        happened(at_work.id, Anchor.SESSION_OVER, at=WEDNESDAY, subject=str(number))
    db.session.commit()

    many = len(window.get(path(at_work)).statements)

    assert many == few <= 12


# Done by hand


def test_a_click_ends_a_step_and_a_second_click_changes_nothing(town, at_work, browser):
    window = browser.as_(town.coordinator)
    page = window.get(path(at_work, "F01"))

    done = window.submit(page, button="Schritt erledigt")
    again = window.post(path(at_work, "F01", verb="erledigen"))

    step = steps(at_work)["F01"]
    assert "Erledigt und im Verlauf festgehalten." in done.text
    assert "Dieser Schritt ist schon beendet." in again.text
    assert (step.end, step.ended_by) == (StepEnd.DONE, town.coordinator.id)
    assert waiting(at_work, "F01") == {}


def test_a_session_that_is_late_can_be_done_only_with_a_reason(town, at_work, browser):
    add(at_work.id, "F25", by=town.coordinator.id, at=WEDNESDAY)
    db.session.commit()
    with clock.stopped(wall("2027-07-15T09:00")):
        window = browser.as_(town.coordinator)
        bare = window.post(path(at_work, "F25", verb="erledigen"))
        reasoned = window.submit(bare, {"reason": "Sommerferien"}, button="Schritt erledigt")
        shown = window.get(path(at_work, "F25"))

    assert bare.status_code == 422
    assert "Bitte nennen Sie den Grund" in bare.main
    assert reasoned.status_code == 200
    assert "Sommerferien" in shown.main


def test_a_step_that_is_not_needed_ends_with_its_reason(town, at_work, browser):
    window = browser.as_(town.coordinator)
    form = window.get(path(at_work, "F01", verb="entfallen"))
    empty = window.submit(form, {"reason": ""}, button="Schritt beenden")

    window.submit(form, {"reason": "Doppelt gemeldet"}, button="Schritt beenden")

    late = window.submit(form, {"reason": "Ein anderer Grund"}, button="Schritt beenden")

    assert empty.status_code == 422
    assert steps(at_work)["F01"].end is StepEnd.NOT_NEEDED
    assert "Dieser Schritt ist schon beendet." in late.text
    assert "Ein anderer Grund" not in window.get(path(at_work, "F01")).main
    assert "Doppelt gemeldet" in window.get(path(at_work, "F01")).main


# Extended


def extended(town, case, browser, day, reason="Büro nicht besetzt"):
    window = browser.as_(town.coordinator)
    form = window.get(path(case, "F01", verb="verlaengern"))
    return window.submit(form, {"day": day, "reason": reason}, button="Frist verlängern")


def test_an_extended_step_is_due_later_and_the_first_date_stays_readable(town, at_work, browser):
    extended(town, at_work, browser, "2027-06-02")

    page = browser.as_(town.coordinator).get(path(at_work, "F01"))
    assert due(at_work, "F01") == "2027-06-02T23:59"
    assert "ursprünglich Fr 28.05.2027" in page.main
    assert "Büro nicht besetzt" in page.main
    assert "Karin Koch" in page.main
    assert waiting(at_work, "F01") == {
        "DUE": "2027-06-02T08:30",
        "M1": "2027-06-03T08:30",
        "M2": "2027-06-04T08:30",
    }


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-05-27", "Die neue Frist muss nach der bisherigen liegen."),
        ("2027-05-20", "Die neue Frist muss in der Zukunft liegen."),
        ("2027-05-29", "Dieser Tag ist kein Arbeitstag (Samstag)."),
        ("", "Bitte nennen Sie den neuen Tag."),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_everything_typed_kept(town, at_work, browser, day, sentence):
    page = extended(town, at_work, browser, day)

    assert page.status_code == 422
    assert sentence in page.main
    assert "Büro nicht besetzt" in page.main
    assert due(at_work, "F01") == "2027-05-28T23:59"


def test_a_missed_step_that_was_extended_climbs_again_from_its_new_date(town, at_work, browser):
    ring("2027-05-31T08:30")
    with clock.stopped(wall("2027-05-31T09:00")):
        extended(town, at_work, browser, "2027-06-02")

    assert waiting(at_work, "F01")["M1"] == "2027-06-03T08:30"


def test_a_reason_is_shown_only_with_a_line_in_the_access_log(town, at_work, browser):
    extended(town, at_work, browser, "2027-06-02")
    browser.as_(town.coordinator).get(path(at_work, "F01"))

    read = db.session.scalars(sa.select(AccessEntry.kind).where(AccessEntry.kind == "StepRead")).all()
    assert read == ["StepRead"]


# Added


def test_a_step_is_added_by_hand_and_counts_from_today(town, at_work, browser):
    window = browser.as_(town.coordinator)
    page = window.get(path(at_work))

    window.submit(page, {"step": "F27"}, button="Schritt hinzufügen")

    assert "F27" in open_codes(at_work)
    assert due(at_work, "F27") == "2027-06-10T23:59"


def test_a_step_that_runs_already_is_not_offered(town, at_work, browser):
    window = browser.as_(town.coordinator)

    page = window.post(path(at_work, verb="hinzufuegen"), {"step": "F01"})

    assert page.status_code == 422
    assert len(steps(at_work)) == 2
