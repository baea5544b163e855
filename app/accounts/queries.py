"""What can be asked about offices and people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import EmailChange, Membership, User
from app.accounts.permissions import Role
from app.accounts.rules import AccountState
from app.database import db
from app.municipalities.models import Office
from app.municipalities.scope import across_municipalities
from app.refusals import NotFound
from app.versions import NOBODY_KNOWN, Author

PAGE = 25


@dataclass(frozen=True)
class PersonRow:
    """A line of the list of people."""

    id: UUID
    name: str
    email: str
    role: Role
    office: str
    state: AccountState


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list of people; ``after`` is the place where the next one begins."""

    rows: list[PersonRow]
    after: UUID | None


def offices(*, active_only: bool = False) -> Sequence[Office]:
    query = sa.select(Office).order_by(Office.name, Office.id)
    return db.session.scalars(query.where(Office.active.is_(True)) if active_only else query).all()


def office(office_id: UUID) -> Office:
    found = db.session.scalar(sa.select(Office).where(Office.id == office_id))
    if found is None:
        raise NotFound
    return found


def people(today: date, *, after: UUID | None = None) -> PeoplePage:
    """Everybody who belongs here today by name, one line a role, 25 a page.

    A place is the membership at the end of a page: names stay out of the address.
    """
    name = known_name()
    order = (name, User.id, Membership.id)
    query = (
        sa.select(User, name, Membership, Office.name)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(Office, Office.id == Membership.office_id)
        .where(*listed(today))
        .order_by(*order)
        .limit(PAGE + 1)
    )
    place = (
        after
        and db.session.execute(
            sa.select(*order).join(User, User.id == Membership.user_id).where(Membership.id == after)
        ).one_or_none()
    )
    if place:
        query = query.where(sa.tuple_(*order) > place)
    found = db.session.execute(query).all()
    rows = [
        PersonRow(user.id, name, user.email, member.role, office or "", _state(user, member))
        for user, name, member, office in found[:PAGE]
    ]
    return PeoplePage(rows, found[PAGE - 1][2].id if len(found) > PAGE else None)


def listed(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The memberships that administration deals with: of today, and locked ones; the pool has its own."""
    begun, not_over = counts_on(today)
    return begun, sa.or_(not_over, Membership.locked_at.is_not(None)), Membership.role != Role.MEDIATOR


def counts_on(today: date) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Memberships that have begun and are not over: ``rules.is_current`` for statements."""
    return Membership.starts_on <= today, sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today)


def person(user_id: UUID) -> User:
    """Somebody who belongs to this municipality."""
    query = sa.select(User).join(Membership, Membership.user_id == User.id).where(User.id == user_id)
    found = db.session.scalars(query).unique().first()
    if found is None:
        raise NotFound
    return found


def known_name() -> sa.ColumnElement[str]:
    """What a person is called here, in a query of users: as she was invited, until she has come."""
    member = sa.orm.aliased(Membership)
    waiting = (
        sa.select(member.invited_as)
        .where(member.user_id == User.id, member.accepted_at.is_(None))
        .order_by(member.id)
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    return sa.func.coalesce(waiting, User.name)


def name_of(user_id: UUID) -> str:
    """What somebody who belongs to this municipality is called here."""
    return db.session.execute(sa.select(known_name()).where(User.id == user_id)).scalar_one()


def crisis_team(today: date) -> list[UUID]:
    """Ids of those of the management who are in the crisis team."""
    return holders(Role.MANAGEMENT, today, Membership.crisis_team.is_(True))


def holders(role: Role, today: date, *conditions: sa.ColumnElement[bool]) -> list[UUID]:
    """Ids of the people who hold this role here today, and whose account is open."""
    query = (
        sa.select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.role == role,
            User.active.is_(True),
            *counts_on(today),
            *conditions,
        )
        .order_by(Membership.user_id)
        .distinct()
    )
    return list(db.session.scalars(query))


def heads_of(user_ids: Collection[UUID], today: date) -> list[UUID]:
    """The management of the offices that these people belong to."""
    offices = sa.select(Membership.office_id).where(
        Membership.user_id.in_(user_ids), Membership.office_id.is_not(None), *counts_on(today)
    )
    query = (
        sa.select(Membership.user_id)
        .where(Membership.role == Role.MANAGEMENT, Membership.office_id.in_(offices), *counts_on(today))
        .order_by(Membership.user_id)
    )
    return list(db.session.scalars(query))


def home_of(user_id: UUID, today: date) -> UUID | None:
    """A municipality in which this person has a role today (for mails about the account)."""
    query = (
        sa.select(Membership.municipality_id)
        .where(Membership.user_id == user_id, *counts_on(today))
        .order_by(Membership.starts_on, Membership.id)
        .limit(1)
    )
    with across_municipalities():
        return db.session.scalar(query)


def wanted_address(user_id: UUID, *, now: datetime) -> EmailChange | None:
    """The address that somebody wants, while its link waits to be used."""
    return db.session.scalar(sa.select(EmailChange).where(EmailChange.user_id == user_id, *_waits(now)))


def address_waits(change_id: UUID, *, now: datetime) -> bool:
    """Whether this wish can still come true."""
    return _exists(EmailChange.id == change_id, *_waits(now))


def address_is_free(change_id: UUID) -> bool:
    """Whether no other account has the address that is wanted."""
    other = sa.exists().where(User.email == EmailChange.email, User.id != EmailChange.user_id)
    return _exists(EmailChange.id == change_id, ~other)


def only_in_pool(user_id: UUID, today: date) -> bool:
    """Whether somebody is here as a person of the pool alone, so that coordination keeps her entry."""
    query = sa.select(Membership.role).where(Membership.user_id == user_id, *counts_on(today))
    return set(db.session.scalars(query)) == {Role.MEDIATOR}


def _waits(now: datetime) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return EmailChange.taken_at.is_(None), EmailChange.expires_at > now


def _exists(*which: sa.ColumnElement[bool]) -> bool:
    return db.session.scalar(sa.select(EmailChange.id).where(*which)) is not None


def author_of(user_id: UUID | None, at: datetime | None) -> Author:
    """Whoever changed something, by name; nobody known if it was the program, or isn't kept."""
    if user_id is None:
        return NOBODY_KNOWN
    return Author(names({user_id}).get(user_id), at, user_id)


def names(user_ids: set[UUID]) -> dict[UUID, str]:
    """Names of people by id."""
    if not user_ids:
        return {}
    found = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(user_ids)))
    return {user_id: name for user_id, name in found}


def _state(user: User, member: Membership) -> AccountState:
    if not user.active or member.locked_at is not None:
        return AccountState.LOCKED
    return AccountState.ACTIVE if member.accepted_at else AccountState.INVITED
