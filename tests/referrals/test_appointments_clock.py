"""Before an appointment the program asks, reminds and reports silence: once, late, and only if it matters."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.audit.models import TimelineEntry
from app.cases.rules.status import Status
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import alarms
from app.referrals.appointments import Ring
from app.referrals.models import MeetingAlarm, MeetingConfirmation
from app.refusals import NotAllowed
from tests import make
from tests.referrals import at_work, meeting
from tests.referrals.meeting import ASKED, REMINDED, SILENT, THURSDAY, first, second


def _told(kind: Kind) -> list[object]:
    return sorted(str(one.user_id) for one in db.session.query(Notification).filter_by(kind=kind))


def _both(found: at_work.Asked) -> list[str]:
    return sorted([str(first(found)), str(second(found))])


def _happened(kind: str) -> list[dict]:
    return [one.facts for one in db.session.query(TimelineEntry).filter_by(kind=kind)]


def test_the_ladder_rings_once_however_often_the_job_runs(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)
    moments = [ASKED - timedelta(minutes=1), ASKED, ASKED, REMINDED, REMINDED, SILENT, SILENT]

    done = [at_work.run(jobs.ring_meetings, moment) for moment in moments]

    assert done == [0, 1, 0, 1, 0, 1, 0]
    assert _told(Kind.MEETING_CONFIRM) == _both(found)
    assert _told(Kind.MEETING_NEAR) == sorted([*_both(found), str(town.lead.id)])
    assert _told(Kind.MEETING_UNCONFIRMED) == sorted([str(town.coordinator.id), str(town.colleague.id)])


def test_a_worker_that_slept_catches_up_without_a_question_that_is_over(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    done = at_work.run(jobs.ring_meetings, SILENT + timedelta(hours=1))

    assert done == 2
    assert _told(Kind.MEETING_CONFIRM) == []
    assert len(_told(Kind.MEETING_NEAR)) == 3
    assert len(_told(Kind.MEETING_UNCONFIRMED)) == 2


def test_one_appointment_that_breaks_holds_up_no_other(
    town: make.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        meeting.planned(meeting.mediating(town))
    rows = db.session.query(MeetingAlarm).filter_by(kind=Ring.ASK)
    breaking, ring = rows.order_by(MeetingAlarm.id).first().id, alarms.ring

    def break_once(alarm_id: UUID, *, at: datetime) -> bool:
        assert alarm_id != breaking
        return ring(alarm_id, at=at)

    monkeypatch.setattr(alarms, "ring", break_once)

    assert at_work.run(jobs.ring_meetings, ASKED) == 1


def test_a_worker_that_slept_until_it_began_says_nothing(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    assert at_work.run(jobs.ring_meetings, THURSDAY) == 0
    assert _told(Kind.MEETING_NEAR) == []


def test_reminder_and_question_move_along(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    at_work.run(jobs.ring_meetings, ASKED)

    meeting.moved(found, meeting_id, at=ASKED + timedelta(hours=1))

    day = timedelta(days=1)
    moments = (REMINDED, ASKED + day, REMINDED + day)
    assert [at_work.run(jobs.ring_meetings, moment) for moment in moments] == [0, 1, 1]
    assert len(_told(Kind.MEETING_CONFIRM)) == 4


def test_both_confirm_by_one_tap_each_and_nobody_is_alarmed(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    at_work.run(jobs.ring_meetings, ASKED)

    for user_id in (first(found), first(found), second(found)):
        alarms.confirm(found.referral.id, meeting_id, by=user_id, at=ASKED)
        db.session.commit()

    assert db.session.query(MeetingConfirmation).count() == 2
    assert len(_happened("MeetingConfirmed")) == 2
    assert at_work.run(jobs.ring_meetings, SILENT) == 1  # the reminder alone
    assert _told(Kind.MEETING_UNCONFIRMED) == []


def test_one_silent_mediator_is_enough_for_an_alarm(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    alarms.confirm(found.referral.id, meeting_id, by=first(found), at=ASKED)

    at_work.run(jobs.ring_meetings, SILENT)

    assert len(_told(Kind.MEETING_UNCONFIRMED)) == 2


def test_a_confirmation_is_for_one_time_alone(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    for user_id in (first(found), second(found)):
        alarms.confirm(found.referral.id, meeting_id, by=user_id, at=ASKED)
    meeting.moved(found, meeting_id, at=ASKED + timedelta(hours=1))

    at_work.run(jobs.ring_meetings, SILENT + timedelta(days=1))

    assert len(_told(Kind.MEETING_UNCONFIRMED)) == 2


def test_weeks_ahead_a_confirmation_is_worth_nothing(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    with pytest.raises(NotAllowed, match="erst kurz vorher"):
        alarms.confirm(found.referral.id, meeting_id, by=first(found), at=ASKED - timedelta(minutes=1))


def test_a_pretalk_is_confirmed_by_one_of_them(town: make.Town) -> None:
    found = meeting.mediating(town, Status.PREP)
    meeting_id = meeting.planned(found, party_id=at_work.parties(found.case)[0].id)
    alarms.confirm(found.referral.id, meeting_id, by=second(found), at=ASKED)

    at_work.run(jobs.ring_meetings, SILENT)

    assert _told(Kind.MEETING_UNCONFIRMED) == []


def test_of_two_workers_with_the_same_alarm_one_rings(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)
    alarm = db.session.query(MeetingAlarm).filter_by(kind="ASK").one()

    assert [alarms.ring(alarm.id, at=ASKED) for _ in range(2)] == [True, False]


def test_moved_away_and_back_it_is_asked_like_a_new_one(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    meeting.moved(found, meeting_id)
    meeting.moved(found, meeting_id, THURSDAY)

    assert [at_work.run(jobs.ring_meetings, moment) for moment in (ASKED, REMINDED, SILENT)] == [1, 1, 1]
    assert db.session.query(MeetingAlarm).count() == 3
