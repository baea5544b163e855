"""What a search for mediators has to know of the people of the pool, in two statements; of a few in one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.deployment import MEDIATING, Conduct, Interpreting, conduct_since
from app.mediators.horizon import DaysAway, DayTime, Taken
from app.mediators.models import PoolPerson
from app.mediators.queries.belongings import (
    COLUMNS,
    NEXT,
    NO,
    NOTHING,
    TODAY,
    UNKNOWN,
    YES,
    belongings,
    of_columns,
    or_nothing,
    plainly,
    text,
)
from app.mediators.queries.qualification import title_end
from app.mediators.rules import Gender, Kind, Slot


class PoolFacts(NamedTuple):
    """A person of the pool as a search sees her, and nothing of any case."""

    id: UUID
    account: str | None
    """As the database writes the id: who signs in is compared, never shown."""
    name: str
    home: str | None
    office_name: str | None
    gender: Gender | None
    capacity: int
    training_hours: int | None
    certified_until: date | None
    mediations: int | None
    travel_minutes: int | None
    resting: bool
    left: bool
    trainee: bool
    interpreter: bool
    lay: bool
    """An interpreter who is not known to do it for a living."""
    on_site: bool
    online: bool | None
    """None: nobody has said; False: she has said no."""
    radius_km: int | None
    lent: int
    to_mark: bool
    obligated: bool | None
    """False: only from a later day on."""
    certificate_seen: bool | None
    """Of conduct; False: too long ago, or with an entry."""
    languages: Mapping[str, Level]
    topics: frozenset[str]
    slots: Sequence[Slot]
    absences: Sequence[DaysAway]
    districts: frozenset[str]
    """Names; without any, in all of them."""
    days: Sequence[DayTime]
    """Single days on which it is other than usual."""
    taken: Taken | None
    """What the own calendar holds."""


@dataclass(frozen=True)
class Columns:
    """The same of many people: a column for each thing, in the order of ``PoolFacts``."""

    by_name: Mapping[str, Sequence[Any]]

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self.by_name[name]

    def __iter__(self) -> Iterator[PoolFacts]:
        return map(PoolFacts._make, zip(*self.by_name.values(), strict=True))

    def where(self, chosen: Sequence[object]) -> "Columns":
        """Those of whom it is true."""
        if all(chosen):
            return self
        some = chosen if any(chosen) else ()
        return Columns({name: list(compress(column, some)) for name, column in self.by_name.items()})


def candidates(
    *,
    today: date,
    only: Collection[UUID] | None = None,
    kinds: Collection[Kind] = MEDIATING,
    cases: Collection[UUID] = (),
) -> list[PoolFacts]:
    """One by one, in the order of their ids."""
    found = in_columns(today=today, only=only, kinds=kinds, cases=cases)
    return sorted(found, key=lambda one: one.id)


def in_columns(
    *,
    today: date,
    only: Collection[UUID] | None = None,
    kinds: Collection[Kind] = MEDIATING,
    cases: Collection[UUID] | sa.Select[UUID] = (),
) -> Columns:
    """Everybody who can mediate, or those of them who are named, with what isn't over of their days.

    ``kinds``: people who are asked for something else. Guests of another municipality only if they are here
    for one of these ``cases``. Of everybody a column comes as one long text: ten thousand rows would take
    longer.
    """
    which = [
        PoolPerson.kind.in_(kinds),
        sa.or_(PoolPerson.reserved_for.is_(None), PoolPerson.reserved_for.in_(cases)),
    ]
    days = {"today": today, "since": conduct_since(today)}
    if only is not None:
        few = _ONE_BY_ONE.where(*which, PoolPerson.id.in_(only))
        told = list(zip(*db.session.execute(few, days), strict=True)) or [()] * len(PoolFacts._fields)
        return Columns(_read(told) | of_columns(told[len(_OWN) :]))
    texts = db.session.execute(_TOGETHER.where(*which), days).one()
    told = [one.split(NEXT) for one in texts] if texts[0] else [()] * len(texts)
    return Columns(_read(told) | belongings(today, told[0]))


def is_lent(case_id: Any) -> sa.ColumnElement[bool]:
    """Who could sit on a seat, and is a guest for this case alone or works elsewhere at present."""
    return sa.and_(*_SEATED, sa.or_(PoolPerson.reserved_for == case_id, PoolPerson.lent > 0))


def anybody_lent(case_id: Any) -> sa.ColumnElement[bool]:
    """Whether there is one; asked so that either has an index."""
    here, elsewhere = PoolPerson.reserved_for == case_id, PoolPerson.lent > 0
    return sa.or_(sa.exists().where(*_SEATED, here), sa.exists().where(*_SEATED, elsewhere))


_SEATED = (PoolPerson.kind.in_(MEDIATING), PoolPerson.left_at.is_(None))


class _Own(NamedTuple):
    """A column of people as text, and what makes a value of it."""

    said: sa.ColumnElement[str]
    read: Callable[[str], Any]

    def values(self, told: Sequence[str]) -> list[Any]:
        """What many people have in common is read once."""
        if self.read is UUID:  # nobody has it in common with anybody
            return list(map(UUID, told))
        known = {one: None if one == NOTHING else self.read(one) for one in set(told)}
        return list(map(known.__getitem__, told))


def _value(column: Any, read: Callable[[str], Any] = str) -> _Own:
    return _Own(or_nothing(text(column)), read)


def _flag(condition: Any, *, known: Any = None) -> _Own:
    """Neither yes nor no unless it is ``known``."""
    said = sa.case((condition, YES), else_=NO)
    return _Own(said if known is None else sa.case((known, said), else_=UNKNOWN), "1".__eq__)


_interprets = PoolPerson.kind == Kind.INTERPRETER
_OWN = {
    "id": _Own(text(PoolPerson.id), UUID),
    "account": _value(PoolPerson.user_id),
    "name": _Own(plainly(PoolPerson.first_name + " " + PoolPerson.last_name), str),
    "home": _Own(or_nothing(plainly(PoolPerson.home)), str),
    "office_name": _Own(or_nothing(plainly(PoolPerson.office_name)), str),
    "gender": _value(PoolPerson.gender, Gender),
    "capacity": _value(PoolPerson.capacity, int),
    "training_hours": _value(PoolPerson.training_hours, int),
    "certified_until": _value(title_end(), date.fromisoformat),
    "mediations": _value(PoolPerson.mediations, int),
    "travel_minutes": _value(PoolPerson.travel_minutes, int),
    "resting": _flag(PoolPerson.resting),
    "left": _flag(PoolPerson.left_at.is_not(None)),
    "trainee": _flag(PoolPerson.kind == Kind.TRAINEE),
    "interpreter": _flag(_interprets),
    "lay": _flag(sa.and_(_interprets, PoolPerson.interpreting.is_distinct_from(Interpreting.PROFESSIONAL))),
    "on_site": _flag(PoolPerson.on_site),
    "online": _flag(
        PoolPerson.online,
        known=sa.or_(
            PoolPerson.online,
            PoolPerson.confirmed_at.is_not(None),
            PoolPerson.changed_by == PoolPerson.user_id,
        ),
    ),
    "radius_km": _value(PoolPerson.radius_km, int),
    "lent": _value(PoolPerson.lent, int),
    "to_mark": _flag(PoolPerson.to_mark),
    "obligated": _flag(PoolPerson.obligated_on <= TODAY, known=PoolPerson.obligated_on.is_not(None)),
    "certificate_seen": _flag(
        sa.and_(
            PoolPerson.certificate_seen_on.between(sa.bindparam("since", type_=sa.Date), TODAY),
            PoolPerson.certificate_result.is_distinct_from(Conduct.ENTRY),
        ),
        known=PoolPerson.certificate_seen_on.is_not(None),
    ),
}
_ONE_BY_ONE = sa.select(*(one.said for one in _OWN.values()), *COLUMNS)
_TOGETHER = sa.select(*(sa.func.aggregate_strings(one.said, NEXT) for one in _OWN.values()))


def _read(told: Iterable[Sequence[str]]) -> dict[str, list[Any]]:
    return {name: one.values(parts) for (name, one), parts in zip(_OWN.items(), told, strict=False)}


def guests(cases: sa.Select[UUID]) -> dict[UUID, UUID]:
    """People of another municipality who are here for one of these cases alone, and for which."""
    lent = sa.select(PoolPerson.id, PoolPerson.reserved_for).where(PoolPerson.reserved_for.in_(cases))
    return {id_: case_id for id_, case_id in db.session.execute(lent) if case_id}


def names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people of the pool by id."""
    query = sa.select(PoolPerson.id, PoolPerson.first_name, PoolPerson.last_name).where(
        PoolPerson.id.in_(list(person_ids))
    )
    return {id_: f"{first} {last}" for id_, first, last in db.session.execute(query)}
