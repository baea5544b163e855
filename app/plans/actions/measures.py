"""What a case conference agreed on is carried out as a step, with the date that was agreed."""

from datetime import date, datetime
from uuid import UUID

from app.database import db, insert_once
from app.localtime import end_of, utc
from app.municipalities.scope import here
from app.plans.actions.dates import set_alarms
from app.plans.actions.starting import STEP_KEY, begin
from app.plans.codes import Anchor, StepRole
from app.plans.models import PlanStep
from app.plans.queries.running import running
from app.plans.template import MEASURE


def agree(case_id: UUID, measure_id: UUID, *, due_on: date, by_lead: bool, at: datetime) -> None:
    """Start the step of a measure; its id is the measure's, so that one leads to the other.

    What another office does is held by coordination, which asks there.
    """
    plan = running(case_id)
    if plan is None:
        return
    begin(plan)
    due = utc(end_of(due_on))
    insert_once(
        PlanStep,
        STEP_KEY,
        id=measure_id,
        municipality_id=here(),
        case_id=case_id,
        code=MEASURE.code,
        subject=str(measure_id),
        round=1,
        anchor=Anchor.MEASURE_AGREED.value,
        anchor_at=at,
        started_at=at,
        by_hand=True,
        limit_number=1,
        due_at=due,
        whole_day=True,
        original_due_at=due,
        holder=(StepRole.CASE_LEAD if by_lead else StepRole.COORDINATION).value,
    )
    step = db.session.get(PlanStep, measure_id)
    if step is not None:
        plan.steps.append(step)
        set_alarms(plan, step)
