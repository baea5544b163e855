"""Waiting begins and ends; what that does to dates and alarms is made anew from all records each time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.localtime import end_of, local, utc
from app.municipalities.scope import here
from app.plans.actions.dates import move, reset_alarms
from app.plans.events import WaitBegun, WaitEnded
from app.plans.models import PlanStep, StepChange, Wait, WaitStep
from app.plans.pauses import Pause, lasting, put_off
from app.plans.queries.pauses import pauses_of
from app.plans.queries.running import CasePlan, running
from app.plans.queries.waiting import lasting_waits, parties_of
from app.plans.waiting import WaitEnd, WaitsFor, insist_on_day, rests
from app.refusals import NotAllowed

RESTED = N_("Der Fall hat geruht")
WAITED = N_("Es wurde gewartet")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What somebody says of it."""

    waits_for: WaitsFor
    party_id: UUID | None
    until: date
    reason: str
    step_ids: frozenset[UUID]


def begin(case_id: UUID, wanted: Waiting, *, by: UUID, at: datetime) -> None:
    """Somebody is waited for from now on; the chosen steps stand still."""
    plan = running(case_id)
    if plan is None:
        raise NotAllowed(N_("In diesem Fall ist kein Schritt offen, der warten könnte."))
    db.session.refresh(plan.case, with_for_update=True)
    steps = [step for step in plan.open_steps if step.id in wanted.step_ids and rests(plan.rules[step.code])]
    parties = dict(parties_of(case_id))
    _insist(plan, wanted, parties=parties, steps=steps, at=at)
    wait = Wait(
        case_id=case_id,
        waits_for=wanted.waits_for,
        party_id=wanted.party_id,
        since=at,
        started_by=by,
        until=wanted.until,
    )
    wait.reason = wanted.reason.strip()
    db.session.add(wait)
    db.session.flush()
    _stop(plan, wait, steps, at=at)
    publish(
        WaitBegun(
            case_id=case_id,
            actor_id=by,
            at=at,
            wait_id=wait.id,
            whom=parties[wanted.party_id] if wanted.party_id else wanted.waits_for.label,
            until=wanted.until,
        )
    )


def pause(case_id: UUID, *, at: datetime) -> None:
    """The whole case rests: everything stands still that may."""
    plan = running(case_id)
    if plan is None or _resting(case_id):
        return
    wait = Wait(case_id=case_id, waits_for=WaitsFor.CASE, since=at, until=plan.case.wake_up_on)
    db.session.add(wait)
    db.session.flush()
    _stop(plan, wait, [step for step in plan.open_steps if rests(plan.rules[step.code])], at=at)


def resume(case_id: UUID, *, at: datetime) -> None:
    """The case goes on: what was left of each date counts on."""
    for wait in _resting(case_id):
        end(wait, how=WaitEnd.CASE_WENT_ON, ended_at=at, at=at)


def rest_with_case(plan: CasePlan, step: PlanStep, *, at: datetime) -> None:
    """A step that begins while the case rests stands still, too."""
    for wait in _resting(plan.case.id):
        _stop(plan, wait, [step], at=at)


