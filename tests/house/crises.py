"""A municipality in phase red, with a row of everything that hangs on it."""

from typing import Any
from uuid import UUID

from app.crisis.models import (
    Call,
    Contact,
    Crisis,
    CrisisRecommendation,
    EventStep,
    EventStepChange,
    LogEntry,
    PhaseChange,
    Signal,
)
from app.crisis.rules.words import EntryKind, EventEnd, Source, Weight
from app.database import db
from app.plans.codes import Phase, Trigger
from app.plans.models import Plan
from tests import make
from tests.house.people import added


def in_red(town: make.Town) -> dict[str, Any]:
    """By the variables that stand for these rows in an address."""
    by = town.coordinator.id
    plan_id = db.session.query(Plan.id).scalar()
    contact = added(
        Contact(function="DUTY_OFFICER", position=1, name="Rudi Ruf", phone="0221 4711", changed_at=make.NOON)
    )
    crisis = added(
        Crisis(
            exercise=False, slot="REAL", phase=Phase.RED, phase_since=make.NOON, trigger=Trigger.T01,
            plan_id=plan_id, opened_at=make.NOON, opened_by=by, entries=1, debriefed_at=make.NOON,
            debriefed_by=by,
        )
    )  # fmt: skip
    own, said = {"crisis_id": crisis.id}, {"at": make.NOON, "by": by}
    added(PhaseChange(**own, phase=Phase.RED, **said))
    added(LogEntry(**own, number=1, noted_at=make.NOON, kind=EntryKind.NOTE, facts={}, **said))
    added(CrisisRecommendation(**own, noted_at=make.NOON, noted_by=by, addressed_to="PRESS"))
    moments = {"alarm_at": make.NOON, "called_at": make.NOON, "answer_by": make.later(minutes=15)}
    call = added(Call(**own, contact_id=contact.id, function="DUTY_OFFICER", **moments))
    return {
        **own,
        "contact_id": contact.id,
        "alarm_id": call.id,
        "signal_id": _signal(by).id,
        "event_step_id": _step(crisis, plan_id, by).id,
    }


def _signal(by: UUID) -> Signal:
    return added(
        Signal(
            trigger=Trigger.T04, source=Source.PERSON, weight=Weight.POTENTIAL, noted_at=make.NOON,
            noted_by=by, figures={},
        )
    )  # fmt: skip


def _step(crisis: Crisis, plan_id: UUID, by: UUID) -> EventStep:
    """One that is done, with its result, and one that is open and was put off."""
    own = {
        "about": str(crisis.id), "crisis_id": crisis.id, "plan_id": plan_id, "trigger": Trigger.RED_ENTRY,
        "code": "E-R13", "started_at": make.NOON, "due_at": make.later(days=1), "whole_day": False,
        "holder": "CRISIS_LEAD",
    }  # fmt: skip
    added(EventStep(**own, round=1, ended_at=make.NOON, end=EventEnd.DONE))
    step = added(EventStep(**own, round=2))
    put_off = {"due_before": make.later(hours=8), "due_after": step.due_at}
    held = {"held_before": step.holder, "held_after": step.holder}
    added(EventStepChange(step_id=step.id, at=make.NOON, by=by, **put_off, **held))
    return step
