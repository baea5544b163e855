"""Somebody of the pool says what is other than usual: single days, the own calendar, the way."""

from datetime import date, time

import pytest
import sqlalchemy as sa

from app.accounts.permissions import Role
from app.database import db
from app.localtime import LOCAL
from app.mediators import calendarfile
from app.mediators.horizon import Horizon
from app.mediators.jobs import forget_past_days
from app.mediators.models import BusyCalendar, PoolDay
from app.mediators.rules import parse_slots
from tests import make
from tests.mediators.ics import TITLE, berlin, calendar, event, upload
from tests.mediators.people import mediator

DAYS, CALENDAR, WAY = "/zeiten/einzelne-tage", "/zeiten/kalender", "/zeiten/weg"


@pytest.fixture
def noori(town):
    return mediator()


@pytest.fixture
def window(noori, browser):
    return browser.as_(noori.user_id)


def said(model):
    db.session.expire_all()
    return db.session.scalars(sa.select(model)).all()


def days():
    return sorted((row.day, row.free, row.starts, row.ends) for row in said(PoolDay))


def add(window, kind, day="2026-03-03", starts="", ends=""):
    return window.post(DAYS, {"kind": kind, "day": day, "starts": starts, "ends": ends})


def test_this_tuesday_not_and_this_saturday_in_addition(window):
    page = window.get(window.get("/zeiten").links["Einzelne Tage ändern"])

    window.submit(page, {"kind": "NOT", "day": "2026-03-03"}, button="Tag eintragen")
    page = add(window, "MORE", "2026-03-07", "10:00", "14:00")

    assert "Di 03.03.2026, ganzer Tag nicht frei" in page.main
    assert "Sa 07.03.2026, 10:00–14:00 zusätzlich frei" in page.main
    assert "10:00–14:00: zusätzlich frei" in window.get("/zeiten").main
    assert days() == [
        (date(2026, 3, 3), False, time(0), time(23, 59)),
        (date(2026, 3, 7), True, time(10), time(14)),
    ]


def test_midnight_ends_a_day(window):
    page = add(window, "MORE", starts="18:00", ends="00:00")

    assert "Di 03.03.2026, 18:00–24:00 zusätzlich frei" in page.main
    assert days() == [(date(2026, 3, 3), True, time(18), time(23, 59))]


@pytest.mark.parametrize("text", ["Di 22-24 Uhr", "Di 22:00-23:59"])
def test_the_last_window_ends_with_the_day(text):
    horizon = Horizon([date(2026, 3, 3)], zone=LOCAL)
    slots = parse_slots(text)

    (window,) = horizon.windows(horizon.starts(slots))

    assert (f"{window.start:%d %H:%M}", f"{window.end:%d %H:%M}") == ("03 22:00", "04 00:00")
    assert [slot.minutes for slot in slots] == [120]


def test_the_same_day_twice_stands_there_once_and_can_be_removed(window):
    add(window, "NOT")
    add(window, "NOT")
    (row_id,) = [row.id for row in said(PoolDay)]

    page = window.submit(window.get(DAYS), button="Entfernen Di 03.03.2026, ganzer Tag")

    assert days() == [] and "Keine eingetragen." in page.main
    assert window.post(f"{DAYS}/{row_id}/entfernen").status_code == 200  # gone already: no mistake


def test_who_cannot_takes_back_what_was_free_in_addition(window):
    add(window, "MORE", starts="16:00", ends="20:00")
    add(window, "NOT", starts="17:00", ends="18:00")

    free = [(starts, ends) for _, is_free, starts, ends in days() if is_free]
    assert free == [(time(16), time(17)), (time(18), time(20))]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": ""}, "Bitte wählen Sie, was an diesem Tag anders ist."),
        ({"day": ""}, "Bitte geben Sie den Tag an."),
        ({"day": "2026-03-01"}, "Bitte wählen Sie einen Tag von heute bis in einem Jahr."),
        ({"starts": "17:00", "ends": ""}, "Bitte geben Sie beide Uhrzeiten an"),
        ({"starts": "17:00", "ends": "16:00"}, "„Bis“ liegt nicht nach „Von“."),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_and_stays_typed(window, values, sentence):
    typed = {"kind": "NOT", "day": "2026-03-03", "starts": "16:00", "ends": "17:30"} | values

    page = window.post(DAYS, typed)

    assert page.status_code == 422
    assert sentence in page.main
    form = page.values(next(f for f in page.forms() if f.get("action") == ""))
    assert {name: form.get(name, "") for name in typed} == typed
    assert days() == []


