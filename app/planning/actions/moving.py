"""An open case goes over to the newest version of the plan: as shown before, and not otherwise."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.labels import N_
from app.planning.events import CaseReplanned
from app.planning.queries.library import newest
from app.planning.queries.moving import Loaded, of_case
from app.planning.rules.moving import Consequence, StepFate
from app.plans.actions.dates import close, move, reset_alarms
from app.plans.actions.starting import FILLED, start
from app.plans.cells import code
from app.plans.codes import ROUND, Anchor
from app.plans.deadlines import next_round
from app.plans.models import Alarm, PlannedCase, PlanStep, StepEnd
from app.plans.queries.running import CasePlan, rules_of
from app.plans.rules import Happening, holder
from app.plans.template import MEASURE
from app.refusals import Outrun

CAUSE = N_("Neue Fassung des Plans")
OTHERWISE = N_(
    "In diesem Fall hat sich inzwischen etwas geändert. Bitte sehen Sie sich die Folgen noch einmal an."
)


def move_case(case_id: UUID, *, shown: str | None, by: UUID, at: datetime) -> bool:
    """False if the case runs on the newest version already, or is over.

    ``shown``: the seal of the consequences that the page had shown; ``Outrun`` if they are others by now.
    """
    version = newest()
    found = of_case(case_id, version.id, at) if version else None
    if version is None or found is None:
        return False
    loaded, case = found
    if shown is not None and shown != case.seal:
        raise Outrun(OTHERWISE)
    won = db.session.execute(
        sa.update(PlannedCase)
        .where(PlannedCase.case_id == case_id, PlannedCase.plan_id == loaded.plan.plan_id)
        .values(plan_id=version.id)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    plan = loaded.with_rules({rule.code: rule for rule in rules_of(version.id)}, version.id)
    _apply(loaded, plan, case.consequences, by=by, at=at)
    publish(CaseReplanned(case_id=case_id, actor_id=by, at=at, version=version.version))
    return True


def _apply(loaded: Loaded, plan: CasePlan, found: tuple[Consequence, ...], *, by: UUID, at: datetime) -> None:
    steps = {step.id: step for step in plan.steps}
    for one in found:
        step = steps.get(one.step_id) if one.step_id else None
        if step is not None and one.fate is StepFate.ENDS:
            close(step, how=StepEnd.PLAN_CHANGED, at=at, by=by)
        elif step is not None and one.fate is StepFate.MOVES:
            _date(plan, step, by=by, at=at)
        elif step is not None and one.fate is StepFate.HANDED:
            step.holder = holder(plan.rules[step.code], filled=FILLED).role.value
    _ring_anew(loaded.plan, plan, at=at)
    _rounds(plan, at=at)
    moments = {Happening(code(Anchor, m.anchor), m.subject): m.at for m in plan.moments}
    for one in found:
        if one.start is not None:
            rule, happening = one.start
            start(plan, rule, happening=happening, anchor_at=moments[happening], at=at, by_hand=True)


def _date(plan: CasePlan, step: PlanStep, *, by: UUID, at: datetime) -> None:
    every = plan.limits(step)
    step.second_due_at = every[1].due if len(every) > 1 else None
    step.limit_number = min(step.limit_number, len(every))
    move(plan, step, to=plan.reckoned(step), cause=CAUSE, at=at, by=by)


def _ring_anew(before: CasePlan, plan: CasePlan, *, at: datetime) -> None:
    """Reminders and rungs as the new version has them, for the date that stands."""
    for step in plan.open_steps:
        if step.code == MEASURE.code:
            continue
        if _rings_otherwise(before, plan, step):
            reset_alarms(plan, step, now=at)
        if before.rules[step.code].repeat is None and plan.rules[step.code].repeat is not None:
            db.session.add(Alarm(step_id=step.id, limit_number=step.limit_number, kind=ROUND, at=at))


def _rings_otherwise(before: CasePlan, plan: CasePlan, step: PlanStep) -> bool:
    old, new = before.rules[step.code], plan.rules[step.code]
    read = [
        (rule.reminders_for(plan.priority), rule.rungs, rule.after_ladder, rule.after_hard, rule.hard)
        for rule in (old, new)
    ]
    return read[0] != read[1]


def _rounds(plan: CasePlan, *, at: datetime) -> None:
    """The next round of a step comes when the new version says, or not at all; never in the past."""
    steps: Mapping[UUID, PlanStep] = {step.id: step for step in plan.steps}
    waiting = sa.select(Alarm).where(
        Alarm.step_id.in_(list(steps)), Alarm.kind == ROUND, Alarm.handled_at.is_(None)
    )
    for alarm in db.session.scalars(waiting):
        step = steps[alarm.step_id]
        again = next_round(
            plan.rules[step.code], step.started_at, number=step.round, is_open=True, calendar=plan.calendar
        )
        if again is None:
            db.session.delete(alarm)
        elif again != alarm.at:
            alarm.at = max(again, at)
    db.session.flush()
