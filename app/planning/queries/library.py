"""The library: all versions of a municipality's plan, and the template of its Land."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.database import db
from app.municipalities.models import Municipality
from app.municipalities.rules import MunicipalityKind
from app.municipalities.scope import acting_in, here
from app.planning.rules.comparing import Steps
from app.plans.codes import PlanKind, PlanSource
from app.plans.models import Plan, PlanRule
from app.plans.template import EventRule, Step, StepRule
from app.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version with what it changed and who stands behind it."""

    id: UUID
    name: str
    version: int
    adopted_at: datetime
    note: str
    source: PlanSource
    template_version: int | None
    edited_by: str | None
    approved_by: str | None


@dataclass(frozen=True)
class Template:
    """What the state's office has published, with its name."""

    office_id: UUID
    office: str
    version: Version


def versions() -> list[Version]:
    """Newest first; one statement."""
    editor, approver = aliased(User), aliased(User)
    query = (
        sa.select(Plan, editor.name, approver.name)
        .outerjoin(editor, editor.id == Plan.edited_by)
        .outerjoin(approver, approver.id == Plan.approved_by)
        .order_by(Plan.version.desc())
    )
    return [_version(*row) for row in db.session.execute(query)]


def newest() -> Version | None:
    plan = db.session.scalar(sa.select(Plan).order_by(Plan.version.desc()).limit(1))
    return _version(plan, None, None) if plan else None


def version_of(version_id: UUID) -> Version:
    plan = db.session.scalar(sa.select(Plan).where(Plan.id == version_id))
    if plan is None:
        raise NotFound
    return _version(plan, None, None)


def before(version: Version) -> Version | None:
    """The version that it followed."""
    query = sa.select(Plan).where(Plan.version < version.version).order_by(Plan.version.desc()).limit(1)
    plan = db.session.scalar(query)
    return _version(plan, None, None) if plan else None


def steps_of(version_id: UUID | None) -> Steps:
    """The steps of a version by plan, in its order; what was taken out of it is left out."""
    query = (
        sa.select(PlanRule).where(PlanRule.plan_id == version_id).order_by(PlanRule.kind, PlanRule.position)
    )
    found: dict[PlanKind, list[Step]] = {kind: [] for kind in PlanKind}
    for row in db.session.scalars(query):
        if row.rule.get("retired") != "yes":
            step = StepRule.from_row(row.rule) if row.kind is PlanKind.CASE else EventRule.from_row(row.rule)
            found[row.kind].append(step)
    return found


def known_codes() -> dict[str, str]:
    """Every code that a version here has ever had, with the label of its last step."""
    query = sa.select(PlanRule.code, PlanRule.rule).join(Plan, Plan.id == PlanRule.plan_id)
    rows = db.session.execute(query.order_by(Plan.version))
    return {code: rule["label_de"] for code, rule in rows}


def is_state_office() -> bool:
    """Whether this is the office that publishes templates."""
    return db.session.get_one(Municipality, here()).kind is MunicipalityKind.STATE_POOL


def template() -> Template | None:
    """What the state's office of the own Land has published last; two statements. None for that office.

    A template is published: it holds nothing of any case, and leaves the walls of its office only here.
    """
    office = db.session.scalar(_state_office())
    if office is None:
        return None
    with acting_in(office.id):
        version = newest()
    return Template(office.id, office.name, version) if version else None


def template_steps(found: Template) -> Steps:
    with acting_in(found.office_id):
        return steps_of(found.version.id)


def _state_office() -> sa.Select[Municipality]:
    own = sa.select(Municipality.land).where(Municipality.id == here()).scalar_subquery()
    query = sa.select(Municipality).where(
        Municipality.kind == MunicipalityKind.STATE_POOL, Municipality.land == own, Municipality.id != here()
    )
    return query.order_by(Municipality.slug).limit(1)


def _version(plan: Plan, editor: str | None, approver: str | None) -> Version:
    return Version(
        id=plan.id,
        name=plan.name,
        version=plan.version,
        adopted_at=plan.adopted_at,
        note=plan.note,
        source=plan.source,
        template_version=plan.template_version,
        edited_by=editor,
        approved_by=approver,
    )
