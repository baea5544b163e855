"""The steps of a case as its pages list them: process facts only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.rules.status import Who
from app.clock import local
from app.database import db
from app.labels import N_
from app.plans.cells import code
from app.plans.codes import StepRole
from app.plans.models import PlannedCase, PlanRule, PlanStep, StepChange, StepEnd, Wait, WaitStep
from app.plans.queries.running import newest_plan, rules_of
from app.plans.rules import Run, by_hand
from app.plans.template import MEASURE, StepRule

#: In what relation to the case somebody holds the steps of this role.
HELD_BY: Mapping[StepRole, Who] = {
    StepRole.COORDINATION: Who.COORDINATION,
    StepRole.CASE_LEAD: Who.CASE_LEAD,
    StepRole.MEDIATOR: Who.MEDIATOR,
}


def deadline(due_at: datetime, *, whole_day: bool) -> dict[str, object]:
    """A date as people write it: a day, and a time if it has one."""
    moment = local(due_at)
    return {"day": moment.date(), "hour": None if whole_day else moment.time().replace(microsecond=0)}


class Look(NamedTuple):
    """A state as a word, with the tone (and shape) that goes with it."""

    tone: str
    word: str


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step of a case; ``nth`` tells steps of the same name apart."""

    id: UUID
    code: str
    label: str
    nth: int | None
    task: str
    holder: str
    due_at: datetime
    whole_day: bool
    moved_from: datetime | None
    cause: str | None
    look: Look
    ended_at: datetime | None
    ended_by: str | None
    resting_since: datetime | None = None
    waits_until: date | None = None
    """The last day of the waiting, of a step that stands still."""

    @property
    def deadline(self) -> dict[str, object]:
        """As the form that moves it writes it."""
        return deadline(self.due_at, whole_day=self.whole_day)

    @property
    def when(self) -> datetime:
        """Where it stands on the line of time."""
        return self.ended_at or self.due_at

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class PlanOfCase:
    """All steps of a case in the order of time, and those that somebody may add."""

    lines: tuple[StepLine, ...]
    addable: tuple[tuple[str, str], ...]


class Move(NamedTuple):
    before: datetime
    cause: str


def plan_of_case(case_id: UUID, *, now: datetime) -> PlanOfCase:
    """Five statements, however many steps."""
    plan_id = db.session.scalar(sa.select(PlannedCase.plan_id).where(PlannedCase.case_id == case_id))
    rules = {rule.code: rule for rule in (*rules_of(plan_id or newest_plan()), MEASURE)}
    found = db.session.execute(_steps().where(PlanStep.case_id == case_id)).all()
    moves, waits = _last_moves(PlanStep.case_id == case_id), _waits_until(case_id)
    several = Counter(step.code for step, _ in found)
    seen: Counter[str] = Counter()
    lines = []
    for step, by in found:
        seen[step.code] += 1
        nth = seen[step.code] if several[step.code] > 1 else None
        lines.append(
            _line(
                step,
                rules[step.code],
                now=now,
                by=by,
                move=moves.get(step.id),
                nth=nth,
                until=waits.get(step.id),
            )
        )
    runs = {Run(step.code, step.subject) for step, _ in found if step.ended_at is None}
    return PlanOfCase(
        lines=tuple(sorted(lines, key=lambda line: line.when)),
        addable=tuple((rule.code, rule.label) for rule in by_hand(rules.values(), running=runs)),
    )


