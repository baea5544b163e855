"""The steps of a prevention plan: typed, checked when they are read, and kept as rows of text.

A row is ``{column: text}`` with the columns of the tables in this package, so that the default plan
and every later version of a municipality's plan pass through the same door.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self, TypedDict

from app.labels import N_
from app.plans.cells import Amounts, Hard, Repeat, Row, code, maybe, named, number, people, text
from app.plans.codes import (
    Addressee,
    Anchor,
    Condition,
    FollowUp,
    HardMode,
    Phase,
    Rung,
    StepRole,
    Trigger,
    When,
)
from app.seed import listed, rows
from app.workdays import Clock

STAGES = range(1, 10)
REMINDER = re.compile(r"-[1-9]\d*WD|50%|DUE")


class Common(TypedDict):
    code: str
    label: str
    task: str
    responsible: tuple[Addressee, ...]
    informed: tuple[Addressee, ...]
    clock: Clock
    repeat: Repeat | None
    reminders: tuple[str, ...]
    rungs: frozenset[Rung]
    after_ladder: FollowUp | None
    note: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a step of the case plan and one of the event plan have in common."""

    code: str
    label: str
    task: str
    responsible: tuple[Addressee, ...]
    informed: tuple[Addressee, ...]
    clock: Clock
    repeat: Repeat | None
    reminders: tuple[str, ...]
    rungs: frozenset[Rung]
    after_ladder: FollowUp | None
    note: str

    def __post_init__(self) -> None:
        for broken, fault in self.faults():
            if broken:
                raise ValueError(f"{self.code}: {fault}")

    def faults(self) -> Iterator[tuple[bool, str]]:
        when = self.after_ladder.when if self.after_ladder else None
        yield not self.responsible, "nobody is responsible"
        yield not all(REMINDER.fullmatch(kind) for kind in self.reminders), "a reminder is unknown"
        yield when is When.HARD, "what happens at the second limit belongs into after_hard"
        yield when is When.LAST_RUNG and not self.rungs, "there is no last rung"
        yield when is When.NEXT_RUNG and self.next_rung is None, "there is no next rung"

    @property
    def last_rung(self) -> Rung | None:
        return max(self.rungs, default=None, key=list(Rung).index)

    @property
    def next_rung(self) -> Rung | None:
        """The rung after the last one listed."""
        return self.last_rung.above if self.last_rung else None

    def reminders_for(self, priority: str | None) -> tuple[str, ...]:  # noqa: ARG002 - steps of a case ask
        return self.reminders

    def to_row(self) -> dict[str, str]:
        return {
            "id": self.code,
            "label_de": self.label,
            "task_de": self.task,
            "responsible": named(self.responsible),
            "informed": named(self.informed),
            "clock": self.clock.value,
            "repeat_clock": self.repeat.period.clock.value if self.repeat else "",
            "repeat_amount": text(self.repeat.period.amount if self.repeat else None),
            "reminders": ";".join(self.reminders),
            "ladder": ";".join(rung for rung in Rung if rung in self.rungs),
            "after_ladder": text(self.after_ladder),
            "note": self.note,
        }


