"""Steps start, move and end with what happens to a case."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.cases.events import (
    CaseAssessed,
    ContactTried,
    DangerChecked,
    LeadNamed,
    LeadTaken,
    PartyDataReceived,
    PartyDecided,
    RedFlagRaised,
)
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Status, Verb
from app.database import db
from app.municipalities.models import ClosingDay
from app.municipalities.scope import acting_in
from app.plans.actions.adopting import adopt_default
from app.plans.models import Plan, PlannedCase, PlanRule, StepChange, StepEnd
from app.workdays import Land
from tests import make
from tests.plans.running import (
    WEDNESDAY,
    due,
    moved,
    open_codes,
    reported,
    steps,
    tell,
    waiting,
    wall,
    with_plan,
)

# The plan


def test_a_municipality_has_all_steps_of_the_default_plan(town):
    with_plan(town.municipality)

    kinds = db.session.execute(
        sa.select(PlanRule.kind, sa.func.count()).group_by(PlanRule.kind).order_by(PlanRule.kind)
    ).all()

    assert [(kind.value, count) for kind, count in kinds] == [("CASE", 36), ("EVENT", 26)]


def test_adopting_the_plan_twice_makes_one_version(town):
    with_plan(town.municipality)

    again = adopt_default(town.municipality, at=make.NOON)

    assert not again
    assert db.session.scalars(sa.select(Plan.version)).all() == [1]


def test_without_a_plan_a_report_starts_nothing(town):
    case = make.case(town)

    tell(DangerChecked, case, at=make.NOON)

    assert steps(case) == {}


def test_a_case_keeps_the_version_it_began_with(town):
    case = reported(town)
    later = Plan(version=2, name="Fassung 2", adopted_at=make.later(days=1))
    db.session.add(later)
    db.session.commit()

    tell(DangerChecked, case, at=make.later(days=2))

    versions = sa.select(Plan.version).join(PlannedCase, PlannedCase.plan_id == Plan.id)
    assert db.session.scalars(versions).all() == [1]
    assert "F03" in open_codes(case)


# Dates


def test_a_report_starts_confirmation_and_danger_check(town):
    case = reported(town, at=WEDNESDAY)

    assert open_codes(case) == ["F01", "F02"]
    assert (due(case, "F01"), due(case, "F02")) == ("2027-05-28T23:59", "2027-05-26T14:00")
    assert (steps(case)["F01"].whole_day, steps(case)["F02"].whole_day) == (True, False)


@pytest.mark.parametrize(("land", "expected"), [(Land.NW, "2027-05-28T23:59"), (Land.NI, "2027-05-27T23:59")])
def test_fronleichnam_is_a_holiday_in_nordrhein_westfalen_and_not_in_niedersachsen(app, land, expected):
    with app.app_context():
        there = make.town(slug="anderswo", land=land)
        with acting_in(there.id):
            case = reported(there, at=WEDNESDAY)

            assert due(case, "F01") == expected


def test_a_closing_day_of_the_municipality_does_not_count(town):
    db.session.add(ClosingDay(day=wall("2027-05-28T00:00").date(), reason="Brückentag"))

    case = reported(town, at=WEDNESDAY)

    assert due(case, "F01") == "2027-05-31T23:59"


def test_the_alarms_of_a_step_stand_at_their_moments(town):
    case = reported(town, at=WEDNESDAY)

    assert waiting(case, "F01") == {
        "DUE": "2027-05-28T08:30",
        "M1": "2027-05-31T08:30",
        "M2": "2027-06-01T08:30",
    }
    assert waiting(case, "F02") == {
        "50%": "2027-05-26T12:00",
        "M1": "2027-05-26T14:00",
        "M3": "2027-05-28T10:30",
    }


def test_with_a_red_flag_the_danger_check_is_due_at_once_and_the_first_date_stays_readable(town):
    case = reported(town, at=WEDNESDAY)

    tell(RedFlagRaised, case, at=wall("2027-05-26T11:00"))

    change = db.session.scalars(sa.select(StepChange)).one()
    assert due(case, "F02") == "2027-05-26T11:00"
    assert change.before == wall("2027-05-26T14:00")
    assert change.cause == "Warnzeichen gemeldet"
    assert waiting(case, "F02") == {"M1": "2027-05-26T11:00", "M3": "2027-05-26T15:00"}


def test_a_second_red_flag_does_not_put_the_danger_check_off(town):
    case = reported(town, at=WEDNESDAY)
    tell(RedFlagRaised, case, at=wall("2027-05-26T11:00"))

    tell(RedFlagRaised, case, at=wall("2027-05-26T13:00"))

    assert due(case, "F02") == "2027-05-26T11:00"


def test_the_first_contact_is_due_by_priority(town):
    case = reported(town, at=WEDNESDAY, priority=Priority.C)

    tell(LeadNamed, case, at=WEDNESDAY, user_id=town.lead.id, contact_possible=True)

    assert due(case, "F06") == "2027-06-01T23:59"


def test_a_higher_priority_brings_dates_forward(town):
    case = reported(town, at=WEDNESDAY, priority=Priority.C)
    tell(LeadNamed, case, at=WEDNESDAY, user_id=town.lead.id, contact_possible=True)
    case.priority = Priority.A

    tell(CaseAssessed, case, at=WEDNESDAY, result=Screening.FIT, priority=Priority.A)

    assert due(case, "F06") == "2027-05-28T23:59"


def test_of_a_pseudonymised_report_the_first_contact_falls_due_when_the_names_come_in(town):
    case = reported(town, at=WEDNESDAY, priority=Priority.A)
    make.lead(case, town.lead)
    tell(LeadNamed, case, at=WEDNESDAY, user_id=town.lead.id, contact_possible=False)
    before = open_codes(case)
    names = {"party_id": case.parties[0].id, "party": "Partei A"}

    tell(PartyDataReceived, case, at=wall("2027-06-09T09:00"), all_known=False, **names)
    half = open_codes(case)
    tell(PartyDataReceived, case, at=wall("2027-06-10T09:00"), all_known=True, **names)

    assert "F06" not in before + half
    assert due(case, "F06") == "2027-06-11T23:59"


def test_the_names_of_a_case_without_a_lead_start_no_first_contact(town):
    case = reported(town)

    tell(PartyDataReceived, case, at=make.NOON, all_known=True, party_id=uuid4(), party="Partei A")

    assert "F06" not in steps(case)


# Done by facts


def test_taking_the_case_confirms_the_receipt(town):
    case = reported(town)

    tell(LeadTaken, case, at=make.later(hours=1), by=town.coordinator.id, user_id=town.coordinator.id)

    step = steps(case)["F01"]
    assert (step.end, step.ended_by) == (StepEnd.DONE, town.coordinator.id)
    assert waiting(case, "F01") == {}


def test_the_danger_check_ends_its_step_and_starts_the_assessment(town):
    case = reported(town)

    tell(DangerChecked, case, at=make.later(hours=1))

    assert steps(case)["F02"].end is StepEnd.DONE
    assert "F03" in open_codes(case)


def test_the_way_of_a_case_up_to_consent(town):
    case = reported(town, priority=Priority.B)
    party = {"party_id": case.parties[0].id, "party": "Partei A"}
    tell(DangerChecked, case, at=make.NOON)
    tell(CaseAssessed, case, at=make.NOON, result=Screening.FIT, priority=Priority.B)
    moved(case, Verb.ACCEPT, Status.ACCEPTED, at=make.NOON)
    after_acceptance = open_codes(case)
    tell(LeadNamed, case, at=make.NOON, user_id=town.lead.id, contact_possible=True)
    with_lead = open_codes(case)
    tell(ContactTried, case, at=make.NOON, first=True, all_tried=True, **party)
    contacted = open_codes(case)

    tell(PartyDecided, case, at=make.NOON, first_consent=True, all_decided=True, **party)

    assert after_acceptance == ["F01", "F05"]
    assert with_lead == ["F01", "F06"]
    assert contacted == ["F01", "F08"]
    assert open_codes(case) == ["F01"]


def test_naming_another_lead_does_not_start_the_first_contact_again(town):
    case = reported(town)
    tell(LeadNamed, case, at=make.NOON, user_id=town.lead.id, contact_possible=True)
    first = due(case, "F06")

    tell(LeadNamed, case, at=make.later(days=3), user_id=town.colleague.id, contact_possible=True)

    assert due(case, "F06") == first
