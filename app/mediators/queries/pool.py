"""The pool as coordination sees it: a list that can be filtered, and the page of one person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.models import Absence, PoolLanguage, PoolPerson, PoolTopic
from app.mediators.rules import Kind, Standing, Topic, standing

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Filters:
    language: str | None = None
    topic: Topic | None = None
    kind: Kind | None = None
    standing: Standing | None = None
    """None: everybody who has not left."""
    not_invited: bool = False


@dataclass(frozen=True)
class PoolLine:
    """A line of the list."""

    id: UUID
    name: str
    kind: Kind
    standing: Standing
    invited: bool
    capacity: int
    languages: tuple[tuple[str, Level], ...]
    topics: tuple[Topic, ...]
    guest: bool = False
    """Lent by another municipality, for one case."""


@dataclass(frozen=True)
class PoolPage:
    rows: list[PoolLine]
    after: UUID | None
    """Where the next page begins."""


def people(filters: Filters, *, after: UUID | None, today: date) -> PoolPage:
    """A page of the pool by name; four statements at most."""
    query = (
        sa.select(PoolPerson, away_on(today))
        .where(*_conditions(filters, today))
        .order_by(PoolPerson.last_name, PoolPerson.first_name, PoolPerson.id)
        .limit(PAGE + 1)
    )
    place = _place(after)
    if place is not None:
        query = query.where(sa.tuple_(PoolPerson.last_name, PoolPerson.first_name, PoolPerson.id) > place)
    found = db.session.execute(query).all()
    shown = found[:PAGE]
    ids = [person.id for person, _ in shown]
    languages, topics = _languages(ids), topics_of(ids)
    return PoolPage(
        [
            PoolLine(
                id=person.id,
                name=f"{person.last_name}, {person.first_name}",
                kind=person.kind,
                standing=standing_of(person, away),
                invited=person.user_id is not None,
                capacity=person.capacity,
                languages=tuple(languages[person.id]),
                topics=tuple(topics[person.id]),
                guest=person.reserved_for is not None,
            )
            for person, away in shown
        ],
        shown[-1][0].id if len(found) > PAGE else None,
    )


def waiting_for_invitation() -> int:
    """How many people have never been invited and have not left."""
    query = sa.select(sa.func.count(PoolPerson.id)).where(
        PoolPerson.user_id.is_(None), PoolPerson.left_at.is_(None)
    )
    return db.session.scalar(query) or 0


def standing_of(row: PoolPerson, away: bool) -> Standing:
    """Whether this person can be asked today."""
    return standing(left=row.left_at is not None, resting=row.resting, away=bool(away))


def away_on(today: date) -> sa.Exists:
    """Whether a person of the pool is away on this day."""
    return sa.exists().where(
        Absence.municipality_id == PoolPerson.municipality_id,
        Absence.person_id == PoolPerson.id,
        Absence.first_day <= today,
        Absence.last_day >= today,
    )


def _conditions(filters: Filters, today: date) -> Iterable[sa.ColumnElement[bool]]:
    yield _of_standing(filters.standing, away_on(today))
    if filters.language:
        yield _has(PoolLanguage, PoolLanguage.code == filters.language)
    if filters.topic:
        yield _has(PoolTopic, PoolTopic.topic == filters.topic)
    if filters.kind:
        yield PoolPerson.kind == filters.kind
    if filters.not_invited:
        yield PoolPerson.user_id.is_(None)


def _of_standing(wanted: Standing | None, away: sa.Exists) -> sa.ColumnElement[bool]:
    """The same order of questions as in ``rules.standing``."""
    there = PoolPerson.left_at.is_(None)
    match wanted:
        case None:
            return there
        case Standing.LEFT:
            return sa.and_(PoolPerson.left_at.is_not(None), PoolPerson.erased_at.is_(None))
        case Standing.AWAY:
            return sa.and_(there, away)
        case Standing.RESTING | Standing.FREE:
            return sa.and_(there, ~away, PoolPerson.resting.is_(wanted is Standing.RESTING))


def _has(model: Any, condition: sa.ColumnElement[bool]) -> sa.Exists:
    return sa.exists().where(
        model.municipality_id == PoolPerson.municipality_id, model.person_id == PoolPerson.id, condition
    )


def _place(after: UUID | None) -> tuple[str, str, UUID] | None:
    """The names at the end of the last page: they stay out of the address, which holds the id alone."""
    if after is None:
        return None
    query = sa.select(PoolPerson.last_name, PoolPerson.first_name, PoolPerson.id)
    return db.session.execute(query.where(PoolPerson.id == after)).one_or_none()


def _languages(ids: list[UUID]) -> defaultdict[UUID, list[tuple[str, Level]]]:
    query = sa.select(PoolLanguage).where(PoolLanguage.person_id.in_(ids))
    found: defaultdict[UUID, list[tuple[str, Level]]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(PoolLanguage.position, PoolLanguage.id)):
        found[one.person_id].append((LANGUAGES[one.code].label, one.level))
    return found


def topics_of(ids: list[UUID]) -> defaultdict[UUID, list[Topic]]:
    """The topics of these people."""
    query = sa.select(PoolTopic).where(PoolTopic.person_id.in_(ids)).order_by(PoolTopic.topic)
    found: defaultdict[UUID, list[Topic]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.person_id].append(one.topic)
    return found
