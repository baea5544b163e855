"""The secret address of a calendar: shown once, kept as a hash, ending in many ways, opening nothing else."""

import logging
import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from app import clock
from app.accounts.models import Membership
from app.accounts.sessions import token_hash
from app.cases.models import LeadKind
from app.database import db
from app.municipalities.scope import across_municipalities
from app.referrals.actions import answering, appointments, feeds
from app.referrals.models import CalendarFeed
from tests import make
from tests.browser import Browser
from tests.referrals import meeting
from tests.referrals.meeting import THURSDAY, first

ADDRESS = re.compile(r"http://localhost(/kalender/([\w-]+)/termine\.ics)")


def subscribed(browser: Browser, user_id: object) -> tuple[str, str]:
    """Address and token, as they stand on the page once."""
    window = browser.as_(user_id)
    page = window.submit(window.get("/profil/kalender"), button="Adressen erzeugen")
    assert page.status_code == 200
    found = ADDRESS.search(page.response.text)
    assert found
    return found.group(1), found.group(2)


def events(browser: Browser, address: str) -> list[dict]:
    page = browser.get(address)
    assert page.status_code == 200, page.text
    assert page.response.mimetype == "text/calendar"
    return list(Calendar.from_ical(page.response.data).walk("VEVENT"))


def change(table: type, which: sa.ColumnElement[bool], **values: object) -> None:
    with across_municipalities():
        db.session.execute(sa.update(table).where(which).values(**values))
    db.session.commit()


def test_a_calendar_program_reads_the_own_appointments_without_a_session(town, browser):
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found, room="KANARI-nowhere")
    meeting.planned(meeting.mediating(town))  # of others
    address, _ = subscribed(browser, first(found))

    (event,) = events(browser, address)

    assert event["SUMMARY"] == "Vermittlungstermin"
    assert event["DTSTART"].dt == THURSDAY
    assert event["DESCRIPTION"] == f"http://localhost/meine-faelle/{found.case.id}/termine/{meeting_id}"
    page = browser.as_(first(found), sees={"meetings", "nowhere"}).get(event["DESCRIPTION"][16:])
    assert page.status_code == 200


def test_nothing_of_the_case_is_in_it(town, browser):
    found = meeting.mediating(town)
    meeting.planned(found, room=make.canary("meetings.room"))
    address, _ = subscribed(browser, first(found))

    text = browser.get(address).response.text

    for word in (found.case.number, "KANARI", "Adler", "Bruns", "Partei", "Musterkreis", town.office.name):
        assert word not in text


def test_the_address_is_shown_once_and_kept_as_a_hash(town, browser):
    found = meeting.mediating(town)
    _, token = subscribed(browser, first(found))

    again = browser.as_(first(found)).get("/profil/kalender")

    assert token not in again.response.text
    assert "noch nie" in again.main
    assert len(token) >= 43  # 256 bits
    assert db.session.query(CalendarFeed.token_hash).one() == (token_hash(token),)
    for table in reversed(db.metadata.sorted_tables):
        assert token not in str(db.session.execute(sa.select(table)).all())


def test_last_use_is_shown_and_noted_once_a_minute(town, browser):
    found = meeting.mediating(town)
    address, _ = subscribed(browser, first(found))
    for seconds in (0, 30, 61):
        with clock.stopped(make.later(seconds=seconds)):
            browser.get(address)
    used = db.session.query(CalendarFeed.last_used_at).scalar()

    assert used == make.later(seconds=61)
    assert "Mo 02.03., 12:01" in browser.as_(first(found)).get("/profil/kalender").main


def _revoke(found, user_id):
    feeds.revoke(user_id, db.session.query(CalendarFeed.role).scalar())


def _expire(found, user_id):
    change(CalendarFeed, sa.true(), expires_at=make.NOON)


def _end_role(found, user_id):
    change(Membership, Membership.user_id == user_id, ends_on=date(2026, 3, 1))


def _lock(found, user_id):
    from app.accounts.models import User

    change(User, User.id == user_id, active=False)


def _new(found, user_id):
    feeds.make(user_id, db.session.query(CalendarFeed.role).scalar(), at=make.NOON)


