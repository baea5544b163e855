"""A municipality takes on a version of the plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.database import db, insert_once
from app.labels import N_
from app.municipalities.models import Municipality
from app.municipalities.scope import here
from app.plans.codes import PlanKind, PlanSource
from app.plans.models import Plan, PlanRule
from app.plans.template import CASE_STEPS, EVENT_STEPS, Step, StepRule

FIRST_VERSION = 1
NAME = N_("Präventionsplan")
KEY = ("municipality_id", "version")

Steps = Mapping[PlanKind, Sequence[Step]]


def adopt_default(municipality: Municipality, *, at: datetime) -> bool:
    """Load the default plan as the first version; false if there is one already."""
    own, plan_id = {"municipality_id": municipality.id}, uuid4()
    insert_once(Plan, KEY, **own, id=plan_id, version=FIRST_VERSION, name=NAME, adopted_at=at)
    if db.session.get(Plan, plan_id) is None:
        return False
    _write(plan_id, {PlanKind.CASE: CASE_STEPS, PlanKind.EVENT: EVENT_STEPS}, municipality.id)
    return True


def adopt(  # noqa: PLR0913 - a version is all of these
    steps: Steps,
    *,
    note: str,
    source: PlanSource,
    template_version: int | None,
    edited_by: UUID | None,
    approved_by: UUID | None,
    at: datetime,
) -> UUID:
    """The next version, from now on the newest. What it leaves out stays in it to explain what has been."""
    before = db.session.scalars(sa.select(Plan).order_by(Plan.version.desc()).limit(1)).one_or_none()
    new = Plan(
        version=before.version + 1 if before else FIRST_VERSION,
        name=before.name if before else NAME,
        adopted_at=at,
        note=note,
        source=source,
        template_version=template_version,
        edited_by=edited_by,
        approved_by=approved_by,
    )
    db.session.add(new)
    db.session.flush()
    kept = {step.code for step in steps[PlanKind.CASE]}
    gone = [rule for rule in _case_rows(before) if rule["id"] not in kept]
    retired = [StepRule.from_row({**row, **RETIRED}) for row in gone]
    _write(new.id, {**steps, PlanKind.CASE: [*steps[PlanKind.CASE], *retired]}, here())
    return new.id


#: What a step has no more when it is taken out of the plan.
RETIRED = {
    "retired": "yes",
    "first_wave": "no",
    "repeat_clock": "",
    "repeat_amount": "",
    "repeat_max": "",
}


def _case_rows(plan: Plan | None) -> Sequence[dict[str, str]]:
    if plan is None:
        return ()
    of_a_case = sa.select(PlanRule.rule).where(PlanRule.plan_id == plan.id, PlanRule.kind == PlanKind.CASE)
    return db.session.scalars(of_a_case.order_by(PlanRule.position)).all()


def _write(plan_id: UUID, steps: Steps, municipality_id: UUID) -> None:
    own = {"municipality_id": municipality_id, "plan_id": plan_id}
    for kind, listed in steps.items():
        for position, step in enumerate(listed):
            rule = PlanRule(**own, kind=kind, code=step.code, position=position, rule=step.to_row())
            db.session.add(rule)
    db.session.flush()
