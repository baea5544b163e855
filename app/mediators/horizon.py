"""When somebody of the pool is really free: weekly times, single days, absences, what is taken; pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from app.localtime import WEEKDAYS
from app.mediators.rules import LAST_MINUTE, MIDNIGHT, Slot, in_words, minute_of, minute_of_end

#: One meeting, and so the shortest common time that is of any use.
WINDOW = timedelta(minutes=120)

_QUARTER = timedelta(minutes=15)
_PER_DAY = timedelta(days=1) // _QUARTER
_PER_WINDOW = WINDOW // _QUARTER
_WHOLE_DAY = (1 << _PER_DAY) - 1


class Window(NamedTuple):
    """A free time long enough for a meeting, on the wall clock of the horizon's zone."""

    start: datetime
    end: datetime


DaysAway = tuple[date, date]
"""First and last day, both inclusive."""
Busy = tuple[datetime, datetime]
"""Start and end, aware."""


class DayTime(NamedTuple):
    """Hours of a single day that are other than usual: free in addition, or not free."""

    day: date
    free: bool
    start: time
    end: time

    @property
    def hours(self) -> str:
        return f"{self.start:%H:%M}–{in_words(self.end)}"

    @property
    def is_whole_day(self) -> bool:
        return (self.start, self.end) == (MIDNIGHT, LAST_MINUTE)


class Taken(NamedTuple):
    """Quarter hours that are taken by the wall clock: bit ``96 * d + q`` is quarter q, d days later."""

    first_day: date
    quarters: int

    def also(self, other: "Taken | None") -> "Taken":
        """What the one or the other says."""
        if other is None:
            return self
        first = min(self.first_day, other.first_day)
        both = (one.quarters << _PER_DAY * (one.first_day - first).days for one in (self, other))
        return Taken(first, next(both) | next(both))


class Horizon:
    """The days on which a meeting is looked for.

    A person's time is one ``int``: bit ``96 * d + q`` says that a whole window is free from quarter hour
    ``q`` of day ``d`` on. A window is free for two people exactly if it is free for each, so the times
    they share are ``a & b``. Time that doesn't fill a quarter hour counts as taken, and so does an hour
    that the clocks skip or double: no window is ever ambiguous or shorter than it looks.
    """

    def __init__(self, days: Sequence[date], *, zone: tzinfo) -> None:
        self.days = tuple(days)
        self.zone = zone
        self._place = {day: number for number, day in enumerate(self.days)}
        self._usable = self._each_day(lambda day: _all_but_shifted(day, zone))
        self._beginnings = self._each_day(lambda _: _quarters(0, _PER_DAY - _PER_WINDOW + 1))
        self._midnights = [0] * len(WEEKDAYS)
        for number, day in enumerate(self.days):
            self._midnights[day.weekday()] |= 1 << _PER_DAY * number
        self._weekly: dict[int, tuple[Slot, int]] = {}

    def starts(
        self, weekly: Iterable[Slot], *, absences: Collection[DaysAway] = (), busy: Iterable[Busy] = ()
    ) -> int:
        """From when on a window is free: the weekly times without absences and appointments."""
        return self.windows_in(self.quarters(weekly, absences=absences) & ~self.taken(busy))

    def quarters(
        self,
        weekly: Iterable[Slot],
        *,
        days: Collection[DayTime] = (),
        absences: Collection[DaysAway] = (),
        taken: Taken | None = None,
    ) -> int:
        """The free quarter hours by what the person has said; appointments are not looked at.

        Hours of a single day that are not free take away from the weekly ones, then those that are free
        come on top; absences, and what the own calendar holds, stand above all of them.
        """
        free = 0
        for slot in weekly:
            free |= self._of_slot(slot)
        if days:
            free = self._with(free, days)
        free &= self._usable
        if absences:
            free &= ~self._away(absences)
        if taken is not None:
            free &= ~self._shifted(taken)
        return free

    def refused(
        self,
        *,
        days: Collection[DayTime] = (),
        absences: Collection[DaysAway] = (),
        taken: Taken | None = None,
    ) -> int:
        """The quarter hours at which the person has said she can't: by single days, absences, own calendar.

        An hour that the clocks skip or double is refused by whoever refuses it, and by nobody else.
        """
        refused = self._away(absences) | (self._shifted(taken) if taken is not None else 0)
        for one in days:
            number = self._place.get(one.day)
            if number is not None and not one.free:
                refused |= _begun(one.start, one.end) << _PER_DAY * number
        return refused

    def windows_in(self, quarters: int) -> int:
        """From when on a window is free."""
        return _window_starts(quarters) & self._beginnings

    def taken(self, busy: Iterable[Busy]) -> int:
        """The quarter hours that these need, begun ones too."""
        taken = 0
        for start, end in busy:
            first, last = start.astimezone(self.zone), end.astimezone(self.zone)
            for day in _days_between(first.date(), last.date()):
                number = self._place.get(day)
                if number is not None:
                    taken |= _touched(first, last, day=day) << _PER_DAY * number
        return taken

    def windows(self, starts: int, *, most: int | None = None) -> list[Window]:
        """Windows one after the other, none touching the time of another, earliest first."""
        return [self._window(bit) for bit in islice(_apart(starts), most)]

    def slot(self, moment: datetime) -> int | None:
        """The bit of the quarter hour in which a window would begin then; None outside of these days."""
        there = moment.astimezone(self.zone)
        number = self._place.get(there.date())
        return None if number is None else _PER_DAY * number + minute_of(there.time()) // 15

    def _of_slot(self, slot: Slot) -> int:
        """Of a time that many people have; kept with it, so that nothing else gets its place in memory."""
        found = self._weekly.get(id(slot))
        if found is None:
            quarters = _within(slot.start, slot.end) * self._midnights[slot.weekday]
            found = self._weekly[id(slot)] = slot, quarters
        return found[1]

    def _each_day(self, quarters: Callable[[date], int]) -> int:
        return sum(quarters(day) << _PER_DAY * number for number, day in enumerate(self.days))

    def _with(self, free: int, days: Collection[DayTime]) -> int:
        for one in sorted(days, key=lambda one: one.free):
            number = self._place.get(one.day)
            if number is None:
                continue
            if one.free:
                free |= _within(one.start, one.end) << _PER_DAY * number
            else:
                free &= ~(_begun(one.start, one.end) << _PER_DAY * number)
        return free

    def _away(self, absences: Collection[DaysAway]) -> int:
        return self._each_day(
            lambda day: _WHOLE_DAY if any(first <= day <= last for first, last in absences) else 0
        )

    def _shifted(self, taken: Taken) -> int:
        """As bits of these days, which follow each other."""
        if not self.days:
            return 0
        days = (self.days[0] - taken.first_day).days
        return taken.quarters >> _PER_DAY * days if days >= 0 else taken.quarters << _PER_DAY * -days

    def _window(self, bit: int) -> Window:
        number, quarter = divmod(bit, _PER_DAY)
        midnight = datetime.combine(self.days[number], time(), tzinfo=self.zone)
        start = midnight + quarter * _QUARTER
        return Window(start, start + WINDOW)


