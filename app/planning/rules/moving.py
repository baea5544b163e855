"""What becomes of an open case if it goes over to another version of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.labels import N_, Labelled
from app.plans.deadlines import Limit, limits
from app.plans.rules import Happening, Run, Situation, Start, first_wave, in_range, starting
from app.plans.template import StepRule
from app.workdays import Calendar


class Fate(Labelled):
    """What becomes of a step."""

    ENDS = "ENDS", "entfällt"
    STARTS = "STARTS", "beginnt"
    MOVES = "MOVES", "neue Frist"
    HANDED = "HANDED", "neue Zuständigkeit"
    STAYS = "STAYS", "Frist bleibt"

    @property
    def tone(self) -> str:
        return {"ENDS": "ended", "STARTS": "new", "MOVES": "moved", "HANDED": "working", "STAYS": "good"}[self.value]


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
    run: Run
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

    fate: Fate
    rule: StepRule
    step_id: UUID | None = None
    start: Start | None = None
    was: datetime | None = None
    due: datetime | None = None
    whole_day: bool = True
    was_held: str = ""
    held: str = ""
    why: str = ""


def consequences(  # noqa: PLR0913 - both versions, and the case as it stands
    steps: Iterable[OpenStep],
    *,
    old: Mapping[str, StepRule],
    new: Mapping[str, StepRule],
    situation: Situation,
    happened: Mapping[Happening, datetime],
    priority: str | None,
    calendar: Calendar,
    now: datetime,
) -> list[Consequence]:
    """All of them, in the order of the steps; what starts comes last. Steps that stay as they are say nothing."""
    found = [one for step in steps for one in _of_step(step, situation, now)]
    for rule, happening in _starts(old, new, situation, happened):
        due = limits(rule, priority=priority, anchors={}, started_at=now, calendar=calendar)[0]
        found.append(
            Consequence(
                fate=Fate.STARTS,
                rule=rule,
                start=Start(rule, happening),
                due=due.due,
                whole_day=due.clock.in_days,
                why=FROM_NOW,
            )
        )
    return found


def _of_step(step: OpenStep, situation: Situation, now: datetime) -> list[Consequence]:
    if step.new is None or step.new.retired:
        return [_ends(step, NOT_IN_PLAN)]
    if in_range(step.old, situation) and not in_range(step.new, situation):
        return [_ends(step, OUT_OF_RANGE)]
    dated, found = _dated(step, now), []
    if dated:
        found.append(dated)
    if step.new_holder != step.holder:
        found.append(
            Consequence(
                fate=Fate.HANDED,
                rule=step.new,
                step_id=step.id,
                was_held=step.holder,
                held=step.new_holder,
            )
        )
    return found


def _ends(step: OpenStep, why: str) -> Consequence:
    return Consequence(
        fate=Fate.ENDS, rule=step.old, step_id=step.id, was=step.due_at, whole_day=step.whole_day, why=why
    )


def _dated(step: OpenStep, now: datetime) -> Consequence | None:
    """None where both versions count the same date."""
    after, rule = step.after, step.new
    if after is None or rule is None or after.due == step.before.due:
        return None
    why = _why_it_stays(step, after, now)
    return Consequence(
        fate=Fate.STAYS if why else Fate.MOVES,
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


def _starts(
    old: Mapping[str, StepRule],
    new: Mapping[str, StepRule],
    situation: Situation,
    happened: Mapping[Happening, datetime],
) -> list[Start]:
    """What would already run had the case begun with the new version, and not with the old one."""
    found: dict[Run, Start] = {}
    for happening in happened:
        before = {rule.code for rule in starting(first_wave(old.values()), happening, situation=situation)}
        for rule in starting(first_wave(new.values()), happening, situation=situation):
            run = Run(rule.code, happening.subject)
            if rule.code not in before and run not in situation.done | situation.running:
                found.setdefault(run, Start(rule, happening))
    return list(found.values())