@dataclass(frozen=True, kw_only=True)
class StepRule(Step):
    """A step of the case plan (Fallplan)."""

    glasl_min: int
    glasl_max: int
    needs_clearance_above: int | None
    anchor: Anchor
    count_from: Anchor | None
    condition: Condition | None
    amounts: Amounts
    hard: Hard | None
    reminders_a: tuple[str, ...]
    attempts: int | None
    after_hard: FollowUp | None
    first_wave: bool
    retired: bool = False
    """Taken out of the plan: it explains what a case has behind it, and nothing starts it any more."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            **_common(row),
            glasl_min=int(row["glasl_min"]),
            glasl_max=int(row["glasl_max"]),
            needs_clearance_above=number(row["needs_clearance_above"]),
            anchor=code(Anchor, row["anchor"]),
            count_from=maybe(Anchor, row["count_from"]),
            condition=maybe(Condition, row["condition"]),
            amounts=Amounts.read(row),
            hard=Hard.read(row),
            reminders_a=listed(row["reminders_a"]),
            attempts=number(row["attempts"]),
            after_hard=maybe(FollowUp, row["after_hard"]),
            first_wave={"yes": True, "no": False}[row["first_wave"]],
            retired=row.get("retired") == "yes",
        )

    @property
    def mirrors(self) -> bool:
        """Whether its date is set elsewhere: the offer's own deadline, which the plan only repeats."""
        return self.count_from is Anchor.OFFER_ANSWER_BY

    def faults(self) -> Iterator[tuple[bool, str]]:
        yield from super().faults()
        stages, above = range(self.glasl_min, self.glasl_max + 1), self.needs_clearance_above
        mode = self.hard.mode if self.hard else None
        yield not stages or not set(stages) <= set(STAGES), "the stages are not within 1 to 9"
        yield above is not None and above not in STAGES[self.glasl_max :], "clearance is for stages above"
        yield min(self.amounts.a, self.amounts.b, self.amounts.c) < 0, "the first limit counts forward"
        yield (
            self.mirrors and self.amounts != Amounts(a=0, b=0, c=0),
            "a date set elsewhere is not counted on",
        )
        yield not all(REMINDER.fullmatch(kind) for kind in self.reminders_a), "a reminder is unknown"
        yield (
            self.hard is not None and self.hard.period.amount < 0 and mode is HardMode.THEN,
            ("of two limits in sequence none counts back"),
        )
        yield (
            self.after_hard is not None
            and (self.after_hard.when is not When.HARD or mode is not HardMode.THEN),
            "after_hard needs a second limit of its own",
        )
        yield (
            (self.after_ladder is FollowUp.SECOND_ATTEMPT) != (self.attempts is not None),
            ("attempts and the follow-up that makes them go together"),
        )

    def reminders_for(self, priority: str | None) -> tuple[str, ...]:
        urgent = priority in {"A", None}
        return self.reminders_a if urgent and self.reminders_a else self.reminders

    def to_row(self) -> dict[str, str]:
        return {
            **super().to_row(),
            "glasl_min": str(self.glasl_min),
            "glasl_max": str(self.glasl_max),
            "needs_clearance_above": text(self.needs_clearance_above),
            "anchor": self.anchor.value,
            "count_from": text(self.count_from),
            "condition": text(self.condition),
            **self.amounts.written(),
            "hard_mode": text(self.hard and self.hard.mode),
            "hard_anchor": text(self.hard and self.hard.anchor),
            "hard_clock": text(self.hard and self.hard.period.clock),
            "hard_amount": text(self.hard and self.hard.period.amount),
            "repeat_max": text(self.repeat and self.repeat.most),
            "reminders_a": ";".join(self.reminders_a),
            "attempts": text(self.attempts),
            "after_hard": text(self.after_hard),
            "first_wave": "yes" if self.first_wave else "no",
            **({"retired": "yes"} if self.retired else {}),
        }


@dataclass(frozen=True, kw_only=True)
class EventRule(Step):
    """A step of the event plan (Ereignisplan) of a municipality."""

    phase: Phase
    triggers: tuple[Trigger, ...]
    amount: int

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            **_common(row),
            phase=code(Phase, row["phase"]),
            triggers=tuple(code(Trigger, name) for name in listed(row["trigger"])),
            amount=int(row["amount"]),
        )

    def faults(self) -> Iterator[tuple[bool, str]]:
        yield from super().faults()
        yield not self.triggers, "nothing starts it"

    def to_row(self) -> dict[str, str]:
        return {
            **super().to_row(),
            "phase": self.phase.value,
            "trigger": ";".join(self.triggers),
            "amount": str(self.amount),
        }


def _common(row: Row) -> Common:
    return {
        "code": row["id"],
        "label": row["label_de"],
        "task": row["task_de"],
        "responsible": people(row["responsible"]),
        "informed": people(row["informed"]),
        "clock": code(Clock, row["clock"]),
        "repeat": Repeat.read(row),
        "reminders": listed(row["reminders"]),
        "rungs": frozenset(code(Rung, name) for name in listed(row["ladder"])),
        "after_ladder": maybe(FollowUp, row["after_ladder"]),
        "note": row["note"],
    }


MEASURE = StepRule(
    code="MEASURE",
    label=N_("Maßnahme der Fallkonferenz"),
    task=N_("Was vereinbart ist und wer es tut, steht bei der Fallkonferenz."),
    responsible=(StepRole.COORDINATION,),
    informed=(),
    clock=Clock.WD,
    repeat=None,
    reminders=("-1WD",),
    rungs=frozenset({Rung.M1, Rung.M2}),
    after_ladder=None,
    note="",
    glasl_min=STAGES[0],
    glasl_max=STAGES[-1],
    needs_clearance_above=None,
    anchor=Anchor.MEASURE_AGREED,
    count_from=None,
    condition=None,
    amounts=Amounts(a=0, b=0, c=0),
    hard=None,
    reminders_a=(),
    attempts=None,
    after_hard=None,
    first_wave=False,
)
"""What a case conference agreed on: no plan knows it, and its date was agreed, not counted."""
CASE_STEPS = tuple(StepRule.from_row(row) for row in rows("app.plans", "case_steps"))
"""The default case plan, in the order of the case."""
EVENT_STEPS = tuple(EventRule.from_row(row) for row in rows("app.plans", "event_steps"))
"""The default event plan."""
