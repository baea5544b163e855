"""Reads when an own calendar (.ics, RFC 5545) has something; never what, where and with whom. Pure."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from app.labels import N_
from app.localtime import LOCAL
from app.mediators.horizon import Busy, Horizon, Taken
from app.refusals import NotAllowed

#: Of icalendar, which keeps whatever a file says: what a property holds is known only when it is read.
Component = Any

MOST_MEGABYTES = 2
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
#: So far ahead a calendar is read, and so long it is kept.
AHEAD = timedelta(days=92)
#: Steps through repetitions, and rules that still run: of one file at most so many.
MOST_STEPS, MOST_RULES = 100_000, 500
#: Days, weeks, months or years that one rule goes through, and the highest number of them between two.
MOST_PERIODS, LONGEST_INTERVAL = 15_000, 1_000

DAY = timedelta(days=1)
REPEATS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
#: Others are so rare that nobody would miss them; they are counted as not read.
RULE_PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"}
)
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
TOO_LARGE = N_("Die Datei ist größer als %(most)s MB. Bitte exportieren Sie nur die nächsten drei Monate.")
NO_CALENDAR = N_(
    "Das ist keine Kalenderdatei, oder sie ist beschädigt. "
    "Bitte exportieren Sie Ihren Kalender noch einmal als .ics."
)


@dataclass(frozen=True)
class BusyTimes:
    """All that is kept of a calendar: taken quarter hours; ``unread`` entries could not be understood."""

    taken: Taken
    last_day: date
    unread: int = 0


def read(data: bytes, *, today: date) -> BusyTimes:
    """From today on, as far ahead as a calendar is read; ``NotAllowed`` for what is none."""
    if len(data) > MOST_BYTES:
        raise NotAllowed(TOO_LARGE, most=MOST_MEGABYTES)
    horizon = Horizon([today + number * DAY for number in range(AHEAD.days + 1)], zone=LOCAL)
    reading = _Reading(_midnight(today), _midnight(horizon.days[-1] + DAY))
    for calendar in _calendars(data):
        reading.take(calendar)
    return BusyTimes(Taken(today, horizon.taken(reading.busy)), horizon.days[-1], reading.unread)


def _calendars(data: bytes) -> list[Component]:
    from icalendar import Calendar

    try:
        found = [one for one in Calendar.from_ical(data, multiple=True) if one.name == "VCALENDAR"]
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        raise NotAllowed(NO_CALENDAR) from None
    if not found:
        raise NotAllowed(NO_CALENDAR)
    return list(found)


class _Interval(int):
    """The interval of a rule that counts how often it is gone on by: a rule may go on and never come."""

    step: Callable[[], None]
    left = MOST_PERIODS

    def __radd__(self, place: int) -> int:
        return place + self._gone_on()

    def __mul__(self, days: int) -> int:
        return self._gone_on() * days

    def _gone_on(self) -> int:
        self.left -= 1
        self.step()
        if self.left < 0:
            raise ValueError("a rule that never comes")
        return int(self)


class _Reading:
    """Goes through the entries, and keeps what lies between ``start`` and ``end``."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self.busy: list[Busy] = []
        self.unread = 0
        self.steps, self.rules = MOST_STEPS, MOST_RULES

    def take(self, calendar: Component) -> None:
        moved = self._moved(calendar)
        for part in calendar.walk():
            if part.name not in {"VEVENT", "VFREEBUSY"}:
                continue
            try:
                found = list(_periods(part)) if part.name == "VFREEBUSY" else self._event(part, moved)
            except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                self.unread += 1
            else:
                self.busy += [one for one in map(self._clipped, found) if one[0] < one[1]]

    def _clipped(self, one: Busy) -> Busy:
        return max(one[0], self.start), min(one[1], self.end)

    def _moved(self, calendar: Component) -> frozenset[tuple[str, datetime]]:
        """Single repetitions that have an entry of their own: where they would be is free."""
        found = set()
        for event in calendar.walk("VEVENT"):
            try:
                if "RECURRENCE-ID" in event:
                    found.add((_uid(event), _moment(event["RECURRENCE-ID"].dt)))
            except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                self.unread += 1
        return frozenset(found)

    def _event(self, event: Component, moved: Collection[tuple[str, datetime]]) -> list[Busy]:
        if _is_free(event):
            return []
        begins = event["DTSTART"].dt
        without = set(_listed(event, "EXDATE"))
        if "RECURRENCE-ID" not in event:
            without |= {moment for uid, moment in moved if uid == _uid(event)}
        found = [*self._beginnings(event, begins), *_listed(event, "RDATE")]
        return [(one, _end(event, begins, one)) for one in found if one not in without]

    def _beginnings(self, event: Component, begins: date | datetime) -> Iterator[datetime]:
        """By the wall clock of its own zone, so that it stays at its hour when the clocks change."""
        if "RRULE" not in event or "RECURRENCE-ID" in event:
            yield _moment(begins)
            return
        from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

        wall, zone = _wall(begins)
        rule, interval, until = _checked(event["RRULE"], zone)
        if until is not None and until.replace(tzinfo=zone).astimezone(UTC) < self.start - DAY:
            return
        self.rules -= 1
        interval.step = self._step
        for one in rrulestr(rule, dtstart=wall).replace(interval=interval):
            moment = one.replace(tzinfo=zone).astimezone(UTC)
            self._step()
            if moment >= self.end or (until is not None and one > until):
                return
            yield moment

    def _step(self) -> None:
        self.steps -= 1
        if min(self.steps, self.rules) < 0:
            raise ValueError("too many repetitions")