@pytest.mark.parametrize("ended", [_revoke, _expire, _end_role, _lock, _new])
def test_whatever_ends_it_the_answer_is_that_it_never_was(town, browser, ended):
    found = meeting.mediating(town)
    address, token = subscribed(browser, first(found))
    never = browser.get(address.replace(token, "A" * 43))
    assert browser.get(address).status_code == 200

    ended(found, first(found))
    db.session.commit()
    gone = browser.get(address)

    assert (gone.status_code, gone.main) == (404, never.main)


def test_the_day_180_is_its_last(town, browser):
    found = meeting.mediating(town)
    address, _ = subscribed(browser, first(found))

    with clock.stopped(make.later(days=180, seconds=-1)):
        assert browser.get(address).status_code == 200
    with clock.stopped(make.later(days=180)):
        assert browser.get(address).status_code == 404


def test_it_reaches_ninety_days_ahead_and_forgets_what_is_cancelled_or_over(town, browser):
    found = meeting.mediating(town)
    days = [meeting.planned(found, THURSDAY + timedelta(days=n)) for n in (-30, 0, 1, 86, 88)]
    appointments.cancel(found.referral.id, days[2], by=first(found), at=make.NOON)
    address, _ = subscribed(browser, first(found))

    assert {one["UID"] for one in events(browser, address)} == {str(days[1]), str(days[3])}


def test_whoever_gave_the_seat_back_reads_no_more_of_it(town, browser):
    found = meeting.mediating(town)
    meeting.planned(found)
    address, _ = subscribed(browser, first(found))
    answering.give_back(found.offer(found.people[0]).id, by=first(found), at=make.NOON)

    assert events(browser, address) == []


def test_a_lead_reads_the_appointments_of_the_own_cases_until_the_minute_it_ends(town, browser):
    found = meeting.mediating(town)
    meeting.planned(found)
    address, _ = subscribed(browser, town.lead.id)
    deputy, _ = subscribed(browser, town.reporter.id)
    make.lead(found.case, town.reporter, kind=LeadKind.DEPUTY, ends_at=make.later(hours=1))

    (event,) = events(browser, address)
    assert event["DESCRIPTION"].endswith(f"/faelle/{found.case.id}/termine")
    assert len(events(browser, deputy)) == 1
    with clock.stopped(make.later(hours=1)):
        assert events(browser, deputy) == []


def test_one_hat_does_not_read_with_the_eyes_of_the_other(town, browser):
    """A token made as a lead knows nothing of what the same person mediates."""
    found = meeting.mediating(town)
    meeting.planned(found)
    address, _ = subscribed(browser, first(found))
    change(CalendarFeed, sa.true(), role="reporter")

    assert browser.get(address).status_code == 404  # she has no such hat


def test_the_token_opens_nothing_else(town, browser):
    found = meeting.mediating(town)
    _, token = subscribed(browser, first(found))
    stranger = Browser(browser.app)
    stranger.client.set_cookie(browser.app.config["SESSION_COOKIE_NAME"], token)

    for path in ("/", "/profil", "/meine-faelle", "/posteingang", f"/zugang/{token}"):
        page = stranger.get(path, follow=False)
        assert page.status_code in {302, 404}, path
    assert stranger.get(f"/meine-faelle?token={token}", follow=False).status_code == 302


def test_it_is_in_no_log(town, browser, caplog):
    found = meeting.mediating(town)
    address, token = subscribed(browser, first(found))
    with caplog.at_level(logging.DEBUG):
        browser.get(address)
        browser.get(address.replace(token, token[::-1]))

    assert token not in caplog.text and token[::-1] not in caplog.text


def test_ending_it_says_so(town, browser):
    found = meeting.mediating(town)
    address, _ = subscribed(browser, first(found))
    window = browser.as_(first(found))

    page = window.submit(window.get("/profil/kalender"), button="Adressen beenden")

    assert "gelten nicht mehr" in page.text
    assert "Zurzeit gibt es keine Adressen" in page.main
    assert browser.get(address).status_code == 404


def test_the_profile_leads_there_for_those_who_have_appointments(town, browser):
    found = meeting.mediating(town)

    assert "Termine im eigenen Kalender" in browser.as_(first(found)).get("/profil").main
    assert "Kalender" not in browser.as_(town.admin).get("/profil").main
    assert browser.as_(town.admin).get("/profil/kalender").status_code == 403
