"""Languages, times, absences … of the people of the pool: one long text of each kind, in one statement.

A row for each of them would take longer to fetch than everything else a search does.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

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


def belongings(today: date, only: Collection[UUID] | None) -> Belongings:
    """With what isn't over of their days."""
    found = db.session.execute(sa.union_all(*_texts(today, only))).all()
    return Belongings(**{kind: _by_person(text, _READ[kind]) for kind, text in found})


def text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


def _texts(today: date, only: Collection[UUID] | None) -> list[sa.Select[Any]]:
    parts: dict[Any, tuple[Any, ...]] = {
        PoolLanguage: (PoolLanguage.code, text(PoolLanguage.level)),
        PoolTopic: (text(PoolTopic.topic),),
        PoolSlot: (text(PoolSlot.weekday), text(PoolSlot.starts), text(PoolSlot.ends)),
        Absence: (text(Absence.first_day), text(Absence.last_day)),
        PoolDistrict: (_name_of_district(),),
        PoolDay: (text(PoolDay.day), _flag(PoolDay.free), text(PoolDay.starts), text(PoolDay.ends)),
        BusyCalendar: (text(BusyCalendar.first_day), BusyCalendar.taken),
    }
    not_over = {
        Absence: Absence.last_day >= today,
        PoolDay: PoolDay.day >= today,
        BusyCalendar: BusyCalendar.last_day >= today,
    }
    return [
        _text_of(kind, table, said, only=only, which=not_over.get(table, sa.true()))
        for kind, (table, said) in zip(Belongings._fields, parts.items(), strict=True)
    ]


def _text_of(kind: str, table: Any, said: tuple[Any, ...], *, only: Any, which: Any) -> sa.Select[Any]:
    own = _joined((text(table.person_id), sa.func.aggregate_strings(_joined(said, _WITHIN), _PART)), _PART)
    lines = sa.select(own.label("line")).where(which).group_by(table.person_id)
    if only is not None:
        lines = lines.where(table.person_id.in_(only))
    return sa.select(sa.literal(kind), sa.func.aggregate_strings(lines.subquery().c.line, _PERSON))


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
    return tuple([_slot(part) for part in parts.split(_PART)])


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
    return tuple(_day(*part.split(_WITHIN)) for part in parts.split(_PART))


def _day(day: str, free: str, starts: str, ends: str) -> DayTime:
    return DayTime(
        date.fromisoformat(day), free == "1", time.fromisoformat(starts), time.fromisoformat(ends)
    )


def _taken(parts: str) -> Taken:
    first_day, quarters = parts.split(_WITHIN)
    return Taken(date.fromisoformat(first_day), int(quarters, 16))


_READ: Mapping[str, Callable[[str], Any]] = {
    "languages": _languages,
    "topics": _topics,
    "slots": _slots,
    "absences": _absences,
    "districts": _districts,
    "days": _days,
    "taken": _taken,
}
