"""Who a pool person is and when this person has time: topics, kinds, weekly slots, free windows."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import NamedTuple

import phonenumbers

from app.labels import N_, Labelled
from app.languages import folded
from app.localtime import SHORT_WEEKDAYS, WEEKDAYS
from app.refusals import NotAllowed
from app.seed import listed, rows


class Topic(Labelled):
    """Where a pool person has experience."""

    NEIGHBOURHOOD = "NEIGHBOURHOOD", "Nachbarschaft"
    SCHOOL = "SCHOOL", "Schule"
    YOUTH = "YOUTH", "Jugend"
    ACCOMMODATION = "ACCOMMODATION", "Unterkunft"
    RELIGION = "RELIGION", "Religion"
    CLUBS = "CLUBS", "Vereine"
    FAMILY = "FAMILY", "Familie"
    PUBLIC_SPACE = "PUBLIC_SPACE", "Öffentlicher Raum"


class Gender(Labelled):
    FEMALE = "FEMALE", "weiblich"
    MALE = "MALE", "männlich"
    DIVERSE = "DIVERSE", "divers"


class Kind(Labelled):
    """What a pool person can be asked to do."""

    MEDIATOR = "MEDIATOR", "Mediator:in"
    ADVISER = "ADVISER", "Berater:in"
    CONFLICT_PILOT = "CONFLICT_PILOT", "Konfliktlots:in"
    INTERPRETER = "INTERPRETER", "Sprachmittler:in"
    TRAINEE = "TRAINEE", "Mediator:in in Ausbildung"


class Standing(Labelled):
    """Whether somebody of the pool can be asked today."""

    FREE = "FREE", "frei"
    RESTING = "RESTING", "zurzeit keine Anfragen"
    AWAY = "AWAY", "abwesend"
    LEFT = "LEFT", "Tätigkeit beendet"


def standing(*, left: bool, resting: bool, away: bool) -> Standing:
    if left:
        return Standing.LEFT
    if away:
        return Standing.AWAY
    return Standing.RESTING if resting else Standing.FREE


#: One meeting, and so the shortest common time that is of any use.
WINDOW = timedelta(minutes=120)

_QUARTER = timedelta(minutes=15)
_PER_DAY = timedelta(days=1) // _QUARTER
_PER_WINDOW = WINDOW // _QUARTER

_WEEKDAY_BY_NAME = {
    folded(name): number for names in (SHORT_WEEKDAYS, WEEKDAYS) for number, name in enumerate(names)
}
_HOUR = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?: ?uhr)?"
_SLOT = re.compile(rf"(?P<day>[a-z]+)\.? ?:? ?{_HOUR} ?(?:-|–|—|bis) ?{_HOUR}")
_TOPIC_BY_NAME = {
    folded(name): Topic[row["code"]]
    for row in rows("app.mediators", "topics")
    for name in listed(row["aliases_de"])
}


def resolve_topic(name: str) -> Topic:
    """The topic that a written word means."""
    topic = _TOPIC_BY_NAME.get(folded(name))
    if topic is None:
        raise NotAllowed(
            N_("Das Thema „%(name)s“ kennen wir nicht. Möglich sind: %(topics)s."),
            name=name.strip(),
            topics=", ".join(one.label for one in Topic),
        )
    return topic


def e164(phone: str) -> str | None:
    """The number in the one form that every telephone understands (ITU-T E.164), if it can be read."""
    try:
        number = phonenumbers.parse(phone, "DE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@dataclass(frozen=True, order=True)
class Slot:
    """A time that comes round every week; weekday 0 is Monday, times are those of the wall clock."""

    weekday: int
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise _backwards(str(self))

    def __str__(self) -> str:
        return f"{SHORT_WEEKDAYS[self.weekday]} {self.times}"

    @property
    def times(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


def parse_slots(text: str) -> tuple[Slot, ...]:
    """Weekly times as people write them: „Mo 08:00-13:00; Di 16-18 Uhr“; sorted, none twice."""
    parts = (" ".join(part.split()) for part in re.split(r"[;,\n]", text))
    return tuple(sorted({_slot(part) for part in parts if part}))


def merged(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The same times, with those that overlap or touch made one."""
    whole: list[Slot] = []
    for slot in sorted(slots):
        last = whole[-1] if whole else None
        if last and last.weekday == slot.weekday and slot.start <= last.end:
            whole[-1] = Slot(last.weekday, last.start, max(last.end, slot.end))
        else:
            whole.append(slot)
    return tuple(whole)


