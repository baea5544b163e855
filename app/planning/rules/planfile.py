"""A plan as a file that people read and offices exchange: YAML with German words; writing it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from app.labels import Labelled
from app.plans.cells import Row, code
from app.plans.codes import (
    Anchor,
    Condition,
    FollowUp,
    HardMode,
    Phase,
    PlanKind,
    RegisterFunction,
    Rung,
    StepRole,
    Trigger,
)
from app.plans.template import Step
from app.seed import listed
from app.workdays import Clock

FORMAT = 1
HEAD = """\
# Präventionsplan aus Fallbrücke. Diese Datei lässt sich in jeder Kommune einlesen, die mit Fallbrücke
# arbeitet; dort wird sie ein Entwurf. Jedes Wort steht auch auf der Seite des Schritts.

"""
FILE, VERSION, NAME = "fallbruecke-plan", "fassung", "name"
PLANS = {"fallplan": PlanKind.CASE, "ereignisplan": PlanKind.EVENT}
ONE = {
    Clock.WD: "Arbeitstag",
    Clock.H: "Stunde",
    Clock.SH: "Dienststunde",
    Clock.CM: "Monat",
    Clock.LD: "Tag nach dem BGB",
    Clock.LM: "Monat nach dem BGB",
    Clock.ED: "Tag nach EU-Recht",
    Clock.EM: "Monat nach EU-Recht",
    Clock.EH: "Stunde nach EU-Recht",
}
AHEAD = "vorher"
AT_DUE, HALFWAY = "zur Frist", "nach der halben Zeit"
YES, NO = "ja", "nein"


class Way(NamedTuple):
    """How a cell of the table stands in the file: under which key, and which words it may hold."""

    key: str
    column: str
    words: tuple[type[Labelled], ...] = ()
    many: bool = False


ADDRESSEES = (StepRole, RegisterFunction)
_SAID = (Way("schritt", "label_de"), Way("aufgabe", "task_de"))
_WHO = (
    Way("zuständig", "responsible", ADDRESSEES, many=True),
    Way("erfährt davon", "informed", ADDRESSEES, many=True),
)
_MISSED = (
    Way("wenn versäumt", "ladder", (Rung,), many=True),
    Way("außerdem", "after_ladder", (FollowUp,)),
)
#: The cells that stand in the file as they are; periods and stages are written together.
WAYS: Mapping[PlanKind, tuple[Way, ...]] = {
    PlanKind.CASE: (
        *_SAID,
        Way("beginnt mit", "anchor", (Anchor,)),
        Way("zählt ab", "count_from", (Anchor,)),
        Way("nur wenn", "condition", (Condition,)),
        *_WHO,
        *_MISSED,
        Way("nach der zweiten Frist", "after_hard", (FollowUp,)),
    ),
    PlanKind.EVENT: (
        *_SAID,
        Way("phase", "phase", (Phase,)),
        Way("beginnt mit", "trigger", (Trigger,), many=True),
        *_WHO,
        *_MISSED,
    ),
}


def written(name: str, version: int | None, steps: Mapping[PlanKind, tuple[Step, ...]]) -> str:
    """The whole file."""
    content: dict[str, Any] = {FILE: FORMAT, NAME: name}
    if version is not None:
        content[VERSION] = version
    for key, kind in PLANS.items():
        content[key] = [_entry(kind, step.to_row()) for step in steps.get(kind, ())]
    body = yaml.dump(content, Dumper=Pen, allow_unicode=True, sort_keys=False, width=100)
    return HEAD + body.replace("\n- nr:", "\n\n- nr:")


class InARow(list[str]):
    """A list of words that stands on one line."""


class Pen(yaml.SafeDumper):
    """Writes such lists between brackets."""


Pen.add_representer(
    InARow, lambda pen, words: pen.represent_sequence("tag:yaml.org,2002:seq", words, flow_style=True)
)


def key_of(kind: PlanKind, column: str) -> str:
    """Under which key of the file a cell stands."""
    together = {
        "first_wave": "beginnt von selbst",
        "glasl_max": "stufen",
        "glasl_min": "stufen",
        "needs_clearance_above": "mit Freigabe bis Stufe",
        "reminders": "erinnerungen",
        "reminders_a": "erinnerungen bei A",
        "attempts": "versuche",
        "repeat_clock": "wieder alle",
        "repeat_amount": "wieder alle",
        "repeat_max": "höchstens so oft",
    }
    named = {way.column: way.key for way in WAYS[kind]} | together
    if column in named:
        return named[column]
    return "zweite frist" if column.startswith("hard") else "frist"


def label(cell: str, words: tuple[type[Labelled], ...]) -> str:
    """The German word of a code; a contact is named by its function."""
    for kind in words:
        bare = cell.removeprefix("CONTACT:") if kind is RegisterFunction else cell
        if bare in {member.value for member in kind}:
            return kind(bare).label if kind is not Rung else bare
    return cell


def _entry(kind: PlanKind, row: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"nr": row["id"]}
    for way in WAYS[kind]:
        if row[way.column]:
            entry[way.key] = _words(way, row[way.column])
        if way.column in {"condition", "phase"}:
            entry |= _when(row) if kind is PlanKind.CASE else {}
        if way.column == "informed":
            entry |= _periods(kind, row)
    return entry


def _words(way: Way, cell: str) -> Any:
    if not way.words:
        return cell
    return InARow(label(one, way.words) for one in listed(cell)) if way.many else label(cell, way.words)


def _when(row: Row) -> dict[str, Any]:
    low, high, above = row["glasl_min"], row["glasl_max"], row["needs_clearance_above"]
    stages = {"stufen": low if low == high else f"{low} bis {high}"}
    by_itself = {"beginnt von selbst": YES if row["first_wave"] == "yes" else NO}
    return by_itself | stages | ({"mit Freigabe bis Stufe": int(above)} if above else {})


def _periods(kind: PlanKind, row: Row) -> dict[str, Any]:
    clock = Clock(row["clock"])
    found: dict[str, Any] = {"frist": period(row["amount"], clock) if row["amount"] else {}}
    if kind is PlanKind.CASE and not row["amount"]:
        found["frist"] = {one.upper(): period(row[f"amount_{one}"], clock) for one in "abc"}
    if kind is PlanKind.CASE and row["hard_mode"]:
        found["zweite frist"] = {
            "art": HardMode(row["hard_mode"]).label,
            "ab": code(Anchor, row["hard_anchor"]).label,
            "frist": period(row["hard_amount"], Clock(row["hard_clock"])),
        }
    if row["repeat_amount"]:
        found["wieder alle"] = period(row["repeat_amount"], Clock(row["repeat_clock"]))
    numbers = {"höchstens so oft": row.get("repeat_max", ""), "versuche": row.get("attempts", "")}
    found |= {key: int(cell) for key, cell in numbers.items() if cell}
    calls = {"erinnerungen": row["reminders"], "erinnerungen bei A": row.get("reminders_a", "")}
    return found | {key: InARow(map(reminder, listed(cell))) for key, cell in calls.items() if cell}


def period(amount: str, clock: Clock) -> str:
    return f"{amount} {ONE[clock]}" if amount == "1" else f"{amount} {clock.label}"


def reminder(kind: str) -> str:
    if kind == "DUE":
        return AT_DUE
    if kind == "50%":
        return HALFWAY
    return f"{period(kind[1:-2], Clock.WD)} {AHEAD}"
