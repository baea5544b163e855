"""What is overdue, for coordination's round: each case with its oldest overdue step, and who answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.queries.access import visible
from app.cases.rules.status import Status
from app.database import db
from app.notifications.recipients import Filled
from app.oversight.queries.cases import PAGE, RUNNING
from app.oversight.rules import Answering, Holding, Overdue
from app.plans.cells import code
from app.plans.codes import LadderRole, StepRole
from app.plans.models import PlannedCase, PlanRule, PlanStep
from app.plans.template import MEASURE


@dataclass(frozen=True)
class Round:
    """The most overdue first; ``more``: there are others after these."""

    rows: tuple[Overdue, ...]
    more: bool


def overdue(person: Viewer, now: datetime, *, only: Collection[UUID] | None = None) -> Round:
    """As many statements, however many cases; of ``only`` those chosen, with who does their steps."""
    query = (
        sa.select(Case.number, Case.status, Case.paused_from, PlanStep, PlanRule.rule)
        .select_from(PlanStep)
        .join(Case, sa.and_(Case.id == PlanStep.case_id, Case.municipality_id == PlanStep.municipality_id))
        .join(PlannedCase, PlannedCase.case_id == Case.id)
        .outerjoin(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
        .where(*RUNNING, PlanStep.due_at < now, PlanStep.id == _oldest(), visible(person, now))
        .order_by(PlanStep.due_at, PlanStep.id)
        .limit(PAGE + 1)
    )
    if only is not None:
        query = query.where(Case.id.in_(only))
    found = db.session.execute(query).all()
    steps = [step for _, _, _, step, _ in found]
    answering = _answering([step.case_id for step in steps], now)
    holding = _holding(steps, answering, now) if only is not None else {}
    rows = [
        Overdue(
            case_id=step.case_id,
            number=number,
            examined_at=paused_from if status is Status.PAUSED and paused_from else status,
            step_id=step.id,
            holder=code(StepRole, step.holder),
            due_at=step.due_at,
            whole_day=step.whole_day,
            code=step.code,
            step=rule["label_de"] if rule else MEASURE.label,
            answering=tuple(answering.get(step.case_id, ())),
            holding=holding.get(step.id, ()),
        )
        for number, status, paused_from, step, rule in found
    ]
    return Round(tuple(rows[:PAGE]), len(rows) > PAGE)


def _oldest() -> sa.ScalarSelect[UUID]:
    """Of the steps of the case that run now the one that was due first."""
    other = sa.orm.aliased(PlanStep)
    return (
        sa.select(other.id)
        .where(
            other.municipality_id == Case.municipality_id,
            other.case_id == Case.id,
            other.ended_at.is_(None),
            other.resting_since.is_(None),
        )
        .order_by(other.due_at, other.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def _holding(
    steps: Sequence[PlanStep], answering: Mapping[UUID, Sequence[Answering]], now: datetime
) -> dict[UUID, tuple[Holding, ...]]:
    """By step who does it, but for coordination, which looks at this page."""
    leads = [step for step in steps if step.holder == StepRole.CASE_LEAD]
    others = [step for step in steps if step.holder not in {StepRole.CASE_LEAD, StepRole.COORDINATION}]
    filled = Filled(others, now)
    people = {step.id: filled.people(LadderRole.HOLDER, step) for step in others}
    names = _names({user_id for found in people.values() for user_id, _ in found})
    return {
        step.id: tuple(Holding(one.user_id, one.name, None) for one in answering.get(step.case_id, ()))
        for step in leads
    } | {
        step_id: tuple(Holding(user_id, names[user_id], role) for user_id, role in found)
        for step_id, found in people.items()
    }


def _names(user_ids: Collection[UUID]) -> dict[UUID, str]:
    query = sa.select(User.id, User.name).where(User.id.in_(user_ids))
    return {key: name for key, name in db.session.execute(query)} if user_ids else {}


def _answering(case_ids: list[UUID], now: datetime) -> dict[UUID, list[Answering]]:
    """The lead before deputies and acting leads."""
    query = (
        sa.select(CaseLead.case_id, CaseLead.user_id, User.name, CaseLead.kind, CaseLead.starts_at)
        .join(User, User.id == CaseLead.user_id)
        .where(
            CaseLead.case_id.in_(case_ids),
            CaseLead.starts_at <= now,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > now),
        )
        .order_by(CaseLead.kind.desc(), CaseLead.starts_at, CaseLead.id)
    )
    found: dict[UUID, list[Answering]] = {}
    for case_id, user_id, name, kind, since in db.session.execute(query):
        found.setdefault(case_id, []).append(Answering(user_id, name, kind is LeadKind.LEAD, since))
    return found
