"""Steps of the event plan as lines of a page, and one of them as a page of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.crisis.models import Contact, Crisis, EventAlarm, EventStep, EventStepChange
from app.crisis.queries.people import among, people
from app.crisis.queries.plan import revised_since
from app.crisis.rules.phases import REVISING
from app.crisis.rules.words import FUNCTIONS, EventEnd, held_by, holder_label
from app.database import db
from app.labels import N_
from app.localtime import local
from app.plans.codes import Rung, StepRole, Trigger
from app.plans.models import PlanRule
from app.plans.queries.lines import deadline
from app.plans.template import EventRule
from app.refusals import NotFound
from app.workdays import Clock

OVERDUE, TODAY, RUNS = N_("überfällig"), N_("heute fällig"), N_("läuft")


@dataclass(frozen=True)
class StepLine:
    """``tone`` and ``word`` say the same, one as a shape."""

    id: UUID
    code: str
    label: str
    task: str
    phase: str
    round: int
    due_at: datetime
    whole_day: bool
    holder: str
    contact: str | None
    others: tuple[str, ...]
    ended_at: datetime | None
    ended_by: str | None
    tone: str
    word: str

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class AlarmLine:
    label: str
    at: datetime
    handled_at: datetime | None
    late: bool


@dataclass(frozen=True)
class ChangeLine:
    """A date put off or a step given on; ``before`` and ``after`` are the same where that stayed."""

    at: datetime
    by: str
    due_before: datetime
    due_after: datetime
    held_before: str
    held_after: str
    reason: str


@dataclass(frozen=True)
class StepPage:
    line: StepLine
    held_by: tuple[str, ...]
    """Names of those who fill the role that holds it, as long as it is open."""
    informed: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Whom the plan wants informed of it, each with name and phone of those who stand in the register."""
    crisis_id: UUID | None
    signal_id: UUID | None
    exercise: bool
    trigger: str
    held: str
    """The code of whoever holds it."""
    started_at: datetime
    amount: int
    clock: Clock
    result: str | None
    revised: bool | None
    """Whether the plan was revised since it began; None for a step that doesn't ask for that."""
    alarms: tuple[AlarmLine, ...]
    changes: tuple[ChangeLine, ...]

    @property
    def has_words(self) -> bool:
        """Somebody's own words stand on it."""
        return bool(self.result or self.changes)

    @property
    def first_due_at(self) -> datetime:
        """The date before anybody put it off."""
        return self.changes[0].due_before if self.changes else self.line.due_at

    @property
    def holding(self) -> dict[str, object]:
        """As the form that gives it to somebody else writes it."""
        return {"holder": self.held}

    @property
    def deadline(self) -> dict[str, object]:
        """As the form that moves it writes it."""
        return deadline(self.line.due_at, whole_day=self.line.whole_day)


def of_crisis(crisis_id: UUID, now: datetime) -> list[StepLine]:
    """Open ones first, the most urgent on top; then those that ended, the latest first; one statement."""
    found = _lines([EventStep.crisis_id == crisis_id], now)
    is_open = sorted((line for line in found if line.is_open), key=lambda line: line.due_at)
    return is_open + [line for line in reversed(found) if not line.is_open]


def of_quiet_times(now: datetime) -> list[StepLine]:
    """What is open outside every crisis: of the calendar, and signals to be rated; one statement."""
    found = _lines([EventStep.crisis_id.is_(None), EventStep.ended_at.is_(None)], now)
    return sorted(found, key=lambda line: line.due_at)


