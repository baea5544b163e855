"""A plan tried on a case that was made up: what begins when, and by when it must be done at the latest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.planning.rules.course import BROUGHT_BY, FROM_OUTSIDE
from app.plans.codes import Anchor
from app.plans.deadlines import Limit, Reminder, limits, reminders
from app.plans.rules import Situation, in_range, starters
from app.plans.template import StepRule
from app.workdays import Calendar, Clock, Period

#: How long somebody of the pool has for an answer (decided by the offer, not by the plan).
ANSWER = Period(16, Clock.SH)


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """A step of the made-up case, if everybody takes all the time there is."""

    rule: StepRule
    begins: datetime
    limits: tuple[Limit, ...]
    reminders: tuple[Reminder, ...]

    @property
    def due(self) -> datetime:
        return self.limits[0].due


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """``foreseen`` in the order of time; ``only_if``: steps of this stage that need an event of their own."""

    foreseen: tuple[Foreseen, ...]
    only_if: tuple[StepRule, ...]


def foresee(
    rules: Sequence[StepRule],
    *,
    priority: str,
    stage: int | None,
    start: datetime,
    calendar: Calendar,
) -> Foresight:
    """The case begins now. An event happens when the step that brings it about is due."""
    fitting = [rule for rule in rules if in_range(rule, Situation(stage=stage))]
    happened = dict.fromkeys(FROM_OUTSIDE, start)
    found: dict[str, Foreseen] = {}
    while True:
        ready = [rule for rule in fitting if rule.code not in found and starters(rule) & set(happened)]
        if not ready:
            break
        for rule in ready:
            found[rule.code] = _seen(rule, happened, priority=priority, calendar=calendar)
        happened |= _brought(found, happened, calendar=calendar)
    order = {rule.code: place for place, rule in enumerate(rules)}
    return Foresight(
        foreseen=tuple(sorted(found.values(), key=lambda one: (one.begins, order[one.rule.code]))),
        only_if=tuple(rule for rule in fitting if rule.code not in found),
    )


def _seen(
    rule: StepRule, happened: Mapping[Anchor, datetime], *, priority: str, calendar: Calendar
) -> Foreseen:
    begins = min(happened[anchor] for anchor in starters(rule) if anchor in happened)
    counted = limits(rule, priority=priority, anchors=happened, started_at=begins, calendar=calendar)
    called = reminders(rule, priority=priority, start=begins, limit=counted[0], calendar=calendar)
    return Foreseen(rule=rule, begins=begins, limits=counted, reminders=tuple(called))


def _brought(
    found: Mapping[str, Foreseen], happened: Mapping[Anchor, datetime], *, calendar: Calendar
) -> dict[Anchor, datetime]:
    news = {
        anchor: found[code].due
        for anchor, code in BROUGHT_BY.items()
        if code in found and anchor not in happened
    }
    if Anchor.OFFER_SENT in news:
        news[Anchor.OFFER_ANSWER_BY] = calendar.due(news[Anchor.OFFER_SENT], ANSWER)
    return news
