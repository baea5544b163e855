"""The answer of ``deadline explain``, and the days behind it."""

import csv
from datetime import date
from pathlib import Path

import pytest

from app.explanation import CountedDay, counted_days, explain_text
from app.localtime import local_moment
from app.refusals import NotAllowed
from app.workdays import Calendar, Land, Period

VECTORS = Path(__file__).parent / "data" / "deadline_vectors.csv"


def vectors():
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked(**changes):
    return explain_text(**({"land": "NW", "from_": "2027-05-26T10:00", "period": "3WD"} | changes))


def lines(answer):
    return [
        f"{line['date'][5:]} {'+' if line['counts'] else '-'} {line['why']}" for line in answer["counted"]
    ]


@pytest.mark.parametrize("row", vectors(), ids=lambda row: " ".join(list(row.values())[:3]))
def test_the_answer_fits_every_deadline_worked_out_by_hand(row):
    answer = explain_text(
        land=row["land"],
        from_=row["start"],
        period=row["period"],
        closing=[day for day in row["closing"].split(";") if day],
        service=row["service"],
    )

    days = [date.fromisoformat(line["date"]) for line in answer["counted"]]
    assert answer["due"] == row["due"]
    if row["period"].endswith("H") and not row["period"].endswith("SH"):
        assert days == []
    else:
        assert (days[0].isoformat(), days[-1].isoformat()) == (row["start"][:10], row["due"][:10])
        assert [day.toordinal() for day in days] == list(range(days[0].toordinal(), days[-1].toordinal() + 1))
        assert answer["counted"][-1]["counts"] is True


def test_three_working_days_explain_themselves_day_by_day():
    answer = asked()

    assert answer["due"] == "2027-06-01T23:59:59+02:00"
    assert lines(answer) == [
        "05-26 - Tag des Ereignisses",
        "05-27 - Fronleichnam",
        "05-28 + Arbeitstag",
        "05-29 - Samstag",
        "05-30 - Sonntag",
        "05-31 + Arbeitstag",
        "06-01 + Arbeitstag",
    ]
    assert set(answer) == {"due", "counted"}
    assert set(answer["counted"][0]) == {"date", "counts", "why"}


def test_days_counted_back_stand_in_the_order_of_the_calendar():
    assert lines(asked(period="-2WD", from_="2027-05-31T10:00")) == [
        "05-26 + Arbeitstag",
        "05-27 - Fronleichnam",
        "05-28 + Arbeitstag",
        "05-29 - Samstag",
        "05-30 - Sonntag",
        "05-31 - Tag des Ereignisses",
    ]


def test_service_hours_say_which_part_of_each_day_counted():
    answer = asked(
        period="9SH",
        from_="2026-12-22T11:00",
        closing=["2026-12-24"],
        service="Mo-Di 08:00-12:00, 13:00-16:00, Do-Fr 08:00-12:00, Sa 09:00-10:00",
    )

    assert answer["due"] == "2026-12-28T14:00:00+01:00"
    assert lines(answer) == [
        "12-22 + Dienstzeit 11:00–12:00, 13:00–16:00",
        "12-23 - Keine Dienstzeit",
        "12-24 - Schließtag",
        "12-25 - Erster Weihnachtstag",
        "12-26 - Zweiter Weihnachtstag",
        "12-27 - Sonntag",
        "12-28 + Dienstzeit 08:00–12:00, 13:00–14:00",
    ]


def test_an_office_that_serves_on_saturdays_counts_them():
    assert lines(asked(period="2SH", from_="2027-05-28T11:00", service="Mo-Fr 8-12, Sa 9-12")) == [
        "05-28 + Dienstzeit 11:00–12:00",
        "05-29 + Dienstzeit 09:00–10:00",
    ]


def test_an_office_that_never_closes_serves_until_midnight():
    assert lines(asked(period="28SH", from_="2027-05-25T20:00", service="Mo-So 00:00-24:00")) == [
        "05-25 + Dienstzeit 20:00–24:00",
        "05-26 + Dienstzeit 00:00–24:00",
    ]


