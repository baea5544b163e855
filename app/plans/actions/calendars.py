"""A closing day comes or goes, service hours change, and open dates follow: each case once."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities import actions as municipalities
from app.plans.actions.dates import move, reset_alarms
from app.plans.closing import CalendarDeed, Calendars, Wish, insist
from app.plans.codes import StepRole
from app.plans.events import DatesMoved
from app.plans.models import CalendarChange, PlanStep
from app.plans.queries.calendars import calendars, changes_to_follow, office_of_lead
from app.plans.queries.running import CasePlan, running
from app.plans.reckoning import Ground, moved_date
from app.refusals import NotAllowed, Outrun
from app.versions import FASTER
from app.workdays import Calendar

#: So many cases follow at once; all others with the worker, as many at a time.
AT_ONCE = 50


def change_calendar(wish: Wish, *, shown: str, by: UUID, at: datetime) -> CalendarChange:
    """The change counts from now on, and the dates of the first cases follow in the same transaction.

    ``shown``: the hours that the page had shown.
    """
    municipalities.wait_for_others()
    if changes_to_follow():
        raise NotAllowed(
            N_(
                "Die letzte Änderung wird noch auf die Fälle übertragen. "
                "Bitte versuchen Sie es gleich noch einmal."
            )
        )
    before = calendars()
    if wish.what is CalendarDeed.HOURS and str(before.of(wish.office_id).service) != shown:
        raise Outrun(FASTER)
    insist(wish, before, today=local(at).date())
    _write(wish, before.with_change(wish))
    change = CalendarChange(
        at=at,
        by=by,
        office_id=wish.office_id,
        what=wish.what,
        day=wish.day,
        words=wish.words.strip(),
        before=before.saved(),
        moved=0,
    )
    db.session.add(change)
    db.session.flush()
    follow(change.id, at=at)
    return change


def follow(change_id: UUID, *, at: datetime) -> int:
    """Bring the dates of the next cases in line; how many cases that were. Each case comes once."""
    change = db.session.get_one(CalendarChange, change_id)
    db.session.refresh(change, with_for_update=True)
    if change.finished_at is not None:
        return 0
    before = Calendars.read(change.before)
    after = before.with_change(Wish(change.what, change.office_id, change.day, change.words))
    found = _next_cases(change)
    for case_id in found:
        change.moved += _follow(case_id, change, before=before, after=after)
        change.reached = case_id
    if len(found) < AT_ONCE:
        change.finished_at = at
    db.session.flush()
    return len(found)


def _follow(case_id: UUID, change: CalendarChange, *, before: Calendars, after: Calendars) -> int:
    plan = running(case_id)
    if plan is None:
        return 0
    office, moved = office_of_lead(case_id), 0
    for step in plan.open_steps:
        if step.started_at < change.at:
            place = office if step.holder == StepRole.CASE_LEAD else None
            moved += _moved(plan, step, change, old=before.of(place), new=after.of(place))
    if moved:
        cause = change.what.label
        publish(DatesMoved(case_id=case_id, actor_id=change.by, at=change.at, cause=cause, number=moved))
    return moved


def _moved(plan: CasePlan, step: PlanStep, change: CalendarChange, *, old: Calendar, new: Calendar) -> bool:
    rule = plan.rules[step.code]
    due = moved_date(plan.dated(step), before=Ground(rule, old), after=Ground(rule, new), at=change.at)
    if due == step.due_at:
        reset_alarms(plan, step, now=change.at)
        return False
    cause, limit = change.what.label, replace(plan.limit(step), due=due)
    noted = move(plan, step, to=limit, cause=cause, at=change.at, by=change.by)
    noted.reason = f"{change.day:%d.%m.%Y}: {change.words}" if change.day else change.words
    return True


def _next_cases(change: CalendarChange) -> list[UUID]:
    query = sa.select(PlanStep.case_id).where(PlanStep.ended_at.is_(None)).distinct()
    if change.reached is not None:
        query = query.where(PlanStep.case_id > change.reached)
    return list(db.session.scalars(query.order_by(PlanStep.case_id).limit(AT_ONCE)))


def _write(wish: Wish, after: Calendars) -> None:
    if wish.what is CalendarDeed.HOURS:
        municipalities.keep_hours(str(after.of(wish.office_id).service), office_id=wish.office_id)
    elif wish.day is not None and wish.what is CalendarDeed.CLOSE:
        municipalities.close_on(wish.day, reason=wish.words.strip(), office_id=wish.office_id)
    elif wish.day is not None:
        municipalities.open_on(wish.day, office_id=wish.office_id)
