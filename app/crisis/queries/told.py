"""Who will be told, named before anything happens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.accounts.queries import counts_on
from app.clock import local
from app.crisis.models import Crisis
from app.crisis.queries.people import among
from app.crisis.queries.register import chain
from app.crisis.rules.chain import Line, for_exercise, lines
from app.database import db


@dataclass(frozen=True)
class Told:
    """``chain``: who is called in red; ``besides``: who gets a message then, by name.

    ``change``: who gets one in any other change of phase. ``by``: whose word it is; nobody tells her.
    """

    by: UUID
    chain: tuple[Line, ...]
    besides: tuple[str, ...]
    change: tuple[str, ...]


def told(at: datetime, *, by: UUID, crisis: Crisis | None = None) -> Told:
    """Coordination and management, the crisis team among them; in an exercise those who take part."""
    only = among(crisis)
    links = chain(local(at).date())
    links = links if only is None else for_exercise(links, only)
    found = tuple(lines(links))
    called = {by} | {link.user_id for line in found for link in line.at_once}
    hearing = {user_id: name for user_id, name in _hearing(at) if only is None or user_id in only}
    return Told(
        by=by,
        chain=found,
        besides=tuple(name for user_id, name in hearing.items() if user_id not in called),
        change=tuple(name for user_id, name in hearing.items() if user_id != by),
    )


def _hearing(at: datetime) -> list[tuple[UUID, str]]:
    query = (
        sa.select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role.in_((Role.COORDINATOR, Role.MANAGEMENT)),
            User.active.is_(True),
            *counts_on(local(at).date()),
        )
        .order_by(User.name, User.id)
        .distinct()
    )
    return [(user_id, name) for user_id, name in db.session.execute(query)]
