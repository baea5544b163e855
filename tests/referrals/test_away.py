"""A mediator enters that she is away on days on which she has appointments: who reads which ones."""

from datetime import date

from app import clock
from app.database import db
from app.mediators.actions import profile
from app.referrals.actions import alarms, appointments
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work, meeting
from tests.referrals.meeting import ASKED, FRIDAY, THURSDAY, first, second

AWAY = "an diesem Tag sind Sie abwesend"
SEES = frozenset(
    {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}
)


def be_away(found: at_work.Asked) -> None:
    """The first of the two, from Thursday to Sunday; committed."""
    days = {"first_day": date(2026, 3, 5), "last_day": date(2026, 3, 8)}
    profile.add_absence(found.people[0].id, **days, by=first(found), at=make.NOON)
    db.session.commit()


def enter(browser: Browser, found: at_work.Asked, first_day: str, last_day: str) -> Page:
    window = browser.as_(first(found))
    typed = {"first_day": first_day, "last_day": last_day}
    return window.submit(window.get("/zeiten"), typed, button="Abwesenheit eintragen")


def test_whoever_enters_an_absence_reads_at_once_which_appointment_falls_into_it(
    town: make.Town, browser: Browser
) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    page = enter(browser, found, "2026-03-05", "2026-03-08")

    number = found.case.number
    assert f"In diese Tage fällt ein Termin von Ihnen: Do 05.03.2026, 17:00 (Fall {number})." in page.text
    assert "Die Koordinierungsstelle weiß davon. Er bleibt bestehen, bis er verlegt ist." in page.text


def test_of_several_appointments_each_is_named_in_the_order_of_time(
    town: make.Town, browser: Browser
) -> None:
    found = meeting.mediating(town)
    meeting.planned(found, FRIDAY)
    meeting.planned(found, THURSDAY)

    page = enter(browser, found, "2026-03-05", "2026-03-08")

    number = found.case.number
    both = f"Do 05.03.2026, 17:00 (Fall {number}); Fr 06.03.2026, 17:00 (Fall {number})"
    assert f"In diese Tage fallen 2 Termine von Ihnen: {both}." in page.text


def away_on_one_of_two(town: make.Town) -> at_work.Asked:
    """Of two appointments the first falls into her absence."""
    found = meeting.mediating(town)
    meeting.planned(found)
    meeting.planned(found, meeting.wall("2026-03-12T17:00"))
    be_away(found)
    return found


def test_each_absence_lists_its_own_appointments_and_leads_to_them(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    planned = meeting.planned(found)
    enter(browser, found, "2026-03-09", "2026-03-10")

    page = enter(browser, found, "2026-03-05", "2026-03-05")

    path = f"/meine-faelle/{found.referral.id}/termine/{planned}"
    assert page.links[f"Do 05.03., 17:00 (Fall {found.case.number})"] == path
    assert page.main.count("Termin an diesen Tagen:") == 1
    assert len(page.statements) <= 12


def test_an_absence_on_other_days_or_over_a_cancelled_appointment_names_none(
    town: make.Town, browser: Browser
) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)
    cancelled = meeting.planned(found, FRIDAY)
    appointments.cancel(found.referral.id, cancelled, by=first(found), at=make.NOON)
    db.session.commit()

    page = enter(browser, found, "2026-03-06", "2026-03-08")

    assert "Die Abwesenheit ist eingetragen." in page.text
    assert "Termin von Ihnen" not in page.text
    assert "Termin an diesen Tagen:" not in page.main


def test_coordination_and_the_lead_read_who_is_away_on_the_day_of_an_appointment(
    town: make.Town, browser: Browser
) -> None:
    found = away_on_one_of_two(town)

    for reader in (town.coordinator, town.lead):
        page = browser.as_(reader, sees={"meetings.room"}).get(f"/faelle/{found.case.id}/termine")
        assert page.main.count("Mina Adler (abwesend)") == 1
        assert page.main.count("Mina Adler") == 2
        assert "Mina Bruns (abwesend)" not in page.main


def test_whoever_had_said_that_she_comes_and_is_away_stands_there_with_both(
    town: make.Town, browser: Browser
) -> None:
    found = meeting.mediating(town)
    planned = meeting.planned(found)
    with clock.stopped(ASKED):
        alarms.confirm(found.referral.id, planned, by=first(found), at=ASKED)
        be_away(found)
        page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/termine")

    assert "Mina Adler (kommt, abwesend)" in page.main


def test_her_case_and_her_start_page_say_so_too_and_those_of_her_colleague_do_not(
    town: make.Town, browser: Browser
) -> None:
    found = away_on_one_of_two(town)

    for path in ("/", f"/meine-faelle/{found.referral.id}"):
        assert browser.as_(first(found), sees=SEES).get(path).main.count(AWAY) == 1
        assert AWAY not in browser.as_(second(found), sees=SEES).get(path).main


def test_the_message_to_coordination_names_the_day_of_the_appointment(
    town: make.Town, browser: Browser
) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    be_away(found)

    page = browser.as_(town.coordinator).get("/posteingang")
    assert f"Bitte prüfen Sie einen Termin: {found.case.number}" in page.links
    assert "Termin: Do 05.03., 17:00" in page.main
