"""What the plan does besides the ladder: follow-ups, rounds, each town on its own."""

import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.events import ContactTried, DangerChecked, LeadTaken
from app.cases.models import ContactAttempt
from app.database import db
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans.actions.working import add
from app.plans.models import Alarm
from app.workdays import Land
from tests import make
from tests.plans.running import WEDNESDAY, reported, ring, steps, tell, told, wall


def contacted(town, **values):
    case = reported(town, at=WEDNESDAY, **values)
    tell(LeadTaken, case, at=WEDNESDAY, user_id=town.coordinator.id)
    tell(DangerChecked, case, at=WEDNESDAY)
    make.lead(case, town.lead)
    tell(
        ContactTried,
        case,
        at=wall("2027-06-01T09:00"),
        party_id=case.parties[0].id,
        party="Partei A",
        first=False,
        all_tried=True,
    )
    return case


def attempt(case, town, at):
    party = case.parties[0]
    db.session.add(ContactAttempt(case_id=case.id, party_id=party.id, at=at, by=town.lead.id, reached=False))
    facts = {"party_id": party.id, "party": "Partei A", "first": False, "all_tried": True}
    tell(ContactTried, case, at=at, **facts)


def follow_ups() -> list[str]:
    query = sa.select(TimelineEntry.facts["follow_up"].as_string()).where(TimelineEntry.kind == "FollowUpDue")
    return list(db.session.scalars(query.order_by(TimelineEntry.at)))


def test_after_ten_days_without_a_decision_another_attempt_is_due(town):
    contacted(town)

    ring("2027-06-16T00:00")

    assert follow_ups() == ["Weiterer Versuch"]
    assert ("OVERDUE", "Lars Lindner") in told(Kind.OVERDUE)


def test_after_the_third_attempt_in_vain_closing_is_put_to_the_lead_and_coordination(town):
    case = contacted(town)
    for day in (2, 3):
        attempt(case, town, wall(f"2027-06-0{day}T09:00"))
    ring("2027-06-03T09:00")
    after_two = follow_ups()

    attempt(case, town, wall("2027-06-04T09:00"))
    ring("2027-06-04T09:00")

    assert after_two == []
    assert follow_ups() == ["Als nicht erreicht abschließen"]
    assert {name for _, name in told(Kind.OVERDUE)} >= {"Lars Lindner", "Karin Koch", "Kemal Kurt"}


def test_a_party_that_was_reached_and_is_undecided_is_asked_again_instead_of_given_up(town):
    case = contacted(town)
    attempt(case, town, wall("2027-06-02T09:00"))
    for party in case.parties:
        party.first_contact_at = wall("2027-06-02T10:00")
    db.session.commit()

    ring("2027-06-23T08:30")

    assert follow_ups() == ["Weiterer Versuch", "Weiterer Versuch"]


# Rounds


def test_a_repeated_step_starts_anew_while_the_case_is_open(town):
    case = reported(town, at=WEDNESDAY)
    add(case.id, "F09", by=town.coordinator.id, at=WEDNESDAY)
    db.session.commit()
    first = steps(case)["F09"].due_at

    ring("2027-06-10T08:30")

    second = steps(case)["F09"]
    assert first == wall("2027-06-10T23:59:59")
    assert second.round == 1
    ring("2027-06-11T08:30")
    assert steps(case)["F09"].round == 2
    assert steps(case)["F09"].due_at == wall("2027-06-24T23:59:59")


# Two towns


def test_every_town_is_served_on_its_own_calendar(app):
    with app.app_context():
        towns = [make.town("nordrhein", Land.NW), make.town("niedersachsen", Land.NI)]
        for town in towns:
            with acting_in(town.id):
                case = reported(town, at=WEDNESDAY)
                tell(DangerChecked, case, at=WEDNESDAY)

        ring("2027-05-27T08:30")

        with across_municipalities():
            query = sa.select(Notification.municipality_id).where(Notification.kind == Kind.REMINDER)
            assert set(db.session.scalars(query)) == {towns[1].id}


def test_a_step_that_breaks_holds_up_no_other(town, caplog):
    case = reported(town, at=WEDNESDAY)
    steps(case)["F02"].code = "F99"
    db.session.commit()

    rung = ring("2027-05-28T08:30")

    assert rung == 1
    assert "job failed" in caplog.text
    handled = sa.select(Alarm.kind).where(Alarm.handled_at.is_not(None))
    assert db.session.scalars(handled).all() == ["DUE"]
