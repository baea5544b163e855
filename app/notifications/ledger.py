"""What is told of one case, and to whom; and people whose address takes nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import known_name
from app.database import db
from app.localtime import in_address
from app.mediators.models import PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.notifications.rules import DOOR, HOW, Told, how, why_refused, why_skipped
from app.plans.cells import code
from app.plans.codes import FollowUp, Rung, StepRole
from app.plans.models import Alarm, PlanStep

PAGE, NEXT = 25, 10
ROUND = "ROUND"
SERIOUS = {one.value for one in Rung} | {one.value for one in FollowUp}


@dataclass(frozen=True)
class ToldLine:
    """One message about a case; ``name`` is None where only the role is shown."""

    kind: Kind
    role: Role | None
    name: str | None
    at: datetime
    sent_at: datetime | None
    told: Told
    why: str | None
    """In words, if it did not simply go."""

    @property
    def tone(self) -> str:
        return HOW[self.told]


@dataclass(frozen=True)
class Planned:
    """A moment to come at which the plan speaks up."""

    kind: Kind
    holder: StepRole
    at: datetime


@dataclass(frozen=True)
class Unreached:
    """A person to whom mails can't be delivered."""

    user_id: UUID
    name: str
    address: str
    count: int
    since: datetime
    code: str | None
    person_id: UUID | None
    """Her entry in the pool."""

    @property
    def why(self) -> str:
        return why_refused(self.code)


def told_of(
    case_id: UUID, now: datetime, *, mediators_too: bool, after: str | None = None
) -> tuple[list[ToldLine], str | None]:
    """The newest first; 25, and the cursor of those after them. Nothing of the protected channel."""
    n = Notification
    query = (
        sa.select(n, known_name())
        .join(User, User.id == n.user_id)
        .where(n.case_id == case_id, n.kind.not_in(DOOR))
        .order_by(n.created_at.desc(), n.id.desc())
        .limit(PAGE + 1)
    )
    place = read_cursor(after)
    if place:
        moment, id_ = place
        query = query.where(sa.or_(n.created_at < moment, sa.and_(n.created_at == moment, n.id < id_)))
    found = db.session.execute(query).all()
    lines = [_line(row, name, now, mediators_too=mediators_too) for row, name in found[:PAGE]]
    return lines, _cursor(found[PAGE - 1][0]) if len(found) > PAGE else None


def planned_for(case_id: UUID, now: datetime) -> list[Planned]:
    """The next moments at which open steps of this case remind; a resting step is silent."""
    query = (
        sa.select(Alarm.kind, PlanStep.holder, Alarm.at)
        .join(
            PlanStep,
            sa.and_(PlanStep.id == Alarm.step_id, PlanStep.municipality_id == Alarm.municipality_id),
        )
        .where(
            PlanStep.case_id == case_id,
            PlanStep.ended_at.is_(None),
            PlanStep.resting_since.is_(None),
            Alarm.handled_at.is_(None),
            Alarm.kind != ROUND,
            Alarm.at > now,
        )
        .order_by(Alarm.at, Alarm.id)
        .limit(NEXT)
    )
    return [
        Planned(Kind.OVERDUE if kind in SERIOUS else Kind.REMINDER, code(StepRole, holder), at)
        for kind, holder, at in db.session.execute(query)
    ]


def unreached(after: str | None = None) -> tuple[list[Unreached], str | None]:
    """By person, whoever could not be reached last first; 25, and the cursor of those after them."""
    n = Notification
    last = sa.func.max(n.created_at)
    query = (
        sa.select(
            n.user_id, known_name(), User.email, sa.func.count(), last, sa.func.max(n.last_error), _entry()
        )
        .join(User, User.id == n.user_id)
        .where(n.status == Delivery.FAILED)
        .group_by(n.municipality_id, n.user_id, User.id, User.name, User.email)
        .order_by(last.desc(), n.user_id.desc())
        .limit(PAGE + 1)
    )
    place = read_cursor(after)
    if place:
        moment, id_ = place
        query = query.having(sa.or_(last < moment, sa.and_(last == moment, n.user_id < id_)))
    found = [Unreached(*row) for row in db.session.execute(query)]
    end = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{end.since.isoformat()}_{end.user_id}" if end else None


def read_cursor(text: str | None) -> tuple[datetime, UUID] | None:
    """The place in a list; a cursor that nobody gave out leads to the beginning."""
    try:
        written, id_ = (text or "").split("_")
        moment, id_of_row = in_address(written), UUID(id_)
        return (moment, id_of_row) if moment else None
    except ValueError:
        return None


def _entry() -> sa.ScalarSelect[UUID]:
    query = sa.select(PoolPerson.id).where(
        PoolPerson.municipality_id == Notification.municipality_id,
        PoolPerson.user_id == Notification.user_id,
    )
    return query.order_by(PoolPerson.id).limit(1).correlate(Notification).scalar_subquery()


def _line(row: Notification, name: str, now: datetime, *, mediators_too: bool) -> ToldLine:
    role = Role(row.role) if row.role else None
    told = how(row.status.value, row.last_error, to_come=row.created_at > now)
    why = why_skipped(row.last_error) if told is Told.SKIPPED else None
    shown = name if mediators_too or role is not Role.MEDIATOR else None
    return ToldLine(
        kind=row.kind,
        role=role,
        name=shown,
        at=row.created_at,
        sent_at=row.sent_at,
        told=told,
        why=why_refused(row.last_error) if told in {Told.BOUNCED, Told.AGAIN} else why,
    )


def _cursor(row: Notification) -> str:
    return f"{row.created_at.isoformat()}_{row.id}"
