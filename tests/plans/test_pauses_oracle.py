"""Dates with waiting once more, by a patient walk that knows neither the program's days nor its pauses."""

from datetime import UTC, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.plans.pauses import Pause, lasting, merged, put_off
from app.workdays import Clock, Period
from tests.test_workdays_oracle import (
    DAY,
    EXACT,
    TICK,
    begins,
    calendars_and_starts,
    due_by_walking,
    served,
    wall,
    works,
)

many = settings(max_examples=120, deadline=None, database=None)
MINUTE = timedelta(minutes=1)


@st.composite
def pauses_around(draw, start, due, clock):
    """Up to three stretches, in any order and maybe across each other; on days some end with a day."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        near = begins(wall(due.astimezone(UTC)).date())
        since = (
            draw(st.sampled_from([start, near]))
            + draw(st.integers(0, 23) | st.integers(-40, 200)) * 12 * TICK
        )
        until = since + draw(st.integers(1, 90) | st.integers(1, 400)) * 6 * TICK
        found.append(
            Pause(since, ends(wall(until).date()) if whole_days(clock) and draw(st.booleans()) else until)
        )
    return found


def ends(day):
    return begins(day + DAY) - timedelta(seconds=1)


def whole_days(clock):
    return clock not in EXACT


periods = st.one_of(
    st.builds(Period, st.integers(0, 20), st.just(Clock.WD)),
    st.builds(Period, st.integers(0, 100), st.just(Clock.H)),
    st.builds(Period, st.integers(0, 12), st.just(Clock.SH)),
    st.builds(Period, st.integers(0, 3), st.just(Clock.CM)),
    st.builds(Period, st.integers(0, 60), st.sampled_from([Clock.LD, Clock.ED, Clock.EH])),
    st.builds(Period, st.integers(0, 2), st.sampled_from([Clock.LM, Clock.EM])),
)


def stands_still(moment, pauses):
    return any(since <= moment < until for since, until in pauses)


def ends_still(day, pauses):
    """A date that is over in the second in which it counts on would be over at once."""
    return any(since <= ends(day) <= until for since, until in pauses)


def walk_by_day(calendar, start, due, pauses):
    """From day to day: one that began standing still isn't counted, nor one whose end stands still.

    If the last day stood still at its end and the one on which it goes on has no work, the next with work is.
    """
    day, blocked = wall(start).date(), False
    left = sum(works(calendar, day + n * DAY) for n in range(1, (wall(due).date() - day).days + 1))
    while True:
        if left <= 0 and ends(day) >= due:
            if not ends_still(day, pauses) and (works(calendar, day) or (ends(day) == due and not blocked)):
                return ends(day)
            left = 1 if blocked and not ends_still(day, pauses) else left
            blocked = ends_still(day, pauses)
        day += DAY
        if works(calendar, day) and not stands_still(ends(day - DAY), pauses):
            left -= 1


def walk_by_tick(start, ticks, pauses, counts):
    moment = start
    while ticks > 0 or stands_still(moment - MINUTE, pauses):
        ticks -= counts(moment) and not stands_still(moment, pauses)
        moment += TICK
    return moment


def walk(calendar, start, period, pauses):
    due = due_by_walking(calendar, start, period)
    if period.clock.by_law:
        return due
    if period.clock not in EXACT:
        return walk_by_day(calendar, start, due, pauses)
    if not period.amount:
        return due
    if period.clock is Clock.H:
        return walk_by_tick(start, period.amount * 12, pauses, lambda _: True)
    return walk_by_tick(start, period.amount * 12, pauses, lambda moment: served(calendar, moment))


@many
@given(calendars_and_starts(), periods, st.data())
def test_every_date_with_waiting_is_that_of_a_patient_walk(where, period, data):
    calendar, start = where
    due = calendar.due(start, period)
    stretches = data.draw(pauses_around(start, due, period.clock))

    found = put_off(due, period.clock, stretches, begun=start, calendar=calendar).astimezone(UTC)

    clipped = merged(stretches, begun=start)
    assert found == walk(calendar, start, period, [one for one in clipped if one.since < found])


@many
@given(calendars_and_starts(), periods, st.data())
def test_no_date_is_over_when_it_counts_on_and_none_comes_sooner(where, period, data):
    calendar, start = where
    due = calendar.due(start, period)
    stretches = data.draw(pauses_around(start, due, period.clock))

    found = put_off(due, period.clock, stretches, begun=start, calendar=calendar)

    assert found >= due
    for since, until in merged(stretches, begun=start):
        assert since >= found or until < found or period.clock.by_law


@many
@given(calendars_and_starts(), st.data())
def test_stretches_are_in_order_and_apart_whatever_was_recorded(where, data):
    _, start = where
    stretches = data.draw(pauses_around(start, start + 9 * DAY, Clock.WD))
    open_end = [Pause(start + DAY)] if data.draw(st.booleans()) else []

    found = merged([*stretches, *open_end], begun=start)

    assert all(one.until < other.since for one, other in zip(found, found[1:], strict=False))
    assert (lasting([*stretches, *open_end], begun=start) is None) == (not open_end)
    assert all(one.since >= start for one in found)
