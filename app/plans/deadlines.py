"""When a step is due, when it is called to mind, and when its ladder is climbed; all moments in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.labels import N_
from app.localtime import end_of, local, utc
from app.plans.codes import Anchor, FollowUp, HardMode, Rung, When
from app.plans.template import Step, StepRule
from app.refusals import NotAllowed
from app.workdays import Calendar, Clock, Period

Value = int | str | date

FIRST, SECOND = 1, 2
HOUR = timedelta(hours=1)
AT_DUE = "DUE"
HALFWAY = "50%"

ONE = {
    Clock.WD: N_("1 Arbeitstag ab %(start)s (%(event)s)"),
    Clock.H: N_("1 Stunde ab %(start)s (%(event)s)"),
    Clock.SH: N_("1 Dienststunde ab %(start)s (%(event)s)"),
    Clock.CM: N_("1 Monat ab %(start)s (%(event)s)"),
    Clock.LD: N_("1 Tag nach dem BGB ab %(start)s (%(event)s)"),
    Clock.LM: N_("1 Monat nach dem BGB ab %(start)s (%(event)s)"),
    Clock.ED: N_("1 Tag nach EU-Recht ab %(start)s (%(event)s)"),
    Clock.EM: N_("1 Monat nach EU-Recht ab %(start)s (%(event)s)"),
    Clock.EH: N_("1 Stunde nach EU-Recht ab %(start)s (%(event)s)"),
}
MANY = {
    Clock.WD: N_("%(amount)s Arbeitstage ab %(start)s (%(event)s)"),
    Clock.H: N_("%(amount)s Stunden ab %(start)s (%(event)s)"),
    Clock.SH: N_("%(amount)s Dienststunden ab %(start)s (%(event)s)"),
    Clock.CM: N_("%(amount)s Monate ab %(start)s (%(event)s)"),
    Clock.LD: N_("%(amount)s Tage nach dem BGB ab %(start)s (%(event)s)"),
    Clock.LM: N_("%(amount)s Monate nach dem BGB ab %(start)s (%(event)s)"),
    Clock.ED: N_("%(amount)s Tage nach EU-Recht ab %(start)s (%(event)s)"),
    Clock.EM: N_("%(amount)s Monate nach EU-Recht ab %(start)s (%(event)s)"),
    Clock.EH: N_("%(amount)s Stunden nach EU-Recht ab %(start)s (%(event)s)"),
}
BY_LAW = N_(
    "Diese Frist setzt das Gesetz: Schließtage verlängern sie nicht, "
    "und sie läuft weiter, während gewartet wird."
)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A date by which a step must be done, and what it was counted from.

    ``anchor`` is None where it was counted from the start of the step itself (by hand). ``at_once``: it was
    over already when the step started. ``original`` is the date before anybody extended it.
    """

    due: datetime
    period: Period
    counted_from: datetime
    anchor: Anchor | None
    number: int = FIRST
    at_once: bool = False
    original: datetime | None = None
    reason: str = ""

    @property
    def clock(self) -> Clock:
        return self.period.clock

    def missed(self, now: datetime) -> bool:
        return utc(now) >= utc(self.due)


@dataclass(frozen=True)
class Reason:
    """A German message id with its values: numbers, labels, days, and moments by the wall clock."""

    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)


class Reminder(NamedTuple):
    at: datetime
    kind: str


class Climb(NamedTuple):
    at: datetime
    rung: Rung


class Consequence(NamedTuple):
    at: datetime
    follow_up: FollowUp


def limits(
    rule: StepRule,
    *,
    priority: str | None,
    anchors: Mapping[Anchor, datetime],
    started_at: datetime,
    calendar: Calendar,
) -> tuple[Limit, ...]:
    """The limits in their order: one, or two where one follows the other.

    ``anchors``: when the anchors happened, or will happen, to the subject of the step. For a step
    started by hand only those in the future belong here; it counts from its start.
    """

    def counted(period: Period, anchor: Anchor, number: int = FIRST) -> Limit:
        base = anchors.get(anchor)
        due = calendar.due(base or started_at, period)
        over = utc(due) < utc(started_at)
        return Limit(
            due=utc(started_at if over else due),
            period=period,
            counted_from=utc(base or started_at),
            anchor=anchor if base else None,
            number=number,
            at_once=over,
        )

    first = counted(Period(rule.amounts.of(priority), rule.clock), rule.count_from or rule.anchor)
    hard = rule.hard
    if hard and hard.mode is HardMode.THEN:
        return first, counted(hard.period, hard.anchor, SECOND)
    if hard is None or hard.anchor not in anchors:
        return (first,)
    other = counted(hard.period, hard.anchor)
    if hard.mode is HardMode.EITHER and first.anchor is None:
        return (other,)
    return (min(first, other, key=lambda limit: limit.due),)


def reminders(
    rule: Step, *, priority: str | None, start: datetime, limit: Limit, calendar: Calendar
) -> list[Reminder]:
    """Every reminder of this limit, the earliest first.

    One that would fall at or before the start is left out. So is one ahead of the deadline that would
    find the office closed until the deadline is over; only DUE may come after it.
    """

    def moment(kind: str) -> datetime:
        if kind == AT_DUE:
            return calendar.on_day(limit.due, limit.clock)
        if kind == HALFWAY:
            return calendar.halfway(start, limit.due, limit.clock)
        return calendar.before(limit.due, int(kind.removeprefix("-").removesuffix("WD")))

    planned = [Reminder(utc(moment(kind)), kind) for kind in rule.reminders_for(priority)]
    return sorted(
        reminder
        for reminder in planned
        if reminder.at > utc(start) and (reminder.kind == AT_DUE or reminder.at <= limit.due)
    )


