"""Who is away, busy or still on the way is not proposed: seen on the match page and in runs."""

from datetime import date, datetime, time, timedelta

import pytest

from app import clock
from app.cases.models import Case
from app.database import db
from app.mediators.models import PoolPerson
from app.municipalities.models import District
from app.referrals.models import Meeting
from tests import make
from tests.browser import Browser, Page
from tests.mediators.ics import berlin, calendar, event, upload
from tests.referrals import at_work, meeting, waiting

TUESDAY, THURSDAY = "Di 03.03., 17:00–19:00", "Do 05.03., 17:00–19:00"
SATURDAY = date(2026, 3, 7)


@pytest.fixture
def adler(town: make.Town) -> PoolPerson:
    """With somebody who is free at the same times; all that happens in a test happens to her."""
    at_work.mediator("Bruns")
    return at_work.mediator("Adler")


def match(town: make.Town, browser: Browser, case: Case) -> Page:
    return browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung")


def elsewhere(town: make.Town) -> District:
    """Another part of the town."""
    made = District(name="Oststadt")
    db.session.add(made)
    db.session.commit()
    return made


def says(browser: Browser, person: PoolPerson, path: str, **values: object) -> None:
    page = browser.as_(person.user_id).post(f"/zeiten/{path}", values)
    assert page.status_code == 200, page.main


def with_meeting(
    town: make.Town, person: PoolPerson, starts_at: datetime, *, district: District, online: bool = False
) -> Case:
    """She works on another case, which has this appointment; committed."""
    found = at_work.approved(town, district_id=district.id)
    found.offer(found.people[0]).person_id = person.id
    db.session.add(
        Meeting(
            case_id=found.case.id,
            referral_id=found.referral.id,
            kind="SESSION",
            starts_at=starts_at,
            online=online,
            planned_at=make.NOON,
        )
    )
    for one in found.people:
        one.resting = True
    db.session.commit()
    return found.case


def test_without_anything_in_the_way_the_weekly_times_are_offered(
    town: make.Town, browser: Browser, adler: PoolPerson
) -> None:
    page = match(town, browser, at_work.searching(town))

    assert TUESDAY in page.main and THURSDAY in page.main


def test_this_tuesday_not(town: make.Town, browser: Browser, adler: PoolPerson) -> None:
    says(browser, adler, "einzelne-tage", kind="NOT", day="2026-03-03")

    page = match(town, browser, at_work.searching(town))

    assert TUESDAY not in page.main and THURSDAY in page.main


def test_a_part_of_this_tuesday_not(town: make.Town, browser: Browser, adler: PoolPerson) -> None:
    says(browser, adler, "einzelne-tage", kind="NOT", day="2026-03-03", starts="16:00", ends="17:40")

    page = match(town, browser, at_work.searching(town))

    assert "Di 03.03., 17:45–19:45" in page.main


def test_this_saturday_in_addition_if_both_can(town: make.Town, browser: Browser, adler: PoolPerson) -> None:
    both = [adler, db.session.query(PoolPerson).filter_by(last_name="Bruns").one()]
    for person in both:
        says(browser, person, "einzelne-tage", kind="MORE", day="2026-03-07", starts="10:00", ends="12:30")

    page = match(town, browser, at_work.searching(town))

    assert "Sa 07.03., 10:00–12:00" in page.main


def test_in_addition_never_counts_while_away(town: make.Town, browser: Browser, adler: PoolPerson) -> None:
    says(browser, adler, "abwesenheiten", first_day="2026-03-03", last_day="2026-03-03")
    says(browser, adler, "einzelne-tage", kind="MORE", day="2026-03-03", starts="16:00", ends="21:00")

    assert "Di 03.03." not in match(town, browser, at_work.searching(town)).main


def test_an_uploaded_appointment_is_never_offered(
    town: make.Town, browser: Browser, adler: PoolPerson
) -> None:
    data = calendar(event(*berlin("20260303T160000", "20260303T173000"), "RRULE:FREQ=WEEKLY"))
    says(browser, adler, "kalender", **upload(data))

    page = match(town, browser, at_work.searching(town))

    assert "Di 03.03., 17:30–19:30" in page.main and TUESDAY not in page.main
    assert THURSDAY in page.main and "Di 10.03., 17:30–19:30" in page.main
    assert "Geheim" not in page.text


def test_a_calendar_that_is_too_old_counts_no_more(
    town: make.Town, browser: Browser, adler: PoolPerson
) -> None:
    data = calendar(event(*berlin("20260303T160000", "20260303T200000"), "RRULE:FREQ=DAILY"))
    says(browser, adler, "kalender", **upload(data))
    case = at_work.searching(town)

    with clock.stopped(make.later(days=60)):
        assert "Keine freie Zeit" in match(town, browser, case).main
    with clock.stopped(make.later(days=100)):
        assert "1. Vorschlag" in match(town, browser, case).main


def test_whoever_has_an_appointment_in_a_case_is_not_double_booked(
    town: make.Town, browser: Browser, adler: PoolPerson
) -> None:
    with_meeting(town, adler, meeting.wall("2026-03-03T17:30"), district=town.district)

    page = match(town, browser, at_work.searching(town))

    assert "Di 03.03." not in page.main and THURSDAY in page.main