def _slot(text: str) -> Slot:
    found = _SLOT.fullmatch(folded(text))
    weekday = _WEEKDAY_BY_NAME.get(found["day"]) if found else None
    if found is None or weekday is None:
        raise _unreadable(text)
    _, *clock = found.groups()
    try:
        start, end = time(int(clock[0]), int(clock[1] or 0)), time(int(clock[2]), int(clock[3] or 0))
    except ValueError:
        raise _unreadable(text) from None
    if end <= start:
        raise _backwards(text)
    return Slot(weekday, start, end)


def _backwards(slot: str) -> NotAllowed:
    return NotAllowed(
        N_("„%(slot)s“ endet nicht nach dem Beginn. Bitte prüfen Sie die Uhrzeiten."), slot=slot
    )


def _unreadable(text: str) -> NotAllowed:
    return NotAllowed(
        N_("„%(text)s“ ist keine Zeitangabe. Erwartet wird etwas wie „Mo 17:00-19:30“ oder „Mo 17-19 Uhr“."),
        text=text,
    )


class Window(NamedTuple):
    """A free time long enough for a meeting, on the wall clock of the horizon's zone."""

    start: datetime
    end: datetime


DaysAway = tuple[date, date]
"""First and last day, both inclusive."""
Busy = tuple[datetime, datetime]
"""Start and end, aware."""


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
        self._weekly: dict[Slot, int] = {}

    def starts(
        self, weekly: Iterable[Slot], *, absences: Collection[DaysAway] = (), busy: Iterable[Busy] = ()
    ) -> int:
        """From when on a window is free: the weekly times without absences and appointments."""
        free = 0
        for slot in weekly:
            free |= self._of_slot(slot)
        free &= self._usable
        for number, day in enumerate(self.days) if absences else ():
            if any(first <= day <= last for first, last in absences):
                free &= ~(_quarters(0, _PER_DAY) << _PER_DAY * number)
        for number, taken in self._taken(busy).items():
            free &= ~(taken << _PER_DAY * number)
        return _window_starts(free) & self._beginnings

    def _of_slot(self, slot: Slot) -> int:
        if slot not in self._weekly:  # many people have the same
            quarters = _within(slot.start, slot.end)
            self._weekly[slot] = self._each_day(lambda day: quarters if day.weekday() == slot.weekday else 0)
        return self._weekly[slot]

    def _each_day(self, quarters: Callable[[date], int]) -> int:
        return sum(quarters(day) << _PER_DAY * number for number, day in enumerate(self.days))

    def windows(self, starts: int, *, most: int | None = None) -> list[Window]:
        """Windows one after the other, none touching the time of another, earliest first."""
        return [self._window(bit) for bit in islice(_apart(starts), most)]

    def _taken(self, busy: Iterable[Busy]) -> dict[int, int]:
        taken: dict[int, int] = {}
        for start, end in busy:
            first, last = start.astimezone(self.zone), end.astimezone(self.zone)
            for day in _days_between(first.date(), last.date()):
                number = self._place.get(day)
                if number is not None:
                    taken[number] = taken.get(number, 0) | _touched(first, last, day=day)
        return taken

    def _window(self, bit: int) -> Window:
        number, quarter = divmod(bit, _PER_DAY)
        midnight = datetime.combine(self.days[number], time(), tzinfo=self.zone)
        start = midnight + quarter * _QUARTER
        return Window(start, start + WINDOW)


def _apart(starts: int) -> Iterator[int]:
    while starts:
        bit = (starts & -starts).bit_length() - 1
        yield bit
        starts = starts >> (bit + _PER_WINDOW) << (bit + _PER_WINDOW)


def _window_starts(free: int) -> int:
    """The quarter hours from which on all quarter hours of a window are free, over midnight too."""
    starts = free
    for later in range(1, _PER_WINDOW):
        starts &= free >> later
    return starts


def _quarters(first: int, end: int) -> int:
    return (1 << end) - (1 << first) if end > first else 0


def _within(start: time, end: time) -> int:
    """The whole quarter hours inside these times."""
    return _quarters(-(-_minutes(start) // 15), _minutes(end) // 15)


def _touched(start: datetime, end: datetime, *, day: date) -> int:
    """The quarter hours of a day that an appointment needs, begun ones too."""
    first = _minutes(start.time()) // 15 if start.date() == day else 0
    begun = end.second > 0 or end.microsecond > 0
    last = -(-(_minutes(end.time()) + begun) // 15) if end.date() == day else _PER_DAY
    return _quarters(first, last)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


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
