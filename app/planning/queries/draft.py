"""The draft: how far it is, what stands in it, what is missing, and what it changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.accounts.queries import counts_on
from app.database import db
from app.events import ask
from app.planning.models import PlanDraft, PlanDraftStep
from app.planning.queries.library import is_state_office, steps_of
from app.planning.rules.checking import built
from app.planning.rules.comparing import StepDifference, Steps, differences
from app.planning.rules.drafts import DraftStatus
from app.planning.rules.gaps import Finding, findings
from app.plans.actions.starting import FILLED
from app.plans.cells import Row
from app.plans.codes import Addressee, PlanKind, PlanSource, StepRole
from app.plans.events import RolesFilled
from app.plans.models import Plan
from app.plans.template import EventRule, Step, StepRule
from app.refusals import NotFound
from app.versions import Author

#: By whom steps of these roles are done; the others are named in each case, or belong to the pool.
HELD_BY: Mapping[StepRole, Role] = {
    StepRole.COORDINATION: Role.COORDINATOR,
    StepRole.MANAGEMENT: Role.MANAGEMENT,
    StepRole.PRIVACY: Role.PRIVACY_OFFICER,
    StepRole.MEDIATOR: Role.MEDIATOR,
}
#: Whom of the event plan somebody fills, the event plan knows.
OF_THE_EVENT = frozenset({StepRole.CRISIS_TEAM, StepRole.CRISIS_LEAD})


@dataclass(frozen=True, kw_only=True)
class DraftHead:
    """How far the draft is, and who had a hand in it."""

    id: UUID
    status: DraftStatus
    source: PlanSource
    template_version: int | None
    based_on_id: UUID | None
    based_on: int | None
    note: str
    returned: str
    changed_at: datetime
    changed_by: str | None
    submitted_at: datetime | None
    editors: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status is DraftStatus.OPEN


@dataclass(frozen=True)
class DraftLine:
    """A step of the draft with its own id."""

    id: UUID
    step: Step


@dataclass(frozen=True)
class DraftPage:
    """Everything that pages of the draft show."""

    head: DraftHead
    lines: Mapping[PlanKind, tuple[DraftLine, ...]]
    before: Steps
    filled: frozenset[Addressee]

    @property
    def steps(self) -> Steps:
        return {kind: [line.step for line in lines] for kind, lines in self.lines.items()}

    @property
    def ids(self) -> Mapping[str, UUID]:
        """The id of each step by its code."""
        return {line.step.code: line.id for lines in self.lines.values() for line in lines}

    @cached_property
    def differences(self) -> list[StepDifference]:
        return differences(self.before, self.steps)

    @cached_property
    def findings(self) -> list[Finding]:
        return findings(self.steps, filled=self.filled)

    @cached_property
    def changed(self) -> Mapping[str, StepDifference]:
        return {one.step.code: one for one in self.differences}

    @property
    def groups(self) -> list[tuple[tuple[int, int], list[DraftLine]]]:
        """The steps of the case plan by the stages they are for; those for every stage first."""
        found: dict[tuple[int, int], list[DraftLine]] = {}
        for line in self.lines[PlanKind.CASE]:
            if isinstance(line.step, StepRule):
                found.setdefault((line.step.glasl_min, line.step.glasl_max), []).append(line)
        return sorted(found.items(), key=lambda group: (group[0] != (1, 9), *group[0]))

    @property
    def phases(self) -> list[tuple[str, list[DraftLine]]]:
        """Those of the event plan by phase."""
        found: dict[str, list[DraftLine]] = {}
        for line in self.lines[PlanKind.EVENT]:
            if isinstance(line.step, EventRule):
                found.setdefault(line.step.phase.label, []).append(line)
        return list(found.items())


@dataclass(frozen=True, kw_only=True)
class DraftStep:
    """A step as its form needs it."""

    id: UUID
    kind: PlanKind
    code: str
    row: Row
    author: Author


def draft_head() -> DraftHead | None:
    """None while nobody works on a draft; two statements."""
    found = db.session.execute(
        sa.select(PlanDraft, Plan.version).outerjoin(Plan, Plan.id == PlanDraft.based_on_id)
    ).one_or_none()
    if found is None:
        return None
    draft, based_on = found
    ids = [UUID(one) for one in draft.editors]
    rows = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(ids)))
    names = {user_id: name for user_id, name in rows}
    return DraftHead(
        id=draft.id,
        status=draft.status,
        source=draft.source,
        template_version=draft.template_version,
        based_on_id=draft.based_on_id,
        based_on=based_on,
        note=draft.note,
        returned=draft.returned,
        changed_at=draft.changed_at,
        changed_by=names.get(draft.changed_by),
        submitted_at=draft.submitted_at,
        editors=tuple(names[one] for one in ids if one in names),
    )


def draft_page(today: date) -> DraftPage:
    """``NotFound`` if there is no draft; five statements."""
    head = draft_head()
    if head is None:
        raise NotFound
    return DraftPage(head, _lines(head.id), steps_of(head.based_on_id), filled(today))


def draft_rules() -> list[StepRule]:
    """The steps of its case plan alone; ``NotFound`` if there is no draft. One statement."""
    query = sa.select(PlanDraft.id, PlanDraftStep.rule).outerjoin(
        PlanDraftStep,
        sa.and_(
            PlanDraftStep.municipality_id == PlanDraft.municipality_id,
            PlanDraftStep.draft_id == PlanDraft.id,
            PlanDraftStep.kind == PlanKind.CASE,
        ),
    )
    found = db.session.execute(query.order_by(PlanDraftStep.position, PlanDraftStep.code)).all()
    if not found:
        raise NotFound
    return [StepRule.from_row(row) for _, row in found if row]


def draft_step(rule_id: UUID) -> DraftStep:
    """``NotFound`` if the draft has no such step."""
    query = (
        sa.select(PlanDraftStep, User.name)
        .outerjoin(User, User.id == PlanDraftStep.changed_by)
        .where(PlanDraftStep.id == rule_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    step, name = found
    return DraftStep(
        id=step.id,
        kind=step.kind,
        code=step.code,
        row=step.rule,
        author=Author(name, step.changed_at, step.changed_by),
    )


def filled(today: date) -> frozenset[Addressee]:
    """The roles of the plan that somebody here can hold; those of a template are for others to fill."""
    if is_state_office():
        return frozenset(StepRole)
    query = sa.select(Membership.role).where(*counts_on(today)).distinct()
    roles = set(db.session.scalars(query))
    ours = {role for role in FILLED - OF_THE_EVENT if role not in HELD_BY or HELD_BY[role] in roles}
    return frozenset(ours | (ask(RolesFilled(today=today)) & OF_THE_EVENT))


def _lines(draft_id: UUID) -> Mapping[PlanKind, tuple[DraftLine, ...]]:
    query = sa.select(PlanDraftStep).where(PlanDraftStep.draft_id == draft_id)
    rows: Collection[PlanDraftStep] = db.session.scalars(
        query.order_by(PlanDraftStep.position, PlanDraftStep.code)
    ).all()
    return {
        kind: tuple(DraftLine(row.id, built(kind, row.rule)) for row in rows if row.kind is kind)
        for kind in PlanKind
    }
