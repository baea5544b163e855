"""Which steps of the plan start and end, who holds them, and who is told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.plans.codes import (
    Addressee,
    Anchor,
    Condition,
    HardMode,
    LadderRole,
    RegisterFunction,
    Rung,
    StepRole,
)
from app.plans.template import STAGES, Step, StepRule


class Run(NamedTuple):
    """A step at work for one thing: a party, an offer …; the subject of the case itself is empty."""

    code: str
    subject: str = ""


class Happening(NamedTuple):
    """An anchor has happened to this subject."""

    anchor: Anchor
    subject: str = ""


class Start(NamedTuple):
    rule: StepRule
    happening: Happening


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the plan must know of a case.

    ``done``: ended by a person or by the program since the case was last opened. What a change of
    the stage ended is not in it: that may start again.
    """

    stage: int | None = None
    clearance: bool = False
    conditions: frozenset[Condition] = frozenset()
    running: frozenset[Run] = frozenset()
    done: frozenset[Run] = frozenset()


@dataclass(frozen=True, kw_only=True)
class StageChange:
    ends: list[Run] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)


def first_wave(rules: Iterable[StepRule]) -> list[StepRule]:
    """The steps that start by themselves; all others wait for somebody who starts them."""
    return [rule for rule in rules if rule.first_wave]


def starting(rules: Iterable[StepRule], happening: Happening, *, situation: Situation) -> list[StepRule]:
    """The steps that start because this has happened.

    Each starts once for its subject. Danger and a case opened anew may come again and then start
    a step again that was done, but never one that still runs.
    """
    again = happening.anchor.any_stage or happening.anchor is Anchor.CASE_OPENED
    blocked = situation.running if again else situation.running | situation.done
    return [
        rule
        for rule in rules
        if happening.anchor in starters(rule)
        and in_range(rule, situation)
        and _condition_holds(rule, situation)
        and Run(rule.code, happening.subject) not in blocked
    ]


def by_hand(rules: Iterable[StepRule], *, running: Collection[Run], subject: str = "") -> list[StepRule]:
    """Any step may be started by hand, whatever the stage, as long as it isn't running already.

    Not one that repeats the deadline of an offer: without the offer there is none; nor a measure that a
    conference agrees on.
    """
    by_itself = (
        rule for rule in rules if not (rule.mirrors or rule.retired or rule.anchor is Anchor.MEASURE_AGREED)
    )
    return [rule for rule in by_itself if Run(rule.code, subject) not in running]


def stage_changed(
    rules: Iterable[StepRule], *, old: Situation, new: Situation, happened: Iterable[Happening]
) -> StageChange:
    """What a change of the stage, or of the clearance, ends and starts.

    Open steps end if their range is left; those of the range entered start if their anchor has already
    happened. STAGE_RATED is left to ``starting``: it happens with the change itself.
    """
    rules = list(rules)
    left = {rule.code for rule in rules if in_range(rule, old) and not in_range(rule, new)}
    entered = [rule for rule in rules if in_range(rule, new) and not in_range(rule, old)]
    starts: dict[Run, Start] = {}
    for happening in happened:
        if happening.anchor is not Anchor.STAGE_RATED:
            for rule in starting(entered, happening, situation=new):
                starts.setdefault(Run(rule.code, happening.subject), Start(rule, happening))
    return StageChange(
        ends=sorted(run for run in new.running if run.code in left),
        starts=[start for run, start in starts.items() if run not in new.done],
    )


def in_range(rule: StepRule, situation: Situation) -> bool:
    """Whether the step belongs to this stage; danger comes before rating and fits every stage."""
    if any(anchor.any_stage for anchor in starters(rule)):
        return True
    if situation.stage is None:
        return (rule.glasl_min, rule.glasl_max) == (STAGES[0], STAGES[-1])
    highest = (situation.clearance and rule.needs_clearance_above) or rule.glasl_max
    return rule.glasl_min <= situation.stage <= highest


def starters(rule: StepRule) -> frozenset[Anchor]:
    """The anchors that start the step; a second limit's anchor only where either of the two does."""
    if rule.hard and rule.hard.mode is HardMode.EITHER:
        return frozenset({rule.anchor, rule.hard.anchor})
    return frozenset({rule.anchor})


def counting_from(rules: Iterable[StepRule], anchor: Anchor) -> list[StepRule]:
    """The steps whose dates move when this anchor becomes known or moves."""
    return [
        rule
        for rule in rules
        if anchor is (rule.count_from or rule.anchor) or (rule.hard and anchor is rule.hard.anchor)
    ]


def _condition_holds(rule: StepRule, situation: Situation) -> bool:
    return rule.condition is None or rule.condition in situation.conditions


class Holding(NamedTuple):
    """Who holds a step; for a contact, who cannot sign in, COORDINATION holds it."""

    role: StepRole
    contact: RegisterFunction | None = None


def holder(rule: Step, *, filled: Collection[Addressee]) -> Holding:
    """The first of the responsible whom somebody fills, in the end COORDINATION."""
    for code in rule.responsible:
        if code is StepRole.SYSTEM or code in filled:
            return _holding(code)
    return Holding(StepRole.COORDINATION)


def told_when_started(rule: StepRule) -> tuple[Addressee, ...]:
    """Danger is told at once; everything else when it is done."""
    return rule.informed if rule.anchor.any_stage else ()


def told_when_done(rule: Step) -> tuple[Addressee, ...]:
    return rule.informed


def told_through(code: Addressee) -> StepRole:
    """Who must be told so that this one learns of it: contacts are told by COORDINATION."""
    return _holding(code).role


def rung_recipients(
    rung: Rung, *, filled: Collection[StepRole | LadderRole]
) -> tuple[StepRole | LadderRole, ...]:
    """Who is told at this rung; one that nobody fills goes to COORDINATION."""
    return tuple(role for role in rung.goes_to if role in filled) or (StepRole.COORDINATION,)


def _holding(code: Addressee) -> Holding:
    if isinstance(code, RegisterFunction):
        return Holding(StepRole.COORDINATION, code)
    return Holding(code)
