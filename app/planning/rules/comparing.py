"""Two versions side by side: which steps came, went or changed, and in what."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.labels import Labelled
from app.plans.codes import PlanKind
from app.plans.template import EventRule, Step, StepRule

Steps = Mapping[PlanKind, Sequence[Step]]


class Facet(Labelled):
    """A thing that is said of a step; it changes as a whole."""

    LABEL = "label", "Name"
    TASK = "task", "Was zu tun ist"
    PHASE = "phase", "Phase"
    BEGINS = "begins", "Beginnt mit"
    CONDITION = "condition", "Nur wenn"
    BY_ITSELF = "by_itself", "Beginnt von selbst"
    STAGES = "stages", "Eskalationsstufen"
    HOLDER = "holder", "Zuständig"
    INFORMED = "informed", "Erfährt davon"
    PERIOD = "period", "Frist"
    SECOND = "second", "Zweite Frist"
    REMINDERS = "reminders", "Erinnerungen"
    LADDER = "ladder", "Wenn die Frist verstreicht"
    REPEAT = "repeat", "Wiederholung"
    PLACE = "place", "Platz im Plan"


_BOTH: Mapping[Facet, Callable[[Step], object]] = {
    Facet.LABEL: lambda step: step.label,
    Facet.TASK: lambda step: step.task,
    Facet.HOLDER: lambda step: step.responsible,
    Facet.INFORMED: lambda step: step.informed,
    Facet.LADDER: lambda step: (step.rungs, step.after_ladder),
    Facet.REPEAT: lambda step: step.repeat,
}
_OF_CASE: Mapping[Facet, Callable[[StepRule], object]] = {
    Facet.BEGINS: lambda step: step.anchor,
    Facet.CONDITION: lambda step: step.condition,
    Facet.BY_ITSELF: lambda step: step.first_wave,
    Facet.STAGES: lambda step: (step.glasl_min, step.glasl_max, step.needs_clearance_above),
    Facet.PERIOD: lambda step: (step.clock, step.amounts, step.count_from),
    Facet.SECOND: lambda step: (step.hard, step.after_hard, step.attempts),
    Facet.REMINDERS: lambda step: (step.reminders, step.reminders_a),
}
_OF_EVENT: Mapping[Facet, Callable[[EventRule], object]] = {
    Facet.PHASE: lambda step: step.phase,
    Facet.BEGINS: lambda step: step.triggers,
    Facet.PERIOD: lambda step: (step.clock, step.amount),
    Facet.REMINDERS: lambda step: step.reminders,
}


class VersionChange(Labelled):
    ADDED = "ADDED", "neu"
    REMOVED = "REMOVED", "entfällt"
    CHANGED = "CHANGED", "geändert"
    MOVED = "MOVED", "verschoben"

    @property
    def tone(self) -> str:
        return {"ADDED": "new", "REMOVED": "ended", "CHANGED": "moved", "MOVED": "moved"}[self.value]


@dataclass(frozen=True)
class StepDifference:
    """One step on both sides; None where there is none. ``facets``: in what the two differ.

    ``old_before``, ``new_before``: the step that it follows on either side; None at the beginning.
    """

    kind: PlanKind
    old: Step | None
    new: Step | None
    facets: tuple[Facet, ...] = ()
    old_before: Step | None = None
    new_before: Step | None = None

    @property
    def change(self) -> VersionChange:
        if self.old is None:
            return VersionChange.ADDED
        if self.new is None:
            return VersionChange.REMOVED
        return VersionChange.MOVED if self.facets == (Facet.PLACE,) else VersionChange.CHANGED

    @property
    def step(self) -> Step:
        if self.new is not None:
            return self.new
        if self.old is None:
            raise ValueError("a difference between nothing and nothing")
        return self.old


def differences(old: Steps, new: Steps) -> list[StepDifference]:
    """What is different, in the order of the new version; what fell away comes last of its plan."""
    return [one for kind in PlanKind for one in _of(kind, old.get(kind, ()), new.get(kind, ()))]


def facets_of(old: Step, new: Step) -> tuple[Facet, ...]:
    """In what two of a kind differ, in the order in which they are told."""
    if isinstance(old, StepRule) and isinstance(new, StepRule):
        own = [facet for facet, read in _OF_CASE.items() if read(old) != read(new)]
    elif isinstance(old, EventRule) and isinstance(new, EventRule):
        own = [facet for facet, read in _OF_EVENT.items() if read(old) != read(new)]
    else:
        raise TypeError("a step of a case is not like one of an event")
    found = {*own, *(facet for facet, read in _BOTH.items() if read(old) != read(new))}
    return tuple(facet for facet in Facet if facet in found)


def _of(kind: PlanKind, old: Sequence[Step], new: Sequence[Step]) -> Iterator[StepDifference]:
    before = {step.code: step for step in old}
    moved = _moved([step.code for step in old], [step.code for step in new])
    follows = (_follows(old), _follows(new))
    for step in new:
        was = before.pop(step.code, None)
        facets = facets_of(was, step) if was else ()
        if step.code in moved:
            places = (follows[0][step.code], follows[1][step.code])
            yield StepDifference(kind, was, step, (*facets, Facet.PLACE), *places)
        elif was is None or facets:
            yield StepDifference(kind, was, step, facets)
    yield from (StepDifference(kind, gone, None) for gone in before.values())


def _follows(steps: Sequence[Step]) -> dict[str, Step | None]:
    return {step.code: before for before, step in zip((None, *steps), steps, strict=False)}


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest codes whose moving explains the new order; what came or went moves nobody."""
    place = {code: number for number, code in enumerate(old)}
    kept = [code for code in new if code in place]
    ends: list[int] = []
    chains: list[list[str]] = []
    for code in kept:
        at = bisect_left(ends, place[code])
        chain = [*(chains[at - 1] if at else ()), code]
        ends[at:], chains[at:] = [place[code], *ends[at + 1 :]], [chain, *chains[at + 1 :]]
    return set(kept) - set(chains[-1] if chains else ())
