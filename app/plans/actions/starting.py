"""Something happened to a case: the steps start that hang on it, and dates move that count from it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from app.cases.rules.status import Status, is_open
from app.database import db, insert_once
from app.labels import N_
from app.municipalities.scope import here
from app.plans import rules
from app.plans.actions.dates import close, move, set_alarms
from app.plans.actions.resting import rest_with_case
from app.plans.cells import code
from app.plans.codes import Anchor, Condition, StepRole
from app.plans.deadlines import limits
from app.plans.models import AnchorMoment, PlannedCase, PlanStep, StepEnd
from app.plans.queries.running import CasePlan, running
from app.plans.reckoning import FORWARD, anchors, concerns
from app.plans.rules import Happening, Run, Situation
from app.plans.template import StepRule
from app.plans.waiting import rests

#: Who holds a step is looked up when somebody is told; only these are nobody's in this version.
NOBODY_YET = frozenset({StepRole.PILOT, StepRole.INVITED})
FILLED = frozenset(StepRole) - NOBODY_YET

MOVED_BY_PRIORITY = N_("Die Priorität hat sich geändert")
STEP_KEY = ("municipality_id", "case_id", "code", "subject", "round")


def happened(  # noqa: PLR0913 - what, to whom, when, and how often
    case_id: UUID,
    anchor: Anchor,
    *,
    at: datetime,
    subject: str = "",
    moment: datetime | None = None,
    again: bool = False,
    once: bool = False,
    conditions: frozenset[Condition] = frozenset(),
) -> None:
    """Record that this has happened, start what hangs on it, and move what counts from it.

    ``moment``: when it happened or will happen, if that is not now. ``again``: steps that were done for
    this subject start once more. ``once``: what is told later is no news.
    ``conditions`` hold with it.
    """
    plan = running(case_id)
    if plan is None or (once and _known(plan, anchor, subject)):
        return
    begin(plan)
    _note(plan, anchor, subject=subject, at=moment or at)
    situation = replace(plan.situation(), conditions=conditions)
    if again:
        situation = _without(situation, subject)
    happening = Happening(anchor, subject)
    for rule in rules.starting(rules.first_wave(plan.rules.values()), happening, situation=situation):
        start(plan, rule, happening=happening, anchor_at=moment or at, at=at)
    _recount(plan, anchor, subject=subject, at=at)


def begin(plan: CasePlan) -> None:
    """With its first step a case keeps this version of the plan."""
    insert_once(
        PlannedCase,
        ("municipality_id", "case_id"),
        municipality_id=here(),
        case_id=plan.case.id,
        plan_id=plan.plan_id,
    )


def fell_away(case_id: UUID, anchor: Anchor, *, subject: str, at: datetime) -> None:
    """A day to come will not come: what counts from it counts as if nobody had named it."""
    plan = running(case_id)
    gone = [m for m in plan.moments if (m.anchor, m.subject) == (anchor.value, subject)] if plan else []
    for moment in gone:
        db.session.delete(moment)
    if plan and gone:
        db.session.flush()
        plan.moments = [moment for moment in plan.moments if moment not in gone]
        _recount(plan, anchor, subject=subject, at=at)


def start(  # noqa: PLR0913 - the step is the sum of these
    plan: CasePlan,
    rule: StepRule,
    *,
    happening: Happening,
    anchor_at: datetime,
    at: datetime,
    by_hand: bool = False,
) -> PlanStep | None:
    """Put a step to work; None if somebody else just did."""
    subject = happening.subject
    rounds = [step.round for step in plan.steps if (step.code, step.subject) == (rule.code, subject)]
    holder = rules.holder(rule, filled=FILLED).role.value
    known = anchors(rule, plan.moments, subject=subject, own={happening.anchor: anchor_at}, since=at)
    counted = {a: m for a, m in known.items() if not by_hand or a in FORWARD}
    first, *more = limits(
        rule,
        priority=plan.priority,
        anchors=counted,
        started_at=at,
        calendar=plan.calendar_for(holder),
    )
    step_id = uuid4()
    insert_once(
        PlanStep,
        STEP_KEY,
        id=step_id,
        municipality_id=here(),
        case_id=plan.case.id,
        code=rule.code,
        subject=subject,
        round=max(rounds, default=0) + 1,
        anchor=happening.anchor.value,
        anchor_at=anchor_at,
        started_at=at,
        by_hand=by_hand,
        limit_number=first.number,
        due_at=first.due,
        whole_day=first.clock.in_days,
        original_due_at=first.due,
        second_due_at=more[0].due if more else None,
        holder=holder,
    )
    step = db.session.get(PlanStep, step_id)
    if step is None:
        return None
    plan.steps.append(step)
    set_alarms(plan, step)
    if plan.case.status is Status.PAUSED and rests(rule):
        rest_with_case(plan, step, at=at)
    return step


def stage_changed(case_id: UUID, *, before: int | None, at: datetime) -> None:
    """The stage was rated: steps of the range that is left end, those of the range entered start."""
    plan = running(case_id)
    if plan is None:
        return
    new = plan.situation()
    _change_range(plan, old=Situation(stage=before, clearance=new.clearance), new=new, at=at)
    happened(case_id, Anchor.STAGE_RATED, at=at)


def cleared(plan: CasePlan, *, at: datetime) -> None:
    """Safety has been cleared: the range of some steps reaches one stage further."""
    new = plan.situation()
    _change_range(plan, old=Situation(stage=new.stage), new=new, at=at)


def priority_changed(case_id: UUID, *, at: datetime) -> None:
    """Dates that nobody has moved are counted anew."""
    plan = running(case_id)
    for step in plan.open_steps if plan else ():
        if plan and step.due_at == step.original_due_at and step.limit_number == 1:
            _count_anew(plan, step, cause=MOVED_BY_PRIORITY, at=at)


def _change_range(plan: CasePlan, *, old: Situation, new: Situation, at: datetime) -> None:
    moments = {Happening(code(Anchor, m.anchor), m.subject): m.at for m in plan.moments}
    change = rules.stage_changed(plan.rules.values(), old=old, new=new, happened=moments)
    leaving = set(change.ends)
    for step in plan.open_steps:
        if Run(step.code, step.subject) in leaving:
            close(step, how=StepEnd.OUT_OF_RANGE, at=at)
    for rule, happening in change.starts:
        if rule.first_wave and is_open(plan.case.status):
            start(plan, rule, happening=happening, anchor_at=moments[happening], at=at)


def _recount(plan: CasePlan, anchor: Anchor, *, subject: str, at: datetime) -> None:
    """Dates of running steps that count from this; what has passed can only make them earlier."""
    for rule in rules.counting_from(plan.rules.values(), anchor):
        for step in plan.open_steps:
            running_on = step.code == rule.code and concerns(anchor, subject, rule=rule, subject=step.subject)
            if running_on and (anchor in FORWARD or step.anchor != anchor.value):
                _count_anew(plan, step, cause=anchor.label, at=at, anchor=anchor)


def _count_anew(
    plan: CasePlan, step: PlanStep, *, cause: str, at: datetime, anchor: Anchor | None = None
) -> None:
    limit = plan.reckoned(step)
    sooner_only = anchor is not None and anchor not in FORWARD
    if limit.due == step.due_at or (sooner_only and limit.due > step.due_at):
        return
    move(plan, step, to=limit, cause=cause, at=at, again=anchor in FORWARD)


def _note(plan: CasePlan, anchor: Anchor, *, subject: str, at: datetime) -> None:
    """A day to come stands once, as it was said last; what it began counts from there, too."""
    if anchor in FORWARD:
        for step in plan.open_steps:
            if (step.anchor, step.subject) == (anchor.value, subject) and not step.by_hand:
                step.anchor_at = at
        for moment in plan.moments:
            if (moment.anchor, moment.subject) == (anchor.value, subject):
                moment.at = at
                return
    noted = AnchorMoment(case_id=plan.case.id, anchor=anchor.value, subject=subject, at=at)
    db.session.add(noted)
    plan.moments.append(noted)


def _known(plan: CasePlan, anchor: Anchor, subject: str) -> bool:
    return any((m.anchor, m.subject) == (anchor.value, subject) for m in plan.moments)


def _without(situation: Situation, subject: str) -> Situation:
    done = frozenset(run for run in situation.done if run.subject != subject)
    return replace(situation, done=done)
