"""Something happened on another day: first what would move, then moving it."""

import pytest
import sqlalchemy as sa

from app import clock
from app.database import db
from app.plans.models import AnchorMoment, StepChange
from tests.plans.running import WEDNESDAY, due, path, reported, steps, waiting, wall


@pytest.fixture
def case(town):
    """Reported on the Wednesday before Fronleichnam: F01 is due on Friday, in NW."""
    with clock.stopped(wall("2027-05-27T12:00")):
        yield reported(town, at=WEDNESDAY)


def test_what_would_move_is_shown_first_and_then_moves_with_the_reason(town, case, browser):
    window = browser.as_(town.coordinator, sees={"step_changes.reason"})
    page = window.get(path(case, "F01"))
    asked = window.get(page.links["Das Ereignis war an einem anderen Tag"])

    seen = window.get(f"{path(case, 'F01', verb='ereignis')}?tag=2027-05-27&zeit=09:00")
    before = due(case, "F01")
    done = window.submit(seen, {"reason": "Der Brief lag im Eingang."}, button="Ereignis berichtigen")

    assert "Wann war das wirklich: Meldung abgesendet?" in asked.main
    assert "Eingangsbestätigung" not in asked.main
    assert "Mo 31.05.2027" not in seen.main  # one working day from Fronleichnam is Friday, as before
    assert before == due(case, "F01") == "2027-05-28T23:59"
    assert "Berichtigt. Verschobene Fristen:" in done.text
    assert steps(case)["F01"].anchor_at == wall("2027-05-27T09:00")


def test_all_that_counts_from_it_moves_and_the_alarms_with_it(town, case, browser):
    window = browser.as_(town.coordinator)
    seen = window.get(f"{path(case, 'F01', verb='ereignis')}?tag=2027-05-24&zeit=09:00")

    window.submit(seen, {"reason": "Irrtum"}, button="Ereignis berichtigen")

    assert due(case, "F01") == "2027-05-28T23:59"  # Tuesday is over: nothing moves into the past
    assert db.session.scalars(sa.select(StepChange.cause)).all() == []
    assert wall("2027-05-24T09:00") in db.session.scalars(sa.select(AnchorMoment.at)).all()
    assert "DUE" in waiting(case, "F01")


def test_a_day_to_come_is_refused_and_a_reason_is_asked_for(town, case, browser):
    window, place = browser.as_(town.coordinator), path(case, "F01", verb="ereignis")

    ahead = window.get(f"{place}?tag=2027-06-24&zeit=09:00")
    seen = window.get(f"{place}?tag=2027-05-25&zeit=09:00")
    silent = window.submit(seen, {"reason": ""}, button="Ereignis berichtigen")

    assert (ahead.status_code, silent.status_code) == (422, 422)
    assert "Dieser Tag liegt in der Zukunft." in ahead.main
    assert "Bitte nennen Sie den Grund." in silent.main
    assert steps(case)["F01"].anchor_at == WEDNESDAY


def test_a_stranger_corrects_nothing(town, case, browser):
    place = path(case, "F01", verb="ereignis")

    assert browser.as_(town.reporter).get(place).status_code == 404
