"""The pool as coordination sees it: a list that can be filtered, and the page of one person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.accounts.queries import author_of
from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.models import Absence, PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.mediators.rules import Gender, Kind, Slot, Standing, Topic, standing
from app.refusals import NotFound
from app.versions import Author

PAGE = 25
_CORE = ("kind", "capacity", "training_hours", "certified_until", "obligated_on", "certificate_seen_on")


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


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """Everything that coordination may know of a person of the pool."""

    id: UUID
    name: str
    email: str
    phone: str | None
    home: str | None
    office_name: str | None
    kind: Kind
    gender: Gender | None
    capacity: int
    training_hours: int | None
    certified_until: date | None
    obligated_on: date | None
    certificate_seen_on: date | None
    mediations: int | None
    standing: Standing
    left_at: datetime | None
    confirmed_at: datetime | None
    invited_at: datetime | None
    invited: bool
    signed_in: bool
    languages: tuple[tuple[str, Level], ...]
    slots: tuple[str, ...]
    topics: tuple[Topic, ...]
    absences: tuple[tuple[date, date], ...]
    reserved_for: UUID | None
    lent: int


def people(filters: Filters, *, after: UUID | None, today: date) -> PoolPage:
    """A page of the pool by name; four statements at most."""
    query = (
        sa.select(PoolPerson, _away(today))
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
    languages, topics = _languages(ids), _topics(ids)
    return PoolPage(
        [
            PoolLine(
                id=person.id,
                name=f"{person.last_name}, {person.first_name}",
                kind=person.kind,
                standing=_standing(person, away),
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


def core(person: PoolPerson | PersonPage) -> dict[str, object]:
    """What the form of coordination shows of a person."""
    return {name: getattr(person, name) for name in _CORE}


def changed_by(person_id: UUID) -> Author:
    """Whoever last changed a fact of this person."""
    query = sa.select(PoolPerson.changed_by, PoolPerson.changed_at).where(PoolPerson.id == person_id)
    return author_of(*db.session.execute(query).one())


def waiting_for_invitation() -> int:
    """How many people have never been invited and have not left."""
    query = sa.select(sa.func.count(PoolPerson.id)).where(
        PoolPerson.user_id.is_(None), PoolPerson.left_at.is_(None)
    )
    return db.session.scalar(query) or 0


def person(person_id: UUID, *, today: date) -> PersonPage:
    """One person of the pool with all that belongs to her; five statements."""
    query = sa.select(PoolPerson, _away(today), _has_come()).where(
        PoolPerson.id == person_id, PoolPerson.erased_at.is_(None)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    row, away, signed_in = found
    return PersonPage(
        **{name: getattr(row, name) for name in _COPIED},
        standing=_standing(row, away),
        invited=row.user_id is not None,
        signed_in=signed_in,
        languages=tuple(_languages([row.id])[row.id]),
        slots=tuple(_slots(row.id)),
        topics=tuple(_topics([row.id])[row.id]),
        absences=tuple(_absences(row.id, today)),
    )


_COPIED = (
    "id", "name", "email", "phone", "home", "office_name", "kind", "gender", "capacity", "training_hours",
    "certified_until", "obligated_on", "certificate_seen_on", "mediations", "left_at", "confirmed_at",
    "invited_at", "reserved_for", "lent",
)  # fmt: skip


def _standing(row: PoolPerson, away: bool) -> Standing:
    return standing(left=row.left_at is not None, resting=row.resting, away=bool(away))


def _away(today: date) -> sa.Exists:
    return sa.exists().where(
        Absence.municipality_id == PoolPerson.municipality_id,
        Absence.person_id == PoolPerson.id,
        Absence.first_day <= today,
        Absence.last_day >= today,
    )


def _conditions(filters: Filters, today: date) -> Iterable[sa.ColumnElement[bool]]:
    yield _of_standing(filters.standing, _away(today))
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


def _has_come() -> sa.ColumnElement[bool]:
    """Whether the person has come in as a mediator here; an account of elsewhere doesn't count."""
    return sa.exists().where(
        Membership.user_id == PoolPerson.user_id,
        Membership.municipality_id == PoolPerson.municipality_id,
        Membership.role == Role.MEDIATOR,
        Membership.accepted_at.is_not(None),
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


def _topics(ids: list[UUID]) -> defaultdict[UUID, list[Topic]]:
    query = sa.select(PoolTopic).where(PoolTopic.person_id.in_(ids)).order_by(PoolTopic.topic)
    found: defaultdict[UUID, list[Topic]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.person_id].append(one.topic)
    return found


def _slots(person_id: UUID) -> Iterable[str]:
    query = sa.select(PoolSlot).where(PoolSlot.person_id == person_id)
    return [
        str(Slot(one.weekday, one.starts, one.ends))
        for one in db.session.scalars(query.order_by(PoolSlot.weekday, PoolSlot.starts))
    ]


def _absences(person_id: UUID, today: date) -> Iterable[tuple[date, date]]:
    query = (
        sa.select(Absence.first_day, Absence.last_day)
        .where(Absence.person_id == person_id, Absence.last_day >= today)
        .order_by(Absence.first_day, Absence.id)
    )
    return db.session.execute(query).all()
