"""Which phase may follow which, what a trigger starts, and what stands in the way of an end."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from app.labels import N_
from app.localtime import at, local, utc
from app.plans.codes import Phase, Trigger
from app.plans.template import EventRule
from app.refusals import NotAllowed

P = Phase
NEXT: Mapping[Phase, tuple[Phase, ...]] = {
    P.GREEN: (P.YELLOW, P.RED),
    P.YELLOW: (P.RED, P.GREEN),
    P.RED: (P.BLUE,),
    P.BLUE: (P.GREEN, P.RED),
}
#: Signals that the plan answers with the alarm at once; somebody still has to say so.
ALARMING = frozenset({Trigger.T01, Trigger.T02, Trigger.T03, Trigger.T07, Trigger.T10})
SIGNALS = tuple(
    trigger for trigger in Trigger if trigger.value.startswith("T") and trigger.value[1:].isdigit()
)
BLUE_AT_WORK = N_(
    "In Phase Blau ist noch nicht alles getan. Bitte erledigen Sie zuerst: %(steps)s. "
    "Was nicht nötig ist, kann mit einer Begründung entfallen."
)
NOT_NEXT = N_("Von Phase %(before)s führt kein Weg in Phase %(phase)s.")
#: They are done with a new version of the plan, and not without.
REVISING = frozenset({"E-B4", "E-G4"})
NOT_REVISED = N_(
    "Seit Beginn dieses Schritts ist keine neue Fassung des Plans zur Freigabe vorgelegt. "
    "Bleibt der Plan, wie er ist, kann der Schritt mit einer Begründung entfallen."
)
WORK_IS_FOR = N_("Das kann nur die Koordinierungsstelle oder das Krisenteam.")
#: So long after the first day of a period its round still counts from that day; later it counts from now.
STILL_IN_TIME = timedelta(days=3)


def insist_on_way(before: Phase, phase: Phase, *, exercise: bool) -> None:
    """An exercise may be ended from anywhere."""
    if phase in NEXT[before] or (exercise and phase is Phase.GREEN):
        return
    raise NotAllowed(NOT_NEXT, before=before.label, phase=phase.label)


def insist_on_nothing_left(open_steps: Iterable[str]) -> None:
    """Blue ends when what the plan asks for in it is done."""
    labels = sorted(open_steps)
    if labels:
        raise NotAllowed(BLUE_AT_WORK, steps=", ".join(labels))


def started_by(rules: Iterable[EventRule], trigger: Trigger) -> list[EventRule]:
    return [rule for rule in rules if trigger in rule.triggers]


def trigger_of_step(code: str) -> Trigger | None:
    """What it sets off that this step is done."""
    return {trigger.value: trigger for trigger in Trigger}.get(code)


def repeats(rule: EventRule) -> bool:
    """Whether one round follows the other; those of the calendar have days of their own."""
    return rule.repeat is not None and Trigger.CALENDAR not in rule.triggers


def calendar_round(rule: EventRule, now: datetime) -> tuple[int, datetime] | None:
    """The number of the round that the calendar is in, and the moment it counts from.

    Rounds begin on 1 January and every so many months after it.
    """
    if rule.repeat is None or Trigger.CALENDAR not in rule.triggers:
        return None
    today, months = local(now).date(), rule.repeat.period.amount
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    begun = at(first, 0)
    in_time = utc(now) - begun <= STILL_IN_TIME
    return first.year * 100 + first.month, begun if in_time else utc(now)
