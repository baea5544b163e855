"""The hours in which an office serves people: read from and written as „Mo-Do 08:30-16:00“; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import ClassVar, Self

from app.labels import N_
from app.localtime import SHORT_WEEKDAYS
from app.refusals import NotAllowed

MINUTES_A_DAY = 24 * 60

PART = re.compile(
    r"(?:(?P<first>[a-z]{2})(?:-(?P<last>[a-z]{2}))?)?"
    r"\s*"
    r"(?:(?P<opens>\d{1,2}(?::\d{2})?)-(?P<closes>\d{1,2}(?::\d{2})?)(?:\s*uhr)?)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Slot:
    """A stretch without a break within one day, in minutes after midnight; ``closes`` is not in it."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise NotAllowed(N_("Die Dienstzeit %(slot)s endet nicht nach ihrem Beginn."), slot=self)

    def __str__(self) -> str:
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (self.opens, self.closes))


@dataclass(frozen=True)
class ServiceHours:
    """The slots of a week, Monday first; seven tuples, each in the order of the day."""

    DEFAULT: ClassVar["ServiceHours"]

    week: tuple[tuple[Slot, ...], ...]

    def __post_init__(self) -> None:
        if len(self.week) != len(SHORT_WEEKDAYS) or not any(self.week):
            raise NotAllowed(
                N_("Bitte nennen Sie mindestens eine Dienstzeit, zum Beispiel Mo-Do 08:30-16:00.")
            )
        for day, slots in zip(SHORT_WEEKDAYS, self.week, strict=True):
            for earlier, later in pairwise(slots):
                if later.opens < earlier.closes:
                    raise NotAllowed(
                        N_("Am %(day)s überschneiden sich die Dienstzeiten %(one)s und %(other)s."),
                        day=day,
                        one=earlier,
                        other=later,
                    )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read days and times: „Mo-Do 08:30-12:00, 13:00-16:00“, „Mo, Mi, Fr 8-12 Uhr“.

        Days without a time take the next time named, a time without days belongs to the days before it.
        """
        week: list[list[Slot]] = [[] for _ in SHORT_WEEKDAYS]
        for days, slot in _entries(text):
            for day in days:
                week[day].append(slot)
        return cls(tuple(tuple(sorted(slots)) for slots in week))

    def on(self, weekday: int) -> tuple[Slot, ...]:
        """The slots of a weekday, 0 is Monday."""
        return self.week[weekday]

    def __str__(self) -> str:
        parts = []
        for slots, run in groupby(range(len(SHORT_WEEKDAYS)), key=self.on):
            days = list(run)
            first, last = SHORT_WEEKDAYS[days[0]], SHORT_WEEKDAYS[days[-1]]
            name = first if first == last else f"{first}-{last}"
            parts += [f"{name} {slot}" for slot in slots]
        return ", ".join(parts)


def _entries(text: str) -> Iterator[tuple[list[int], Slot]]:
    waiting: list[int] = []
    before: list[int] = []
    for part in _parts(text):
        found = PART.fullmatch(part)
        if not found or not part:
            raise _unreadable(part)
        waiting += _days(found["first"], found["last"])
        if found["opens"]:
            before, waiting = waiting or before, []
            if not before:
                raise _unreadable(part)
            yield before, Slot(_minutes(found["opens"]), _minutes(found["closes"]))
    if waiting:
        raise NotAllowed(N_("Für %(day)s fehlt die Uhrzeit."), day=SHORT_WEEKDAYS[waiting[-1]])


def _parts(text: str) -> list[str]:
    tidy = re.sub(r"\s*[-–]\s*", "-", text.strip())
    return re.split(r"\s*[,;]\s*", tidy) if tidy else []


def _days(first: str | None, last: str | None) -> list[int]:
    if first is None:
        return []
    begin, end = _weekday(first), _weekday(last or first)
    if end < begin:
        raise NotAllowed(
            N_("%(first)s-%(last)s läuft rückwärts. Die Woche beginnt mit Mo."),
            first=SHORT_WEEKDAYS[begin],
            last=SHORT_WEEKDAYS[end],
        )
    return list(range(begin, end + 1))


def _weekday(name: str) -> int:
    if name.title() not in SHORT_WEEKDAYS:
        raise NotAllowed(
            N_("„%(name)s“ ist kein Wochentag. Möglich sind Mo, Di, Mi, Do, Fr, Sa und So."),
            name=name.title(),
        )
    return SHORT_WEEKDAYS.index(name.title())


def _minutes(clock_time: str) -> int:
    hours, _, minutes = clock_time.partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) >= 60 or total > MINUTES_A_DAY:
        raise NotAllowed(N_("%(time)s ist keine Uhrzeit."), time=clock_time)
    return total


def _unreadable(part: str) -> NotAllowed:
    return NotAllowed(
        N_("„%(part)s“ ist keine Dienstzeit. Schreiben Sie zum Beispiel Mo-Do 08:30-16:00, Fr 08:30-12:00."),
        part=part,
    )


ServiceHours.DEFAULT = ServiceHours.parse("Mo-Do 08:30-16:00, Fr 08:30-12:00")
