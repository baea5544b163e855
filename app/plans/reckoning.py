"""What a date would be on another ground: other rules, another calendar, another moment; pure.

Whoever wants to change such a ground asks ``would_move`` first, and shows what it answers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from app.labels import N_
from app.localtime import end_of, local, utc
from app.plans.cells import code
from app.plans.codes import Anchor
from app.plans.deadlines import Limit, limits
from app.plans.pauses import Pause, lasting, put_off
from app.plans.template import MEASURE, StepRule
from app.refusals import NotAllowed
from app.workdays import Calendar, Clock, Period

#: Days to come, once they are known; a later word replaces an earlier one.
FORWARD = frozenset(
    {Anchor.APPOINTMENT_DATE, Anchor.NEXT_BODY_MEETING, Anchor.OFFER_ANSWER_BY, Anchor.RETENTION_END}
)


class Moment(Protocol):
    """When an anchor happened to a subject."""

    @property
    def anchor(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Happened(NamedTuple):
    anchor: str
    subject: str
    at: datetime


class StepLike(Protocol):
    """A step at work, as far as its date needs it."""

    @property
    def id(self) -> UUID: ...
    @property
    def case_id(self) -> UUID: ...
    @property
    def code(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def anchor_at(self) -> datetime: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def by_hand(self) -> bool: ...
    @property
    def limit_number(self) -> int: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def original_due_at(self) -> datetime: ...


@dataclass(frozen=True)
class Dated:
    """An open step with all that its date is made of, but for rules and calendar."""

    step: StepLike
    moments: Collection[Moment]
    priority: str | None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What a date is counted by; ``moments`` stand in the place of those that happened, if there are any."""

    rule: StepRule
    calendar: Calendar
    moments: Collection[Moment] | None = field(default=None)
    anchor_at: datetime | None = None
    """When the step's own anchor happened, if not when it did."""


class Moving(NamedTuple):
    """A date that would move; those that come first are due first."""

    before: datetime
    step_id: UUID
    case_id: UUID
    code: str
    whole_day: bool
    after: datetime


def would_move(steps: Iterable[tuple[Dated, Ground, Ground]], *, at: datetime) -> Iterator[Moving]:
    """Which dates would move, each step with the ground it stands on and the one it would stand on."""
    for dated, before, after in steps:
        step, moved = dated.step, moved_date(dated, before=before, after=after, at=at)
        if moved != utc(step.due_at):
            in_days = counted(dated, after).clock.in_days
            yield Moving(utc(step.due_at), step.id, step.case_id, step.code, in_days, moved)


def moved_date(dated: Dated, *, before: Ground, after: Ground, at: datetime) -> datetime:
    """Where the date goes. A date that somebody chose stays, unless nobody works on it any more.

    On service hours what is left counts on by the new ones. No date moves from the future into the past.
    """
    step = dated.step
    due = utc(step.due_at)
    if after.rule.mirrors or due <= utc(at):
        return due
    if after.rule.clock is Clock.SH and before.rule == after.rule and before.calendar != after.calendar:
        return _left_on(dated, before.calendar, after.calendar, at=at)
    if date_of(dated, before) == due:
        found = date_of(dated, after)
    else:
        found = _working(due, counted(dated, before).clock, after.calendar)
    return due if found <= utc(at) else found


def date_of(dated: Dated, ground: Ground) -> datetime:
    """The date as rules, anchors, calendar and the waiting that is over make it."""
    limit = counted(dated, ground)
    begun = dated.step.started_at
    return utc(put_off(limit.due, limit.clock, dated.pauses, begun=begun, calendar=ground.calendar))


def counted(dated: Dated, ground: Ground) -> Limit:
    """The limit that the step runs on now."""
    moments = dated.moments if ground.moments is None else ground.moments
    found = limits_of(
        dated.step,
        ground.rule,
        moments=moments,
        priority=dated.priority,
        calendar=ground.calendar,
        anchor_at=ground.anchor_at,
    )
    return found[min(dated.step.limit_number, len(found)) - 1]


def limits_of(  # noqa: PLR0913 - all that a date is made of
    step: StepLike,
    rule: StepRule,
    *,
    moments: Iterable[Moment],
    priority: str | None,
    calendar: Calendar,
    anchor_at: datetime | None = None,
) -> tuple[Limit, ...]:
    """The limits of the step as the plan counts them, whatever anybody has moved since."""
    if step.code == MEASURE.code:
        return (_agreed(step),)
    own = {code(Anchor, step.anchor): anchor_at or step.anchor_at}
    known = anchors(
        rule, moments, subject=step.subject, own={} if step.by_hand else own, since=step.started_at
    )
    if step.by_hand:
        known = {anchor: at for anchor, at in known.items() if anchor in FORWARD}
    return limits(rule, priority=priority, anchors=known, started_at=step.started_at, calendar=calendar)


def anchors(
    rule: StepRule,
    moments: Iterable[Moment],
    *,
    subject: str,
    own: Mapping[Anchor, datetime],
    since: datetime,
) -> dict[Anchor, datetime]:
    """When the anchors of a step happened to its subject; ``own`` is what started it, at ``since``.

    A repeated event doesn't move a date: the first counts, except for days to come and for what the
    step is counted from. A day that was over when the step began is none to come.
    """
    found: dict[Anchor, datetime] = {}
    for moment in sorted(moments, key=lambda m: m.at):
        anchor = code(Anchor, moment.anchor)
        over = anchor in FORWARD and anchor is not rule.count_from and moment.at <= since
        if concerns(anchor, moment.subject, rule=rule, subject=subject) and not over:
            latest = anchor in FORWARD or anchor is rule.count_from
            found[anchor] = moment.at if latest else found.get(anchor, moment.at)
    return found | dict(own)


def concerns(anchor: Anchor, happened_to: str, *, rule: StepRule, subject: str) -> bool:
    """Whether this has to do with a step for that subject; another kind of thing always has."""
    return happened_to == subject or anchor.per is not rule.anchor.per


def is_correctable(step: StepLike) -> bool:
    """Days to come belong to the page on which they are set, and what somebody began counts from then."""
    forward = code(Anchor, step.anchor) in FORWARD
    return not (forward or step.by_hand or step.code == MEASURE.code)


def insist_on_moment(step: StepLike, to: datetime, *, at: datetime) -> None:
    """Refuses events that belong to another page, and moments that can't be."""
    if not is_correctable(step):
        raise NotAllowed(N_("Diese Frist zählt nicht von einem Ereignis, das sich hier berichtigen lässt."))
    if utc(to) > utc(at):
        raise NotAllowed(N_("Dieser Tag liegt in der Zukunft."))
    if utc(to) == step.anchor_at:
        raise NotAllowed(N_("So steht es schon im Plan."))


def _left_on(dated: Dated, old: Calendar, new: Calendar, *, at: datetime) -> datetime:
    step = dated.step
    since = utc(lasting(dated.pauses, begun=step.started_at) or max(utc(at), utc(step.started_at)))
    left = old.service_time(since, step.due_at)
    return utc(new.after_service(since, left)) if left else utc(step.due_at)


def _working(due: datetime, clock: Clock, calendar: Calendar) -> datetime:
    if not clock.in_days or clock.by_law:
        return due
    day = local(due).date()
    return utc(end_of(calendar.next_working_day(day))) if not calendar.is_working_day(day) else due


def _agreed(step: StepLike) -> Limit:
    """The date of a measure is the one that was agreed."""
    return Limit(
        due=step.original_due_at,
        period=Period(0, Clock.WD),
        counted_from=step.started_at,
        anchor=Anchor.MEASURE_AGREED,
    )
