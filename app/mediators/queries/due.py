"""What coordination has to look after in the pool: figures, and the list behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.localtime import local
from app.mediators.deployment import ASK_AGAIN_AFTER, CONFIRM_AFTER, Matter, conduct_since
from app.mediators.models import PoolEvidence, PoolPerson
from app.mediators.qualification import REMINDED, EvidenceStatus, due_reminder
from app.mediators.queries.qualification import title_end
from app.mediators.rules import Kind
from app.workdays import add_months

PAGE = 25


@dataclass(frozen=True)
class DueLine:
    id: UUID
    name: str
    kind: Kind
    day: date | None
    """Since or until when, by the matter."""


@dataclass(frozen=True)
class DuePage:
    rows: list[DueLine]
    after: UUID | None
    """Where the next page begins."""


def figures(now: datetime) -> Mapping[Matter, int]:
    """How many people each list has; one statement."""
    query = sa.select(*(sa.func.count().filter(_matches(one, now)) for one in Matter)).where(_there())
    return dict(zip(Matter, db.session.execute(query).one(), strict=True))


def waiting(now: datetime) -> int:
    """How many people coordination has to look after in any way."""
    any_of = sa.or_(*(_matches(one, now) for one in Matter))
    return db.session.scalar(sa.select(sa.func.count()).where(_there(), any_of)) or 0


def lines(matter: Matter, now: datetime, *, after: UUID | None = None) -> DuePage:
    """A page of people, the most urgent first; two statements."""
    order = (_day(matter), PoolPerson.id)
    query = (
        sa.select(PoolPerson, *order).where(_there(), _matches(matter, now)).order_by(*order).limit(PAGE + 1)
    )
    place = after and db.session.execute(sa.select(*order).where(PoolPerson.id == after)).one_or_none()
    if place:
        query = query.where(sa.or_(order[0] > place[0], sa.and_(order[0] == place[0], order[1] > place[1])))
    found = db.session.execute(query).all()
    return DuePage(
        [
            DueLine(person.id, f"{person.last_name}, {person.first_name}", person.kind, _as_day(day))
            for person, day, _ in found[:PAGE]
        ],
        found[PAGE - 1][0].id if len(found) > PAGE else None,
    )


def unconfirmed(now: datetime, *, only: UUID | None = None) -> list[UUID]:
    """Those (or whether it is this one) who have to be asked if what stands about them is still true."""
    asked = PoolPerson.confirmation_asked_at
    unasked = sa.or_(asked.is_(None), asked <= _confirmed(), asked <= now - ASK_AGAIN_AFTER)
    query = sa.select(PoolPerson.id).where(_there(), _matches(Matter.UNCONFIRMED, now), unasked)
    if only is not None:
        query = query.where(PoolPerson.id == only)
    return list(db.session.scalars(query.order_by(PoolPerson.id)))


def is_unconfirmed(person_id: UUID, now: datetime) -> bool:
    query = sa.select(PoolPerson.id).where(
        PoolPerson.id == person_id, _there(), _matches(Matter.UNCONFIRMED, now)
    )
    return db.session.scalar(query) is not None


def ending(today: date) -> list[UUID]:
    """Those of whose end of the title nobody has been reminded for the stretch that has begun.

    Whoever is lent to us is reminded where she is at home.
    """
    query = sa.select(PoolPerson.id, title_end(), PoolPerson.title_told).where(
        _there(),
        PoolPerson.user_id.is_not(None),
        PoolPerson.reserved_for.is_(None),
        title_end().between(today, add_months(today, max(REMINDED) + 1)),
    )
    return [
        id_
        for id_, until, told in db.session.execute(query.order_by(PoolPerson.id))
        if until and (months := due_reminder(until, today)) is not None and told != mark(until, months)
    ]


def title_ends_on(person_id: UUID) -> date | None:
    """The last day of the title of somebody who is still there."""
    return db.session.scalar(sa.select(title_end()).where(PoolPerson.id == person_id, _there()))


def mark(until: date, months: int) -> str:
    """What is kept of a reminder: a title that ends on another day is a new one."""
    return f"{until.isoformat()}/{months}"


def _there() -> sa.ColumnElement[bool]:
    return sa.and_(PoolPerson.left_at.is_(None), PoolPerson.erased_at.is_(None))


def _confirmed() -> sa.ColumnElement[Any]:
    return sa.func.coalesce(PoolPerson.confirmed_at, PoolPerson.invited_at, PoolPerson.created_at)


def _matches(matter: Matter, now: datetime) -> sa.ColumnElement[bool]:
    today = local(now).date()
    match matter:
        case Matter.EVIDENCE:
            return sa.exists().where(*_waiting_proof()).correlate(PoolPerson)
        case Matter.ENDS:
            return title_end().between(today, add_months(today, max(REMINDED)))
        case Matter.ENDED:
            return title_end() < today
        case Matter.UNCONFIRMED:
            return sa.and_(PoolPerson.user_id.is_not(None), _confirmed() <= now - CONFIRM_AFTER)
        case Matter.CONDUCT:
            return PoolPerson.certificate_seen_on < conduct_since(today)


def _day(matter: Matter) -> Any:
    match matter:
        case Matter.EVIDENCE:
            return (
                sa.select(sa.func.min(PoolEvidence.entered_at))
                .where(*_waiting_proof())
                .correlate(PoolPerson)
                .scalar_subquery()
            )
        case Matter.ENDS | Matter.ENDED:
            return title_end()
        case Matter.UNCONFIRMED:
            return _confirmed()
        case Matter.CONDUCT:
            return PoolPerson.certificate_seen_on


def _waiting_proof() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        PoolEvidence.municipality_id == PoolPerson.municipality_id,
        PoolEvidence.person_id == PoolPerson.id,
        PoolEvidence.status == EvidenceStatus.ENTERED,
    )


def _as_day(moment: Any) -> date | None:
    return local(moment).date() if isinstance(moment, datetime) else moment
