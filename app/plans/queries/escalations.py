"""How sharp a conflict was when, and who called for others: the history of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Case, StageRating
from app.cases.rules.screening import GLASL
from app.database import db
from app.events import ask
from app.plans.events import Told, ToldOfEscalation
from app.plans.models import Escalation, PlanStep
from app.plans.queries.running import rule_of
from app.refusals import NotFound
from app.versions import digest


@dataclass(frozen=True, kw_only=True)
class Rated:
    """One estimate; ``reason`` is for those who answer for the case."""

    at: datetime
    by: str
    stage: int
    reason: str | None

    @property
    def label(self) -> str:
        return GLASL[self.stage].label


@dataclass(frozen=True, kw_only=True)
class Called:
    """One escalation; ``step_id`` is the step it was about."""

    at: datetime
    by: str
    stage: int | None
    told: int
    step_id: UUID | None
    reason: str | None


def who_is_told(case: Case, *, by: UUID, at: datetime) -> tuple[Told, ...]:
    """In the order of their roles, then by name."""
    found: Iterable[Told] = ask(ToldOfEscalation(case_id=case.id, by=by, at=at, stage=case.glasl_stage))
    return tuple(sorted(found, key=lambda one: (one.role.value, one.name, str(one.user_id))))


def seal_of(told: Iterable[Told]) -> str:
    """Changes with the people and what they hear."""
    return digest([f"{one.user_id}|{one.share.value}" for one in told])


def ratings_of(case_id: UUID, *, with_reasons: bool) -> tuple[Rated, ...]:
    """The newest first; one statement."""
    query = (
        sa.select(StageRating, User.name)
        .join(User, User.id == StageRating.by)
        .where(StageRating.case_id == case_id)
        .order_by(StageRating.at.desc(), StageRating.id)
    )
    return tuple(
        Rated(at=row.at, by=name, stage=row.stage, reason=row.reason if with_reasons else None)
        for row, name in db.session.execute(query)
    )


def escalations_of(case_id: UUID) -> tuple[Called, ...]:
    """The newest first; one statement."""
    query = (
        sa.select(Escalation, User.name)
        .join(User, User.id == Escalation.by)
        .where(Escalation.case_id == case_id)
        .order_by(Escalation.at.desc(), Escalation.id)
    )
    return tuple(
        Called(at=row.at, by=name, stage=row.stage, told=row.told, step_id=row.step_id, reason=row.reason)
        for row, name in db.session.execute(query)
    )


def step_called_for(case_id: UUID, step_id: UUID) -> tuple[str, bool]:
    """Its label, and whether somebody still has to do it; ``NotFound`` if it is no step of this case."""
    step = db.session.scalar(sa.select(PlanStep).where(PlanStep.id == step_id, PlanStep.case_id == case_id))
    if step is None:
        raise NotFound
    return rule_of(step).label, step.ended_at is None