@pytest.mark.parametrize(
    ("there", "online", "minutes", "offered"),
    [
        ("Weststadt", False, "", "Di 03.03., 17:00–19:00"),
        ("Oststadt", False, "", "Di 03.03., 17:30–19:30"),
        ("Oststadt", False, "60", "Di 03.03., 18:00–20:00"),
        ("Oststadt", False, "0", "Di 03.03., 17:00–19:00"),
        ("Oststadt", False, "61", None),
        ("Oststadt", True, "61", "Di 03.03., 17:00–19:00"),
    ],
    ids=["same place", "elsewhere", "a long way", "no way", "too long a way", "online"],
)
def test_the_way_from_an_appointment_to_the_next_is_left_free(
    town: make.Town, browser: Browser, adler: PoolPerson, there: str, online: bool, minutes: str, offered: str
) -> None:
    district = town.district if there == town.district.name else elsewhere(town)
    with_meeting(town, adler, meeting.wall("2026-03-03T15:00"), district=district, online=online)
    says(browser, adler, "weg", minutes=minutes)

    page = match(town, browser, at_work.searching(town))

    assert (offered or "Do 05.03.") in page.main
    assert offered is not None or "Di 03.03." not in page.main


def test_the_municipality_says_how_long_a_way_is_where_the_person_does_not(
    town: make.Town, browser: Browser, adler: PoolPerson
) -> None:
    town.municipality.matching = {"travel_minutes": 45}
    with_meeting(town, adler, meeting.wall("2026-03-03T15:00"), district=elsewhere(town))

    assert "Di 03.03., 17:45–19:45" in match(town, browser, at_work.searching(town)).main


def test_who_could_only_come_too_late_hears_why(town: make.Town, browser: Browser, adler: PoolPerson) -> None:
    adler.slots = [one for one in adler.slots if one.weekday == 1]
    adler.capacity = 5
    place = elsewhere(town)
    for day in ("03", "10", "17"):
        with_meeting(town, adler, meeting.wall(f"2026-03-{day}T15:30"), district=place)
    says(browser, adler, "weg", minutes="60")

    page = match(town, browser, at_work.searching(town))

    assert "Mina Adler: Freie Zeit nur so nah an eigenen Terminen, dass der Weg nicht reicht" in page.main


@pytest.mark.parametrize(
    ("monday", "tuesdays", "count"),
    [("2026-03-23T12:00", ("24.03.", "31.03."), 7), ("2026-10-19T12:00", ("20.10.", "27.10."), 6)],
    ids=["spring", "autumn"],
)
def test_over_a_change_of_the_clocks_everything_stays_at_its_hour(  # noqa: PLR0917
    town: make.Town,
    browser: Browser,
    adler: PoolPerson,
    monday: str,
    tuesdays: tuple[str, str],
    count: int,
) -> None:
    now = meeting.wall(monday)
    first = (now + timedelta(days=1)).date()
    data = calendar(event(*berlin(f"{first:%Y%m%d}T160000", f"{first:%Y%m%d}T173000"), "RRULE:FREQ=WEEKLY"))
    case = at_work.searching(town)

    with clock.stopped(now):
        says(browser, adler, "kalender", **upload(data))
        before = match(town, browser, case)
        thursday = meeting.wall(f"{first + timedelta(days=9)}T19:59")
        with_meeting(town, adler, thursday - timedelta(minutes=60), district=town.district)
        after = match(town, browser, case)

    for day in tuesdays:
        assert f"Di {day}, 17:30–19:30" in after.main
    assert f"{count} gemeinsame freie Termine" in before.main
    assert f"{count - 1} gemeinsame freie Termine" in after.main


@pytest.mark.parametrize(
    ("own", "until", "served", "times"),
    [
        (True, "14:00", 2, ["10:00", "12:00"]),
        (False, "14:00", 1, ["10:00"]),
        (False, "14:30", 2, ["10:00", "12:30"]),
    ],
    ids=["same place", "no time for the way", "time for the way"],
)
def test_a_run_sends_nobody_to_two_places_at_once(  # noqa: PLR0917
    town: make.Town, browser: Browser, own: bool, until: str, served: int, times: list[str]
) -> None:
    person = at_work.mediator("Adler", slots=(), capacity=3)
    says(browser, person, "einzelne-tage", kind="MORE", day="2026-03-07", starts="10:00", ends=until)
    waiting.alone(town)
    second = waiting.alone(town)
    second.district_id = town.district.id if own else elsewhere(town).id
    db.session.commit()

    run = waiting.done(town)

    page = browser.as_(town.coordinator).get(f"/gesamtvermittlung/{run}")
    assert f"Versorgte Fälle {served} von 2" in page.main
    assert all(f"Sa 07.03., {one}" in page.main for one in times)
    planned = {one.meets_at for one in waiting.proposals(run) if one.meets_at}
    assert planned == {meeting.wall(f"{SATURDAY}T{one}") for one in times}


@pytest.mark.parametrize("how", ["away", "not that day", "own calendar", "own appointment"])
def test_a_run_proposes_nobody_who_is_not_free(town: make.Town, browser: Browser, how: str) -> None:
    person = at_work.mediator("Adler", slots=((1, time(17), time(20)),), capacity=5)
    days = ("2026-03-03", "2026-03-10", "2026-03-17")
    if how == "away":
        says(browser, person, "abwesenheiten", first_day=days[0], last_day="2026-03-31")
    elif how == "not that day":
        for day in days:
            says(browser, person, "einzelne-tage", kind="NOT", day=day)
    elif how == "own calendar":
        data = calendar(event(*berlin("20260303T180000", "20260303T190000"), "RRULE:FREQ=WEEKLY"))
        says(browser, person, "kalender", **upload(data))
    else:
        for day in days:
            with_meeting(town, person, meeting.wall(f"{day}T18:00"), district=town.district)
    waiting.alone(town)

    page = browser.as_(town.coordinator).get(f"/gesamtvermittlung/{waiting.done(town)}")

    assert "Versorgte Fälle 0 von 1" in page.main
