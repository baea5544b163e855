"""One person of the pool, as coordination sees her."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.accounts.queries import author_of
from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.deployment import Conduct, Interpreting, asked_for
from app.mediators.models import Absence, PoolDistrict, PoolLanguage, PoolPerson, PoolSlot
from app.mediators.queries.pool import away_on, standing_of, topics_of
from app.mediators.rules import Gender, Kind, Slot, Standing, Topic
from app.municipalities.models import District
from app.refusals import NotFound
from app.versions import Author

_CORE = (
    "kind", "interpreting", "capacity", "obligated_on", "certificate_seen_on", "certificate_issued_on",
    "certificate_result",
)  # fmt: skip


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
    title_until: date | None
    obligated_on: date | None
    certificate_seen_on: date | None
    certificate_issued_on: date | None
    certificate_result: Conduct | None
    certificate_seen_by: str | None
    """Name of whoever has seen the certificate of conduct."""
    interpreting: Interpreting | None
    on_site: bool
    online: bool
    radius_km: int | None
    mediations: int | None
    standing: Standing
    left_at: datetime | None
    confirmed_at: datetime | None
    invited_at: datetime | None
    invited: bool
    signed_in: bool
    languages: tuple[tuple[str, Level, Level | None], ...]
    """Each with the levels of speaking and of reading."""
    slots: tuple[str, ...]
    topics: tuple[Topic, ...]
    districts: tuple[str, ...]
    absences: tuple[tuple[date, date], ...]
    reserved_for: UUID | None
    lent: int

    @property
    def asked_for(self) -> str:
        return asked_for(self.kind, self.interpreting)


def core(person: PoolPerson | PersonPage) -> dict[str, object]:
    """What the form of coordination shows of a person."""
    return {name: getattr(person, name) for name in _CORE}


def changed_by(person_id: UUID) -> Author:
    """Whoever last changed a fact of this person."""
    query = sa.select(PoolPerson.changed_by, PoolPerson.changed_at).where(PoolPerson.id == person_id)
    return author_of(*db.session.execute(query).one())


def person(person_id: UUID, *, today: date) -> PersonPage:
    """One person of the pool with all that belongs to her; six statements."""
    query = sa.select(PoolPerson, away_on(today), _has_come(), _seen_by()).where(
        PoolPerson.id == person_id, PoolPerson.erased_at.is_(None)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    row, away, signed_in, seen_by = found
    return PersonPage(
        **{name: getattr(row, name) for name in _COPIED},
        standing=standing_of(row, away),
        invited=row.user_id is not None,
        signed_in=signed_in,
        certificate_seen_by=seen_by,
        languages=tuple(_speaks_and_reads(row.id)),
        districts=tuple(_districts(row.id)),
        slots=tuple(_slots(row.id)),
        topics=tuple(topics_of([row.id])[row.id]),
        absences=tuple(_absences(row.id, today)),
    )


_COPIED = (
    "id", "name", "email", "phone", "home", "office_name", "kind", "gender", "capacity", "training_hours",
    "title_until", "obligated_on", "certificate_seen_on", "certificate_issued_on",
    "certificate_result", "interpreting", "on_site", "online", "radius_km", "mediations", "left_at",
    "confirmed_at", "invited_at", "reserved_for", "lent",
)  # fmt: skip


def _seen_by() -> Any:
    return (
        sa.select(User.name)
        .where(User.id == PoolPerson.certificate_seen_by)
        .correlate(PoolPerson)
        .scalar_subquery()
    )


def _has_come() -> sa.ColumnElement[bool]:
    """Whether the person has come in as a mediator here; an account of elsewhere doesn't count."""
    return sa.exists().where(
        Membership.user_id == PoolPerson.user_id,
        Membership.municipality_id == PoolPerson.municipality_id,
        Membership.role == Role.MEDIATOR,
        Membership.accepted_at.is_not(None),
    )


def _speaks_and_reads(person_id: UUID) -> Iterable[tuple[str, Level, Level | None]]:
    query = sa.select(PoolLanguage).where(PoolLanguage.person_id == person_id)
    for one in db.session.scalars(query.order_by(PoolLanguage.position, PoolLanguage.id)):
        yield LANGUAGES[one.code].label, one.level, one.reads


def _districts(person_id: UUID) -> Iterable[str]:
    query = (
        sa.select(District.name)
        .join(PoolDistrict, PoolDistrict.district_id == District.id)
        .where(PoolDistrict.person_id == person_id)
    )
    return db.session.scalars(query.order_by(District.name))


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