def rungs(rule: Step, limit: Limit, *, calendar: Calendar) -> list[Climb]:
    """The rungs that this step lists, each at its own offset from the limit that is missed."""
    return [Climb(_offset(rung, limit, calendar), rung) for rung in Rung if rung in rule.rungs]


def follow_ups(rule: Step, limit: Limit, *, calendar: Calendar) -> list[Consequence]:
    """What happens besides the ladder if this limit is missed.

    ``after_ladder`` hangs on the first limit. ``after_hard`` happens at the second, even if the step
    is still at its first.
    """
    after_hard = rule.after_hard if isinstance(rule, StepRule) else None
    follow_up = rule.after_ladder if limit.number == FIRST else after_hard
    if follow_up is None:
        return []
    return [Consequence(_follow_up_moment(rule, follow_up.when, limit, calendar=calendar), follow_up)]


def attempts_used_up(rule: StepRule, made: int) -> bool:
    """After the last attempt ``after_hard`` happens, without waiting for the second limit."""
    return rule.attempts is not None and made >= rule.attempts


def reason_required(rule: Step, limit: Limit, *, now: datetime) -> bool:
    """Whether the step can from now on be done or extended only with a reason."""
    return rule.after_ladder is FollowUp.REASON_REQUIRED and limit.missed(now)


def next_round(
    rule: Step, previous_start: datetime, *, number: int, is_open: bool, calendar: Calendar
) -> datetime | None:
    """When the round after this one starts; the first is number 1.

    Rounds go on while the case is open; those whose number is limited go on so often, open or not.
    A day as the start means its end, so that the next round counts from the following day.
    """
    if rule.repeat is None:
        return None
    most = rule.repeat.most
    goes_on = is_open if most is None else number <= most
    return utc(calendar.due(previous_start, rule.repeat.period)) if goes_on else None


def extend(limit: Limit, *, to: datetime, reason: str, now: datetime, calendar: Calendar) -> Limit:
    """The limit moved to a later date, which on working days and months is the end of its day."""
    day = local(to).date()
    due = utc(end_of(day) if limit.clock.in_days else to)
    if not reason.strip():
        raise NotAllowed(N_("Bitte begründen Sie, warum die Frist verlängert wird."))
    if due <= utc(now):
        raise NotAllowed(N_("Die neue Frist muss in der Zukunft liegen."))
    if due <= limit.due:
        raise NotAllowed(N_("Die neue Frist muss nach der bisherigen liegen."))
    if limit.clock.in_days and (why := calendar.why_not(day)):
        raise NotAllowed(
            N_("Dieser Tag ist kein Arbeitstag (%(why)s). Bitte wählen Sie einen anderen."), why=why
        )
    return replace(limit, due=due, original=limit.original or limit.due, reason=reason.strip())


def explanation(limit: Limit) -> list[Reason]:
    """Why the step is due on this date, in words; one sentence for each thing that made the date."""
    values: dict[str, Value] = {
        "amount": abs(limit.period.amount),
        "start": _shown(limit.counted_from, limit.clock),
        "event": limit.anchor.label if limit.anchor else N_("Beginn des Schritts"),
    }
    reasons = [Reason(_counting_sentence(limit.period), values)]
    if limit.clock.by_law:
        reasons.append(Reason(BY_LAW))
    if limit.at_once:
        reasons.append(
            Reason(N_("Diese Frist war beim Beginn des Schritts schon vorbei. Er ist sofort fällig."))
        )
    if limit.original:
        extended: dict[str, Value] = {"original": _shown(limit.original, limit.clock), "reason": limit.reason}
        reasons.append(Reason(N_("Verlängert, ursprünglich bis %(original)s. Grund: %(reason)s"), extended))
    return reasons


def explanation_of_mirror(limit: Limit, *, since: datetime, calendar: Calendar) -> list[Reason]:
    """The same for a step that repeats the deadline of an offer: the service hours that this had.

    If the office has changed its hours since, they don't come out even, and only the offer is named.
    """
    served = calendar.service_time(since, limit.due)
    values: dict[str, Value] = {"amount": served // HOUR, "start": local(since)}
    if served % HOUR:
        return [Reason(N_("Frist der Anfrage, versendet %(start)s"), values)]
    return [Reason(N_("Frist der Anfrage: %(amount)s Dienststunden ab %(start)s"), values)]


def _counting_sentence(period: Period) -> str:
    if period.amount == 0:
        at_once = N_("Sofort, ab %(start)s (%(event)s)")
        return N_("Am selben Tag, %(start)s (%(event)s)") if period.clock.in_days else at_once
    if period.amount == -1:
        return N_("1 Arbeitstag vor %(start)s (%(event)s)")
    if period.amount < 0:
        return N_("%(amount)s Arbeitstage vor %(start)s (%(event)s)")
    return ONE[period.clock] if period.amount == 1 else MANY[period.clock]


def _shown(moment: datetime, clock: Clock) -> date:
    return local(moment).date() if clock.in_days else local(moment)


def _offset(rung: Rung, limit: Limit, calendar: Calendar) -> datetime:
    offset = rung.working_days if limit.clock.in_days else rung.hours
    return utc(calendar.rung(limit.due, limit.clock, offset))


def _follow_up_moment(rule: Step, when: When, limit: Limit, *, calendar: Calendar) -> datetime:
    rung = {When.LAST_RUNG: rule.last_rung, When.NEXT_RUNG: rule.next_rung}.get(when)
    return _offset(rung, limit, calendar) if rung else limit.due
