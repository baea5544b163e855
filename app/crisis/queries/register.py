"""The register of contacts: by function, and as the chain of alarm."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.accounts.queries import counts_on
from app.crisis.models import Contact
from app.crisis.rules.chain import Link
from app.crisis.rules.words import FUNCTIONS
from app.database import db
from app.refusals import NotFound


@dataclass(frozen=True)
class ContactLine:
    id: UUID
    function: str
    position: int
    name: str
    phone: str
    phone_after_hours: str
    email: str
    in_alarm: bool
    has_account: bool
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Group:
    """A function and those who stand for it; nobody is a gap that the page shows."""

    function: str
    label: str
    lines: tuple[ContactLine, ...]


def present() -> tuple[sa.ColumnElement[bool], ...]:
    return (Contact.removed_at.is_(None),)


def register() -> list[Group]:
    """Every function, also those for which nobody stands; one statement."""
    query = sa.select(Contact).where(*present()).order_by(Contact.position, Contact.name, Contact.id)
    by_function: dict[str, list[ContactLine]] = {}
    for row in db.session.scalars(query):
        by_function.setdefault(row.function, []).append(_line(row))
    return [Group(code, label, tuple(by_function.get(code, ()))) for code, label in FUNCTIONS.items()]


def stand() -> datetime | None:
    """When the register was last changed: what the sheet on paper is recognised by."""
    return db.session.scalar(sa.select(sa.func.max(Contact.changed_at)))


def chain(today: date) -> list[Link]:
    """Those who are called in an alarm, in the order of each function; one statement.

    An account that can't confirm any more counts as none: then it is the phone.
    """
    confirms = (
        sa.exists()
        .where(
            Membership.user_id == Contact.user_id,
            Membership.municipality_id == Contact.municipality_id,
            Membership.role.in_((Role.COORDINATOR, Role.MANAGEMENT)),
            User.id == Membership.user_id,
            User.active.is_(True),
            *counts_on(today),
        )
        .correlate(Contact)
    )
    query = (
        sa.select(Contact, confirms)
        .where(*present(), Contact.in_alarm.is_(True))
        .order_by(Contact.position, Contact.name, Contact.id)
    )
    return [
        Link(row.id, row.function, row.name, row.phone, row.user_id if can else None)
        for row, can in db.session.execute(query)
    ]


def contact(contact_id: UUID) -> Contact:
    found = db.session.scalar(sa.select(Contact).where(Contact.id == contact_id, *present()))
    if found is None:
        raise NotFound
    return found


def last_change(contact_id: UUID) -> tuple[UUID | None, datetime | None]:
    """Who changed it last, and when."""
    row = contact(contact_id)
    return row.changed_by, row.changed_at


def saved(row: Contact) -> dict[str, object]:
    """As its form shows it."""
    return {
        "function": row.function,
        "position": row.position,
        "name": row.name,
        "phone": row.phone,
        "phone_after_hours": row.phone_after_hours,
        "email": row.email,
        "in_alarm": row.in_alarm,
        "account": str(row.user_id or ""),
    }


def _line(row: Contact) -> ContactLine:
    return ContactLine(
        id=row.id,
        function=row.function,
        position=row.position,
        name=row.name,
        phone=row.phone,
        phone_after_hours=row.phone_after_hours,
        email=row.email,
        in_alarm=row.in_alarm,
        has_account=row.user_id is not None,
        confirmed_at=row.confirmed_at,
    )
