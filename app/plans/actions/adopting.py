"""A municipality takes on a version of the plan."""

from datetime import datetime
from uuid import uuid4

from app.database import db, insert_once
from app.labels import N_
from app.municipalities.models import Municipality
from app.plans.models import Plan, PlanKind, PlanRule
from app.plans.template import CASE_STEPS, EVENT_STEPS

FIRST_VERSION = 1
NAME = N_("Präventionsplan")


def adopt_default(municipality: Municipality, *, at: datetime) -> bool:
    """Load the default plan as the first version; false if there is one already."""
    own, plan_id = {"municipality_id": municipality.id}, uuid4()
    key = ("municipality_id", "version")
    insert_once(Plan, key, **own, id=plan_id, version=FIRST_VERSION, name=NAME, adopted_at=at)
    if db.session.get(Plan, plan_id) is None:
        return False
    for kind, steps in ((PlanKind.CASE, CASE_STEPS), (PlanKind.EVENT, EVENT_STEPS)):
        for position, step in enumerate(steps):
            db.session.add(
                PlanRule(
                    **own, plan_id=plan_id, kind=kind, code=step.code, position=position, rule=step.to_row()
                )
            )
    db.session.flush()
    return True