def end(wait: Wait, *, how: WaitEnd, ended_at: datetime, at: datetime, by: UUID | None = None) -> bool:
    """False if somebody else just did."""
    won = db.session.execute(
        sa.update(Wait)
        .where(Wait.id == wait.id, Wait.ended_at.is_(None))
        .values(ended_at=ended_at, ended_by=by, end=how)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    db.session.refresh(wait)
    plan = running(wait.case_id)
    stopped = set(db.session.scalars(sa.select(WaitStep.step_id).where(WaitStep.wait_id == wait.id)))
    if plan and how is not WaitEnd.CASE_ENDED:
        _settle(plan, stopped, cause=RESTED if wait.waits_for is WaitsFor.CASE else WAITED, at=at)
    if wait.waits_for is not WaitsFor.CASE and how is not WaitEnd.CASE_ENDED:
        publish(WaitEnded(case_id=wait.case_id, actor_id=by, at=at, wait_id=wait.id, how=how))
    return True


def end_by_day(wait_id: UUID, *, at: datetime) -> int:
    """Its last day is over: it ends with that day, whenever the worker comes to it."""
    wait = db.session.get(Wait, wait_id)
    if wait is None or wait.until is None:
        return 0
    return int(end(wait, how=WaitEnd.DAY_CAME, ended_at=utc(end_of(wait.until)), at=at))


def it_happened(
    case_id: UUID, *, at: datetime, waits_for: Iterable[WaitsFor], party_id: UUID | None = None
) -> None:
    """What was waited for is there."""
    for wait in lasting_waits(case_id):
        if wait.waits_for in waits_for and wait.party_id in {None, party_id}:
            end(wait, how=WaitEnd.HAPPENED, ended_at=at, at=at)


def nothing_waits(case_id: UUID, *, at: datetime) -> None:
    for wait in lasting_waits(case_id):
        end(wait, how=WaitEnd.CASE_ENDED, ended_at=at, at=at)


def _insist(
    plan: CasePlan, wanted: Waiting, *, parties: dict[UUID, str], steps: list[PlanStep], at: datetime
) -> None:
    if wanted.waits_for is WaitsFor.CASE or (wanted.party_id is not None) != (
        wanted.waits_for is WaitsFor.PARTY
    ):
        raise NotAllowed(N_("Bitte wählen Sie, auf wen gewartet wird."))
    if wanted.party_id and wanted.party_id not in parties:
        raise NotAllowed(N_("Bitte wählen Sie, auf wen gewartet wird."))
    insist_on_day(wanted.until, today=local(at).date(), calendar=plan.calendar)
    if not wanted.reason.strip():
        raise NotAllowed(N_("Bitte nennen Sie den Grund."))
    if not steps:
        raise NotAllowed(N_("Bitte wählen Sie mindestens einen Schritt, der so lange wartet."))
    for wait in lasting_waits(plan.case.id):
        if (wait.waits_for, wait.party_id) == (wanted.waits_for, wanted.party_id):
            raise NotAllowed(N_("Darauf wird in diesem Fall schon gewartet."))


def _resting(case_id: UUID) -> list[Wait]:
    return [wait for wait in lasting_waits(case_id) if wait.waits_for is WaitsFor.CASE]


def _stop(plan: CasePlan, wait: Wait, steps: list[PlanStep], *, at: datetime) -> None:
    key = ("municipality_id", "wait_id", "step_id")
    for step in steps:
        insert_once(WaitStep, key, municipality_id=here(), wait_id=wait.id, step_id=step.id)
    _settle(plan, {step.id for step in steps}, cause=WAITED, at=at)


def _settle(plan: CasePlan, step_ids: set[UUID], *, cause: str, at: datetime) -> None:
    """Bring the steps in line with the records: they stand still, or have the date that is made of them."""
    plan.pauses = pauses_of(plan.case.id)
    steps = [step for step in plan.open_steps if step.id in step_ids]
    chosen = _chosen_dates(steps)
    for step in steps:
        pauses = plan.pauses.get(step.id, ())
        step.resting_since = lasting(pauses, begun=step.started_at)
        if step.resting_since is None:
            _go_on(plan, step, chosen[step.id], pauses=pauses, cause=cause, at=at)
    db.session.flush()


def _go_on(  # noqa: PLR0913 - the step, what its date is made of, and how that is told
    plan: CasePlan,
    step: PlanStep,
    chosen: tuple[datetime, datetime],
    *,
    pauses: tuple[Pause, ...],
    cause: str,
    at: datetime,
) -> None:
    limit, calendar = plan.limit(step), plan.calendar_of(step)
    base, since = chosen
    counting = [one for one in pauses if one.until is None or one.until > since]
    due = put_off(base, limit.clock, counting, begun=step.started_at, calendar=calendar)
    if step.second_due_at is not None and step.limit_number == 1:
        second = plan.limits(step)[-1]
        later = put_off(second.due, second.clock, pauses, begun=step.started_at, calendar=calendar)
        step.second_due_at = max(step.second_due_at, later)
    if due == step.due_at:
        reset_alarms(plan, step, now=at)
        return
    move(plan, step, to=replace(limit, due=utc(due)), cause=cause, at=at).waited = True


def _chosen_dates(steps: list[PlanStep]) -> dict[UUID, tuple[datetime, datetime]]:
    """By step the date that stands without any waiting, and since when it does."""
    found = {step.id: (step.original_due_at, step.started_at) for step in steps}
    query = (
        sa.select(StepChange)
        .where(
            StepChange.step_id.in_(list(found)),
            StepChange.waited.is_(False),
            StepChange.before != StepChange.after,
        )
        .order_by(StepChange.at, StepChange.id)
    )
    return found | {change.step_id: (change.after, change.at) for change in db.session.scalars(query)}
