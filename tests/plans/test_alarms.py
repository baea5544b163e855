"""Reminders and the ladder: who is told, when, and how often."""

import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.audit.models import TimelineEntry
from app.cases.events import DangerChecked, LeadNamed, LeadTaken
from app.cases.models import LeadKind
from app.cases.rules.screening import Priority
from app.database import db
from app.municipalities.rules import OfficeKind
from app.notifications.letters import letter
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans.actions.ending import finish
from app.plans.actions.working import add
from app.plans.models import Alarm
from tests import make
from tests.plans.running import WEDNESDAY, coordination, reported, ring, steps, tell, told, wall

# When


def test_nothing_is_said_a_second_before_its_moment_and_everything_at_it(town):
    reported(town, at=WEDNESDAY)

    before, at_the_moment = ring("2027-05-26T11:59:59"), ring("2027-05-26T12:00:00")

    assert (before, at_the_moment) == (0, 1)
    assert told() == coordination("REMINDER")


def test_an_alarm_that_has_rung_is_silent_when_the_job_runs_again(town):
    reported(town, at=WEDNESDAY)
    ring("2027-05-26T12:00")

    again = ring("2027-05-26T12:00")

    assert again == 0
    assert told() == coordination("REMINDER")


def test_each_rung_of_a_missed_step_is_climbed_once(town):
    reported(town, at=WEDNESDAY)

    rung = [
        ring(moment)
        for moment in (
            "2027-05-26T14:00",
            "2027-05-26T15:00",
            "2027-05-28T10:30",
            "2027-05-28T11:00",
        )
    ]

    kinds = db.session.scalars(
        sa.select(TimelineEntry.facts["rung"].as_string())
        .where(TimelineEntry.kind == "StepEscalated")
        .order_by(TimelineEntry.at)
    ).all()
    assert rung == [2, 0, 2, 0]
    assert kinds == ["Aufgabe überfällig", "Überfällig, an die Amtsleitung"]


def test_after_three_days_of_silence_everything_is_handled_once_and_marked_late(town):
    reported(town, at=WEDNESDAY)

    ring("2027-05-31T12:00")

    late = db.session.execute(
        sa.select(Alarm.kind, Alarm.late).where(Alarm.handled_at.is_not(None)).order_by(Alarm.kind, Alarm.at)
    ).all()
    assert [tuple(row) for row in late] == [
        ("50%", True),
        ("DUE", True),
        ("M1", True),
        ("M1", True),
        ("M3", True),
    ]
    assert ring("2027-05-31T12:00") == 0


def test_what_is_caught_up_with_the_ladder_needs_no_reminder(town):
    reported(town, at=WEDNESDAY)

    ring("2027-05-26T14:00")

    assert told(Kind.REMINDER) == []
    assert told(Kind.OVERDUE) == coordination("OVERDUE")


def test_what_rings_within_the_hour_is_not_late(town):
    reported(town, at=WEDNESDAY)

    ring("2027-05-26T13:00")

    assert db.session.scalars(sa.select(Alarm.late).where(Alarm.handled_at.is_not(None))).all() == [False]


def test_a_step_that_is_done_is_not_called_to_mind(town):
    case = reported(town, at=WEDNESDAY)
    tell(DangerChecked, case, at=wall("2027-05-26T11:00"))

    rung = ring("2027-05-26T16:00")

    assert rung == 0


def test_what_is_caught_up_at_night_waits_for_the_office_to_open_but_danger_does_not(town):
    reported(town, at=WEDNESDAY)

    ring("2027-05-31T23:00")

    query = sa.select(Notification.next_try_at).where(Notification.kind == Kind.OVERDUE).distinct()
    assert sorted(db.session.scalars(query)) == [wall("2027-05-31T23:00"), wall("2027-06-01T08:30")]


# Whom


