"""Steps come to their end: done by a fact or by hand, not needed, or with their case."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from app.database import db
from app.events import publish
from app.labels import N_
from app.plans.actions.dates import close, reset_alarms, silence
from app.plans.actions.resting import nothing_waits
from app.plans.actions.starting import cleared
from app.plans.codes import Anchor, HardMode
from app.plans.deadlines import reason_required
from app.plans.events import StepDone, StepDropped
from app.plans.models import PlanStep, StepChange, StepEnd
from app.plans.queries.running import CLEARANCE, CasePlan, running
from app.plans.template import StepRule
from app.refusals import NotAllowed, NotFound

FIRST_PART_DONE = N_("Erster Teil erledigt")
DONE_LATE = N_("Mit Begründung erledigt")
DROPPED = N_("Nicht nötig")


def done(case_id: UUID, code: str, *, at: datetime, by: UUID | None, subject: str | None = None) -> bool:
    """What the step asked for has happened (for this subject); false if it wasn't running."""
    plan = running(case_id)
    found = [
        step
        for step in (plan.open_steps if plan else ())
        if step.code == code and subject in {None, step.subject}
    ]
    return any([_done(plan, step, at=at, by=by) for step in found if plan])


def finish(case_id: UUID, step_id: UUID, *, by: UUID, at: datetime, reason: str = "") -> bool:
    """Somebody says that the step is done; false if it was already ended."""
    plan, step = open_plan(case_id, step_id)
    if step.ended_at is not None:
        return False
    late = reason_required(plan.rules[step.code], plan.limit(step), now=at)
    if late and not reason.strip():
        raise NotAllowed(N_("Die Frist ist überschritten. Bitte nennen Sie den Grund, bevor Sie erledigen."))
    if late:
        _say_why(step, DONE_LATE, reason=reason, by=by, at=at)
    return _done(plan, step, at=at, by=by)


def drop(case_id: UUID, step_id: UUID, *, by: UUID, at: datetime, reason: str) -> bool:
    """Somebody says that the step isn't needed in this case; false if it was already ended."""
    plan, step = open_plan(case_id, step_id)
    if not reason.strip():
        raise NotAllowed(N_("Bitte begründen Sie, warum der Schritt nicht nötig ist."))
    if not close(step, how=StepEnd.NOT_NEEDED, at=at, by=by):
        return False
    _say_why(step, DROPPED, reason=reason, by=by, at=at)
    label = plan.rules[step.code].label
    publish(StepDropped(case_id=case_id, actor_id=by, at=at, step_id=step.id, code=step.code, step=label))
    return True


def no_longer(
    case_id: UUID,
    *,
    at: datetime,
    subject: str | None = None,
    codes: Collection[str] = (),
    by_hand: bool = True,
) -> None:
    """The ground of these steps fell away: an offer was taken back, a search began anew.

    ``by_hand`` False: not that of steps which a person has added.
    """
    plan = running(case_id)
    for step in plan.open_steps if plan else ():
        left = step.by_hand and not by_hand
        if subject in {None, step.subject} and (not codes or step.code in codes) and not left:
            close(step, how=StepEnd.NOT_NEEDED, at=at)


def case_ended(case_id: UUID, *, at: datetime) -> None:
    """Nothing is left to do in a closed case but what its closing starts."""
    nothing_waits(case_id, at=at)
    plan = running(case_id)
    for step in plan.steps if plan else ():
        if step.anchor == Anchor.CASE_CLOSED:
            continue
        if step.ended_at is None:
            close(step, how=StepEnd.CASE_ENDED, at=at)
        else:
            silence(step.id, rounds_too=True)


def nothing_left(case_id: UUID, *, at: datetime) -> None:
    """Nobody can do anything in a case that is deleted, and nothing reminds of it."""
    nothing_waits(case_id, at=at)
    plan = running(case_id)
    for step in plan.steps if plan else ():
        if not close(step, how=StepEnd.CASE_ENDED, at=at):
            silence(step.id, rounds_too=True)


def open_plan(case_id: UUID, step_id: UUID) -> tuple[CasePlan, PlanStep]:
    """The plan of the case and this step of it."""
    plan = running(case_id)
    for step in plan.steps if plan else ():
        if plan and step.id == step_id:
            return plan, step
    raise NotFound


def _done(plan: CasePlan, step: PlanStep, *, at: datetime, by: UUID | None) -> bool:
    rule = plan.rules[step.code]
    if in_two_parts(rule) and step.limit_number == 1:
        _second_part(plan, step, at=at, by=by)
        return True
    if not close(step, how=StepEnd.DONE, at=at, by=by):
        return False
    publish(
        StepDone(case_id=step.case_id, actor_id=by, at=at, step_id=step.id, code=step.code, step=rule.label)
    )
    if step.code == CLEARANCE:
        cleared(plan, at=at)
    return True


def in_two_parts(rule: StepRule) -> bool:
    """Whether the second limit is for a second part; else it only says what happens without the first."""
    return rule.hard is not None and rule.hard.mode is HardMode.THEN and rule.after_hard is None


def _second_part(plan: CasePlan, step: PlanStep, *, at: datetime, by: UUID | None) -> None:
    second = plan.limits(step)[1]
    before = step.due_at
    silence(step.id)
    step.limit_number = second.number
    step.due_at, step.whole_day = step.second_due_at or second.due, second.clock.in_days
    db.session.add(
        StepChange(step_id=step.id, at=at, by=by, before=before, after=step.due_at, cause=FIRST_PART_DONE)
    )
    db.session.flush()
    reset_alarms(plan, step, now=at)


def _say_why(step: PlanStep, cause: str, *, reason: str, by: UUID, at: datetime) -> None:
    change = StepChange(step_id=step.id, at=at, by=by, before=step.due_at, after=step.due_at, cause=cause)
    change.reason = reason.strip()
    db.session.add(change)
    db.session.flush()
