"""Languages, times, absences … of the people of the pool: one long text of each kind, in one statement.

A row for each of them would take longer to fetch than everything else a search does.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, time
from functools import cache, lru_cache
from itertools import repeat
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.horizon import DaysAway, DayTime, Taken
from app.mediators.models import (
    Absence,
    BusyCalendar,
    PoolDay,
    PoolDistrict,
    PoolLanguage,
    PoolPerson,
    PoolSlot,
    PoolTopic,
)
from app.mediators.rules import Slot
from app.municipalities.models import District

#: Between people; between the parts of one of them; within a part; between the words of a name.
_PERSON, _PART, _WITHIN, _WORDS = "\x1e", " ", "|", "\u00a0"

Of = dict[str, Any]
"""By the id of a person, as ``text`` says it."""


class Belongings(NamedTuple):
    """Of everybody who has any."""

    languages: Of
    topics: Of
    slots: Of
    absences: Of
    districts: Of
    days: Of
    taken: Of

    def of(self, people: Collection[str]) -> Iterator[tuple[Any, ...]]:
        """Of each of these people, in this order; kind by kind, as that is fastest."""
        kinds = zip(self, NOTHING, strict=True)
        return zip(*(map(theirs.get, people, repeat(nothing)) for theirs, nothing in kinds), strict=True)


def belongings(today: date) -> Belongings:
    """Of everybody, with what isn't over of their days."""
    found = db.session.execute(sa.union_all(*_texts(today))).all()
    return Belongings(**{kind: _by_person(whole, _KINDS[kind].read) for kind, whole in found})


def columns(today: date) -> list[sa.ScalarSelect[str]]:
    """The same as columns of a person: for a few people that is the fastest."""
    return [
        sa.select(_own(kind))
        .where(kind.table.person_id == PoolPerson.id, *kind.not_over(today))
        .correlate(PoolPerson)
        .scalar_subquery()
        for kind in _KINDS.values()
    ]


def of_columns(texts: Sequence[str | None]) -> Iterator[Any]:
    """What these columns say, in the order of ``Belongings``."""
    for kind, own in zip(_KINDS.values(), texts, strict=True):
        yield kind.read(own) if own else kind.nothing


def text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


def _texts(today: date) -> Iterator[sa.Select[str, str]]:
    for name, kind in _KINDS.items():
        person = kind.table.person_id
        line = _joined((text(person), _own(kind)), _PART).label("line")
        lines = sa.select(line).where(*kind.not_over(today)).group_by(person).subquery()
        yield sa.select(sa.literal(name), sa.func.aggregate_strings(lines.c.line, _PERSON))


def _own(kind: "_Kind") -> Any:
    return sa.func.aggregate_strings(_joined(kind.said, _WITHIN), _PART)


def _joined(said: tuple[Any, ...], between: str) -> Any:
    whole = said[0]
    for part in said[1:]:
        whole = whole + between + part
    return whole


def _flag(column: Any) -> sa.Case[str]:
    return sa.case((column.is_(True), "1"), else_="0")


def _name_of_district() -> Any:
    name = sa.select(District.name).where(District.id == PoolDistrict.district_id).correlate(PoolDistrict)
    return sa.func.replace(name.scalar_subquery(), " ", _WORDS)


def _by_person(whole: str | None, read: Callable[[str], Any]) -> Of:
    """What many people have in common is read once."""
    once = cache(read)
    lines = (line.partition(_PART) for line in whole.split(_PERSON)) if whole else ()
    return {person: once(parts) for person, _, parts in lines}


def _languages(parts: str) -> dict[str, Level]:
    spoken = (part.split(_WITHIN) for part in parts.split(_PART))
    return {code: Level(level) for code, level in spoken}


def _topics(parts: str) -> frozenset[str]:
    return frozenset(parts.split(_PART))


def _slots(parts: str) -> tuple[Slot, ...]:
    return tuple(map(_slot, parts.split(_PART)))


@lru_cache(maxsize=4096)
def _slot(part: str) -> Slot:
    weekday, starts, ends = part.split(_WITHIN)
    return Slot(int(weekday), time.fromisoformat(starts), time.fromisoformat(ends))


def _absences(parts: str) -> tuple[DaysAway, ...]:
    days = (part.split(_WITHIN) for part in parts.split(_PART))
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in days)


def _districts(parts: str) -> frozenset[str]:
    return frozenset(name.replace(_WORDS, " ") for name in parts.split(_PART))


def _days(parts: str) -> tuple[DayTime, ...]:
    return tuple(_day(part) for part in parts.split(_PART))


def _day(part: str) -> DayTime:
    day, free, starts, ends = part.split(_WITHIN)
    return DayTime(date.fromisoformat(day), free == "1", time.fromisoformat(starts), time.fromisoformat(ends))


def _taken(parts: str) -> Taken:
    first_day, quarters = parts.split(_WITHIN)
    return Taken(date.fromisoformat(first_day), int(quarters, 16))


class _Kind(NamedTuple):
    """Which columns of a table make a part, and how the parts of a person are read."""

    table: Any
    said: tuple[Any, ...]
    read: Callable[[str], Any]
    nothing: Any = ()
    until: Any = None

    def not_over(self, today: date) -> list[sa.ColumnElement[bool]]:
        return [] if self.until is None else [self.until >= today]


_NONE: frozenset[str] = frozenset()
_KINDS = {
    "languages": _Kind(
        PoolLanguage, (PoolLanguage.code, text(PoolLanguage.level)), _languages, nothing=dict[str, Level]()
    ),
    "topics": _Kind(PoolTopic, (text(PoolTopic.topic),), _topics, nothing=_NONE),
    "slots": _Kind(PoolSlot, (text(PoolSlot.weekday), text(PoolSlot.starts), text(PoolSlot.ends)), _slots),
    "absences": _Kind(
        Absence, (text(Absence.first_day), text(Absence.last_day)), _absences, until=Absence.last_day
    ),
    "districts": _Kind(PoolDistrict, (_name_of_district(),), _districts, nothing=_NONE),
    "days": _Kind(
        PoolDay,
        (text(PoolDay.day), _flag(PoolDay.free), text(PoolDay.starts), text(PoolDay.ends)),
        _days,
        until=PoolDay.day,
    ),
    "taken": _Kind(
        BusyCalendar,
        (text(BusyCalendar.first_day), BusyCalendar.taken),
        _taken,
        nothing=None,
        until=BusyCalendar.last_day,
    ),
}
#: Of somebody who has none of it.
NOTHING = tuple(kind.nothing for kind in _KINDS.values())
