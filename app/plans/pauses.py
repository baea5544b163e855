"""How waiting moves a date: always from the stretches themselves, never from a counter; pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from app.localtime import end_of, local, utc
from app.workdays import Calendar, Clock


class Pause(NamedTuple):
    """A stretch in which nobody could go on; ``until`` is None while it lasts."""

    since: datetime
    until: datetime | None = None


def merged(pauses: Iterable[Pause], *, begun: datetime) -> list[Pause]:
    """In their order and without overlaps, none before the step had begun; one that lasts ends the list."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: utc(one.since)):
        if pause.until is not None and utc(pause.until) <= utc(begun):
            continue
        since = max(utc(pause.since), utc(begun))
        last = found[-1] if found else None
        if last and last.until is None:
            break
        if last and last.until is not None and since <= utc(last.until):
            found[-1] = Pause(last.since, pause.until and max(utc(pause.until), utc(last.until)))
        else:
            found.append(Pause(since, pause.until and utc(pause.until)))
    return found


def lasting(pauses: Sequence[Pause], *, begun: datetime) -> datetime | None:
    """Since when the step stands still now; None if it doesn't."""
    found = merged(pauses, begun=begun)
    return found[-1].since if found and found[-1].until is None else None


def put_off(
    due: datetime, clock: Clock, pauses: Iterable[Pause], *, begun: datetime, calendar: Calendar
) -> datetime:
    """The date after all waiting that is over: what was left when it began is left when it ends.

    So no date is over at the moment at which it counts on. One that was over before stays so; what the law
    sets doesn't wait.
    """
    if clock.by_law:
        return due
    for since, until in merged(pauses, begun=begun):
        if until is not None and utc(since) < utc(due):
            due = _going_on(due, clock, since=since, until=until, calendar=calendar)
    return due


def _going_on(
    due: datetime, clock: Clock, *, since: datetime, until: datetime, calendar: Calendar
) -> datetime:
    if clock.in_days:
        return max(utc(due), _day_after(due, since=since, until=until, calendar=calendar))
    if clock is Clock.SH:
        left = calendar.service_time(since, due)
        return utc(calendar.after_service(until, left) if left else calendar.next_opening(until))
    return utc(until) + (utc(due) - utc(since))


def _day_after(due: datetime, *, since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """The day on which it begins and the one on which it goes on are not counted (§ 187 (1) BGB)."""
    last = local(until).date()
    left = calendar.working_days_between(local(since).date(), local(due).date())
    if left == 0 and utc(due) > utc(until):
        return utc(due)
    day = calendar.add_working_days(last, left) if left else calendar.next_working_day(last)
    return utc(end_of(day if utc(end_of(day)) > utc(until) else calendar.add_working_days(last, 1)))
