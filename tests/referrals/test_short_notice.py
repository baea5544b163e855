"""A seat that is free the day before, and a mediator who is away: who hears of it, and where it stands."""

from datetime import date, timedelta

from app import clock
from app.audit.models import TimelineEntry
from app.database import db
from app.mediators.actions import profile
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering
from app.referrals.rules import OfferStatus, Reason
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting

DAY_BEFORE = meeting.wall("2026-03-04T10:00")


def give_back(found: at_work.Asked, at=DAY_BEFORE) -> None:  # type: ignore[no-untyped-def]
    answering.give_back(found.offer(found.people[0]).id, by=at_work.user_of(found.people[0]), at=at)
    db.session.commit()


def told(kind: Kind) -> list[Notification]:
    return db.session.query(Notification).filter_by(kind=kind).all()


def test_giving_back_the_day_before_alarms_all_of_coordination_and_the_lead(town: make.Town) -> None:
    found = meeting.mediating(town)
    planned = meeting.planned(found)

    give_back(found)

    alarms = told(Kind.SEAT_FREE_SOON)
    assert {one.user_id for one in alarms} == {town.coordinator.id, town.colleague.id, town.lead.id}
    assert {one.subject_id for one in alarms} == {planned}
    assert all(one.created_at == DAY_BEFORE for one in alarms)
    assert db.session.query(TimelineEntry).filter_by(kind="SeatFreeBeforeMeeting").count() == 1


def test_giving_back_in_time_alarms_nobody(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    give_back(found, make.NOON)

    assert told(Kind.SEAT_FREE_SOON) == []
    assert told(Kind.SEAT_FREE) != []


def test_the_weekend_does_not_count(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(found, meeting.wall("2026-03-09T17:00"))

    give_back(found, meeting.wall("2026-03-06T15:00"))  # on Friday, for Monday

    assert told(Kind.SEAT_FREE_SOON) != []


def test_an_appointment_with_a_free_seat_stands_on_the_start_page(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)
    give_back(found)

    with clock.stopped(DAY_BEFORE):
        window = browser.as_(town.coordinator)
        start = window.get("/")
        listed = window.get("/faelle?liste=termin-gefaehrdet")

    assert "Ein Termin ist gefährdet" in start.main
    assert found.case.number in listed.main


def test_the_other_mediator_and_the_appointment_stay(town: make.Town) -> None:
    found = meeting.mediating(town)
    planned = meeting.planned(found)

    give_back(found)

    assert found.status(found.people[1]) is OfferStatus.ACCEPTED
    assert meeting.row(planned).cancelled_at is None


def be_away(found: at_work.Asked, first: date, last: date) -> None:
    person = found.people[0]
    profile.add_absence(person.id, first_day=first, last_day=last, by=at_work.user_of(person), at=make.NOON)
    db.session.commit()


def test_an_absence_lists_the_appointments_that_fall_into_it(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    planned = meeting.planned(found)

    be_away(found, date(2026, 3, 5), date(2026, 3, 8))

    checks = told(Kind.MEETING_CHECK)
    assert {one.user_id for one in checks} == {
        found.people[0].user_id,
        town.coordinator.id,
        town.colleague.id,
    }
    assert {one.subject_id for one in checks} == {planned}
    listed = browser.as_(town.coordinator).get("/faelle?liste=termin-gefaehrdet")
    assert found.case.number in listed.main


def test_an_absence_on_other_days_touches_nothing(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    be_away(found, date(2026, 3, 6), date(2026, 3, 8))

    assert told(Kind.MEETING_CHECK) == []
    assert found.case.number not in browser.as_(town.coordinator).get("/faelle?liste=termin-gefaehrdet").main


def test_a_question_is_taken_back_when_the_absence_begins(town: make.Town) -> None:
    found = at_work.asked(town)
    away, _, substitute, _ = found.people
    be_away(found, date(2026, 3, 3), date(2026, 3, 9))  # asked on Monday, due on Wednesday
    before = found.status(away)

    at_work.run(jobs.expire_offers, make.NOON + timedelta(days=1))

    assert before is OfferStatus.OFFERED
    assert found.status(away) is OfferStatus.WITHDRAWN
    assert found.offer(away).reason is Reason.ABSENCE
    assert found.status(substitute) is OfferStatus.OFFERED


def test_who_is_back_in_time_stays_asked(town: make.Town) -> None:
    found = at_work.asked(town)
    be_away(found, date(2026, 3, 3), date(2026, 3, 3))

    at_work.run(jobs.expire_offers, make.NOON + timedelta(days=1))

    assert found.status(found.people[0]) is OfferStatus.OFFERED
