"""Who fills a role of the event plan now; in an exercise only those who take part."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import crisis_team, heads_of, holders
from app.clock import local
from app.crisis.events import Recipient
from app.crisis.models import Contact, Crisis, Participant
from app.crisis.rules.words import FUNCTIONS
from app.database import db
from app.plans.codes import Addressee, LadderRole, RegisterFunction, StepRole

Among = frozenset[UUID] | None
"""Who may be told at all; None is everybody."""

BY_ROLE: Mapping[StepRole | LadderRole, Role] = {
    StepRole.COORDINATION: Role.COORDINATOR,
    StepRole.MANAGEMENT: Role.MANAGEMENT,
    StepRole.PRIVACY: Role.PRIVACY_OFFICER,
}


def among(crisis: Crisis | None) -> Among:
    """An exercise stays with those who take part."""
    if crisis is None or not crisis.exercise:
        return None
    query = sa.select(Participant.user_id).where(Participant.crisis_id == crisis.id)
    return frozenset(db.session.scalars(query))


def people(
    who: StepRole | LadderRole, *, at: datetime, only: Among, holder: str = StepRole.COORDINATION.value
) -> list[Recipient]:
    """Those of this role; ``holder`` is the role that holds the step in question.

    Other municipalities and the state level are never among them: what must go there, people say.
    """
    found = _everybody(who, at=at, holder=holder)
    return [person for person in found if only is None or person[0] in only]


def or_coordination(
    who: StepRole | LadderRole, *, at: datetime, only: Among, holder: str = StepRole.COORDINATION.value
) -> list[Recipient]:
    """A role that nobody fills goes to coordination; in an exercise without it, to all who take part."""
    found = people(who, at=at, only=only, holder=holder)
    found = found or people(StepRole.COORDINATION, at=at, only=only)
    return found or people(StepRole.CRISIS_TEAM, at=at, only=only)


def filled(today: date) -> frozenset[Addressee]:
    """The roles and functions for which there is somebody; two statements."""
    team = crisis_team(today)
    query = sa.select(Contact.function, Contact.user_id).where(Contact.removed_at.is_(None))
    standing = [(function, user_id) for function, user_id in db.session.execute(query)]
    functions = {function for function, _ in standing}
    known: set[Addressee] = {one for one in RegisterFunction if one.value in functions}
    if any(function == StepRole.CRISIS_LEAD.value and user_id in team for function, user_id in standing):
        known.add(StepRole.CRISIS_LEAD)
    if team:
        known.add(StepRole.CRISIS_TEAM)
    return frozenset(known | {StepRole.COORDINATION, StepRole.MANAGEMENT})


def can_be_handed(at: datetime) -> list[tuple[str, str]]:
    """To whom a step can be given: functions of the register and roles for which there is somebody."""
    there = {one.value for one in filled(at)}
    return [(code, label) for code, label in FUNCTIONS.items() if code in there]


def can_take_part(at: datetime) -> list[tuple[UUID, str]]:
    """Everybody with an account who has a part in the event plan, by name."""
    today = local(at).date()
    ids = {*holders(Role.COORDINATOR, today), *crisis_team(today)}
    query = sa.select(User.id, User.name).where(User.id.in_(ids)).order_by(User.name, User.id)
    return [(user_id, name) for user_id, name in db.session.execute(query)]


def can_hold(at: datetime, *, also: UUID | None = None) -> list[tuple[UUID, str]]:
    """Whose account can confirm an alarm; ``also`` is who stands there already."""
    today = local(at).date()
    ids = {*holders(Role.COORDINATOR, today), *holders(Role.MANAGEMENT, today), *([also] if also else ())}
    query = sa.select(User.id, User.name).where(User.id.in_(ids)).order_by(User.name, User.id)
    return [(user_id, name) for user_id, name in db.session.execute(query)]


def role_of(user_ids: Collection[UUID], at: datetime) -> dict[UUID, Role]:
    """In which role people of the chain are told of an alarm."""
    today = local(at).date()
    found: dict[UUID, Role] = {}
    for role in (Role.MANAGEMENT, Role.COORDINATOR):
        found |= {user_id: role for user_id in holders(role, today) if user_id in user_ids}
    return found


def _everybody(who: StepRole | LadderRole, *, at: datetime, holder: str) -> list[Recipient]:
    today = local(at).date()
    if who is LadderRole.HOLDER:
        return _everybody(StepRole(holder), at=at, holder=holder)
    if who is LadderRole.OFFICE_MANAGEMENT:
        held = [user_id for user_id, _ in _everybody(LadderRole.HOLDER, at=at, holder=holder)]
        return [(user_id, Role.MANAGEMENT) for user_id in heads_of(held, today)]
    if who is StepRole.CRISIS_TEAM:
        return [(user_id, Role.MANAGEMENT) for user_id in crisis_team(today)]
    if who is StepRole.CRISIS_LEAD:
        return _head(today) or _everybody(StepRole.CRISIS_TEAM, at=at, holder=holder)
    known = BY_ROLE.get(who)
    return [(user_id, known) for user_id in holders(known, today)] if known else []


def _head(today: date) -> list[Recipient]:
    """The first of the crisis team whom the register names as its head."""
    query = (
        sa.select(Contact.user_id)
        .where(
            Contact.function == StepRole.CRISIS_LEAD.value,
            Contact.removed_at.is_(None),
            Contact.user_id.in_(crisis_team(today)),
        )
        .order_by(Contact.position, Contact.id)
        .limit(1)
    )
    return [(user_id, Role.MANAGEMENT) for user_id in db.session.scalars(query) if user_id]