def _steps() -> Iterator[int]:
    """Each doubles the time that is known to be free, until it is a window."""
    long = 1
    while long < _PER_WINDOW:
        step = min(long, _PER_WINDOW - long)
        yield step
        long += step


_STEPS = tuple(_steps())


def _apart(starts: int) -> Iterator[int]:
    while starts:
        bit = (starts & -starts).bit_length() - 1
        yield bit
        starts = starts >> (bit + _PER_WINDOW) << (bit + _PER_WINDOW)


def _window_starts(free: int) -> int:
    """The quarter hours from which on all quarter hours of a window are free, over midnight too."""
    starts = free
    for step in _STEPS:
        starts &= starts >> step
    return starts


def _quarters(first: int, end: int) -> int:
    return (1 << end) - (1 << first) if end > first else 0


def _within(start: time, end: time) -> int:
    """The whole quarter hours inside these times."""
    return _quarters(-(-minute_of(start) // 15), minute_of_end(end) // 15)


def _begun(start: time, end: time) -> int:
    """The quarter hours that these times touch."""
    return _quarters(minute_of(start) // 15, -(-minute_of(end) // 15))


def _touched(start: datetime, end: datetime, *, day: date) -> int:
    """The quarter hours of a day that an appointment needs, begun ones too."""
    first = minute_of(start.time()) // 15 if start.date() == day else 0
    begun = end.second > 0 or end.microsecond > 0
    last = -(-(minute_of(end.time()) + begun) // 15) if end.date() == day else _PER_DAY
    return _quarters(first, last)


def _days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@lru_cache(maxsize=256)
def _all_but_shifted(day: date, zone: tzinfo) -> int:
    """A day's quarter hours, without those that the clocks skip or double."""
    moments = (
        (quarter, datetime.combine(day, time(), tzinfo=zone) + quarter * _QUARTER)
        for quarter in range(_PER_DAY)
    )
    return sum(
        1 << quarter
        for quarter, moment in moments
        if moment.utcoffset() == moment.replace(fold=1).utcoffset()
    )
