"""Weekly times, topics and phones are read as people write them; free time is what is really free."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.localtime import LOCAL
from app.mediators.horizon import WINDOW, Horizon, Window
from app.mediators.rules import Slot, Topic, e164, parse_slots, resolve_topic
from app.refusals import NotAllowed
from app.seed import rows

MONDAY = date(2026, 3, 16)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=LOCAL)


def words(windows: list[Window]) -> list[str]:
    return [f"{one.start:%d.%m. %H:%M}-{one.end:%H:%M}" for one in windows]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Mo 08:00-13:00", ["Mo 08:00–13:00"]),
        ("Mo 17-19 Uhr", ["Mo 17:00–19:00"]),
        ("mo. 9 Uhr bis 11.30 Uhr", ["Mo 09:00–11:30"]),
        ("Freitag 9 – 11", ["Fr 09:00–11:00"]),
        ("Fr 13-15 Uhr; Mo 18:00-22:30", ["Mo 18:00–22:30", "Fr 13:00–15:00"]),
        ("Mo 8-10\nMo 14-16, Mo 8-10;", ["Mo 08:00–10:00", "Mo 14:00–16:00"]),
        ("Mo 18–24 Uhr; Sa 20:30-24:00", ["Mo 18:00–24:00", "Sa 20:30–24:00"]),
        ("", []),
    ],
)
def test_weekly_times_are_read_as_people_write_them(text: str, slots: list[str]) -> None:
    assert [str(slot) for slot in parse_slots(text)] == slots


@given(
    st.lists(st.builds(lambda day, a, b: (day, *sorted((a, b))), st.integers(0, 6), st.times(), st.times()))
)
def test_a_weekly_time_is_read_back_from_its_own_words(times: list[tuple[int, time, time]]) -> None:
    minutes = [
        (day, a.replace(second=0, microsecond=0), b.replace(second=0, microsecond=0)) for day, a, b in times
    ]
    slots = {Slot(day, a, b) for day, a, b in minutes if a < b}

    read = parse_slots("; ".join(str(slot) for slot in slots))

    assert read == tuple(sorted(slots))


@pytest.mark.parametrize(
    "text",
    [
        "Mo ab und zu",
        "17-19 Uhr",
        "Xx 17-19",
        "Mo 25-26",
        "Mo 18-24:30",
        "Mo 24-24",
        "Mo 8:75-10",
        "Mo 8",
        "%s",
    ],
)
def test_a_time_that_cannot_be_read_is_named_with_an_example(text: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        parse_slots(f"Di 8-10; {text}")

    assert str(refusal.value) == (
        f"„{text}“ ist keine Zeitangabe. Erwartet wird etwas wie „Mo 17:00-19:30“ oder „Mo 17-19 Uhr“."
    )


@pytest.mark.parametrize("text", ["Di 18:00-09:00", "Di 9-9 Uhr"])
def test_a_time_that_runs_backwards_is_refused_as_it_was_typed(text: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        parse_slots(text)

    assert str(refusal.value) == f"„{text}“ endet nicht nach dem Beginn. Bitte prüfen Sie die Uhrzeiten."


@pytest.mark.parametrize("end", [time(9), time(10)])
def test_a_slot_that_runs_backwards_cannot_be_made(end: time) -> None:
    with pytest.raises(NotAllowed, match=f"„Mo 10:00–{end:%H:%M}“ endet nicht nach dem Beginn"):
        Slot(0, time(10), end)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Schule", Topic.SCHOOL),
        ("schule  und kita", Topic.SCHOOL),
        ("Sport", Topic.CLUBS),
        ("Oeffentlicher Raum", Topic.PUBLIC_SPACE),
    ],
)
def test_a_topic_is_found_under_each_of_its_names(name: str, topic: Topic) -> None:
    assert resolve_topic(name) is topic


def test_an_unknown_topic_is_refused_with_the_possible_ones() -> None:
    with pytest.raises(NotAllowed) as refusal:
        resolve_topic("Segeln")

    assert str(refusal.value) == (
        "Das Thema „Segeln“ kennen wir nicht. Möglich sind: Nachbarschaft, Schule, Jugend, Unterkunft, "
        "Religion, Vereine, Familie, Öffentlicher Raum."
    )


def test_the_topics_are_those_of_the_table() -> None:
    table = rows("app.mediators", "topics")

    assert [(topic.value, topic.label) for topic in Topic] == [
        (row["code"], row["label_de"]) for row in table
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0221/4710-130", "+492214710130"),
        ("(069) 90009-635", "+496990009635"),
        ("+49 (0)89 99998018", "+498999998018"),
        ("+49 40 66969210", "+494066969210"),
        ("abends bei Oma", None),
        ("1234567890123456", None),
        ("1", None),
        ("", None),
    ],
)
def test_a_phone_number_is_understood_where_it_can_be(typed: str, number: str | None) -> None:
    assert e164(typed) == number


def test_a_weekly_time_gives_one_window_after_the_other() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)

    starts = horizon.starts(parse_slots("Mo 08:00-13:00; Mi 17-19 Uhr"))

    assert words(horizon.windows(starts)) == [
        "16.03. 08:00-10:00",
        "16.03. 10:00-12:00",
        "18.03. 17:00-19:00",
    ]


def test_only_as_many_windows_come_as_are_asked_for() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)

    starts = horizon.starts(parse_slots("Mo 08:00-20:00"))

    assert words(horizon.windows(starts, most=2)) == ["16.03. 08:00-10:00", "16.03. 10:00-12:00"]


@pytest.mark.parametrize("text", ["Mo 17:00-18:45", "Mo 17:10-19:10", "Mo 22:00-23:45"])
def test_less_than_two_hours_in_whole_quarters_is_no_window(text: str) -> None:
    horizon = Horizon(WEEK, zone=LOCAL)

    assert horizon.starts(parse_slots(text)) == 0


def test_times_that_touch_are_one_time() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)

    starts = horizon.starts(parse_slots("Mo 16-17; Mo 17-18"))

    assert words(horizon.windows(starts)) == ["16.03. 16:00-18:00"]


def test_nobody_is_free_while_away() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)
    slots = parse_slots("Mo 16-18; Di 16-18; Mi 16-18; Do 16-18")

    starts = horizon.starts(slots, absences=[(WEEK[1], WEEK[2])])

    assert words(horizon.windows(starts)) == ["16.03. 16:00-18:00", "19.03. 16:00-18:00"]


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        (("08:00", "10:00"), ["16.03. 10:00-12:00"]),
        (("09:50", "10:05"), ["16.03. 10:15-12:15"]),
        (("13:00", "15:00"), ["16.03. 08:00-10:00", "16.03. 10:00-12:00"]),
        (("07:00", "12:59"), []),
        (("07:00", "10:00:01"), ["16.03. 10:15-12:15"]),
    ],
)
def test_an_appointment_takes_its_time_and_the_quarters_it_begins(
    busy: tuple[str, str], free: list[str]
) -> None:
    horizon = Horizon(WEEK, zone=LOCAL)
    start, end = (at(MONDAY, clock).astimezone(UTC) for clock in busy)

    starts = horizon.starts(parse_slots("Mo 8-13"), busy=[(start, end)])

    assert words(horizon.windows(starts)) == free


def test_an_appointment_over_midnight_takes_time_on_both_days() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)
    slots = parse_slots("Mo 20:00-23:45; Di 00:00-04:00; Mi 8-10")

    starts = horizon.starts(slots, busy=[(at(MONDAY, "21:00"), at(WEEK[1], "01:30"))])

    assert words(horizon.windows(starts)) == ["17.03. 01:30-03:30", "18.03. 08:00-10:00"]


def test_no_window_runs_from_one_day_into_the_next() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)

    starts = horizon.starts(parse_slots("Mo 23:00-23:59; Di 00:00-01:00"))

    assert starts == 0


def test_two_people_share_what_is_free_for_both() -> None:
    horizon = Horizon(WEEK, zone=LOCAL)
    one = horizon.starts(parse_slots("Mo 17:15-19:15; Do 16-20"))
    other = horizon.starts(parse_slots("Mo 16-22; Do 18-22"))

    assert words(horizon.windows(one & other)) == ["16.03. 17:15-19:15", "19.03. 18:00-20:00"]


@pytest.mark.parametrize(
    ("sunday", "free"),
    [
        (date(2026, 3, 29), ["29.03. 00:00-02:00", "29.03. 03:00-05:00"]),
        (date(2026, 10, 25), ["25.10. 00:00-02:00", "25.10. 03:00-05:00"]),
    ],
)
def test_an_hour_that_the_clocks_skip_or_double_is_never_offered(sunday: date, free: list[str]) -> None:
    horizon = Horizon([sunday], zone=LOCAL)

    windows = horizon.windows(horizon.starts(parse_slots("So 0-5")))

    assert words(windows) == free
    assert all(one.end.astimezone(UTC) - one.start.astimezone(UTC) == WINDOW for one in windows)


MOMENTS = st.datetimes(datetime(2026, 3, 14), datetime(2026, 4, 4)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001
SLOTS = st.builds(
    lambda day, start, length: Slot(
        day, time(start // 60, start % 60), time((start + length) // 60, (start + length) % 60)
    ),
    st.integers(0, 6),
    st.integers(0, 900),
    st.integers(1, 500),
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(SLOTS, max_size=6),
    st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=2))), max_size=4),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=2),
)
def test_every_minute_of_every_window_is_really_free(
    slots: list[Slot], appointments: list[tuple[datetime, timedelta]], trips: list[tuple[int, int]]
) -> None:
    horizon = Horizon([MONDAY + timedelta(days=number) for number in range(21)], zone=LOCAL)
    busy = [(start, start + length) for start, length in appointments]
    absences = [(MONDAY + timedelta(days=a), MONDAY + timedelta(days=a + b)) for a, b in trips]

    windows = horizon.windows(horizon.starts(slots, absences=absences, busy=busy))

    for window in windows:
        assert window.end.astimezone(UTC) - window.start.astimezone(UTC) == WINDOW
        assert not any(first <= window.start.date() <= last for first, last in absences)
        assert not any(start < window.end and window.start < end for start, end in busy if start < end)
        assert all(_is_in(slots, window.start + timedelta(minutes=minute)) for minute in range(120))
    assert all(before.end <= after.start for before, after in pairwise(windows))


def _is_in(slots: list[Slot], moment: datetime) -> bool:
    return any(slot.weekday == moment.weekday() and slot.start <= moment.time() < slot.end for slot in slots)


def test_the_free_time_of_a_large_pool_is_known_at_once() -> None:
    horizon = Horizon([MONDAY + timedelta(days=number) for number in range(21)], zone=LOCAL)
    slots = parse_slots("Mo 8-13; Di 16-18; Do 17-19; Sa 10-14")
    absences = [(WEEK[2], WEEK[4])]
    busy = [(at(WEEK[1], "16:00"), at(WEEK[1], "18:00"))]

    begun = process_time()
    everybody = [horizon.starts(slots, absences=absences, busy=busy) for _ in range(2000)]

    assert process_time() - begun < 0.3
    assert all(everybody)
