"""Every deadline once more, by walking day by day and tick by tick without the program's own arithmetic.

The walk knows Easter, the laws of two Länder and the EU's rule for summer time; it uses neither the table of
holidays nor one of time zones.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from app.explanation import counted_days
from app.servicehours import ServiceHours
from app.workdays import Calendar, Clock, Land, Period

DAY, TICK = timedelta(days=1), timedelta(minutes=5)
FIRST, LAST = date(2024, 1, 1), date(2033, 12, 31)
TICKS = int(DAY / TICK)
#: Clocks with a time of day.
EXACT = {Clock.H, Clock.SH, Clock.EH}

many = settings(max_examples=150, deadline=None, database=None)
fewer = settings(many, max_examples=80)


@cache
def easter(year):
    """Gauss, with the corrections of Lichtenberg."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = year % 19
    d = (19 * a + m) % 30
    full_moon = 21 + d - (d + a // 11) // 29
    sunday = 7 - (year + year // 4 + s) % 7
    return date(year, 3, 1) + timedelta(days=full_moon + 7 - (full_moon - sunday) % 7 - 1)


@cache
def holidays(land, year):
    fixed = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26), (11, 1) if land == "NW" else (10, 31)]
    moving = [-2, 1, 39, 50] + ([60] if land == "NW" else [])
    return {date(year, *day) for day in fixed} | {easter(year) + n * DAY for n in moving}


def is_free(calendar, day):
    return day in calendar.closing_days or day in holidays(calendar.land, day.year)


def works(calendar, day):
    return day.weekday() < 5 and not is_free(calendar, day)


def works_by_law(calendar, day):
    return day.weekday() < 5 and day not in holidays(calendar.land, day.year)


def walked_by_law(calendar, day, period):
    """The named day, then on to one with work; by EU law until there were two of these, if two were given."""
    months = period.clock in {Clock.LM, Clock.EM}
    end = months_later(day, period.amount) if months else day + period.amount * DAY
    least = 2 if period.clock is Clock.ED and period.amount >= 2 else 0
    while not works_by_law(calendar, end) or between(calendar, day, end) < least:
        end += DAY
    return end


def between(calendar, day, end):
    return sum(works_by_law(calendar, day + n * DAY) for n in range(1, (end - day).days + 1))


def walked(calendar, day, number):
    while number:
        day += DAY if number > 0 else -DAY
        if works(calendar, day):
            number -= 1 if number > 0 else -1
    return day


def months_later(day, months):
    """Walk to the month, then on to the same day or the last that the month has."""
    end, month = day, day.year * 12 + day.month + months
    while end.year * 12 + end.month < month:
        end += DAY
    while end.day < day.day and (end + DAY).month == end.month:
        end += DAY
    return end


@cache
def changes(year):
    """01:00 UTC on the last Sundays of March and October."""
    last_days = (date(year, 3, 31), date(year, 10, 31))
    sundays = [day - DAY * ((day.weekday() + 1) % 7) for day in last_days]
    return [datetime.combine(day, time(1), tzinfo=UTC) for day in sundays]


def wall(moment):
    spring, autumn = changes(moment.year)
    return (moment + timedelta(hours=2 if spring <= moment < autumn else 1)).replace(tzinfo=None)


def served(calendar, moment):
    """Whether somebody is served in the five minutes after the moment."""
    now = wall(moment)
    minute = now.hour * 60 + now.minute
    slots = calendar.service.week[now.weekday()]
    return any(slot.opens <= minute < slot.closes for slot in slots) and not is_free(calendar, now.date())


def opens(calendar, moment):
    while not served(calendar, moment):
        moment += TICK
    return moment


def opens_off_the_grid(calendar, moment):
    on_the_grid = moment - (moment - datetime(2024, 1, 1, tzinfo=UTC)) % TICK
    return moment if served(calendar, on_the_grid) else opens(calendar, on_the_grid)


def begins(day):
    """Midnight in Germany; the clocks never change then."""
    utc = datetime.combine(day, time(0), tzinfo=UTC)
    return next(utc - timedelta(hours=n) for n in (1, 2) if wall(utc - timedelta(hours=n)).hour == 0)


def after_ticks(calendar, moment, ticks):
    while ticks:
        ticks -= served(calendar, moment)
        moment += TICK
    return moment


def workday_on_or_after(calendar, day):
    while not works(calendar, day):
        day += DAY
    return day


def due_by_walking(calendar, start, period):
    day = wall(start).date()
    if period.clock.by_law and period.clock is not Clock.EH:
        return begins(walked_by_law(calendar, day, period) + DAY) - timedelta(seconds=1)
    match period.clock:
        case Clock.H:
            return start + period.amount * timedelta(hours=1)
        case Clock.SH:
            return after_ticks(calendar, start, period.amount * 12)
        case Clock.EH:
            return start.replace(minute=0) + (period.amount + 1) * timedelta(hours=1)
        case Clock.WD:
            day = walked(calendar, day, period.amount)
        case Clock.CM:
            day = workday_on_or_after(calendar, months_later(day, period.amount))
    return begins(day + DAY) - timedelta(seconds=1)


