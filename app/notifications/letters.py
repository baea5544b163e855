"""A mail on its way, and what is true of its reader at this moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import EmailChange, Membership, User
from app.accounts.permissions import Role
from app.accounts.queries import counts_on
from app.cases.models import Case
from app.cases.queries.access import answers_for
from app.database import Line
from app.localtime import local
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.notifications.rules import OF_ADDRESSES, OF_STEPS
from app.plans.models import PlanStep
from app.translation import ScreenLanguage


@dataclass(frozen=True)
class Letter:
    """A notification on its way, with what is true of its reader at this moment."""

    id: UUID
    kind: Kind
    role: Role | None
    user_id: UUID
    case_id: UUID | None
    case_number: str | None
    subject_id: UUID | None
    answer_by: datetime | None
    due: datetime
    written_at: datetime | None
    asked_for_at: datetime | None
    not_after: datetime | None
    address: str
    language: ScreenLanguage
    active: bool
    has_password: bool
    holds_role: bool
    """The role it was meant for; any role here if it was meant for none."""
    leads: bool
    """Answers for the case: lead, acting lead or deputy."""
    reported: bool
    """Reported the case."""
    dedupe_key: str = ""
    gathered: int = 0
    """Of a gathered mail: how many lines of the inbox it stands for that are unread still."""
    step_ended: bool = False
    """Of a reminder or a missed deadline: its step was done or dropped by now."""
    token: str | None = None
    """Of the worker that holds it."""

    @property
    def occurrence(self) -> str:
        """Which time of the same thing; see ``actions.key_of``."""
        return self.dedupe_key.split("|", 4)[-1]


def letter(notification_id: UUID, now: datetime, line: Line) -> Letter | None:
    """As it stands now, for its reader may have changed since it was written; None if it was deleted.

    Past the mapper, which takes longer than the database; the statement itself stays within one municipality.
    """
    given = {"id": notification_id, "now": now, "today": local(now).date()}
    found = line.execute(_statement(), given).one_or_none()
    if found is None:
        return None
    values: dict[str, Any] = {**found._mapping}
    values["role"] = Role(values["role"]) if values["role"] else None
    return Letter(**values | {name: bool(values[name]) for name in ("leads", "reported", "step_ended")})


@cache
def _statement() -> sa.Select[*tuple[Any, ...]]:
    """Built once: it is asked for each mail, and to build it takes longer than to answer it."""
    n = Notification
    now: Any = sa.bindparam("now")  # both stand where otherwise the value stands
    today: Any = sa.bindparam("today")
    holds_role = sa.exists().where(
        Membership.municipality_id == n.municipality_id,
        Membership.user_id == n.user_id,
        sa.or_(n.role.is_(None), Membership.role == n.role),
        *counts_on(today),
    )
    facts = {
        "address": _address(),
        "language": User.language,
        "active": User.active,
        "has_password": User.password_hash.is_not(None),
        "holds_role": holds_role,
        "leads": answers_for(n.user_id, now),  # type: ignore[arg-type]  # a column reads as its value
        "reported": Case.reporter_id == n.user_id,
        "gathered": _gathered(),
        "step_ended": PlanStep.ended_at.is_not(None),
        "token": n.lease_token,
        "due": n.created_at,
        "answer_by": sa.func.coalesce(PlanStep.due_at, n.answer_by),
    }
    own = (
        n.id, n.kind, n.role, n.user_id, n.case_id, n.case_number, n.subject_id,
        n.written_at, n.asked_for_at, n.not_after, n.dedupe_key,
    )  # fmt: skip
    its_case = sa.and_(Case.id == n.case_id, Case.municipality_id == n.municipality_id)
    its_step = sa.and_(
        PlanStep.id == n.subject_id, PlanStep.municipality_id == n.municipality_id, _is_one_of(OF_STEPS)
    )
    return (
        sa.select(*own, *(fact.label(name) for name, fact in facts.items()))
        .join(User, User.id == n.user_id)
        .outerjoin(EmailChange, sa.and_(EmailChange.id == n.subject_id, _is_one_of(OF_ADDRESSES)))
        .outerjoin(Case, its_case)
        .outerjoin(PlanStep, its_step)
        .where(n.id == sa.bindparam("id"))
    )


def _is_one_of(kinds: Collection[Kind]) -> sa.ColumnElement[bool]:
    """Without IN, whose words the library makes anew at each asking."""
    return sa.or_(*(Notification.kind == kind for kind in sorted(kinds)))


def _address() -> sa.ColumnElement[str]:
    """The account's, as it is at this moment; of a change, the one that is told."""
    former = sa.case((Notification.kind == Kind.ADDRESS_CONFIRM, EmailChange.email), else_=EmailChange.former)
    return sa.func.coalesce(former, User.email)


def _gathered() -> sa.ScalarSelect[int]:
    inside = sa.orm.aliased(Notification)
    query = sa.select(sa.func.count(inside.id)).where(
        inside.municipality_id == Notification.municipality_id,
        inside.digest_id == Notification.id,
        inside.read_at.is_(None),
    )
    return query.correlate(Notification).scalar_subquery()
