"""Mails about appointments: looked at again before they go, with a calendar file made as it is then."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from app import clock
from app.cases.rules.status import Status
from app.database import db
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.referrals import jobs
from app.referrals.actions import alarms, answering, appointments, guests
from app.referrals.appointments import GuestKind
from app.referrals.models import Offer
from app.referrals.rules import OfferStatus
from tests import make
from tests.notifications.waiting import rows
from tests.referrals import at_work, meeting
from tests.referrals.meeting import ASKED, FRIDAY, REMINDED, THURSDAY, first, second

NAMES = ("Adler", "Bruns", "Bürgerhaus", "Partei", "Musterkreis", "Dolmetsch", "KANARI", "jitsi")
CALENDARS = {Kind.MEETING_PLANNED, Kind.MEETING_CHANGED, Kind.MEETING_CANCELLED, Kind.MEETING_LEFT}
LATER = make.later(minutes=30)


@pytest.fixture
def found(town):
    """At work, and all older mails are out of the way."""
    made = meeting.mediating(town)
    db.session.query(Notification).delete()
    db.session.commit()
    return made


def sent(sink, now=LATER, *, to=None):
    """What goes out now, to one person: the text and the event that a calendar would read."""
    db.session.commit()
    del sink.raw[:]
    with clock.stopped(now):
        deliver(now)
    return [mail for mail in sink.mails if to is None or mail["To"] == to]


def event(mail):
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    read = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == read["METHOD"]
    (found,) = read.walk("VEVENT")
    return read["METHOD"], found


def text(mail):
    return mail.get_body(("plain",)).get_content()


def address(user_id):
    from app.accounts.models import User

    return db.session.get_one(User, user_id).email


def test_planned_moved_cancelled_is_one_entry_whose_version_grows(found, sink):
    to = address(first(found))
    meeting_id = meeting.planned(found, room="Bürgerhaus")
    seen = [event(mail) for mail in sent(sink, to=to)]
    meeting.moved(found, meeting_id, room="Bürgerhaus")
    seen += [event(mail) for mail in sent(sink, to=to)]
    appointments.cancel(found.referral.id, meeting_id, by=first(found), at=make.later(minutes=9))
    seen += [event(mail) for mail in sent(sink, to=to)]

    assert [method for method, _ in seen] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [one["SEQUENCE"] for _, one in seen] == [0, 1, 2]
    assert [one["DTSTART"].dt for _, one in seen] == [THURSDAY, FRIDAY, FRIDAY]
    assert len({one["UID"] for _, one in seen}) == 1


def test_the_file_is_made_when_the_mail_goes_not_when_it_was_written(found, sink):
    meeting_id = meeting.planned(found)
    meeting.moved(found, meeting_id)

    seen = {(event(mail)[1]["SEQUENCE"], event(mail)[1]["DTSTART"].dt) for mail in sent(sink)}

    assert seen == {(1, FRIDAY)}


def test_the_page_says_before_what_goes_out_after(found, sink, browser):
    base = f"/meine-faelle/{found.referral.id}/termine"
    window = browser.as_(first(found), sees={"meetings.room", "meetings.link"})
    before = window.get(f"{base}/neu").main
    meeting_id = meeting.planned(found)
    changing = window.get(f"{base}/{meeting_id}/verlegen").main
    new = sent(sink)
    meeting.moved(found, meeting_id)
    moved = sent(sink)

    assert (len(new), len(moved)) == (2, 2)
    for page, mail in ((before, new[0]), (changing, moved[0])):
        assert f"Mail „{mail['Subject']}“" in page
        assert f"„{event(mail)[1]['SUMMARY']}“, zwei Stunden" in page
        assert "nichts: Sie sagen es ihnen selbst" in page


def test_who_was_not_told_of_a_plan_that_fell_through_hears_only_that(found, sink):
    meeting_id = meeting.planned(found)
    appointments.cancel(found.referral.id, meeting_id, by=first(found), at=make.NOON)

    methods = [event(mail)[0] for mail in sent(sink)]

    assert methods == ["CANCEL", "CANCEL"]
    assert {row.last_error for row in rows() if row.kind is Kind.MEETING_PLANNED} == {"OVERTAKEN"}


def test_nothing_of_the_case_stands_in_mail_or_calendar(town, found, sink):
    meeting_id = meeting.planned(found, room="Bürgerhaus, bei Frau Kanal")
    guests.add(
        found.referral.id, meeting_id, GuestKind.INTERPRETER, name="Dolmetsch", by=first(found), at=make.NOON
    )
    meeting.moved(found, meeting_id, online=True, link="https://jitsi.example/raum")

    mails = sent(sink)

    for mail in mails:
        _, one = event(mail)
        everything = str(mail["Subject"]) + text(mail) + one.to_ical().decode()
        assert not [name for name in NAMES if name in everything]
        assert found.case.number not in one.to_ical().decode()
        assert one["SUMMARY"] == "Vermittlungstermin"
        assert f"/termine/{meeting_id}" in one["DESCRIPTION"]
        assert str(one["ORGANIZER"]) == "mailto:fallbruecke@localhost"
        assert "Termin: 06.03.2026, 17:00 Uhr" in text(mail)
    assert mails


def test_the_other_mediators_address_stands_in_nobodys_calendar(found, sink):
    meeting.planned(found)

    for mail in sent(sink):
        assert str(event(mail)[1]["ATTENDEE"]) == f"mailto:{mail['To']}"


def test_the_reminder_of_a_moved_appointment_stays_here(found, sink):
    meeting_id = meeting.planned(found)
    sent(sink)
    at_work.run(jobs.ring_meetings, REMINDED)  # written, but the mail server sleeps
    meeting.moved(found, meeting_id, at=REMINDED + timedelta(minutes=5))

    mails = sent(sink, REMINDED + timedelta(minutes=10))

    assert {row.last_error for row in rows() if row.kind is Kind.MEETING_NEAR} == {"OVERTAKEN"}
    assert {event(mail)[0] for mail in mails} == {"REQUEST"}


def test_whoever_has_confirmed_meanwhile_is_not_asked(found, sink):
    meeting_id = meeting.planned(found)
    sent(sink)
    at_work.run(jobs.ring_meetings, ASKED)
    alarms.confirm(found.referral.id, meeting_id, by=first(found), at=ASKED)

    mails = sent(sink, ASKED)

    assert [mail["To"] for mail in mails] == [address(second(found))]
    assert "Frist: 04.03.2026, 14:00 Uhr" in text(mails[0])


def test_after_it_has_begun_no_reminder_goes_out(found, sink):
    meeting.planned(found)
    sent(sink)
    at_work.run(jobs.ring_meetings, REMINDED)

    assert sent(sink, THURSDAY + timedelta(minutes=1)) == []


def test_whoever_leaves_gets_the_cancellation_and_the_successor_the_invitation(town, found, sink):
    meeting_id = meeting.planned(found)
    sent(sink)
    leaving, coming = found.people[0], found.people[2]
    answering.give_back(found.offer(leaving).id, by=first(found), at=make.later(minutes=1))
    (mail,) = sent(sink, to=address(first(found)))

    method, one = event(mail)
    assert (mail["To"], method, one["SEQUENCE"]) == (address(first(found)), "CANCEL", 1)
    assert "/meine-faelle\r\n" in text(mail)  # the page of the appointment is hers no more

    _takes_over(town, found, coming)
    mails = sent(sink, make.later(hours=2), to=address(at_work.user_of(coming)))
    invited = [event(one) for one in mails if "Ein Termin ist eingetragen" in text(one)]
    assert [(method, one["UID"]) for method, one in invited] == [("REQUEST", str(meeting_id))]


def _takes_over(town, found, person):
    """Asked, accepted and approved, in short."""
    from app.events import publish
    from app.referrals.events import PartiesApproved

    offer = db.session.query(Offer).filter_by(case_id=found.case.id, person_id=person.id).one()
    offer.status, offer.accepted_at = OfferStatus.ACCEPTED, make.later(hours=1)
    db.session.flush()
    publish(
        PartiesApproved(
            case_id=found.case.id, actor_id=None, at=make.later(hours=1), referral_id=found.referral.id
        )
    )
    db.session.commit()


def test_a_closed_case_sends_its_cancellations(town, found, sink):
    from app.referrals.actions import closing

    meeting.planned(found)
    sent(sink)
    found.case.status, found.case.closed_at = Status.CLOSED, make.NOON
    closing.end(found.case.id, by=None, at=make.NOON)

    assert {event(mail)[0] for mail in sent(sink)} == {"CANCEL"}


def test_every_kind_that_changes_a_calendar_is_tried_here(found, sink):
    from app.notifications.invitations import METHODS

    assert set(METHODS) == CALENDARS
    assert {row.status for row in rows()} <= set(Delivery)
