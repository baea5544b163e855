"""Who a pool person is and when this person usually has time: topics, kinds, weekly slots."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time
from statistics import median

import phonenumbers

from app.labels import N_, Labelled
from app.languages import folded
from app.localtime import SHORT_WEEKDAYS, WEEKDAYS
from app.refusals import NotAllowed
from app.seed import listed, rows

#: The end of a day is kept as its last minute, and said as 24:00.
MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)

#: A file with more rows is taken by the worker; the page shows how far it is.
AT_ONCE = 500


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


@dataclass(frozen=True, order=True)
class Spread:
    """How evenly the hours lie among people of one kind who speak one language; the widest comes first.

    ``apart`` is how far somebody lies from the middle one of them, on average.
    """

    apart: float
    people: int
    kind: Kind
    language: str
    least: int
    middle: float
    most: int


#: Fewer people are no group: one busy month would look like injustice.
COMPARED = 3


def spreads(people: Iterable[tuple[Kind, Iterable[str], int]]) -> tuple[Spread, ...]:
    """Kind, languages and hours of each; the widest spread first."""
    groups: defaultdict[tuple[Kind, str], list[int]] = defaultdict(list)
    for kind, languages, hours in people:
        for language in languages:
            groups[kind, language].append(hours)
    found = (_spread(*group, sorted(hours)) for group, hours in groups.items() if len(hours) >= COMPARED)
    return tuple(sorted(found, key=lambda one: (-one.apart, one.kind.value, one.language)))


def apart(found: Collection[Spread]) -> float | None:
    """How far somebody lies from the middle of those who are comparable; None if nobody is."""
    people = sum(one.people for one in found)
    return sum(one.apart * one.people for one in found) / people if people else None


def _spread(kind: Kind, language: str, hours: list[int]) -> Spread:
    middle = median(hours)
    return Spread(
        apart=sum(abs(one - middle) for one in hours) / len(hours),
        people=len(hours),
        kind=kind,
        language=language,
        least=hours[0],
        middle=middle,
        most=hours[-1],
    )


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
        return f"{self.start:%H:%M}–{in_words(self.end)}"

    @property
    def minutes(self) -> int:
        return minute_of_end(self.end) - minute_of(self.start)


def in_words(end: time) -> str:
    """When something ends, as people say it."""
    return "24:00" if end == LAST_MINUTE else f"{end:%H:%M}"


def minute_of(moment: time) -> int:
    """Of the day."""
    return moment.hour * 60 + moment.minute


def minute_of_end(end: time) -> int:
    return minute_of(end) + (end == LAST_MINUTE)


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
        start, end = time(int(clock[0]), int(clock[1] or 0)), _end(int(clock[2]), int(clock[3] or 0))
    except ValueError:
        raise _unreadable(text) from None
    if end <= start:
        raise _backwards(text)
    return Slot(weekday, start, end)


def _end(hour: int, minute: int) -> time:
    return LAST_MINUTE if (hour, minute) == (24, 0) else time(hour, minute)


def _backwards(slot: str) -> NotAllowed:
    return NotAllowed(
        N_("„%(slot)s“ endet nicht nach dem Beginn. Bitte prüfen Sie die Uhrzeiten."), slot=slot
    )


def _unreadable(text: str) -> NotAllowed:
    return NotAllowed(
        N_("„%(text)s“ ist keine Zeitangabe. Erwartet wird etwas wie „Mo 17:00-19:30“ oder „Mo 17-19 Uhr“."),
        text=text,
    )
