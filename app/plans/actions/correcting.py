"""Something happened on another day than the plan knows: what counts from it moves, with the reason."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import utc
from app.plans.actions.dates import move
from app.plans.actions.ending import open_plan
from app.plans.events import DatesMoved
from app.plans.queries.corrected import grounds_if, same_event
from app.plans.reckoning import insist_on_moment, moved_date
from app.refusals import NotAllowed

CORRECTED = N_("Ereignis berichtigt")


def correct_event(  # noqa: PLR0913 - which event, to when, why, by whose word, and when
    case_id: UUID, step_id: UUID, *, to: datetime, reason: str, by: UUID, at: datetime
) -> int:
    """Say when the event really was from which this step counts; how many dates that moves."""
    plan, step = open_plan(case_id, step_id)
    db.session.refresh(plan.case, with_for_update=True)
    insist_on_moment(step, to, at=at)
    if not reason.strip():
        raise NotAllowed(N_("Bitte nennen Sie den Grund."))
    moving = [
        (one, moved_date(plan.dated(one), before=before, after=after, at=at))
        for one, before, after in grounds_if(plan, step, to)
    ]
    same_moments, same_steps = same_event(plan, step)
    for moment in same_moments:
        moment.at = utc(to)
    for one in same_steps:
        one.anchor_at = utc(to)
    db.session.flush()
    moved = [(one, due) for one, due in moving if due != one.due_at]
    for one, due in moved:
        change = move(plan, one, to=replace(plan.limit(one), due=due), cause=CORRECTED, at=at, by=by)
        change.reason = reason.strip()
    publish(DatesMoved(case_id=case_id, actor_id=by, at=at, cause=CORRECTED, number=len(moved)))
    return len(moved)