@st.composite
def weeks(draw):
    """Service hours on a grid of five minutes; a night of the clock change is open or closed throughout."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from([ServiceHours.DEFAULT, ServiceHours.parse("Mo-So 00:00-24:00")]))
    slots = []
    for day in ("Mo", "Di", "Mi", "Do", "Fr", "Sa"):
        edges = sorted(draw(st.sets(st.integers(0, TICKS), max_size=4)))
        slots += [f"{day} {clock(a)}-{clock(b)}" for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if len(slots) < 6 or draw(st.booleans()):
        slots.append("So 08:20-13:20")  # with hardly any service the walk would take years
    return ServiceHours.parse(", ".join(slots))


def clock(ticks):
    return f"{ticks // 12:02}:{ticks % 12 * 5:02}"


@st.composite
def calendars_and_starts(draw):
    day = draw(
        st.dates(FIRST, LAST)
        | st.sampled_from([moment.date() - DAY for y in range(2024, 2034) for moment in changes(y)])
    )
    start = datetime.combine(day, time(0), tzinfo=UTC) + draw(st.integers(0, TICKS - 1)) * TICK
    closing = frozenset(day + n * DAY for n in draw(st.sets(st.integers(-15, 40), max_size=12)))
    return Calendar(draw(st.sampled_from([Land.NW, Land.NI])), closing, draw(weeks())), start


periods = st.one_of(
    st.builds(Period, st.integers(-20, 60), st.just(Clock.WD)),
    st.builds(Period, st.integers(0, 200), st.just(Clock.H)),
    st.builds(Period, st.integers(0, 30), st.just(Clock.SH)),
    st.builds(Period, st.integers(0, 24), st.sampled_from([Clock.CM, Clock.LM, Clock.EM])),
    st.builds(Period, st.integers(0, 200), st.sampled_from([Clock.LD, Clock.EH])),
    st.builds(Period, st.integers(0, 2) | st.integers(0, 14), st.just(Clock.ED)),
)


@many
@given(calendars_and_starts(), periods)
def test_every_deadline_ends_where_a_patient_walk_ends(where, period):
    calendar, start = where

    due = calendar.due(start, period)

    assert due.astimezone(UTC) == due_by_walking(calendar, start, period)
    assert due.replace(tzinfo=None) == wall(due.astimezone(UTC))


@fewer
@given(calendars_and_starts(), periods)
def test_the_days_that_count_are_those_of_the_walk(where, period):
    calendar, start = where

    days = counted_days(calendar, start, period)

    counting = [day.date for day in days if day.counts]
    trigger = wall(start).date()
    assert [day.date for day in days] == sorted({day.date for day in days})
    if period.clock is Clock.WD:
        assert len(counting) == abs(period.amount)
        assert all(works(calendar, day) and day != trigger for day in counting)
    if period.clock is Clock.SH and period.amount:
        due, tick, walk = due_by_walking(calendar, start, period), start, set()
        while tick < due:
            walk |= {wall(tick).date()} if served(calendar, tick) else set()
            tick += TICK
        assert set(counting) == walk


@many
@given(calendars_and_starts(), st.integers(0, 12), st.sampled_from(Clock))
def test_reminders_and_openings_are_those_of_the_walk(where, number, clock):
    calendar, due = where
    day = wall(due).date()

    assert calendar.next_opening(due).astimezone(UTC) == opens(calendar, due)
    assert calendar.is_open(due) == served(calendar, due)
    assert calendar.before(due, number).astimezone(UTC) == opens(
        calendar, begins(walked(calendar, day, -number))
    )
    on_its_day = opens(calendar, begins(day)) if clock not in EXACT else due
    assert calendar.on_day(due, clock).astimezone(UTC) == on_its_day


@fewer
@given(calendars_and_starts(), st.integers(1, 20), st.sampled_from(Clock))
def test_half_of_the_time_and_the_rungs_are_those_of_the_walk(where, number, clock):
    calendar, start = where
    on_the_ladder = {Clock.H: Clock.H, Clock.EH: Clock.H, Clock.SH: Clock.SH}.get(clock, Clock.WD)
    due = due_by_walking(calendar, start, Period(number, on_the_ladder))

    shifted, rung = calendar.shifted(start, clock, number), calendar.rung(start, clock, number)
    middle = calendar.halfway(start, due, clock).astimezone(UTC)

    assert shifted.astimezone(UTC) == due
    if clock in {Clock.H, Clock.EH}:
        assert (rung.astimezone(UTC), middle) == (due, start + (due - start) / 2)
    elif clock is Clock.SH:
        assert (rung.astimezone(UTC), middle) == (due, after_ticks(calendar, start, number * 6))
    else:
        assert rung.astimezone(UTC) == opens_off_the_grid(calendar, due)
        assert middle == opens_off_the_grid(calendar, start + (due - start) / 2)


@many
@given(calendars_and_starts(), st.integers(-60, 60))
def test_working_days_between_two_days_are_counted_like_added_ones(where, number):
    calendar, start = where
    day = wall(start).date()

    there = calendar.add_working_days(day, number)

    assert there == walked(calendar, day, number)
    assert calendar.working_days_between(day, there) == number
    assert calendar.next_working_day(there) == (
        there if works(calendar, there) else walked(calendar, there, 1)
    )


@many
@given(calendars_and_starts(), st.integers(0, 299), st.integers(1, 20))
def test_to_the_second_no_service_time_is_lost_or_given_away(where, seconds, hours):
    calendar, start = where
    start += timedelta(seconds=seconds)

    due = calendar.due(start, Period(hours, Clock.SH))

    assert calendar.service_time(start, due) == timedelta(hours=hours)
    assert calendar.service_time(start, due.astimezone(UTC) - timedelta(seconds=1)) < timedelta(hours=hours)


@many
@given(weeks())
def test_service_hours_are_read_back_as_they_were_written(week):
    assert ServiceHours.parse(str(week)) == week