def test_more_single_days_than_anybody_needs_are_refused(window, noori):
    db.session.add_all(
        PoolDay(
            person_id=noori.id, day=date(2026, 4, 1), free=False, starts=time(hour), ends=time(hour, minute)
        )
        for hour in range(20)
        for minute in (15, 30, 45)
    )
    db.session.commit()

    assert "Mehr als 60 einzelne Tage gehen nicht." in add(window, "NOT").main


def test_of_an_uploaded_calendar_only_taken_times_stay(window):
    page = window.post(CALENDAR, upload(calendar(event(*berlin("20260303T170000", "20260303T183000")))))

    assert "Ihr Kalender ist gelesen." in page.text
    assert "Belegt sind in dieser Zeit noch 2 Stunden." in page.main
    (row,) = said(BusyCalendar)
    assert {TITLE, "Praxis"}.isdisjoint(str(value) for value in vars(row).values())
    assert row.last_day == date(2026, 6, 2)
    assert int(row.taken, 16).bit_count() == 6


def test_a_new_calendar_takes_the_place_of_the_old_one(window):
    window.post(CALENDAR, upload(calendar(event(*berlin("20260303T170000", "20260303T180000")))))
    window.post(CALENDAR, upload(calendar()))

    (row,) = said(BusyCalendar)
    assert row.taken == "0"


def test_what_could_not_be_read_is_said(window):
    page = window.post(CALENDAR, upload(calendar(event("DTSTART:gestern"))))

    assert "Ein Eintrag war nicht lesbar." in page.main


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04", "Das ist keine Kalenderdatei, oder sie ist beschädigt."),
        (b"x" * 2000, "Die Datei ist größer als 2 MB."),
    ],
)
def test_a_broken_file_is_refused_and_the_old_times_stay(window, data, sentence, monkeypatch):
    window.post(CALENDAR, upload(calendar(event(*berlin("20260303T170000", "20260303T180000")))))
    monkeypatch.setattr(calendarfile, "MOST_BYTES", 1000)

    page = window.post(CALENDAR, upload(data))

    assert page.status_code == 422 and sentence in page.main
    assert int(said(BusyCalendar)[0].taken, 16).bit_count() == 4


def test_without_a_file_the_page_says_so(window):
    assert "Bitte wählen Sie eine Datei aus." in window.post(CALENDAR).main


def test_the_times_of_the_calendar_can_be_deleted(window):
    window.post(CALENDAR, upload(calendar()))

    page = window.submit(window.get(CALENDAR), button="Zeiten löschen")

    assert "Es ist kein Kalender hochgeladen." in page.main
    assert said(BusyCalendar) == []


@pytest.mark.parametrize(("typed", "kept"), [("45", 45), ("0", 0), ("", None)])
def test_the_way_is_as_long_as_the_person_says(window, noori, typed, kept):
    page = window.post(WAY, {"minutes": typed})

    db.session.expire_all()
    assert noori.travel_minutes == kept
    assert page.path == "/zeiten" and "Ihr Weg ist gespeichert." in page.text


def test_a_way_that_is_too_long_is_refused(window, noori):
    page = window.post(WAY, {"minutes": "500"})

    assert page.status_code == 422 and "Erwartet wird eine Zahl von 0 bis 180." in page.main
    assert noori.travel_minutes is None


@pytest.mark.parametrize("path", [DAYS, CALENDAR, WAY])
def test_who_is_not_in_the_pool_finds_nothing(town, browser, path):
    stranger = make.user(name="Nie im Pool", role=Role.MEDIATOR)

    assert browser.as_(stranger).get(path).status_code == 404
    assert browser.as_(town.coordinator).get(path).status_code == 403


def test_nobody_removes_the_days_of_others(window, browser):
    add(window, "NOT")
    (row,) = said(PoolDay)

    browser.as_(mediator().user_id).post(f"{DAYS}/{row.id}/entfernen")

    assert len(days()) == 1


def test_days_and_calendars_are_deleted_when_they_are_over(window):
    add(window, "NOT")
    window.post(CALENDAR, upload(calendar()))

    assert forget_past_days(make.later(days=1)) == 0
    assert forget_past_days(make.later(days=2)) == 1
    assert forget_past_days(make.later(days=92)) == 0
    assert forget_past_days(make.later(days=93)) == 1
    assert (days(), said(BusyCalendar)) == ([], [])
