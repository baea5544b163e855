"""What a search for mediators has to know of the people of the pool, in two statements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.models import Absence, PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.mediators.rules import DaysAway, Gender, Kind, Slot

#: Who can sit on a seat; the others of the pool are asked for other things.
MEDIATING = (Kind.MEDIATOR, Kind.TRAINEE)


@dataclass(frozen=True, kw_only=True)
class PoolFacts:
    """A person of the pool as a search sees her: own facts, nothing of any case."""

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
    certificate_seen: bool | None
    mediations: int | None
    resting: bool
    left: bool
    languages: dict[str, Level] = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)
    absences: list[DaysAway] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def candidates(*, today: date, only: Collection[UUID] | None = None) -> list[PoolFacts]:
    """Everybody who can mediate, or those of them who are named, with absences that aren't over."""
    query = sa.select(PoolPerson).where(PoolPerson.kind.in_(MEDIATING))
    if only is not None:
        query = query.where(PoolPerson.id.in_(only))
    rows = db.session.execute(query.with_only_columns(*_OWN).order_by(PoolPerson.id))
    found = {row.id: _facts(row) for row in rows}
    for row in db.session.execute(_belongings(today, only)):
        person = found.get(row[0])
        if person is not None:
            _add(person, *row[1:])
    return list(found.values())


_OWN = (
    PoolPerson.id,
    PoolPerson.user_id,
    PoolPerson.first_name,
    PoolPerson.last_name,
    PoolPerson.home,
    PoolPerson.office_name,
    PoolPerson.gender,
    PoolPerson.capacity,
    PoolPerson.training_hours,
    PoolPerson.certified_until,
    PoolPerson.obligated_on,
    PoolPerson.certificate_seen_on,
    PoolPerson.mediations,
    PoolPerson.resting,
    PoolPerson.left_at,
)


def _facts(row: Any) -> PoolFacts:
    return PoolFacts(
        id=row.id,
        user_id=row.user_id,
        first_name=row.first_name,
        last_name=row.last_name,
        home=row.home,
        office_name=row.office_name,
        gender=row.gender,
        capacity=row.capacity,
        training_hours=row.training_hours,
        certified_until=row.certified_until,
        obligated=True if row.obligated_on else None,
        certificate_seen=True if row.certificate_seen_on else None,
        mediations=row.mediations,
        resting=row.resting,
        left=row.left_at is not None,
    )


def _belongings(today: date, only: Collection[UUID] | None) -> sa.CompoundSelect[Any]:
    """Languages, topics, times and absences as rows of one shape: person, kind, two texts, a number."""
    none, zero = sa.literal(""), sa.literal(0)
    parts = (
        (PoolLanguage, "language", PoolLanguage.code, _text(PoolLanguage.level), zero),
        (PoolTopic, "topic", _text(PoolTopic.topic), none, zero),
        (PoolSlot, "slot", _text(PoolSlot.starts), _text(PoolSlot.ends), PoolSlot.weekday),
        (Absence, "absence", _text(Absence.first_day), _text(Absence.last_day), zero),
    )
    return sa.union_all(
        *(
            sa.select(table.person_id, sa.literal(kind), one, other, number).where(
                *([table.person_id.in_(only)] if only is not None else []),
                *([Absence.last_day >= today] if table is Absence else []),
            )
            for table, kind, one, other, number in parts
        )
    )


def _text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


def _add(person: PoolFacts, kind: str, one: str, other: str, number: int) -> None:  # noqa: PLR0917 - a row
    match kind:
        case "language":
            person.languages[one] = Level(other)
        case "topic":
            person.topics.add(one)
        case "slot":
            person.slots.append(Slot(number, time.fromisoformat(one), time.fromisoformat(other)))
        case "absence":
            person.absences.append((date.fromisoformat(one), date.fromisoformat(other)))


def names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people of the pool by id."""
    query = sa.select(PoolPerson.id, PoolPerson.first_name, PoolPerson.last_name).where(
        PoolPerson.id.in_(list(person_ids))
    )
    return {id_: f"{first} {last}" for id_, first, last in db.session.execute(query)}
