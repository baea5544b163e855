"""What holds for every step, every moment, every Land and every office."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.plans.codes import Anchor, HardMode
from app.plans.deadlines import Limit, extend, limits, next_round, reminders, rungs
from app.plans.template import CASE_STEPS, EVENT_STEPS, Step, StepRule
from app.servicehours import ServiceHours
from app.workdays import Calendar, Clock, Land, Period

HOUR = timedelta(hours=1)
SERVICES = ["Mo-Do 08:30-16:00, Fr 08:30-12:00", "Mo-Di 08:30-16:00, Do 08:30-16:00", "Mi 10:00-12:00"]
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)

moments = st.datetimes(
    datetime.combine(FIRST, time.min), datetime.combine(LAST, time.min), timezones=st.just(UTC)
)
calendars = st.builds(
    Calendar,
    st.sampled_from([Land.NW, Land.NI]),
    st.frozensets(st.dates(FIRST, LAST), max_size=5),
    st.sampled_from([ServiceHours.parse(service) for service in SERVICES]),
)
priorities = st.sampled_from(["A", "B", "C", None])
case_steps = st.sampled_from(CASE_STEPS)
lags = st.integers(min_value=-24 * 40, max_value=24 * 120)
fast = settings(max_examples=120, deadline=None)


def begun(rule: StepRule, start: datetime, lag: int) -> dict[Anchor, datetime]:
    anchors = {rule.anchor: start, rule.count_from or rule.anchor: start - abs(lag) * HOUR / 10}
    if rule.hard and rule.hard.mode is not HardMode.THEN:
        anchors[rule.hard.anchor] = start + lag * HOUR
    return anchors


def limits_of(rule: Step, calendar: Calendar, start: datetime, lag: int, priority: str | None) -> list[Limit]:
    if isinstance(rule, StepRule):
        anchors = begun(rule, start, lag)
        return list(limits(rule, priority=priority, anchors=anchors, started_at=start, calendar=calendar))
    period = Period(rule.amount, rule.clock)
    return [Limit(due=calendar.due(start, period), period=period, counted_from=start, anchor=None)]


@fast
@given(rule=case_steps, calendar=calendars, start=moments, lag=lags, priority=priorities)
def test_no_step_is_due_before_it_starts(rule, calendar, start, lag, priority):
    found = limits_of(rule, calendar, start, lag, priority)

    assert all(limit.due >= start for limit in found)
    assert [limit.number for limit in found] == [1, 2][: len(found)]
    assert found == sorted(found, key=lambda limit: limit.due)


@fast
@given(
    rule=st.sampled_from([*CASE_STEPS, *EVENT_STEPS]),
    calendar=calendars,
    start=moments,
    lag=lags,
    priority=priorities,
)
def test_reminders_lie_after_the_start_and_only_that_at_the_due_date_after_the_deadline(
    rule, calendar, start, lag, priority
):
    for limit in limits_of(rule, calendar, start, lag, priority):
        found = reminders(rule, priority=priority, start=start, limit=limit, calendar=calendar)

        assert all(reminder.at > start for reminder in found)
        assert all(reminder.at <= limit.due for reminder in found if reminder.kind != "DUE")
        assert {reminder.kind for reminder in found} <= set(rule.reminders_for(priority))
        assert found == sorted(found)
        if limit.clock.in_days:
            assert all(calendar.is_open(reminder.at) for reminder in found)


@fast
@given(
    rule=st.sampled_from([*CASE_STEPS, *EVENT_STEPS]),
    calendar=calendars,
    start=moments,
    lag=lags,
)
def test_the_ladder_is_climbed_upwards_never_before_the_deadline_and_no_rung_is_lost(
    rule, calendar, start, lag
):
    for limit in limits_of(rule, calendar, start, lag, "B"):
        climbs = rungs(rule, limit, calendar=calendar)

        assert {climb.rung for climb in climbs} == rule.rungs
        assert [climb.at for climb in climbs] == sorted(climb.at for climb in climbs)
        assert all(climb.at >= limit.due for climb in climbs)
        if limit.clock.in_days:
            assert all(calendar.is_open(climb.at) for climb in climbs)


@fast
@given(rule=case_steps, calendar=calendars, start=moments, later=st.integers(min_value=1, max_value=60))
def test_an_extension_moves_the_whole_ladder_with_the_deadline(rule, calendar, start, later):
    limit = limits_of(rule, calendar, start, 0, "B")[0]
    clock = Clock.WD if limit.clock.in_days else limit.clock
    to = calendar.due(limit.due, Period(later, clock))

    longer = extend(limit, to=to, reason="Krankheit", now=start, calendar=calendar)

    assert longer.original == limit.due
    assert all(climb.at >= longer.due for climb in rungs(rule, longer, calendar=calendar))


@fast
@given(
    rule=st.sampled_from([rule for rule in CASE_STEPS if rule.repeat]),
    calendar=calendars,
    start=moments,
)
def test_rounds_go_forward(rule, calendar, start):
    second = next_round(rule, start, number=1, is_open=True, calendar=calendar)

    assert second is not None
    assert second > start
