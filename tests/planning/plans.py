"""A town with a plan, a draft of the next version, and what a test does with them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.municipalities.models import Municipality
from app.municipalities.rules import MunicipalityKind
from app.planning.actions import approving, drafting
from app.planning.models import PlanDraftStep
from app.plans.actions.adopting import adopt_default
from app.plans.cells import Row
from app.plans.models import Plan, PlannedCase
from app.workdays import Land
from tests import make

NOTE = "Erstkontakt schneller, Fallsichtung öfter."


def with_plan(town: make.Town) -> None:
    adopt_default(town.municipality, at=make.NOON)
    db.session.commit()


def begun(town: make.Town) -> None:
    """Coordination has begun a draft; committed."""
    with_plan(town)
    drafting.begin(by=town.coordinator.id, at=make.NOON)
    db.session.commit()


def rule_id(code: str) -> UUID:
    return db.session.scalars(sa.select(PlanDraftStep.id).where(PlanDraftStep.code == code)).one()


def row(code: str) -> Row:
    return db.session.scalars(sa.select(PlanDraftStep.rule).where(PlanDraftStep.code == code)).one()


def edit(code: str, by: UUID, **cells: str) -> None:
    """Change cells of a step of the draft; committed."""
    step = {"shown": None, "read": dict, "by": by, "at": make.NOON}
    drafting.change_step(rule_id(code), {**row(code), **cells}, **step)
    db.session.commit()


def approved(town: make.Town) -> UUID:
    """The draft goes its way; the id of the new version; committed."""
    approving.submit(NOTE, by=town.coordinator.id, at=make.NOON)
    version = approving.approve(shown=None, by=town.management.id, at=make.NOON)
    db.session.commit()
    return version


def versions() -> list[int]:
    return list(db.session.scalars(sa.select(Plan.version).order_by(Plan.version)))


def state_office(land: Land = Land.NW) -> Municipality:
    """The office that publishes templates; committed."""
    values: dict[str, Any] = {"kind": MunicipalityKind.STATE_POOL, "land": land, "created_at": make.NOON}
    office = Municipality(slug="land", name="Landesstelle", service_hours=make.HOURS, **values)
    db.session.add(office)
    db.session.commit()
    return office


def version_of(case: Case) -> int | None:
    query = sa.select(Plan.version).join(PlannedCase, PlannedCase.plan_id == Plan.id)
    return db.session.scalar(query.where(PlannedCase.case_id == case.id))