def _checked(rule: Any, zone: tzinfo) -> tuple[str, _Interval, datetime | None]:
    """A rule that somebody may have; what could go on for ever without an answer is none."""
    rule = rule[0] if isinstance(rule, list) else rule
    every = rule["FREQ"][0]
    interval = _Interval(rule.get("INTERVAL", [1])[0])
    if every not in REPEATS or not RULE_PARTS.issuperset(rule) or not 0 < interval <= LONGEST_INTERVAL:
        raise ValueError("a rule that nobody has")
    if "BYSETPOS" in rule and every not in {"MONTHLY", "YEARLY"}:
        raise ValueError("a rule that nobody has")
    months = [int(one) for one in rule.get("BYMONTH", range(1, 13))]
    days = rule.get("BYMONTHDAY", [1])
    if not any(0 < abs(day) <= LONGEST_MONTHS[month - 1] for month in months for day in days):
        raise ValueError("a day that never comes")
    last = rule.get("UNTIL", [None])[0]
    without = {name: value for name, value in rule.items() if name != "UNTIL"}
    text = type(rule)(without).to_ical().decode()
    return text, interval, None if last is None else _until(last, zone)


def _until(last: date | datetime, zone: tzinfo) -> datetime:
    """By the wall clock of the event."""
    if isinstance(last, datetime):
        return last if last.tzinfo is None else last.astimezone(zone).replace(tzinfo=None)
    return datetime.combine(last, time.max)


def _is_free(event: Component) -> bool:
    """Called off, or marked as free time."""
    return (
        str(event.get("STATUS", "")).upper() == "CANCELLED"
        or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    )


def _end(event: Component, begins: date | datetime, start: datetime) -> datetime:
    """As long after its beginning as the first one; whole days end at midnight, however long they are."""
    length: timedelta
    if "DTEND" in event:
        ends = event["DTEND"].dt
        if isinstance(begins, datetime):
            return start + (_moment(ends) - _moment(begins))
        length = ends - begins
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta() if isinstance(begins, datetime) else DAY
    if isinstance(begins, datetime):
        return start + length
    return _midnight(start.astimezone(LOCAL).date() + max(length, DAY))


def _listed(event: Component, name: str) -> Iterator[datetime]:
    """The beginnings in EXDATE or RDATE, which may stand there several times."""
    found = event.get(name, [])
    for line in found if isinstance(found, list) else [found]:
        for one in line.dts:
            yield _moment(one.dt[0] if isinstance(one.dt, tuple) else one.dt)


def _periods(part: Component) -> Iterator[Busy]:
    """What a free/busy list says is taken."""
    found = part.get("FREEBUSY", [])
    for one in found if isinstance(found, list) else [found]:
        if str(one.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            start, end = one.dt
            begins = _moment(start)
            yield begins, begins + end if isinstance(end, timedelta) else _moment(end)


def _uid(event: Component) -> str:
    return str(event.get("UID", ""))


def _wall(value: date | datetime) -> tuple[datetime, tzinfo]:
    """The wall clock and its zone; what names none is meant here."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time()), LOCAL
    return value.replace(tzinfo=None), value.tzinfo or LOCAL


def _moment(value: date | datetime) -> datetime:
    wall, zone = _wall(value)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return _moment(day)