def line_of_step(
    step_id: UUID, case_id: UUID, *, now: datetime, move: Move | None
) -> tuple[PlanStep, StepRule, StepLine] | None:
    """One step of this case with its rule; None if there is no such step in it. ``move``: its last one."""
    query = (
        _steps()
        .add_columns(PlanRule.rule)
        .join(PlannedCase, PlannedCase.case_id == PlanStep.case_id)
        .outerjoin(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
    )
    found = db.session.execute(query.where(PlanStep.id == step_id, PlanStep.case_id == case_id)).one_or_none()
    if found is None:
        return None
    step, by, row = found
    rule = StepRule.from_row(row) if row else MEASURE
    return step, rule, _line(step, rule, now=now, by=by, move=move, nth=None)


def open_steps_with_rules(case_id: UUID) -> list[tuple[PlanStep, StepRule]]:
    """The open steps of a case with their rules, the next one first; one statement."""
    found = db.session.execute(steps_to_do(case_id))
    return [(step, StepRule.from_row(rule) if rule else MEASURE) for step, rule in found]


def steps_to_do(case_id: UUID) -> sa.Select[PlanStep, dict[str, Any]]:
    return (
        sa.select(PlanStep, PlanRule.rule)
        .join(PlannedCase, PlannedCase.case_id == PlanStep.case_id)
        .outerjoin(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
        .where(PlanStep.case_id == case_id, PlanStep.ended_at.is_(None))
        .order_by(PlanStep.due_at, PlanStep.id)
    )


def next_step(case_id: UUID, code: str) -> tuple[PlanStep, str] | None:
    """The open step of this code that is due first, with its label; one statement."""
    query = steps_to_do(case_id).where(PlanStep.code == code).limit(1)
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1]["label_de"] if found[1] else MEASURE.label) if found else None


def look(step: PlanStep, now: datetime) -> Look:
    """How a step stands, in a word."""
    if step.ended_at is not None:
        end = step.end or StepEnd.DONE
        return Look("done" if end is StepEnd.DONE else "ended", end.label)
    if step.resting_since is not None:
        return Look("paused", N_("wartet"))
    if step.due_at <= now:
        return Look("late", N_("überfällig"))
    if local(step.due_at).date() == local(now).date():
        return Look("due", N_("heute fällig"))
    moved = step.due_at != step.original_due_at and step.limit_number == 1
    return Look("moved", N_("verschoben")) if moved else Look("new", N_("geplant"))


def _steps() -> sa.Select[PlanStep, str | None]:
    return (
        sa.select(PlanStep, User.name)
        .outerjoin(User, User.id == PlanStep.ended_by)
        .order_by(PlanStep.started_at, PlanStep.round, PlanStep.id)
    )


def _last_moves(of: sa.ColumnElement[bool]) -> dict[UUID, Move]:
    """The last change of the date of each step."""
    query = (
        sa.select(StepChange.step_id, StepChange.before, StepChange.cause)
        .where(
            StepChange.step_id.in_(sa.select(PlanStep.id).where(of)), StepChange.before != StepChange.after
        )
        .order_by(StepChange.at, StepChange.id)
    )
    return {step_id: Move(before, cause) for step_id, before, cause in db.session.execute(query)}


def _waits_until(case_id: UUID) -> dict[UUID, date]:
    """The last day for each step that stands still, the latest if several are waited for."""
    query = (
        sa.select(WaitStep.step_id, sa.func.max(Wait.until))
        .join(Wait, sa.and_(Wait.id == WaitStep.wait_id, Wait.municipality_id == WaitStep.municipality_id))
        .where(Wait.case_id == case_id, Wait.ended_at.is_(None), Wait.until.is_not(None))
        .group_by(WaitStep.step_id)
    )
    return {step_id: until for step_id, until in db.session.execute(query) if until is not None}


def _line(step: PlanStep, rule: StepRule, *, now: datetime, **seen: Any) -> StepLine:
    holder, move = code(StepRole, step.holder), seen["move"]
    return StepLine(
        id=step.id,
        code=step.code,
        label=rule.label,
        nth=seen["nth"],
        task=rule.task,
        holder=holder.label,
        due_at=step.due_at,
        whole_day=step.whole_day,
        moved_from=move.before if move else None,
        cause=move.cause if move else None,
        look=look(step, now),
        ended_at=step.ended_at,
        ended_by=seen["by"],
        resting_since=step.resting_since,
        waits_until=seen.get("until") if step.resting_since else None,
    )
