"""Steps at a change of stage, at the end of a case and while it is paused."""

import sqlalchemy as sa

from app.cases.events import (
    StageRated,
)
from app.cases.rules.status import Status, Verb
from app.database import db
from app.plans.models import StepChange, StepEnd
from tests import make
from tests.plans.running import WEDNESDAY, due, moved, open_codes, reported, ring, steps, tell, waiting, wall

# Stage


def test_a_search_starts_its_steps_only_within_their_range(town):
    case = reported(town, glasl_stage=8)

    moved(case, Verb.START_MATCHING, Status.MATCHING, at=make.NOON, before=Status.CONTACT)

    assert "F20" not in steps(case)


def test_a_stage_that_rises_ends_the_steps_of_its_range_and_one_that_falls_starts_them(town):
    case = reported(town, glasl_stage=4)
    moved(case, Verb.START_MATCHING, Status.MATCHING, at=make.NOON, before=Status.CONTACT)
    case.glasl_stage = 8
    tell(StageRated, case, at=make.later(days=1), stage=8, before=4)
    risen = steps(case)["F20"].end
    case.glasl_stage = 5

    tell(StageRated, case, at=make.later(days=2), stage=5, before=8)

    assert risen is StepEnd.OUT_OF_RANGE
    assert "F20" in open_codes(case)
    assert due(case, "F20") == "2026-03-05T23:59"


def test_a_step_whose_date_is_over_when_it_starts_is_due_at_once(town):
    case = reported(town, glasl_stage=8)
    moved(case, Verb.START_MATCHING, Status.MATCHING, at=make.NOON, before=Status.CONTACT)
    case.glasl_stage = 5

    tell(StageRated, case, at=make.later(days=10), stage=5, before=8)

    assert steps(case)["F20"].due_at == make.later(days=10)


# The end of a case


def test_a_closed_case_leaves_nothing_to_do_but_the_questionnaire_and_the_closing_notice(town):
    case = reported(town)

    moved(case, Verb.DECLINE, Status.CLOSED, at=make.NOON)

    assert open_codes(case) == ["F53", "F54"]
    assert steps(case)["F02"].end is StepEnd.CASE_ENDED
    assert waiting(case, "F02") == {}
    assert due(case, "F54") == "2026-03-05T23:59"


# A paused case


def test_days_stand_still_while_a_case_is_paused_and_hours_run_on(town):
    case = reported(town, at=WEDNESDAY)

    moved(case, Verb.PAUSE, Status.PAUSED, at=WEDNESDAY)

    assert steps(case)["F01"].resting_since == WEDNESDAY
    assert steps(case)["F02"].resting_since is None


def test_a_case_that_goes_on_has_as_many_working_days_left_as_before(town):
    case = reported(town, at=WEDNESDAY)
    moved(case, Verb.PAUSE, Status.PAUSED, at=WEDNESDAY)

    moved(case, Verb.RESUME, Status.TRIAGE, at=wall("2027-06-01T09:00"), before=Status.PAUSED)

    assert due(case, "F01") == "2027-06-02T23:59"
    assert waiting(case, "F01") == {
        "DUE": "2027-06-02T08:30",
        "M1": "2027-06-03T08:30",
        "M2": "2027-06-04T08:30",
    }
    assert db.session.scalars(sa.select(StepChange.cause)).all() == ["Der Fall hat geruht"]


def test_a_step_that_was_missed_before_the_pause_stays_missed_but_climbs_later(town):
    case = reported(town, at=WEDNESDAY)
    moved(case, Verb.PAUSE, Status.PAUSED, at=wall("2027-05-31T09:00"))

    moved(case, Verb.RESUME, Status.TRIAGE, at=wall("2027-06-02T09:00"), before=Status.PAUSED)

    assert due(case, "F01") == "2027-05-28T23:59"
    assert waiting(case, "F01")["M2"] == "2027-06-03T08:30"


def test_a_resting_step_is_silent_and_its_danger_check_is_not(town):
    case = reported(town, at=WEDNESDAY)
    moved(case, Verb.PAUSE, Status.PAUSED, at=WEDNESDAY)

    ring("2027-06-08T12:00")

    assert set(waiting(case, "F01")) == {"DUE", "M1", "M2"}
    assert waiting(case, "F02") == {}
