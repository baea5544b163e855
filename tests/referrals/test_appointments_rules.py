"""When the program asks, reminds and reports silence; who must agree; through both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.localtime import LOCAL, local
from app.referrals.appointments import (
    AHEAD,
    LEFT_FOR_A_SUBSTITUTE,
    Consensus,
    Ring,
    ask_at,
    confirm_by,
    consensus,
    remind_at,
    rings,
)
from app.servicehours import ServiceHours
from app.workdays import Calendar, Land

NW = Calendar(Land.NW)
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)
LUNCH = Calendar(Land.NW, service=ServiceHours.parse("Mo-Do 08:30-12:00, Mo-Do 13:00-16:00, Fr 08:30-12:00"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


def wall(moment: datetime) -> str:
    return f"{local(moment):%a %d.%m. %H:%M}"


@pytest.mark.parametrize(
    ("meets", "reminded"),
    [
        ("2027-03-28T17:00", "2027-03-27T07:00+00:00"),  # the clocks change in the night between
        ("2027-03-29T17:00", "2027-03-28T06:00+00:00"),  # and in the night before the reminder
        ("2027-10-31T17:00", "2027-10-30T06:00+00:00"),
        ("2027-11-01T17:00", "2027-10-31T07:00+00:00"),
        ("2027-03-28T03:30", "2027-03-27T07:00+00:00"),
        ("2027-10-31T02:30", "2027-10-30T06:00+00:00"),
        ("2027-06-08T00:10", "2027-06-07T06:00+00:00"),
    ],
)
def test_the_reminder_comes_at_eight_by_the_wall_clock_of_the_day_before(meets: str, reminded: str) -> None:
    assert remind_at(at(meets)) == datetime.fromisoformat(reminded)


@given(moments)
def test_always_at_eight_always_on_the_day_before(meets: datetime) -> None:
    reminded = local(remind_at(meets))

    assert reminded.time() == time(8)
    assert reminded.date() == local(meets).date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("meets", "until", "asked"),
    [
        ("2026-11-24T17:00", "Mon 23.11. 14:00", "Fri 20.11. 08:30"),  # an evening: the office has closed
        ("2026-11-24T10:00", "Mon 23.11. 10:00", "Fri 20.11. 08:30"),
        ("2026-11-24T08:00", "Fri 20.11. 10:00", "Thu 19.11. 08:30"),  # before the office opens
        ("2026-11-26T18:00", "Wed 25.11. 14:00", "Tue 24.11. 08:30"),
        ("2026-11-23T17:00", "Fri 20.11. 10:00", "Thu 19.11. 08:30"),  # a Monday: silence is heard on Friday
        ("2026-11-28T11:00", "Fri 27.11. 10:00", "Thu 26.11. 08:30"),  # a Saturday
        ("2027-03-30T17:00", "Thu 25.03. 14:00", "Wed 24.03. 08:30"),  # after Easter, and after the change
    ],
)
def test_silence_is_heard_in_office_hours_a_day_ahead(meets: str, until: str, asked: str) -> None:
    assert wall(confirm_by(at(meets), NW)) == until
    assert wall(ask_at(at(meets), NW)) == asked


def test_a_lunch_break_is_no_time_for_a_substitute() -> None:
    assert wall(confirm_by(at("2026-11-25T12:30"), LUNCH)) == "Tue 24.11. 10:00"
    assert wall(confirm_by(at("2026-11-25T13:30"), LUNCH)) == "Tue 24.11. 13:30"


@given(moments)
def test_the_ladder_is_climbed_upward_and_leaves_time(meets: datetime) -> None:
    until, asked = confirm_by(meets, NW), ask_at(meets, NW)

    assert until <= meets - AHEAD
    assert asked <= until - AHEAD
    assert NW.is_open(until) and NW.is_open(asked)
    assert NW.service_time(until, meets) >= LEFT_FOR_A_SUBSTITUTE


def test_whoever_plans_at_short_notice_is_not_asked_again() -> None:
    meets = at("2026-11-24T17:00")

    assert rings(meets, NW, now=at("2026-11-23T12:00")) == {}
    assert set(rings(meets, NW, now=at("2026-11-23T07:00"))) == {Ring.ASK, Ring.REMIND, Ring.ALERT}
    assert rings(meets, NW, now=at("2026-11-23T07:00"))[Ring.ASK] == at("2026-11-23T07:00")
    assert rings(meets, NW, now=at("2026-11-25T07:00")) == {}


def test_everybody_must_agree_and_one_no_is_enough() -> None:
    party, other = uuid4(), uuid4()

    assert consensus([party, other], {party: True, other: True}) is Consensus.AGREED
    assert consensus([party, other], {party: True}) is Consensus.WAITING
    assert consensus([party, other], {party: True, other: False}) is Consensus.REFUSED
    assert consensus([], {}) is Consensus.WAITING


@given(st.lists(st.uuids(), max_size=5, unique=True), st.dictionaries(st.uuids(), st.booleans(), max_size=5))
def test_nobody_elses_word_makes_a_consensus(needed: list, said: dict) -> None:
    words = {one: said.get(one) for one in needed}

    agreed = consensus(needed, said) is Consensus.AGREED

    assert agreed == (bool(words) and all(words.values()))


def test_a_holiday_is_named_by_the_calendar_of_the_place() -> None:
    from app.referrals.appointments import closed_on

    assert closed_on(date(2026, 12, 25), NW)
    assert closed_on(date(2026, 12, 24), Calendar(Land.NW, closing_days=frozenset({date(2026, 12, 24)})))
    assert not closed_on(date(2026, 11, 28), NW)  # a Saturday is no surprise
