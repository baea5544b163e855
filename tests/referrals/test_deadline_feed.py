"""Own deadlines in the own calendar program: which case and when, moved and called off, and nothing else."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from app import clock
from app.accounts.permissions import Role
from app.database import db
from app.plans.actions.ending import finish
from app.plans.actions.working import extend
from app.plans.models import PlanStep
from app.plans.queries import own_dates
from app.referrals.actions import answering, feeds
from app.referrals.calendarfile import MORE_ID
from app.referrals.models import CalendarFeed
from tests import make
from tests.plans.running import WEDNESDAY, reported, steps
from tests.referrals import meeting
from tests.referrals.meeting import first

LATER = WEDNESDAY + timedelta(minutes=5)


def subscribed(user_id, role, at=LATER):
    token = feeds.make(user_id, Role(role), at=at)
    db.session.commit()
    return f"/kalender/{token}/fristen.ics"


def read(browser, address):
    page = browser.get(address)
    assert (page.status_code, page.response.mimetype) == (200, "text/calendar")
    return {str(one["UID"]): one for one in Calendar.from_ical(page.response.data).walk("VEVENT")}


def held(case_id, holder, *, anchor="MEDIATION_AGREED", due=None):
    """A step with a time, which stands still."""
    due = due or make.later(days=3)
    at = {"anchor_at": make.NOON, "started_at": make.NOON, "due_at": due, "original_due_at": due}
    facts = {"code": f"X-{holder}-{anchor}", "anchor": anchor, "holder": holder, "whole_day": False}
    step = PlanStep(case_id=case_id, resting_since=make.NOON, **facts, **at)
    db.session.add(step)
    db.session.commit()
    return step.id


def test_a_lead_reads_number_and_date_and_nothing_else(town, browser):
    with clock.stopped(LATER):
        case, other = reported(town, at=WEDNESDAY), reported(town, at=WEDNESDAY)
        make.lead(case, town.lead)
        step = steps(case)["F02"].id
        change = sa.update(PlanStep).where(PlanStep.code == "F02").values(holder="CASE_LEAD", whole_day=True)
        db.session.execute(change)
        address = subscribed(town.lead.id, "reporter")

        (found,) = read(browser, address).values()
        text = browser.get(address).response.text

    assert set(found) == {
        "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "SUMMARY", "DESCRIPTION", "CLASS",
        "STATUS", "TRANSP",
    }  # fmt: skip
    assert (found["UID"], found["SUMMARY"]) == (str(step), f"Frist Fall {case.number}")
    assert found["DTSTART"].dt == date(2027, 5, 26)
    assert found["DESCRIPTION"] == f"http://localhost/faelle/{case.id}/plan"
    for word in (other.number, "Gefahrencheck", "KANARI", "Musterkreis", town.office.name, town.lead.name):
        assert word not in text


def test_a_moved_date_counts_up_and_a_step_that_is_done_is_called_off(town, browser):
    with clock.stopped(LATER):
        case = reported(town, at=WEDNESDAY)
        step = steps(case)["F01"].id
        address = subscribed(town.coordinator.id, "coordinator")
        before = read(browser, address)[str(step)]
        to = WEDNESDAY + timedelta(days=9)
        by = {"by": town.coordinator.id, "at": LATER}
        extend(case.id, step, to=to, reason="Urlaub", **by)
        db.session.commit()
        moved = read(browser, address)[str(step)]
        finish(case.id, step, reason="", **by)
        db.session.commit()
        done = read(browser, address)[str(step)]
        with clock.stopped(LATER + timedelta(days=15)):
            gone = read(browser, address)

    assert before["SEQUENCE"] < moved["SEQUENCE"] < done["SEQUENCE"]
    assert before["DTSTART"].dt < moved["DTSTART"].dt
    assert [one["STATUS"] for one in (before, moved, done)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(step) not in gone


def test_a_mediator_reads_what_mediators_do_in_the_own_cases_only(town, browser):
    found, others = meeting.mediating(town), meeting.mediating(town)
    own = held(found.case.id, "MEDIATOR")
    for case_id, holder, anchor in (
        (found.case.id, "CASE_LEAD", "MEDIATION_AGREED"),
        (found.case.id, "MEDIATOR", "OFFER_SENT"),  # asked of somebody else
        (others.case.id, "MEDIATOR", "MEDIATION_AGREED"),
    ):
        held(case_id, holder, anchor=anchor)
    address = subscribed(first(found), "mediator", at=make.NOON)

    read_now = read(browser, address)
    answering.give_back(found.offer(found.people[0]).id, by=first(found), at=make.NOON)
    db.session.commit()

    assert set(read_now) == {str(own)}
    assert read_now[str(own)]["DESCRIPTION"] == f"http://localhost/meine-faelle/{found.case.id}"
    assert read_now[str(own)]["STATUS"] == "TENTATIVE"  # it waits
    assert read(browser, address) == {}


def test_the_page_shows_both_addresses_once_and_one_click_ends_both(town, browser):
    window = browser.as_(town.lead)
    page = window.submit(window.get("/profil/kalender"), button="Adressen erzeugen")
    token = page.response.text.split("/kalender/")[1].split("/")[0]

    assert f"/kalender/{token}/fristen.ics" in page.response.text
    assert f"/kalender/{token}/termine.ics" in page.response.text
    assert read(browser, f"/kalender/{token}/fristen.ics") == {}
    assert db.session.query(CalendarFeed.last_used_at).scalar() is not None
    window.submit(window.get("/profil/kalender"), button="Adressen beenden")
    assert browser.get(f"/kalender/{token}/fristen.ics").status_code == 404


@pytest.mark.parametrize(
    ("most", "ends"), [(1, date(2026, 3, 5)), (2, date(2026, 3, 6)), (3, None), (4, None)]
)
def test_where_room_ends_the_calendar_says_that_more_stands_in_the_program(
    town, browser, monkeypatch, most, ends
):
    monkeypatch.setattr(own_dates, "MOST", most)
    case = make.case(town)
    for days in (3, 4, 5):
        held(case.id, "COORDINATION", anchor=f"DAY_{days}", due=make.later(days=days))

    found = read(browser, subscribed(town.coordinator.id, "coordinator", at=make.NOON))
    more = found.pop(str(MORE_ID), None)

    assert len(found) == min(most, 3)
    assert (more and more["DTSTART"].dt) == ends
    if more:
        assert (more["SUMMARY"], more["DESCRIPTION"]) == (
            "Weitere Fristen im Programm", "http://localhost/faelligkeiten",
        )  # fmt: skip


def test_room_that_ended_with_what_is_past_is_said_today(town, browser, monkeypatch):
    monkeypatch.setattr(own_dates, "MOST", 1)
    case = make.case(town)
    for days in (-3, -4):
        held(case.id, "COORDINATION", anchor=f"DAY_{days}", due=make.later(days=days))

    found = read(browser, subscribed(town.coordinator.id, "coordinator", at=make.NOON))

    assert found[str(MORE_ID)]["DTSTART"].dt == make.NOON.date()