def step_page(step_id: UUID, now: datetime) -> StepPage:
    its_alarm = sa.and_(EventAlarm.step_id == EventStep.id, EventAlarm.kind != "ROUND")
    query = (
        _select()
        .add_columns(Crisis, EventAlarm)
        .outerjoin(Crisis, Crisis.id == EventStep.crisis_id)
        .outerjoin(EventAlarm, its_alarm)
        .where(EventStep.id == step_id)
        .order_by(EventAlarm.at)
    )
    found = db.session.execute(query).all()
    if not found:
        raise NotFound
    step, row, ended_by, crisis, _ = found[0]
    rule = EventRule.from_row(row)
    return StepPage(
        line=_line(step, rule, ended_by, now=now),
        held_by=tuple(_names(step, crisis, now)) if step.ended_at is None else (),
        informed=tuple(_informed(rule)),
        crisis_id=step.crisis_id,
        signal_id=step.signal_id,
        exercise=crisis is not None and crisis.exercise,
        trigger=Trigger(step.trigger).label,
        held=held_by(step.holder, step.contact),
        started_at=step.started_at,
        amount=rule.amount,
        clock=rule.clock,
        result=step.result,
        revised=revised_since(step.started_at) if step.code in REVISING and step.ended_at is None else None,
        alarms=tuple(_alarms(alarm for *_, alarm in found if alarm)),
        changes=tuple(_changes(step_id)),
    )


def _names(step: EventStep, crisis: Crisis | None, now: datetime) -> Iterable[str]:
    holding = {user_id for user_id, _ in people(StepRole(step.holder), at=now, only=among(crisis))}
    return db.session.scalars(sa.select(User.name).where(User.id.in_(holding)).order_by(User.name, User.id))


def _informed(rule: EventRule) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    """One statement, and none if nobody is."""
    codes = [who.value for who in rule.informed]
    query = sa.select(Contact).where(Contact.function.in_(codes), Contact.removed_at.is_(None))
    found = db.session.scalars(query.order_by(Contact.position, Contact.id)).all() if codes else ()
    for who in rule.informed:
        yield who.label, tuple((one.name, one.phone) for one in found if one.function == who.value)


def _changes(step_id: UUID) -> Iterable[ChangeLine]:
    query = (
        sa.select(EventStepChange, User.name)
        .join(User, User.id == EventStepChange.by)
        .where(EventStepChange.step_id == step_id)
        .order_by(EventStepChange.at, EventStepChange.id)
    )
    for row, name in db.session.execute(query):
        held = (holder_label(row.held_before), holder_label(row.held_after))
        yield ChangeLine(row.at, name, row.due_before, row.due_after, *held, row.reason or "")


def _alarms(rows: Iterable[EventAlarm]) -> Iterable[AlarmLine]:
    rungs = {rung.value: rung.label for rung in Rung}
    for row in rows:
        yield AlarmLine(rungs.get(row.kind, ""), row.at, row.handled_at, row.late)


def _lines(which: list[sa.ColumnElement[bool]], now: datetime) -> list[StepLine]:
    query = _select().where(*which).order_by(EventStep.started_at, EventStep.due_at, EventStep.code)
    return [_line(step, EventRule.from_row(row), by, now=now) for step, row, by in db.session.execute(query)]


def _select() -> sa.Select[Any]:
    return (
        sa.select(EventStep, PlanRule.rule, User.name)
        .join(
            PlanRule,
            sa.and_(
                PlanRule.plan_id == EventStep.plan_id,
                PlanRule.code == EventStep.code,
                PlanRule.municipality_id == EventStep.municipality_id,
            ),
        )
        .outerjoin(User, User.id == EventStep.ended_by)
    )


def _line(step: EventStep, rule: EventRule, ended_by: str | None, *, now: datetime) -> StepLine:
    tone, word = _look(step, now)
    return StepLine(
        id=step.id,
        code=step.code,
        label=rule.label,
        task=rule.task,
        phase=rule.phase.label,
        round=step.round,
        due_at=step.due_at,
        whole_day=step.whole_day,
        holder=StepRole(step.holder).label,
        contact=FUNCTIONS.get(step.contact or ""),
        others=tuple(who.label for who in rule.responsible),
        ended_at=step.ended_at,
        ended_by=ended_by,
        tone=tone,
        word=word,
    )


def _look(step: EventStep, now: datetime) -> tuple[str, str]:
    if step.end is not None:
        return ("done" if step.end is EventEnd.DONE else "ended"), step.end.label
    if step.due_at < now:
        return "late", OVERDUE
    return ("due", TODAY) if local(step.due_at).date() == local(now).date() else ("working", RUNS)
