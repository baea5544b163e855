"""A step of the event plan is put off or given to somebody else, on the spot and with the reason."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.crisis.actions.log import write
from app.crisis.actions.steps import limit_of, moments_of
from app.crisis.actions.telling import tell_of_step
from app.crisis.events import News
from app.crisis.models import Crisis, EventAlarm, EventStep, EventStepChange
from app.crisis.queries.people import can_be_handed
from app.crisis.queries.plan import event_plan
from app.crisis.rules.words import STEP_HANDED, STEP_PUT_OFF, EntryKind, held_by, holder_label
from app.database import db
from app.labels import N_
from app.localtime import local
from app.municipalities.queries import calendar
from app.plans import deadlines
from app.plans.codes import LadderRole, RegisterFunction, StepRole
from app.plans.queries.lines import deadline
from app.plans.template import EventRule
from app.refusals import NotAllowed
from app.versions import insist

ROUND = "ROUND"
ENDED = N_("Dieser Schritt ist schon beendet.")
NO_REASON = N_("Bitte nennen Sie den Grund.")
SAME = N_("Dort liegt der Schritt schon.")
NOBODY = N_("Dafür ist zurzeit niemand da. Bitte wählen Sie jemand anderen.")


def put_off(  # noqa: PLR0913 - which step, until when, why, by whose word, when, and seen on which page
    step: EventStep, *, to: datetime, reason: str, by: UUID, at: datetime, shown: str | None = None
) -> None:
    """Move the date of an open step to a later one; what is to come of its alarms is counted anew.

    ``shown``: the seal of the date that the page had shown; raises ``Outrun`` if it was moved since.
    """
    db.session.refresh(step, with_for_update=True)
    insist(shown, deadline(step.due_at, whole_day=step.whole_day))
    if step.ended_at is not None:
        raise NotAllowed(ENDED)
    rule = event_plan(step.plan_id).rules[step.code]
    limit = deadlines.extend(limit_of(step, rule), to=to, reason=reason, now=at, calendar=calendar())
    before, step.due_at = step.due_at, limit.due
    _note(step, reason, by=by, at=at, due_before=before)
    _ring_anew(step, rule, at=at)
    crisis = _crisis(step)
    if crisis is not None:
        until = f"{local(step.due_at):{'%d.%m.%Y' if step.whole_day else '%d.%m.%Y, %H:%M'}}"
        facts = {"step": rule.label, "until": until}
        write(crisis, EntryKind.STEP, STEP_PUT_OFF, by=by, at=at, reason=reason.strip(), **facts)


def hand_on(  # noqa: PLR0913 - which step, to whom, why, by whose word, when, and seen on which page
    step: EventStep, *, to: str, reason: str, by: UUID, at: datetime, shown: str | None = None
) -> None:
    """Give an open step to another role or function, which is told at once; reminders follow it.

    ``to``: a code of ``rules.words.FUNCTIONS`` for which there is somebody. ``shown``: the seal of the holder
    that the page had shown; raises ``Outrun`` if it is another by now.
    """
    db.session.refresh(step, with_for_update=True)
    before = held_by(step.holder, step.contact)
    insist(shown, {"holder": before})
    if step.ended_at is not None:
        raise NotAllowed(ENDED)
    if not reason.strip():
        raise NotAllowed(NO_REASON)
    if to == before:
        raise NotAllowed(SAME)
    if to not in {code for code, _label in can_be_handed(at)}:
        raise NotAllowed(NOBODY)
    is_contact = to in {one.value for one in RegisterFunction}
    step.holder = StepRole.COORDINATION.value if is_contact else to
    step.contact = to if is_contact else None
    _note(step, reason, by=by, at=at, held_before=before)
    crisis = _crisis(step)
    if crisis is not None:
        facts = {"step": event_plan(step.plan_id).rules[step.code].label, "who": holder_label(to)}
        write(crisis, EntryKind.STEP, STEP_HANDED, by=by, at=at, reason=reason.strip(), **facts)
    tell_of_step(News.TASK, step, [LadderRole.HOLDER], at=at, occurrence=f"HANDED|{at.isoformat()}")


def _note(
    step: EventStep,
    reason: str,
    *,
    by: UUID,
    at: datetime,
    due_before: datetime | None = None,
    held_before: str | None = None,
) -> None:
    held = held_by(step.holder, step.contact)
    change = EventStepChange(
        step_id=step.id,
        at=at,
        by=by,
        due_before=due_before or step.due_at,
        due_after=step.due_at,
        held_before=held_before or held,
        held_after=held,
    )
    change.reason = reason.strip()
    db.session.add(change)
    db.session.flush()


def _ring_anew(step: EventStep, rule: EventRule, *, at: datetime) -> None:
    """A new promise: what was told of the earlier date comes again for this one, if it is still to come."""
    known = {one.kind: one for one in db.session.scalars(sa.select(EventAlarm).filter_by(step_id=step.id))}
    moments = moments_of(step, rule)
    for kind, alarm in known.items():
        if kind not in moments and kind != ROUND and alarm.handled_at is None:
            db.session.delete(alarm)
    for kind, moment in moments.items():
        if moment <= at:
            continue
        if kind in known:
            known[kind].at, known[kind].handled_at, known[kind].late = moment, None, False
        else:
            db.session.add(EventAlarm(step_id=step.id, kind=kind, at=moment))
    db.session.flush()


def _crisis(step: EventStep) -> Crisis | None:
    return db.session.get(Crisis, step.crisis_id) if step.crisis_id else None
