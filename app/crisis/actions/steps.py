"""Steps of the event plan begin by what sets them off, are done or fall away, and begin again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.crisis.actions.log import write
from app.crisis.actions.telling import tell_of_situation, tell_of_step
from app.crisis.events import News
from app.crisis.models import Crisis, EventAlarm, EventStep
from app.crisis.queries.people import filled
from app.crisis.queries.plan import EventPlan, event_plan, revised_since
from app.crisis.rules import phases
from app.crisis.rules.words import STEP_BEGUN, STEP_DONE, STEP_DROPPED, EntryKind, EventEnd
from app.database import db, insert_once
from app.labels import N_
from app.localtime import local, utc
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.plans.codes import LadderRole, Phase, Trigger
from app.plans.deadlines import Limit, follow_ups, next_round, reminders, rungs
from app.plans.rules import holder, told_through, told_when_done
from app.plans.template import EventRule
from app.refusals import NotAllowed, NotFound
from app.workdays import Period

STEP_KEY = ("municipality_id", "about", "code", "round")


@dataclass(frozen=True)
class About:
    """What a step belongs to; nothing is the calendar of the municipality."""

    crisis: Crisis | None = None
    signal_id: UUID | None = None

    @property
    def key(self) -> str:
        return str(self.crisis.id if self.crisis else self.signal_id or "")

    def columns(self) -> dict[str, Any]:
        found = {"crisis_id": self.crisis.id if self.crisis else None, "signal_id": self.signal_id}
        return {"about": self.key, **found}


def begin_all(plan: EventPlan, trigger: Trigger, about: About, *, at: datetime) -> list[EventStep]:
    """The steps that this sets off; one that still runs for the same thing doesn't begin again."""
    running = _running(about)
    rules = [rule for rule in phases.started_by(plan.rules.values(), trigger) if rule.code not in running]
    return [one for rule in rules if (one := begin(plan, rule, trigger, about=about, at=at))]


def begin(  # noqa: PLR0913 - which step of which version, set off by what, for whom, when
    plan: EventPlan,
    rule: EventRule,
    trigger: Trigger,
    *,
    about: About,
    at: datetime,
    round_number: int | None = None,
) -> EventStep | None:
    """Put a step to work and tell who holds it; None if somebody else just did."""
    number = round_number or _last_round(rule.code, about) + 1
    counts, held, step_id = calendar(), holder(rule, filled=filled(local(at).date())), uuid4()
    due = utc(counts.due(at, Period(rule.amount, rule.clock)))
    insert_once(
        EventStep,
        STEP_KEY,
        id=step_id,
        municipality_id=here(),
        **about.columns(),
        plan_id=plan.id,
        code=rule.code,
        round=number,
        trigger=trigger,
        started_at=at,
        due_at=due,
        whole_day=rule.clock.in_days,
        holder=held.role.value,
        contact=held.contact.value if held.contact else None,
    )
    step = db.session.get(EventStep, step_id)
    if step is None:
        return None
    _set_alarms(step, rule)
    if about.crisis is not None:
        write(about.crisis, EntryKind.STEP, STEP_BEGUN, by=None, at=at, step=rule.label)
    tell_of_step(News.TASK, step, [LadderRole.HOLDER], at=at, occurrence="BEGUN")
    return step


def begin_again(step: EventStep, *, at: datetime) -> None:
    """The next round, as long as the phase lasts."""
    crisis, plan = _crisis(step), event_plan(step.plan_id)
    rule = plan.rules[step.code]
    if crisis is not None and crisis.phase is rule.phase:
        begin(plan, rule, step.trigger, about=About(crisis), at=at, round_number=step.round + 1)


def add_by_hand(crisis: Crisis, code: str, *, at: datetime) -> None:
    """A step of this event once more: „bei Bedarf“."""
    plan = event_plan(crisis.plan_id)
    rule, about = plan.rules.get(code), About(crisis)
    if rule is None or rule.phase is not crisis.phase:
        raise NotFound
    if code in _running(about):
        raise NotAllowed(N_("Dieser Schritt läuft schon."))
    begin(plan, rule, rule.triggers[0], about=about, at=at)


def finish(step: EventStep, *, result: str, by: UUID | None, at: datetime) -> bool:
    """The step is done, and sets off what hangs on it; false if it had ended already.

    That the plan is revised nobody can say of it: there is a new version, or one that waits for approval.
    """
    if step.code in phases.REVISING and step.ended_at is None and not revised_since(step.started_at):
        raise NotAllowed(phases.NOT_REVISED)
    if not _close(step, EventEnd.DONE, result=result, by=by, at=at):
        return False
    crisis, plan = _crisis(step), event_plan(step.plan_id)
    rule = plan.rules[step.code]
    if crisis is None:
        return True
    write(crisis, EntryKind.STEP, STEP_DONE, by=by, at=at, step=rule.label)
    trigger = phases.trigger_of_step(step.code)
    if trigger is not None and crisis.closed_at is None:
        begin_all(plan, trigger, About(crisis), at=at)
    informed = [told_through(who) for who in told_when_done(rule)]
    if informed:
        tell_of_situation(crisis, informed, at=at, occurrence=str(step.id), but=[by])
    return True


