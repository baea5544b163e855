"""What people do with the plan of a case: add a step, move its date."""

from datetime import datetime
from uuid import UUID

from app.database import db
from app.events import publish
from app.labels import N_
from app.plans import deadlines, rules
from app.plans.actions.dates import move
from app.plans.actions.ending import open_plan
from app.plans.actions.starting import start
from app.plans.events import StepAdded, StepExtended
from app.plans.queries.lines import deadline
from app.plans.queries.running import running
from app.plans.rules import Happening
from app.refusals import NotAllowed, NotFound
from app.versions import insist

EXTENDED = N_("Verlängert")


def add(case_id: UUID, code: str, *, by: UUID, at: datetime) -> None:
    """Put a step of the plan to work that doesn't start by itself, or not at this stage."""
    plan = running(case_id)
    if plan is None or code not in plan.rules:
        raise NotFound
    free = rules.by_hand(plan.rules.values(), running=plan.situation().running)
    rule = plan.rules[code]
    if rule not in free:
        raise NotAllowed(N_("Dieser Schritt läuft in diesem Fall schon."))
    step = start(plan, rule, happening=Happening(rule.anchor), anchor_at=at, at=at, by_hand=True)
    if step is not None:
        publish(
            StepAdded(case_id=case_id, actor_id=by, at=at, step_id=step.id, code=step.code, step=rule.label)
        )


def extend(  # noqa: PLR0913 - which step, until when, why, by whose word, when, and seen on which page
    case_id: UUID,
    step_id: UUID,
    *,
    to: datetime,
    reason: str,
    by: UUID,
    at: datetime,
    shown: str | None = None,
) -> None:
    """Move the date of an open step to a later one; the original date stays readable.

    ``shown``: the seal of the date that the page had shown; raises ``Outrun`` if it was moved since.
    """
    plan, step = open_plan(case_id, step_id)
    db.session.refresh(plan.case, with_for_update=True)
    db.session.refresh(step)
    insist(shown, deadline(step.due_at, whole_day=step.whole_day))
    if step.ended_at is not None:
        raise NotAllowed(N_("Dieser Schritt ist schon beendet."))
    if step.resting_since is not None:
        raise NotAllowed(N_("Dieser Schritt wartet. Seine Frist zählt weiter, wenn das Warten endet."))
    if plan.rules[step.code].mirrors:
        raise NotAllowed(N_("Diese Frist gehört zur Anfrage und lässt sich im Plan nicht verlängern."))
    limit, counts = plan.limit(step), plan.calendar_of(step)
    limit = deadlines.extend(limit, to=to, reason=reason, now=at, calendar=counts)
    change = move(plan, step, to=limit, cause=EXTENDED, at=at, by=by, again=True)
    change.reason = limit.reason
    db.session.flush()
    publish(
        StepExtended(
            case_id=case_id,
            actor_id=by,
            at=at,
            step_id=step.id,
            code=step.code,
            step=plan.rules[step.code].label,
            due_at=step.due_at,
        )
    )
