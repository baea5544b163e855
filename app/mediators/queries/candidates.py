"""What a search for mediators has to know of the people of the pool, in two statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.deployment import MEDIATING, Conduct, Interpreting, conduct_since
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
from app.mediators.rules import Gender, Kind, Slot
from app.municipalities.models import District

#: Between the words of a name, where a blank stands between names.
_WORDS = "\u00a0"


@dataclass(kw_only=True, slots=True)
class PoolFacts:
    """A person of the pool as a search sees her: own facts, nothing of any case.

    Nobody changes one; to be frozen would make reading a large pool three times as slow.
    """

    id: UUID
    user_id: UUID | None
    first_name: str
    last_name: str
    home: str | None
    office_name: str | None
    gender: Gender | None
    capacity: int
    training_hours: int | None
    certified_until: date | None
    obligated: bool | None
    """False: only from a later day on."""
    certificate_seen: bool | None
    """Of conduct; False: too long ago, or with an entry."""
    mediations: int | None
    travel_minutes: int | None
    resting: bool
    left: bool
    lent: int = 0
    to_mark: bool = False
    trainee: bool = False
    interpreter: bool = False
    lay: bool = False
    """An interpreter who is not known to do it for a living."""
    on_site: bool = True
    online: bool | None = False
    """None: nobody has said; False: she has said no."""
    radius_km: int | None = None
    districts: frozenset[str] = frozenset()
    """Names; without any, in all of them."""
    languages: dict[str, Level] = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)
    days: tuple[DayTime, ...] = ()
    """Single days on which it is other than usual."""
    absences: list[DaysAway] = field(default_factory=list)
    taken: Taken | None = None
    """What the own calendar holds."""
    topics: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def candidates(
    *,
    today: date,
    only: Collection[UUID] | None = None,
    kinds: Collection[Kind] = MEDIATING,
    case_id: UUID | None = None,
) -> list[PoolFacts]:
    """Everybody who can mediate, or those of them who are named, with what isn't over of their days.

    ``kinds``: people who are asked for something else. Guests of another municipality only for the case that
    they are here for.
    """
    belongings: defaultdict[Any, dict[str, str]] = defaultdict(dict)
    for person, kind, text in db.session.execute(_belongings(today, only)).all():
        belongings[person][kind] = text
    query = sa.select(*_OWN, *_proven(today)).where(
        PoolPerson.kind.in_(kinds),
        sa.or_(PoolPerson.reserved_for.is_(None), PoolPerson.reserved_for == case_id),
    )
    if only is not None:
        query = query.where(PoolPerson.id.in_(only))
    rows = db.session.execute(query.order_by(PoolPerson.id)).all()
    read = _Reading()
    return [_facts(row, belongings.get(row.key, {}), read) for row in rows]


def _raw(column: Any) -> Any:
    """An id as the database hands it over: to make a UUID of each takes longer than to fetch it."""
    return sa.type_coerce(column, sa.String)


_SAID_HERSELF = PoolPerson.confirmed_at.is_not(None), PoolPerson.changed_by == PoolPerson.user_id
_OWN = (
    _raw(PoolPerson.id).label("key"),
    _raw(PoolPerson.user_id).label("user"),
    PoolPerson.first_name,
    PoolPerson.last_name,
    PoolPerson.home,
    PoolPerson.office_name,
    PoolPerson.gender,
    PoolPerson.capacity,
    PoolPerson.training_hours,
    sa.func.coalesce(PoolPerson.title_until, PoolPerson.certified_until).label("certified_until"),
    PoolPerson.mediations,
    PoolPerson.travel_minutes,
    PoolPerson.resting,
    PoolPerson.left_at.is_not(None).label("left"),
    (PoolPerson.kind == Kind.TRAINEE).label("trainee"),
    (PoolPerson.kind == Kind.INTERPRETER).label("interpreter"),
    PoolPerson.interpreting.is_distinct_from(Interpreting.PROFESSIONAL).label("lay"),
    PoolPerson.on_site,
    sa.case((sa.or_(PoolPerson.online, *_SAID_HERSELF), PoolPerson.online)).label("online"),
    PoolPerson.radius_km,
    PoolPerson.lent,
    PoolPerson.to_mark,
)


def _proven(today: date) -> tuple[Any, ...]:
    """Whether somebody is obliged to secrecy and may work with minors: yes, no, or nobody knows."""
    seen_on, clear = PoolPerson.certificate_seen_on, PoolPerson.certificate_result
    fine = sa.and_(seen_on >= conduct_since(today), clear.is_distinct_from(Conduct.ENTRY))
    return (
        sa.case((PoolPerson.obligated_on.is_not(None), PoolPerson.obligated_on <= today)).label("obligated"),
        sa.case((seen_on.is_not(None), fine)).label("seen"),
    )


def _facts(row: Any, own: Mapping[str, str], read: "_Reading") -> PoolFacts:
    return PoolFacts(
        id=_uuid(row.key),
        user_id=_uuid(row.user) if row.user else None,
        first_name=row.first_name,
        last_name=row.last_name,
        home=row.home,
        office_name=row.office_name,
        gender=row.gender,
        capacity=row.capacity,
        training_hours=row.training_hours,
        certified_until=row.certified_until,
        obligated=None if row.obligated is None else bool(row.obligated),
        certificate_seen=None if row.seen is None else bool(row.seen),
        mediations=row.mediations,
        travel_minutes=row.travel_minutes,
        resting=row.resting,
        left=bool(row.left),
        trainee=bool(row.trainee),
        interpreter=bool(row.interpreter),
        lay=bool(row.interpreter and row.lay),
        on_site=row.on_site,
        online=row.online,
        radius_km=row.radius_km,
        districts=read.districts(own.get("district", "")),
        lent=row.lent,
        to_mark=row.to_mark,
        languages=read.languages(own.get("language", "")),
        slots=read.slots(own.get("slot", "")),
        days=read.days(own["day"]) if "day" in own else (),
        absences=read.absences(own.get("absence", "")),
        taken=read.taken(own["taken"]) if "taken" in own else None,
        topics=read.topics(own.get("topic", "")),
    )


def _uuid(raw: Any) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)


def _belongings(today: date, only: Collection[UUID] | None) -> sa.CompoundSelect[Any]:
    """What belongs to a person in one text of each kind: parts with a blank between, each with bars."""
    is_free = sa.case((PoolDay.free.is_(True), "1"), else_="0")
    parts = (
        (PoolLanguage, "language", (PoolLanguage.code, _text(PoolLanguage.level))),
        (PoolTopic, "topic", (_text(PoolTopic.topic),)),
        (PoolSlot, "slot", (_text(PoolSlot.weekday), _text(PoolSlot.starts), _text(PoolSlot.ends))),
        (Absence, "absence", (_text(Absence.first_day), _text(Absence.last_day))),
        (PoolDistrict, "district", (_name_of_district(),)),
        (PoolDay, "day", (_text(PoolDay.day), is_free, _text(PoolDay.starts), _text(PoolDay.ends))),
        (BusyCalendar, "taken", (_text(BusyCalendar.first_day), BusyCalendar.taken)),
    )
    not_over = {
        Absence: Absence.last_day >= today,
        PoolDay: PoolDay.day >= today,
        BusyCalendar: BusyCalendar.last_day >= today,
    }
    return sa.union_all(
        *(
            sa.select(_raw(table.person_id), sa.literal(kind), sa.func.aggregate_strings(_joined(said), " "))
            .where(
                *([table.person_id.in_(only)] if only is not None else []),
                *([not_over[table]] if table in not_over else []),
            )
            .group_by(table.person_id)
            for table, kind, said in parts
        )
    )


def _name_of_district() -> Any:
    name = sa.select(District.name).where(District.id == PoolDistrict.district_id).correlate(PoolDistrict)
    return sa.func.replace(name.scalar_subquery(), " ", _WORDS)


def _joined(said: tuple[Any, ...]) -> Any:
    whole = said[0]
    for part in said[1:]:
        whole = whole + "|" + part
    return whole


def _text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


class _Reading:
    """Reads the texts; what many people have in common is read once."""

    def __init__(self) -> None:
        self._slots: dict[str, Slot] = {}
        self._languages: dict[str, dict[str, Level]] = {}
        self._topics: dict[str, set[str]] = {}
        self._districts: dict[str, frozenset[str]] = {}

    def languages(self, text: str) -> dict[str, Level]:
        if text not in self._languages:
            spoken = (part.split("|") for part in text.split())
            self._languages[text] = {code: Level(level) for code, level in spoken}
        return self._languages[text]

    def topics(self, text: str) -> set[str]:
        if text not in self._topics:
            self._topics[text] = set(text.split())
        return self._topics[text]

    def districts(self, text: str) -> frozenset[str]:
        if text not in self._districts:
            self._districts[text] = frozenset(name.replace(_WORDS, " ") for name in text.split(" ") if name)
        return self._districts[text]

    def slots(self, text: str) -> list[Slot]:
        return [self._slot(part) for part in text.split()]

    def absences(self, text: str) -> list[DaysAway]:
        days = (part.split("|") for part in text.split())
        return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in days]

    def days(self, text: str) -> tuple[DayTime, ...]:
        return tuple(self._day(*part.split("|")) for part in text.split())

    def taken(self, text: str) -> Taken:
        first_day, quarters = text.split("|")
        return Taken(date.fromisoformat(first_day), int(quarters, 16))

    def _day(self, day: str, free: str, *hours: str) -> DayTime:
        starts, ends = map(time.fromisoformat, hours)
        return DayTime(date.fromisoformat(day), free == "1", starts, ends)

    def _slot(self, part: str) -> Slot:
        if part not in self._slots:
            weekday, starts, ends = part.split("|")
            self._slots[part] = Slot(int(weekday), time.fromisoformat(starts), time.fromisoformat(ends))
        return self._slots[part]


def names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people of the pool by id."""
    query = sa.select(PoolPerson.id, PoolPerson.first_name, PoolPerson.last_name).where(
        PoolPerson.id.in_(list(person_ids))
    )
    return {id_: f"{first} {last}" for id_, first, last in db.session.execute(query)}