def test_a_day_that_begins_after_closing_time_does_not_count():
    assert lines(asked(period="1SH", from_="2027-05-25T17:00"))[0] == "05-25 - Keine Dienstzeit mehr"


def test_months_count_every_day_and_end_on_the_first_working_day():
    said = lines(asked(period="1CM", from_="2027-04-27T10:00"))

    assert said[0] == "04-27 - Tag des Ereignisses"
    assert said[1:30] == [f"{day} + Kalendertag" for day in [line[:5] for line in said[1:30]]]
    assert said[30:] == ["05-27 - Fronleichnam", "05-28 + Arbeitstag"]


@pytest.mark.parametrize(
    ("period", "said"),
    [("0WD", ["05-26 - Tag des Ereignisses"]), ("0SH", ["05-26 - Tag des Ereignisses"]), ("0H", [])],
)
def test_a_period_of_nothing_counts_nothing(period, said):
    assert lines(asked(period=period)) == said


def test_the_page_gets_the_same_days_as_values():
    start, _ = local_moment("2027-05-26T15:00")

    days = counted_days(Calendar(Land.NI), start, Period.parse("2SH"))

    assert days == [
        CountedDay(date(2027, 5, 26), True, "Dienstzeit", "15:00–16:00"),
        CountedDay(date(2027, 5, 27), True, "Dienstzeit", "08:30–09:30"),
    ]


@pytest.mark.parametrize(
    ("written", "note"),
    [
        (
            "2027-10-31T02:30",
            "02:30 Uhr gibt es am 31.10.2027 zweimal, die Uhren werden zurückgestellt. "
            "Gemeint ist das erste Mal.",
        ),
        (
            "2027-03-28T02:30",
            "02:30 Uhr gibt es am 28.03.2027 nicht, die Uhren werden vorgestellt. Gemeint ist 03:30 Uhr.",
        ),
    ],
)
def test_an_hour_that_is_doubled_or_skipped_is_noted(written, note):
    assert asked(from_=written)["note"] == note


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"land": "XX"}, "„XX“ ist kein Land. Möglich sind BB, BE"),
        (
            {"from_": "morgen"},
            "„morgen“ ist keine Zeit. Bitte schreiben Sie Tag und Ortszeit so: 2027-05-26T10:00",
        ),
        ({"from_": "2027-05-26"}, "ist keine Zeit"),
        ({"from_": "2027-02-30T10:00"}, "ist keine Zeit"),
        ({"from_": "2027-05-26T10:00+02:00"}, "ist keine Zeit"),
        ({"from_": "2027-05-26T24:01"}, "ist keine Zeit"),
        ({"from_": "0001-01-01T00:00"}, "nicht für das Jahr 1"),
        ({"from_": "9999-12-31T23:59"}, "nicht für das Jahr 9999"),
        ({"period": "3 Tage"}, "„3 Tage“ ist keine Frist"),
        ({"period": "9999CM"}, "nicht für das Jahr"),
        ({"period": "9999WD", "from_": "2099-01-01T00:00"}, "nicht für das Jahr 2101"),
        ({"period": "9999SH", "service": "So 8-9"}, "nicht für das Jahr 2101"),
        ({"closing": ["24.12.2026"]}, "„24.12.2026“ ist kein Tag"),
        ({"closing": ["20261224"]}, "„20261224“ ist kein Tag"),
        ({"closing": ["2026-02-30"]}, "„2026-02-30“ ist kein Tag"),
        ({"service": "immer"}, "„immer“ ist keine Dienstzeit"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(changes, refusal):
    with pytest.raises(NotAllowed, match=refusal):
        asked(**changes)


def test_spaces_small_letters_and_seconds_are_forgiven():
    forgiven = asked(land=" nw", from_=" 2027-05-26 10:00:00 ", period=" 3wd ", closing=[" 2027-12-24 "])

    assert forgiven == asked()
