"""What becomes of an open case if it goes over to another version of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.labels import N_, Labelled
from app.plans.codes import Anchor
from app.plans.deadlines import Limit, limits
from app.plans.rules import Happening, Run, Situation, Start, first_wave, in_range, starting
from app.plans.template import StepRule
from app.workdays import Calendar


class StepFate(Labelled):
    """What becomes of a step."""

    ENDS = "ENDS", "entfällt"
    STARTS = "STARTS", "beginnt"
    MOVES = "MOVES", "neue Frist"
    HANDED = "HANDED", "neue Zuständigkeit"
    STAYS = "STAYS", "Frist bleibt"

    @property
    def tone(self) -> str:
        return {"ENDS": "ended", "STARTS": "new", "MOVES": "moved", "HANDED": "working", "STAYS": "good"}[
            self.value
        ]


EXTENDED = N_("Die Frist wurde in diesem Fall eigens geändert und bleibt.")
OVER = N_("Nach der neuen Fassung wäre sie schon vorbei; deshalb bleibt die bisherige.")
MISSED = N_("Die Frist ist schon überschritten und bleibt es.")
NOT_IN_PLAN = N_("Den Schritt gibt es in der neuen Fassung nicht.")
OUT_OF_RANGE = N_("Die neue Fassung sieht ihn auf dieser Stufe nicht vor.")
FROM_NOW = N_("Seine Frist zählt ab der Umstellung.")


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """A step at work. ``before`` and ``after``: its limit as either version counts it, unmoved."""

    id: UUID
    due_at: datetime
    whole_day: bool
    holder: str
    old: StepRule
    new: StepRule | None
    before: Limit
    after: Limit | None
    new_holder: str


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """One thing that becomes different. ``due`` is the new date, or that of a step that starts."""

    fate: StepFate
    rule: StepRule
    step_id: UUID | None = None
    start: Start | None = None
    was: datetime | None = None
    due: datetime | None = None
    whole_day: bool = True
    was_held: str = ""
    held: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A case as it stands. ``forward``: the events that name a day to come."""

    situation: Situation
    happened: Mapping[Happening, datetime]
    forward: frozenset[Anchor]
    priority: str | None
    calendar: Calendar
    now: datetime

    def due(self, rule: StepRule, happening: Happening) -> Limit:
        """The first limit of a step that begins now."""
        known = {
            one.anchor: at
            for one, at in self.happened.items()
            if one.anchor in self.forward
            and (one.subject == happening.subject or one.anchor.per is not rule.anchor.per)
        }
        return limits(
            rule, priority=self.priority, anchors=known, started_at=self.now, calendar=self.calendar
        )[0]


def consequences(
    steps: Iterable[OpenStep], *, old: Mapping[str, StepRule], new: Mapping[str, StepRule], case: Standing
) -> list[Consequence]:
    """All of them in the order of the steps, what starts last. What stays as it is says nothing."""
    found = [one for step in steps for one in _of_step(step, case)]
    for rule, happening in _starts(old, new, case):
        limit = case.due(rule, happening)
        found.append(
            Consequence(
                fate=StepFate.STARTS,
                rule=rule,
                start=Start(rule, happening),
                due=limit.due,
                whole_day=limit.clock.in_days,
                why=FROM_NOW,
            )
        )
    return found


def _of_step(step: OpenStep, case: Standing) -> list[Consequence]:
    if step.new is None or step.new.retired:
        return [_ends(step, NOT_IN_PLAN)]
    if in_range(step.old, case.situation) and not in_range(step.new, case.situation):
        return [_ends(step, OUT_OF_RANGE)]
    dated, found = _dated(step, case.now), []
    if dated:
        found.append(dated)
    if step.new_holder != step.holder:
        found.append(
            Consequence(
                fate=StepFate.HANDED,
                rule=step.new,
                step_id=step.id,
                was_held=step.holder,
                held=step.new_holder,
            )
        )
    return found


def _ends(step: OpenStep, why: str) -> Consequence:
    return Consequence(
        fate=StepFate.ENDS, rule=step.old, step_id=step.id, was=step.due_at, whole_day=step.whole_day, why=why
    )


def _dated(step: OpenStep, now: datetime) -> Consequence | None:
    """None where both versions count the same date."""
    after, rule = step.after, step.new
    if after is None or rule is None or after.due == step.before.due:
        return None
    why = _why_it_stays(step, after, now)
    return Consequence(
        fate=StepFate.STAYS if why else StepFate.MOVES,
        rule=rule,
        step_id=step.id,
        was=step.due_at,
        due=step.due_at if why else after.due,
        whole_day=step.whole_day if why else after.clock.in_days,
        why=why,
    )


def _why_it_stays(step: OpenStep, after: Limit, now: datetime) -> str:
    if step.due_at <= now:
        return MISSED
    if step.due_at != step.before.due:
        return EXTENDED
    return OVER if after.due <= now else ""


def _starts(old: Mapping[str, StepRule], new: Mapping[str, StepRule], case: Standing) -> list[Start]:
    """What would already run had the case begun with the new version, and not with the old one."""
    found: dict[Run, Start] = {}
    situation = case.situation
    for happening in case.happened:
        before = {rule.code for rule in starting(first_wave(old.values()), happening, situation=situation)}
        for rule in starting(first_wave(new.values()), happening, situation=situation):
            run = Run(rule.code, happening.subject)
            if not (rule.code in before or rule.mirrors or run in situation.done | situation.running):
                found.setdefault(run, Start(rule, happening))
    return list(found.values())
