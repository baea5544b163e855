"""Languages, times, absences … of the people of the pool: of each thing who has it, in one statement.

There are few things and many people: a row for each person would take longer to fetch than all the rest.
Of a few people it comes with their rows.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, time
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.horizon import DayTime, Taken
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

#: Between people; between things; between the columns of one thing.
_PERSON, _THING, _WITHIN = " ", "\x1e", "|"

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
        kinds = zip(self, _KINDS.values(), strict=True)
        return zip(*(map(theirs.get, people, repeat(kind.nothing)) for theirs, kind in kinds), strict=True)


def belongings(today: date) -> Belongings:
    """Of everybody, with what isn't over of their days."""
    who_has: dict[str, list[tuple[str, str]]] = {name: [] for name in _KINDS}
    for name, thing, people in db.session.execute(sa.union_all(*_told(today))):
        who_has[name].append((thing, people))
    return Belongings(**{name: _by_person(sorted(told), _KINDS[name]) for name, told in who_has.items()})


def columns(today: date) -> list[sa.ScalarSelect[str]]:
    """The same as columns of a person: for a few people that is the fastest."""
    return [
        sa.select(sa.func.aggregate_strings(_joined(kind.said), _THING))
        .where(kind.table.person_id == PoolPerson.id, *kind.not_over(today))
        .correlate(PoolPerson)
        .scalar_subquery()
        for kind in _KINDS.values()
    ]


def of_columns(rows: Sequence[Sequence[str | None]]) -> Iterator[tuple[Any, ...]]:
    """What these columns say of each of these people, in the order of ``Belongings``."""
    return zip(*map(_column, _KINDS.values(), zip(*rows, strict=True)), strict=True)


def text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


def _told(today: date) -> Iterator[sa.Select[str, str, str]]:
    for name, kind in _KINDS.items():
        who = sa.func.aggregate_strings(text(kind.table.person_id), _PERSON)
        told = sa.select(sa.literal(name), _joined(kind.said), who)
        yield told.where(*kind.not_over(today)).group_by(*kind.apart)


def _by_person(who_has: list[tuple[str, str]], kind: "_Kind") -> Of:
    """What many people have in common is read once, and is one and the same object for all of them."""
    own: dict[str, tuple[str, ...]] = {}
    for thing, people in who_has:
        more = (thing,)
        for person in people.split(_PERSON):
            own[person] = own.get(person, ()) + more
    read = {thing: kind.read(thing) for thing, _ in who_has}.__getitem__
    known = {things: kind.gather(map(read, things)) for things in set(own.values())}
    return {person: known[things] for person, things in own.items()}


def _column(kind: "_Kind", own: Sequence[str | None]) -> Iterator[Any]:
    things = {one: tuple(sorted(one.split(_THING))) for one in set(own) if one is not None}
    known = {parts: kind.gather(map(kind.read, parts)) for parts in set(things.values())}
    return (kind.nothing if one is None else known[things[one]] for one in own)


def _joined(said: tuple[Any, ...]) -> Any:
    whole = said[0]
    for part in said[1:]:
        whole = whole + _WITHIN + part
    return whole


def _language(thing: str) -> tuple[str, Level]:
    code, level = thing.split(_WITHIN)
    return code, Level(level)


@lru_cache(maxsize=4096)
def _slot(thing: str) -> Slot:
    weekday, starts, ends = thing.split(_WITHIN)
    return Slot(int(weekday), time.fromisoformat(starts), time.fromisoformat(ends))


def _absence(thing: str) -> tuple[date, date]:
    first, last = thing.split(_WITHIN)
    return date.fromisoformat(first), date.fromisoformat(last)


def _day(thing: str) -> DayTime:
    day, free, starts, ends = thing.split(_WITHIN)
    return DayTime(date.fromisoformat(day), free == "1", time.fromisoformat(starts), time.fromisoformat(ends))


def _taken(thing: str) -> Taken:
    first_day, quarters = thing.split(_WITHIN)
    return Taken(date.fromisoformat(first_day), int(quarters, 16))


def _flag(column: Any) -> sa.Case[str]:
    return sa.case((column.is_(True), "1"), else_="0")


class _Kind(NamedTuple):
    """Which columns of a table tell things apart, how one is said and read, and what several make."""

    table: Any
    apart: tuple[Any, ...]
    said: tuple[Any, ...]
    read: Callable[[str], Any] = str
    gather: Callable[[Iterable[Any]], Any] = tuple
    nothing: Any = ()
    until: Any = None

    def not_over(self, today: date) -> list[sa.ColumnElement[bool]]:
        return [] if self.until is None else [self.until >= today]


_name = sa.select(District.name).where(District.id == PoolDistrict.district_id).correlate(PoolDistrict)
_KINDS = {
    "languages": _Kind(
        PoolLanguage,
        (PoolLanguage.code, PoolLanguage.level),
        (PoolLanguage.code, text(PoolLanguage.level)),
        _language,
        gather=dict,
        nothing=dict[str, Level](),
    ),
    "topics": _Kind(
        PoolTopic, (PoolTopic.topic,), (text(PoolTopic.topic),), gather=frozenset, nothing=frozenset[str]()
    ),
    "slots": _Kind(
        PoolSlot,
        (PoolSlot.weekday, PoolSlot.starts, PoolSlot.ends),
        (text(PoolSlot.weekday), text(PoolSlot.starts), text(PoolSlot.ends)),
        _slot,
    ),
    "absences": _Kind(
        Absence,
        (Absence.first_day, Absence.last_day),
        (text(Absence.first_day), text(Absence.last_day)),
        _absence,
        until=Absence.last_day,
    ),
    "districts": _Kind(
        PoolDistrict,
        (PoolDistrict.district_id,),
        (_name.scalar_subquery(),),
        gather=frozenset,
        nothing=frozenset[str](),
    ),
    "days": _Kind(
        PoolDay,
        (PoolDay.day, PoolDay.free, PoolDay.starts, PoolDay.ends),
        (text(PoolDay.day), _flag(PoolDay.free), text(PoolDay.starts), text(PoolDay.ends)),
        _day,
        until=PoolDay.day,
    ),
    "taken": _Kind(
        BusyCalendar,
        (BusyCalendar.first_day, BusyCalendar.taken),
        (text(BusyCalendar.first_day), BusyCalendar.taken),
        _taken,
        gather=lambda own: next(iter(own)),
        nothing=None,
        until=BusyCalendar.last_day,
    ),
}
