"""Languages, times, absences … of the people of the pool: of each thing who has it, in one statement.

There are few things and many people: a row for each person would take longer to fetch than all the rest.
Of a few people it comes with their rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from functools import lru_cache
from itertools import repeat
from operator import add
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
#: Between what is told of one person and of the next; stands for what isn't known.
NEXT, NOTHING = "\x1d", "\x1f"
#: As part of a statement, where a value to be bound would be looked up for each person.
YES, NO, UNKNOWN = (sa.literal(one, literal_execute=True) for one in ("1", "0", NOTHING))
#: The day of the search, to be bound: the statements are put together once.
TODAY = sa.bindparam("today", type_=sa.Date)


def belongings(today: date, people: Sequence[str]) -> dict[str, list[Any]]:
    """Columns of these people, by ``text`` of their ids; what many have is one and the same object."""
    who_has: dict[str, list[tuple[str, str]]] = {name: [] for name in KINDS}
    for name, thing, persons in db.session.execute(_TOLD, {"today": today}):
        who_has[name].append((thing, persons))
    return {name: _of(people, sorted(told), KINDS[name]) for name, told in who_has.items()}


def of_columns(told: Iterable[Sequence[str]]) -> dict[str, list[Any]]:
    """What ``COLUMNS`` say of each of some people."""
    return {name: _column(kind, own) for (name, kind), own in zip(KINDS.items(), told, strict=True)}


def text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


def or_nothing(told: Any) -> sa.ColumnElement[str]:
    return sa.func.coalesce(told, UNKNOWN)


def plainly(typed: Any) -> sa.ColumnElement[str]:
    """What somebody has typed, so that it can't end before its end."""
    return sa.func.replace(typed, NEXT, _PERSON, type_=sa.String)


def _told() -> Iterator[sa.Select[str, str, str]]:
    for name, kind in KINDS.items():
        who = sa.func.aggregate_strings(text(kind.table.person_id), _PERSON)
        told = sa.select(sa.literal(name), _joined(kind.said), who)
        yield told.where(*kind.not_over).group_by(*kind.apart)


def _of(people: Sequence[str], who_has: list[tuple[str, str]], kind: "_Kind") -> list[Any]:
    own: dict[str, tuple[str, ...]] = {}
    for thing, persons in who_has:
        these = persons.split(_PERSON)
        own.update(zip(these, map(add, map(own.get, these, repeat(())), repeat((thing,))), strict=True))
    read = {thing: kind.read(thing) for thing, _ in who_has}.__getitem__
    known: dict[tuple[str, ...] | None, Any] = {
        things: kind.gather(map(read, things)) for things in set(own.values())
    }
    known[None] = kind.nothing
    return list(map(known.__getitem__, map(own.get, people)))


def _column(kind: "_Kind", own: Sequence[str]) -> list[Any]:
    things = {one: tuple(sorted(one.split(_THING))) for one in set(own) if one != NOTHING}
    known = {parts: kind.gather(map(kind.read, parts)) for parts in set(things.values())}
    return [kind.nothing if one == NOTHING else known[things[one]] for one in own]


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
    return sa.case((column.is_(True), YES), else_=NO)


class _Kind(NamedTuple):
    """Which columns of a table tell things apart, how one is said and read, and what several make."""

    table: Any
    apart: tuple[Any, ...]
    said: tuple[Any, ...]
    read: Callable[[str], Any] = str
    gather: Callable[[Iterable[Any]], Any] = tuple
    nothing: Any = ()
    until: Any = None

    @property
    def not_over(self) -> list[sa.ColumnElement[bool]]:
        return [] if self.until is None else [self.until >= TODAY]


_name = (
    sa.select(plainly(District.name)).where(District.id == PoolDistrict.district_id).correlate(PoolDistrict)
)
KINDS = {
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
_TOLD = sa.union_all(*_told())
#: The same as columns of a person: for a few people that is the fastest.
COLUMNS = [
    or_nothing(
        sa.select(sa.func.aggregate_strings(_joined(kind.said), _THING))
        .where(kind.table.person_id == PoolPerson.id, *kind.not_over)
        .correlate(PoolPerson)
        .scalar_subquery()
    )
    for kind in KINDS.values()
]