def test_a_reminder_goes_to_whoever_leads_the_case_now(town):
    case = reported(town, at=WEDNESDAY, priority=Priority.B)
    make.lead(case, town.lead)
    tell(LeadTaken, case, at=WEDNESDAY, user_id=town.coordinator.id)
    tell(DangerChecked, case, at=WEDNESDAY)
    tell(LeadNamed, case, at=WEDNESDAY, user_id=town.lead.id, contact_possible=True)

    ring("2027-05-28T08:30")

    assert told(Kind.REMINDER) == [
        *coordination("REMINDER"),
        ("REMINDER", "Lars Lindner"),
    ]


def test_the_deputy_is_told_with_the_lead(town):
    case = reported(town, at=WEDNESDAY, priority=Priority.C)
    make.lead(case, town.lead)
    make.lead(case, town.colleague, kind=LeadKind.DEPUTY)
    tell(LeadTaken, case, at=WEDNESDAY, user_id=town.coordinator.id)
    tell(DangerChecked, case, at=WEDNESDAY)
    tell(LeadNamed, case, at=wall("2027-06-01T09:00"), user_id=town.lead.id, contact_possible=True)

    ring("2027-06-03T08:30")

    assert {name for _, name in told(Kind.REMINDER)} >= {"Lars Lindner", "Kemal Kurt"}


def test_a_step_of_the_lead_goes_to_coordination_if_nobody_leads(town):
    case = reported(town, at=WEDNESDAY, priority=Priority.B)
    tell(LeadTaken, case, at=WEDNESDAY, user_id=town.coordinator.id)
    tell(DangerChecked, case, at=WEDNESDAY)
    tell(LeadNamed, case, at=wall("2027-06-01T09:00"), user_id=town.lead.id, contact_possible=True)

    ring("2027-06-02T08:30")

    assert {name for _, name in told(Kind.REMINDER)} == {"Karin Koch", "Kemal Kurt"}


def test_the_third_rung_goes_to_the_management_of_the_holders_office(town):
    reported(town, at=WEDNESDAY)
    elsewhere = make.user(
        name="Ute Jugendamt", role=Role.MANAGEMENT, office_id=town.offices[OfficeKind.YOUTH].id
    )
    ring("2027-05-26T14:00")
    before = told(Kind.OVERDUE)

    ring("2027-05-28T10:30")

    news = [name for kind, name in told(Kind.OVERDUE) if (kind, name) not in before]
    assert news == ["Mona Leitner"]
    assert elsewhere.name not in news


def test_a_rung_that_nobody_fills_goes_to_coordination(town):
    db.session.execute(sa.delete(Membership).where(Membership.role == Role.MANAGEMENT))
    reported(town, at=WEDNESDAY)
    ring("2027-05-26T14:00")

    ring("2027-05-28T10:30")

    assert told(Kind.OVERDUE) == coordination("OVERDUE", times=2)


def test_everybody_who_is_to_know_hears_that_a_step_is_done_but_not_who_did_it(town):
    case = reported(town, at=WEDNESDAY)
    add(case.id, "F13", by=town.lead.id, at=WEDNESDAY)
    finish(case.id, steps(case)["F13"].id, by=town.coordinator.id, at=WEDNESDAY)
    db.session.commit()

    assert told(Kind.STEP_DONE) == [("STEP_DONE", "Kemal Kurt")]


def test_the_mail_that_a_step_is_done_names_no_deadline(town):
    case = reported(town, at=WEDNESDAY)
    add(case.id, "F13", by=town.lead.id, at=WEDNESDAY)
    finish(case.id, steps(case)["F13"].id, by=town.coordinator.id, at=WEDNESDAY)
    db.session.commit()
    (news,) = db.session.query(Notification).filter_by(kind=Kind.STEP_DONE)

    assert letter(news.id, WEDNESDAY, db.session.connection()).answer_by is None


def test_danger_is_told_when_its_step_starts(town):
    case = reported(town, at=WEDNESDAY)

    add(case.id, "F29", by=town.coordinator.id, at=WEDNESDAY)
    db.session.commit()

    assert told(Kind.STEP_DONE) == [("STEP_DONE", "Mona Leitner")]
