"""A case with its plan at work: its rules, its steps and the moments that they hang on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, CaseLead, ContactAttempt, LeadKind, Party
from app.database import db
from app.municipalities.queries import calendar
from app.plans.codes import Anchor, PlanKind, StepRole
from app.plans.deadlines import Limit
from app.plans.models import AnchorMoment, Plan, PlannedCase, PlanRule, PlanStep, StepEnd
from app.plans.pauses import Pause
from app.plans.queries.calendars import calendar_of_lead
from app.plans.queries.pauses import pauses_of
from app.plans.reckoning import Dated, Ground, date_of, limits_of
from app.plans.rules import Run, Situation
from app.plans.template import MEASURE, StepRule
from app.workdays import Calendar

#: The step whose result is the safety clearance for mediation at stage 7.
CLEARANCE = "F29"


@dataclass
class CasePlan:
    """Everything that a decision about the steps of one case needs."""

    case: Case
    rules: Mapping[str, StepRule]
    steps: list[PlanStep]
    moments: list[AnchorMoment]
    calendar: Calendar
    plan_id: UUID | None = None
    pauses: Mapping[UUID, tuple[Pause, ...]] = field(default_factory=dict)
    lead_calendar: Calendar | None = None
    """Of the lead's office, where that has hours or closing days of its own."""

    @property
    def priority(self) -> str | None:
        return self.case.priority.value if self.case.priority else None

    @property
    def open_steps(self) -> list[PlanStep]:
        return [step for step in self.steps if step.ended_at is None]

    @property
    def search(self) -> int:
        """The number of the last search for mediators; 0 if there was none."""
        return sum(moment.anchor == Anchor.MEDIATION_AGREED for moment in self.moments)

    def situation(self) -> Situation:
        """What the rules must know of the case; of conditions, whoever tells what happened knows."""
        opened = max((m.at for m in self.moments if m.anchor == Anchor.CASE_OPENED), default=None)
        return Situation(
            stage=self.case.glasl_stage,
            clearance=self.cleared,
            running=frozenset(Run(step.code, step.subject) for step in self.open_steps),
            done=frozenset(Run(step.code, step.subject) for step in self.steps if _settled(step, opened)),
        )

    @property
    def cleared(self) -> bool:
        return any(step.code == CLEARANCE and step.end is StepEnd.DONE for step in self.steps)

    def calendar_for(self, holder: str) -> Calendar:
        """What the lead holds counts on the calendar of the lead's office."""
        own = self.lead_calendar if holder == StepRole.CASE_LEAD else None
        return own or self.calendar

    def calendar_of(self, step: PlanStep) -> Calendar:
        return self.calendar_for(step.holder)

    def dated(self, step: PlanStep) -> Dated:
        """The step with all that its date is made of."""
        return Dated(step, self.moments, self.priority, self.pauses.get(step.id, ()))

    def ground(self, step: PlanStep) -> Ground:
        return Ground(self.rules[step.code], self.calendar_of(step))

    def limits(self, step: PlanStep) -> tuple[Limit, ...]:
        """The limits of the step as the plan counts them today, whatever anybody has moved since."""
        return limits_of(
            step,
            self.rules[step.code],
            moments=self.moments,
            priority=self.priority,
            calendar=self.calendar_of(step),
        )

    def counted(self, step: PlanStep) -> Limit:
        """The limit that the step runs on now, as the plan counts it."""
        found = self.limits(step)
        return found[min(step.limit_number, len(found)) - 1]

    def reckoned(self, step: PlanStep) -> Limit:
        """The same with the waiting that is over."""
        return replace(self.counted(step), due=date_of(self.dated(step), self.ground(step)))

    def limit(self, step: PlanStep) -> Limit:
        """The limit that the step runs on now, with the date that stands."""
        return replace(self.counted(step), due=step.due_at)


def running(case_id: UUID) -> CasePlan | None:
    """The plan of a case: the version it began with, else the newest; None if there is no plan yet."""
    found = db.session.execute(
        sa.select(Case, PlannedCase.plan_id)
        .outerjoin(
            PlannedCase,
            sa.and_(PlannedCase.case_id == Case.id, PlannedCase.municipality_id == Case.municipality_id),
        )
        .where(Case.id == case_id)
    ).one_or_none()
    plan_id = (found[1] or newest_plan()) if found else None
    if found is None or plan_id is None:
        return None
    general = calendar()
    return CasePlan(
        case=found[0],
        rules={rule.code: rule for rule in (*rules_of(plan_id), MEASURE)},
        steps=steps_of(case_id),
        moments=list(db.session.scalars(sa.select(AnchorMoment).where(AnchorMoment.case_id == case_id))),
        calendar=general,
        plan_id=plan_id,
        pauses=pauses_of(case_id),
        lead_calendar=calendar_of_lead(case_id, general),
    )


def newest_plan() -> UUID | None:
    return db.session.scalar(sa.select(Plan.id).order_by(Plan.version.desc()).limit(1))


def rules_of(plan_id: UUID | None) -> Iterable[StepRule]:
    """The case steps of a version, in the order of the plan."""
    query = (
        sa.select(PlanRule.rule)
        .where(PlanRule.plan_id == plan_id, PlanRule.kind == PlanKind.CASE)
        .order_by(PlanRule.position)
    )
    return [_read(tuple(row.items())) for row in db.session.scalars(query)]


@lru_cache(maxsize=1024)
def _read(row: tuple[tuple[str, str], ...]) -> StepRule:
    """The same words always mean the same; each event of a case reads the whole plan."""
    return StepRule.from_row(dict(row))


def rule_of(step: PlanStep) -> StepRule:
    """What the plan says of this step, in the version of its case."""
    if step.code == MEASURE.code:
        return MEASURE
    query = (
        sa.select(PlanRule.rule)
        .join(PlannedCase, PlannedCase.plan_id == PlanRule.plan_id)
        .where(PlannedCase.case_id == step.case_id, PlanRule.code == step.code)
    )
    return StepRule.from_row(db.session.scalars(query).one())


def steps_of(case_id: UUID) -> list[PlanStep]:
    query = sa.select(PlanStep).where(PlanStep.case_id == case_id).order_by(PlanStep.started_at, PlanStep.id)
    return list(db.session.scalars(query))


def has_lead(case_id: UUID, at: datetime) -> bool:
    """Whether a lead is named; the acting one doesn't count."""
    lead = sa.exists().where(
        CaseLead.municipality_id == Case.municipality_id,
        CaseLead.case_id == Case.id,
        CaseLead.kind == LeadKind.LEAD,
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )
    return bool(db.session.scalar(sa.select(lead).select_from(Case).where(Case.id == case_id)))


def attempts_in_vain(case_id: UUID) -> int:
    """How often the party was tried that was never reached; the highest number, 0 if all were reached."""
    query = (
        sa.select(sa.func.count(ContactAttempt.id))
        .select_from(Party)
        .join(
            ContactAttempt,
            sa.and_(
                ContactAttempt.party_id == Party.id, ContactAttempt.municipality_id == Party.municipality_id
            ),
        )
        .where(Party.case_id == case_id, Party.first_contact_at.is_(None))
        .group_by(Party.id)
    )
    return max(db.session.scalars(query), default=0)


def _settled(step: PlanStep, opened: datetime | None) -> bool:
    """Ended since the case was last opened, and not because its ground fell away: that may start again."""
    if step.ended_at is None or step.end in {StepEnd.OUT_OF_RANGE, StepEnd.PLAN_CHANGED}:
        return False
    if step.end is StepEnd.NOT_NEEDED and step.ended_by is None:
        return False
    return opened is None or step.ended_at >= opened