def drop(step: EventStep, *, reason: str, by: UUID, at: datetime) -> bool:
    """The step isn't needed this time; false if it had ended already."""
    if not _close(step, EventEnd.NOT_NEEDED, result=reason, by=by, at=at):
        return False
    crisis = _crisis(step)
    if crisis is not None:
        label = event_plan(step.plan_id).rules[step.code].label
        write(crisis, EntryKind.STEP, STEP_DROPPED, by=by, at=at, step=label)
    return True


def end_phase(crisis: Crisis, phase: Phase, *, at: datetime) -> None:
    """What was open in a phase that is over falls away."""
    rules = event_plan(crisis.plan_id).rules
    for step in open_steps(crisis):
        if rules[step.code].phase is phase:
            _close(step, EventEnd.PHASE_OVER, result="", by=None, at=at)


def end_all(crisis: Crisis, *, at: datetime) -> None:
    """Of an exercise that is over nothing rings on."""
    for step in open_steps(crisis):
        _close(step, EventEnd.PHASE_OVER, result="", by=None, at=at)


def open_steps(crisis: Crisis) -> list[EventStep]:
    query = sa.select(EventStep).where(EventStep.crisis_id == crisis.id, EventStep.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(EventStep.started_at, EventStep.id)))


def end_of_signal(signal_id: UUID, end: EventEnd, *, by: UUID | None, at: datetime) -> None:
    """The signal is rated: what waited for that is done, or not needed."""
    query = sa.select(EventStep).where(EventStep.signal_id == signal_id, EventStep.ended_at.is_(None))
    for step in db.session.scalars(query).all():
        _close(step, end, result="", by=by, at=at)


def done_in(crisis: Crisis, codes: Collection[str], *, by: UUID | None, at: datetime) -> None:
    """What these steps asked for has happened elsewhere."""
    for step in open_steps(crisis):
        if step.code in codes:
            finish(step, result="", by=by, at=at)


def _close(step: EventStep, end: EventEnd, *, result: str, by: UUID | None, at: datetime) -> bool:
    won = db.session.execute(
        sa.update(EventStep)
        .where(EventStep.id == step.id, EventStep.ended_at.is_(None))
        .values(ended_at=at, end=end, ended_by=by)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    db.session.refresh(step)
    step.result = result.strip() or None
    silent = sa.delete(EventAlarm).where(EventAlarm.step_id == step.id, EventAlarm.handled_at.is_(None))
    if end is EventEnd.DONE:  # the next round begins all the same
        silent = silent.where(EventAlarm.kind != "ROUND")
    db.session.execute(silent)
    db.session.flush()
    return True


def limit_of(step: EventStep, rule: EventRule) -> Limit:
    period = Period(rule.amount, rule.clock)
    return Limit(due=step.due_at, period=period, counted_from=step.started_at, anchor=None)


def moments_of(step: EventStep, rule: EventRule) -> dict[str, datetime]:
    """When it speaks up about its date, by the kind of alarm."""
    counts, limit = calendar(), limit_of(step, rule)
    called = reminders(rule, priority=None, start=step.started_at, limit=limit, calendar=counts)
    moments = {one.kind: one.at for one in called}
    moments |= {one.rung.value: one.at for one in rungs(rule, limit, calendar=counts)}
    return moments | {one.follow_up.value: utc(one.at) for one in follow_ups(rule, limit, calendar=counts)}


def _set_alarms(step: EventStep, rule: EventRule) -> None:
    moments = moments_of(step, rule)
    again = next_round(rule, step.started_at, number=step.round, is_open=True, calendar=calendar())
    if again is not None and phases.repeats(rule):
        moments["ROUND"] = again
    for kind, moment in moments.items():
        db.session.add(EventAlarm(step_id=step.id, kind=kind, at=moment))
    db.session.flush()


def _running(about: About) -> set[str]:
    query = sa.select(EventStep.code).where(EventStep.about == about.key, EventStep.ended_at.is_(None))
    return set(db.session.scalars(query))


def _last_round(code: str, about: About) -> int:
    query = sa.select(sa.func.max(EventStep.round)).where(
        EventStep.about == about.key, EventStep.code == code
    )
    return db.session.scalar(query) or 0


def _crisis(step: EventStep) -> Crisis | None:
    return db.session.get(Crisis, step.crisis_id) if step.crisis_id else None
