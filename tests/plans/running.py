"""A case on the plan, and what of its steps a test looks at."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import User
from app.cases.events import CaseMoved, CaseReported
from app.cases.models import Case
from app.cases.rules.status import Status, Verb
from app.database import db
from app.events import CaseEvent, publish
from app.localtime import LOCAL, local
from app.municipalities.models import Municipality
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans import handlers
from app.plans.actions.adopting import adopt_default
from app.plans.jobs import ring_alarms
from app.plans.models import Alarm, PlanStep
from tests import make

#: Wednesday before Fronleichnam (Thursday, in NW only), 10:00.
WEDNESDAY = datetime(2027, 5, 26, 10, tzinfo=LOCAL)


def reported(town: make.Town, *, at: datetime = make.NOON, **values: Any) -> Case:
    """A case whose report has just been sent in a town that has a plan; committed."""
    with_plan(town.municipality)
    case = make.case(town, submitted_at=at, status_since=at, **values)
    tell(CaseReported, case, at=at, number=case.number)
    return case


def with_plan(municipality: Municipality) -> None:
    adopt_default(municipality, at=make.NOON)
    db.session.commit()


def tell(kind: type[CaseEvent], case: Case, *, at: datetime, by: UUID | None = None, **facts: Any) -> None:
    """Something happened to the case; committed."""
    publish(kind(case_id=case.id, actor_id=by, at=at, **facts))
    db.session.commit()


def steps(case: Case) -> dict[str, PlanStep]:
    """The last step of each code."""
    query = (
        sa.select(PlanStep).where(PlanStep.case_id == case.id).order_by(PlanStep.started_at, PlanStep.round)
    )
    return {step.code: step for step in db.session.scalars(query)}


def open_codes(case: Case) -> list[str]:
    return sorted(code for code, step in steps(case).items() if step.ended_at is None)


def due(case: Case, code: str) -> str:
    """When the step is due, by the wall clock."""
    return f"{local(steps(case)[code].due_at):%Y-%m-%dT%H:%M}"


def waiting(case: Case, code: str) -> dict[str, str]:
    """The alarms that have not rung, kind → moment by the wall clock."""
    query = sa.select(Alarm).where(Alarm.step_id == steps(case)[code].id, Alarm.handled_at.is_(None))
    return {a.kind: f"{local(a.at):%Y-%m-%dT%H:%M}" for a in db.session.scalars(query.order_by(Alarm.at))}


def wall(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LOCAL)


def ring(written: str) -> int:
    """The worker looks at the alarms at this moment."""
    db.session.commit()
    with current_app._get_current_object().app_context():  # the worker is another process
        rung = ring_alarms(wall(written))
        db.session.remove()
    db.session.expire_all()
    return rung


def moved(case: Case, verb: Verb, status: Status, *, at: datetime, before: Status = Status.TRIAGE) -> None:
    """The case makes this move, and the plan hears of it; committed."""
    case.status, case.status_since = status, at
    if status is Status.CLOSED:
        case.closed_at = at
    case.paused_from = before if status is Status.PAUSED else None
    db.session.flush()
    facts: dict[str, Any] = {"verb": verb, "before": before, "status": status}
    handlers.case_moved(CaseMoved(case_id=case.id, actor_id=None, at=at, **facts))
    db.session.commit()


def path(case: Case, code: str = "", *, verb: str = "") -> str:
    """Where the plan of the case, or one of its steps, is shown."""
    found = f"/faelle/{case.id}/plan"
    if code:
        found += f"/{steps(case)[code].id}"
    return f"{found}/{verb}" if verb else found


def told(*kinds: Kind) -> list[tuple[str, str]]:
    """Kind and name of everybody who was told, in the order of the alphabet."""
    query = (
        sa.select(Notification.kind, User.name)
        .join(User, User.id == Notification.user_id)
        .where(Notification.kind.in_(kinds or (Kind.REMINDER, Kind.OVERDUE)))
        .order_by(Notification.kind, User.name)
    )
    return [(kind.value, name) for kind, name in db.session.execute(query)]


def coordination(kind: str, times: int = 1) -> list[tuple[str, str]]:
    return sorted([(kind, "Karin Koch"), (kind, "Kemal Kurt")] * times, key=lambda pair: pair[1])
