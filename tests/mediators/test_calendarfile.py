"""Of an own calendar only taken quarter hours are read, whatever program wrote it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.localtime import LOCAL
from app.mediators import calendarfile
from app.mediators.calendarfile import BusyTimes
from app.refusals import NotAllowed
from tests.mediators.ics import berlin, calendar, event

MONDAY = date(2026, 3, 2)


def read(*parts: str, today: date = MONDAY) -> BusyTimes:
    return calendarfile.read(calendar(*parts), today=today)


def hours(found: BusyTimes) -> list[str]:
    """Stretches of taken quarter hours: „Tu 03.03. 17:00-18:00“."""
    text = bin(found.taken.quarters)[:1:-1]
    stretches, place = [], text.find("1")
    while place >= 0:
        end = text.find("0", place)
        end = len(text) if end < 0 else end
        start, stop = (
            datetime.combine(found.taken.first_day, datetime.min.time()) + timedelta(minutes=15 * quarter)
            for quarter in (place, end)
        )
        stretches.append(f"{start:%d.%m. %H:%M}-{stop:%H:%M}")
        place = text.find("1", end)
    return stretches


def test_an_appointment_takes_the_quarters_it_begins() -> None:
    found = read(event(*berlin("20260303T170500", "20260303T180500")))

    assert hours(found) == ["03.03. 17:00-18:15"]
    assert (found.unread, found.last_day) == (0, date(2026, 6, 2))


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20260303T160000Z", "DURATION:PT1H"),
        ("DTSTART:20260303T170000", "DTEND:20260303T180000"),
        ("DTSTART;TZID=W. Europe Standard Time:20260303T170000", "DURATION:PT60M"),
        ("DTSTART;TZID=America/New_York:20260303T110000", "DTEND;TZID=America/New_York:20260303T120000"),
    ],
    ids=["utc", "floating", "outlook", "elsewhere"],
)
def test_a_moment_is_understood_however_it_is_written(lines: tuple[str, ...]) -> None:
    assert hours(read(event(*lines))) == ["03.03. 17:00-18:00"]


def test_whole_days_are_taken_up_to_the_day_on_which_they_end() -> None:
    found = read(event("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260305"))

    assert hours(found) == ["03.03. 00:00-00:00"]
    assert found.taken.quarters.bit_count() == 2 * 96


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_what_is_marked_as_free_or_called_off_takes_nothing(line: str) -> None:
    assert hours(read(event(*berlin("20260303T170000", "20260303T180000"), line))) == []


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 3, 23), ["24.03.", "31.03.", "07.04."]),
        (date(2026, 10, 19), ["20.10.", "27.10.", "03.11."]),
    ],
    ids=["spring", "autumn"],
)
def test_what_repeats_stays_at_its_hour_when_the_clocks_change(today: date, days: list[str]) -> None:
    first = today + timedelta(days=1)
    at = berlin(f"{first:%Y%m%d}T170000", f"{first:%Y%m%d}T180000")

    assert hours(read(event(*at, "RRULE:FREQ=WEEKLY;COUNT=3"), today=today)) == [
        f"{day} 17:00-18:00" for day in days
    ]


def test_a_series_is_read_from_its_beginning_years_ago_up_to_its_end() -> None:
    series = event(*berlin("20200107T170000", "20200107T180000"), "RRULE:FREQ=WEEKLY;UNTIL=20260317T170000Z")

    assert hours(read(series)) == ["03.03. 17:00-18:00", "10.03. 17:00-18:00", "17.03. 17:00-18:00"]


def test_exceptions_of_a_series_are_free_and_moved_ones_are_elsewhere() -> None:
    series = event(
        *berlin("20260303T170000", "20260303T180000"),
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Berlin:20260310T170000",
    )
    moved = event(
        *berlin("20260318T090000", "20260318T100000"), "RECURRENCE-ID;TZID=Europe/Berlin:20260317T170000"
    )
    gone = event(
        *berlin("20260324T170000", "20260324T180000"),
        "RECURRENCE-ID;TZID=Europe/Berlin:20260324T170000",
        "STATUS:CANCELLED",
    )

    assert hours(read(series, moved, gone)) == ["03.03. 17:00-18:00", "18.03. 09:00-10:00"]


def test_lists_of_free_and_busy_times_are_read_too() -> None:
    busy = "BEGIN:VFREEBUSY\r\nUID:9\r\nFREEBUSY:20260303T160000Z/PT1H\r\n"
    free = "FREEBUSY;FBTYPE=FREE:20260304T160000Z/PT1H\r\nEND:VFREEBUSY\r\n"

    assert hours(read(busy + free)) == ["03.03. 17:00-18:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:gestern",),
        ("SUMMARY:ohne Beginn",),
        (*berlin("20260303T170000", "20260303T180000"), "RRULE:FREQ=SECONDLY"),
        (*berlin("20260303T170000", "20260303T180000"), "RRULE:FREQ=DAILY;INTERVAL=0"),
        (*berlin("20260303T170000", "20260303T180000"), "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        (*berlin("15000303T170000", "15000303T180000"), "RRULE:FREQ=DAILY"),
        (*berlin("20260303T170000", "20260303T180000"), "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO"),
        (*berlin("20260303T170000", "20260303T180000"), "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=5"),
    ],
    ids=[
        "beginning",
        "no beginning",
        "seconds",
        "no interval",
        "no such day",
        "for ever",
        "never",
        "no fifth",
    ],
)
def test_an_entry_that_nobody_understands_is_counted_and_the_others_count(lines: tuple[str, ...]) -> None:
    found = read(event(*lines, uid="kaputt"), event(*berlin("20260304T170000", "20260304T180000"), uid="gut"))

    assert found.unread == 1
    assert hours(found) == ["04.03. 17:00-18:00"]


@pytest.mark.parametrize(
    "data",
    [b"", b"hallo", b"PK\x03\x04", b"\x00\xff\xfe", calendar(event("DTSTART:20260303T170000Z"))[:-40]],
    ids=["empty", "text", "zip", "bytes", "cut off"],
)
def test_what_is_no_calendar_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotAllowed, match="Das ist keine Kalenderdatei"):
        calendarfile.read(data, today=MONDAY)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotAllowed, match="größer als 2 MB"):
        calendarfile.read(b"x" * (calendarfile.MOST_BYTES + 1), today=MONDAY)


@given(
    st.integers(0, 90 * 24 * 4), st.integers(1, 40), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tokyo"])
)
def test_every_minute_of_an_appointment_is_taken_on_the_wall_clock_here(
    quarter: int, length: int, zone: str
) -> None:
    starts = datetime(2026, 3, 2, tzinfo=LOCAL).astimezone(ZoneInfo("UTC")) + timedelta(minutes=15 * quarter)
    ends = starts + timedelta(minutes=15 * length)
    there = [one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for one in (starts, ends)]
    lines = [
        f"{name};TZID={zone}:{one:%Y%m%dT%H%M%S}"
        for name, one in zip(("DTSTART", "DTEND"), there, strict=True)
    ]

    taken = read(event(*lines)).taken.quarters

    for minutes in range(0, 15 * length, 15):
        wall = (starts + timedelta(minutes=minutes)).astimezone(LOCAL)
        place = 96 * (wall.date() - MONDAY).days + wall.hour * 4 + wall.minute // 15
        assert taken >> place & 1 or wall.date() == date(2026, 3, 29)
