"""Working days, service hours and deadlines, against dates worked out by hand."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.localtime import LOCAL, local_moment
from app.refusals import NotAllowed
from app.servicehours import ServiceHours
from app.workdays import Calendar, Clock, Land, Period, add_months

DATA = Path(__file__).parent / "data"
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NW = Calendar(Land.NW)
NI = Calendar(Land.NI)


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment(text):
    return local_moment(text)[0]


def shown(moment):
    assert moment.tzinfo is LOCAL
    return moment.isoformat(timespec="seconds")


@pytest.mark.parametrize(
    "row", table("deadline_vectors.csv"), ids=lambda row: " ".join(list(row.values())[:3])
)
def test_a_deadline_ends_when_it_was_worked_out_by_hand(row):
    calendar = Calendar(
        Land(row["land"]),
        frozenset(date.fromisoformat(day) for day in row["closing"].split(";") if day),
        ServiceHours.parse(row["service"]) if row["service"] else ServiceHours.DEFAULT,
    )

    due = calendar.due(moment(row["start"]), Period.parse(row["period"]))

    assert shown(due) == row["due"]


@pytest.mark.parametrize("row", table("holidays_check.csv"), ids=lambda row: row["year"])
@pytest.mark.parametrize("land", ["NW", "NI"])
def test_the_holidays_of_a_land_are_those_of_its_law(row, land):
    listed = {cell for part in ("common (NW+NI)", f"{land} only") for cell in row[part].split(", ")}

    year = [date(int(row["year"]), 1, 1) + timedelta(days=n) for n in range(365)]
    holidays = [day for day in year if Calendar(Land(land)).holiday_name(day)]

    assert {f"{day:%d.%m} {WEEKDAYS[day.weekday()]}" for day in holidays} == listed


@pytest.mark.parametrize("land", Land)
def test_every_land_has_the_nine_common_holidays(land):
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]

    names = {name for name in map(Calendar(land).holiday_name, days) if name}

    assert {
        "Neujahr",
        "Karfreitag",
        "Ostermontag",
        "Erster Mai",
        "Christi Himmelfahrt",
        "Pfingstmontag",
    } <= names
    assert {"Tag der Deutschen Einheit", "Erster Weihnachtstag", "Zweiter Weihnachtstag"} <= names


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 5, 26), None),
        (date(2027, 5, 27), "Fronleichnam"),
        (date(2027, 5, 29), "Samstag"),
        (date(2027, 5, 30), "Sonntag"),
        (date(2027, 12, 24), "Schließtag"),
        (date(2027, 12, 25), "Erster Weihnachtstag"),
        (date(2027, 12, 31), None),
    ],
)
def test_a_day_without_work_says_why(day, why):
    calendar = Calendar(Land.NW, frozenset({date(2027, 12, 24), date(2027, 12, 25)}))

    assert calendar.why_not(day) == why
    assert calendar.is_working_day(day) == (why is None)


def test_a_working_day_stays_and_any_other_moves_to_the_next_one():
    assert NW.next_working_day(date(2027, 5, 26)) == date(2027, 5, 26)
    assert NW.next_working_day(date(2027, 5, 27)) == date(2027, 5, 28)
    assert NW.next_working_day(date(2027, 3, 26)) == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2027-05-31T10:00", "-1WD", "2027-05-28T23:59:59+02:00"),
        ("2027-05-31T10:00", "-2WD", "2027-05-26T23:59:59+02:00"),
        ("2027-05-30T10:00", "-1WD", "2027-05-28T23:59:59+02:00"),
        ("2027-05-30T10:00", "0WD", "2027-05-30T23:59:59+02:00"),
        ("2027-05-30T10:00", "0H", "2027-05-30T10:00:00+02:00"),
        ("2027-05-30T10:00", "0SH", "2027-05-30T10:00:00+02:00"),
        ("2027-05-30T10:00", "0CM", "2027-05-31T23:59:59+02:00"),
        ("2027-05-28T12:00", "1SH", "2027-05-31T09:30:00+02:00"),
        ("2027-05-28T11:59:30", "1SH", "2027-05-31T09:29:30+02:00"),
    ],
)
def test_periods_of_nothing_and_periods_counted_back_end_too(start, period, due):
    assert shown(NW.due(moment(start), Period.parse(period))) == due


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2027-05-20T10:00", "7LD", "2027-05-28T23:59:59+02:00"),  # § 193 BGB: Fronleichnam
        ("2027-04-27T10:00", "1LM", "2027-05-28T23:59:59+02:00"),
        ("2027-01-31T10:00", "1EM", "2027-03-01T23:59:59+01:00"),  # no 31 February, and the 28th is a Sunday
        ("2027-05-28T10:00", "1ED", "2027-05-31T23:59:59+02:00"),
        ("2027-05-28T10:00", "2ED", "2027-06-01T23:59:59+02:00"),  # Art. 3 (5): two working days
        ("2027-05-28T10:20", "72EH", "2027-05-31T11:00:00+02:00"),  # Art. 3 (1): the hour begun, not counted
        ("2027-03-27T10:20", "24EH", "2027-03-28T12:00:00+02:00"),  # the clocks go forward
    ],
)
def test_what_the_law_sets_is_counted_by_the_law_whatever_days_are_closed(start, period, due):
    closed = frozenset(date(2027, 1, 1) + timedelta(days=n) for n in range(365))

    found = Calendar(Land.NW, closed).due(moment(start), Period.parse(period))

    assert shown(found) == due
    assert Period.parse(period).clock.by_law


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("1WD", "2027-05-27T23:59:59+02:00"),
        ("1CM", "2027-06-28T23:59:59+02:00"),
        ("0WD", "2027-05-26T23:59:59+02:00"),
    ],
)
def test_the_day_of_a_moment_kept_in_utc_is_the_day_in_germany(period, due):
    just_after_midnight = datetime(2027, 5, 25, 22, 30, tzinfo=UTC)

    assert shown(NI.due(just_after_midnight, Period.parse(period))) == due


def test_a_moment_without_time_zone_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="time zone"):
        NW.due(datetime(2027, 5, 25, 10), Period(1, Clock.H))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("day", [date(1990, 12, 31), date(2101, 1, 1)])
def test_years_without_known_holidays_are_refused_instead_of_counted_wrongly(day):
    with pytest.raises(NotAllowed, match="von 1991 bis 2100 berechnen, nicht für das Jahr"):
        NW.is_working_day(day)


def test_an_office_that_never_opens_again_ends_in_a_refusal():
    closed = frozenset(date(2099, 1, 1) + timedelta(days=n) for n in range(730))

    with pytest.raises(NotAllowed, match="2101"):
        Calendar(Land.NW, closed).next_opening(datetime(2099, 1, 5, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "months", "same_day"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 11, 30), 15, date(2029, 2, 28)),
        (date(2027, 5, 5), 0, date(2027, 5, 5)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(day, months, same_day):
    assert add_months(day, months) == same_day


@pytest.mark.parametrize("text", ["3WD", "-5WD", "0H", "72H", "16SH", "1CM"])
def test_a_period_is_written_as_it_is_read(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["", "WD", "3", "3 Tage", "3.5H", "+3WD", "12345H", "٣WD", "3WD\n4H"])
def test_what_is_no_period_is_refused_with_an_example(text):
    with pytest.raises(NotAllowed, match="ist keine Frist. Möglich sind zum Beispiel 3WD"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["-1H", "-4SH", "-1CM"])
def test_only_working_days_are_counted_back(text):
    with pytest.raises(NotAllowed, match=f"{text}: Nur Arbeitstage"):
        Period.parse(text)
