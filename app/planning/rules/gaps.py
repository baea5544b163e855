"""Gaps of a plan: what nobody would notice until it is missing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.labels import Labelled
from app.planning.rules.comparing import Steps
from app.planning.rules.course import BROUGHT_BY, JUDGED, NOTICED, TRIGGERED_BY
from app.plans.codes import Addressee, Phase, PlanKind, RegisterFunction, StepRole
from app.plans.rules import starters
from app.plans.template import STAGES, EventRule, Step, StepRule

EVERY_STAGE = (STAGES[0], STAGES[-1])


class Gap(Labelled):
    """A kind of gap, in the order of how much it matters."""

    LOOP = "LOOP", "Diese Schritte warten aufeinander; keiner von ihnen kann beginnen:"
    NEVER = "NEVER", "Diese Schritte beginnen nie: Der Schritt, auf den sie folgen, ist nicht im Plan:"
    STAGE = "STAGE", "Für diese Eskalationsstufen gibt es keinen eigenen Schritt:"
    PHASE = "PHASE", "Für diese Phasen des Ereignisplans gibt es keinen Schritt:"
    NOBODY = "NOBODY", "Für diese Schritte ist niemand da; die Koordinierungsstelle übernimmt sie:"
    BY_HAND = (
        "BY_HAND",
        (
            "Diese Schritte sollen von selbst beginnen. Womit sie beginnen, stellt das Programm aber nicht "
            "fest; bitte fügen Sie sie in jedem Fall von Hand hinzu:"
        ),
    )
    SILENT = "SILENT", "Bei diesen Schritten erinnert niemand, und niemand erfährt, wenn sie liegen bleiben:"


@dataclass(frozen=True)
class Finding:
    """A gap with the steps (or, as labels, the stages or phases) that it is about."""

    gap: Gap
    steps: tuple[Step, ...] = ()
    labels: tuple[str, ...] = ()


def findings(steps: Steps, *, filled: Collection[Addressee]) -> list[Finding]:
    """All gaps. ``filled``: the roles that somebody holds here; contacts need nobody."""
    case = [step for step in steps.get(PlanKind.CASE, ()) if isinstance(step, StepRule)]
    event = [step for step in steps.get(PlanKind.EVENT, ()) if isinstance(step, EventRule)]
    every: list[Step] = [*case, *event]
    found = [
        *(
            Finding(Gap.LOOP, loop)
            for loop in (*_loops(_before(case), case), *_loops(_triggers(event), event))
        ),
        Finding(Gap.NEVER, tuple(_orphans(event))),
        Finding(Gap.STAGE, labels=tuple(str(stage) for stage in STAGES if not _has_own(case, stage))),
        Finding(Gap.PHASE, labels=tuple(phase.label for phase in Phase if not _in_phase(event, phase))),
        Finding(Gap.NOBODY, tuple(step for step in every if _nobody(step, filled))),
        Finding(Gap.BY_HAND, tuple(step for step in case if _waits_for_a_hand(step))),
        Finding(Gap.SILENT, tuple(step for step in every if _silent(step))),
    ]
    return [one for one in found if one.steps or one.labels]


def _has_own(case: Iterable[StepRule], stage: int) -> bool:
    """Steps for every stage are for none in particular."""
    return any(
        step.glasl_min <= stage <= step.glasl_max
        for step in case
        if (step.glasl_min, step.glasl_max) != EVERY_STAGE
    )


def _in_phase(event: Iterable[EventRule], phase: Phase) -> bool:
    return any(step.phase is phase for step in event)


def _nobody(step: Step, filled: Collection[Addressee]) -> bool:
    """A contact signs in nowhere: coordination holds the step for it, as the plan has it."""
    return not any(
        who in filled or who is StepRole.SYSTEM or isinstance(who, RegisterFunction)
        for who in step.responsible
    )


def _waits_for_a_hand(step: StepRule) -> bool:
    """Whether most conditions hold is for a person to judge, too."""
    if not step.first_wave:
        return False
    judged = step.condition is None or (step.anchor, step.condition) in JUDGED
    return step.anchor not in NOTICED or not judged


def _silent(step: Step) -> bool:
    held_by_the_program = step.responsible[0] is StepRole.SYSTEM
    return not (step.reminders or step.rungs or step.after_ladder or held_by_the_program)


def _before(case: Sequence[StepRule]) -> Mapping[str, frozenset[str]]:
    """Each step with the one that must be done before it begins, as far as the plan knows."""
    return {
        step.code: frozenset(BROUGHT_BY[anchor] for anchor in starters(step))
        for step in case
        if all(anchor in BROUGHT_BY for anchor in starters(step))
    }


def _triggers(event: Sequence[EventRule]) -> Mapping[str, frozenset[str]]:
    """Each step that begins only with others; one that also begins with a signal waits for nobody."""
    return {
        step.code: frozenset(TRIGGERED_BY[trigger] for trigger in step.triggers)
        for step in event
        if all(trigger in TRIGGERED_BY for trigger in step.triggers)
    }


def _loops(before: Mapping[str, frozenset[str]], steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """Steps that can never begin because each waits for another of them; without what only follows."""
    by_code = {step.code: step for step in steps}
    stuck = _stuck(before, by_code)
    named: set[str] = set()
    for step in steps:
        loop = _round(step.code, before, stuck)
        if loop and not named & set(loop):
            named |= set(loop)
            yield tuple(by_code[code] for code in by_code if code in loop)


def _stuck(before: Mapping[str, frozenset[str]], known: Collection[str]) -> frozenset[str]:
    """What is left when everything has begun that can; a step that isn't in the plan holds nobody up."""
    waiting = {code: {one for one in others if one in known} for code, others in before.items()}
    free = set(known) - {code for code, others in waiting.items() if others}
    while more := {code for code, others in waiting.items() if code not in free and others & free}:
        free |= more
    return frozenset(known) - free


def _round(start: str, before: Mapping[str, frozenset[str]], stuck: Collection[str]) -> frozenset[str]:
    """Those from which the start is waited for and for which it waits, itself among them; else empty."""
    if start not in stuck:
        return frozenset()
    back = _reached(start, before, stuck)
    return (
        frozenset(code for code in back if start in _reached(code, before, stuck))
        if start in back
        else frozenset()
    )


def _reached(start: str, before: Mapping[str, frozenset[str]], stuck: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    ahead = {code for code in before.get(start, ()) if code in stuck}
    while ahead:
        found |= ahead
        ahead = {code for one in ahead for code in before.get(one, ()) if code in stuck} - found
    return frozenset(found)


def _orphans(event: Sequence[EventRule]) -> Iterator[EventRule]:
    """Nothing but steps that are not in the plan starts them."""
    there = {step.code for step in event}
    for step in event:
        others = [TRIGGERED_BY.get(trigger) for trigger in step.triggers]
        if all(other is not None and other not in there for other in others):
            yield step
