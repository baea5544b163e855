"""Open cases and another version of the plan: what would become of each; nothing is changed by asking."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.models import Case
from app.cases.queries.access import visible
from app.cases.rules.status import Status
from app.database import db
from app.planning.queries.library import Version, newest
from app.planning.rules.moving import Consequence, OpenStep, Standing, consequences
from app.plans.actions.starting import FILLED
from app.plans.cells import code
from app.plans.closing import Calendars
from app.plans.codes import Anchor, PlanKind, StepRole
from app.plans.models import AnchorMoment, Plan, PlannedCase, PlanRule, PlanStep
from app.plans.queries.calendars import calendars, lead_office
from app.plans.queries.pauses import pauses_of
from app.plans.queries.running import CasePlan
from app.plans.reckoning import FORWARD
from app.plans.rules import Happening, holder
from app.plans.template import MEASURE, StepRule

SHOWN = 30
OVER = (Status.CLOSED, Status.DELETED)
Rules = Mapping[str, StepRule]


@dataclass(frozen=True, kw_only=True)
class CaseToMove:
    """A case with what would become of it. ``seal`` tells whether that is still so."""

    case_id: UUID
    number: str
    version: int
    consequences: tuple[Consequence, ...]
    submitted_at: datetime

    @property
    def seal(self) -> str:
        said = [_plain(one) for one in self.consequences]
        return hashlib.sha256(json.dumps([self.version, said]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class SameFate:
    """Cases of the same version to which the same would happen."""

    cases: tuple[CaseToMove, ...]

    @property
    def version(self) -> int:
        return self.cases[0].version

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        return self.cases[0].consequences

    @property
    def number(self) -> str:
        return ", ".join(one.number for one in self.cases)


class Planned(NamedTuple):
    """A case, the version that it runs on, and the office of whoever leads it."""

    case: Case
    plan_id: UUID
    version: int
    office_id: UUID | None


@dataclass(frozen=True)
class MovingPage:
    """Cases that don't run on the newest version yet, ``rest`` beyond those shown."""

    version: Version
    cases: tuple[CaseToMove, ...]
    rest: int
    after: UUID | None

    @property
    def groups(self) -> tuple[SameFate, ...]:
        """Those to which the same would happen together, in the order of the oldest of each."""
        found: dict[tuple[object, ...], list[CaseToMove]] = defaultdict(list)
        for one in self.cases:
            found[
                one.version, *(replace(each, step_id=None, start=None) for each in one.consequences)
            ].append(one)
        return tuple(SameFate(tuple(some)) for some in found.values())


def moving_page(person: Viewer, now: datetime, *, after: UUID | None = None) -> MovingPage | None:
    """The oldest cases first; None while there is no plan. A dozen statements, however many cases."""
    version = newest()
    if version is None:
        return None
    waiting = _waiting(version.id).where(visible(person, now))
    if after is not None:
        place = db.session.execute(
            sa.select(Case.submitted_at, Case.id).where(Case.id == after)
        ).one_or_none()
        if place is not None:
            waiting = waiting.where(_beyond(*place))
    number = db.session.scalar(sa.select(sa.func.count()).select_from(waiting.subquery())) or 0
    cases = _cases(waiting.order_by(Case.submitted_at, Case.id).limit(SHOWN))
    rules = _rules({version.id, *(one.plan_id for one in cases)})
    new, loaded = rules[version.id], load(cases, rules, calendars())
    found = tuple(one.under(new, now) for one in loaded)
    rest = number - len(found)
    return MovingPage(version, found, rest, found[-1].case_id if rest and found else None)


def of_case(case_id: UUID, new_plan_id: UUID, now: datetime) -> tuple["Loaded", CaseToMove] | None:
    """One open case that runs on an older version; None if there is nothing to move."""
    cases = _cases(_waiting(new_plan_id).where(Case.id == case_id))
    rules = _rules({new_plan_id, *(one.plan_id for one in cases)})
    loaded = load(cases, rules, calendars())
    return (loaded[0], loaded[0].under(rules[new_plan_id], now)) if loaded else None


def examples(
    person: Viewer, now: datetime, rules: Sequence[StepRule], *, counts: Calendars, number: int = 3
) -> list[CaseToMove]:
    """Real open cases with the most steps at work, under rules that are not in force."""
    busy = (
        sa.select(PlanStep.case_id, sa.func.count(PlanStep.id).label("steps"))
        .where(PlanStep.ended_at.is_(None))
        .group_by(PlanStep.case_id)
        .subquery()
    )
    open_ones = _planned().join(busy, busy.c.case_id == Case.id)
    open_ones = open_ones.where(visible(person, now), Case.status.not_in(OVER))
    cases = _cases(open_ones.order_by(busy.c.steps.desc(), Case.submitted_at.desc(), Case.id).limit(number))
    new = {rule.code: rule for rule in rules}
    return [one.under(new, now) for one in load(cases, _rules({one.plan_id for one in cases}), counts)]


@dataclass(frozen=True)
class Loaded:
    """A case with its plan at work and everything that its dates hang on."""

    plan: CasePlan
    version: int

    def under(self, new: Rules, now: datetime) -> CaseToMove:
        """What would become of it if these rules counted."""
        plan, other = self.plan, self.with_rules(new)
        moments = {Happening(code(Anchor, m.anchor), m.subject): m.at for m in plan.moments}
        found = consequences(
            [_open(step, plan, other) for step in plan.open_steps if step.code != MEASURE.code],
            old=plan.rules,
            new=new,
            case=Standing(
                situation=plan.situation(),
                happened=moments,
                forward=FORWARD,
                priority=plan.priority,
                calendar=plan.calendar,
                now=now,
            ),
        )
        return CaseToMove(
            case_id=plan.case.id,
            number=plan.case.number,
            version=self.version,
            consequences=tuple(found),
            submitted_at=plan.case.submitted_at,
        )

    def with_rules(self, new: Rules, plan_id: UUID | None = None) -> CasePlan:
        plan = self.plan
        every = {**new, MEASURE.code: MEASURE}
        return replace(plan, rules=every, plan_id=plan_id)


def load(cases: Sequence[Planned], versions: Mapping[UUID, Rules], counts: Calendars) -> list[Loaded]:
    """All that belongs to these cases; a statement for each kind of row."""
    ids = [one.case.id for one in cases]
    steps, moments, pauses = _by_case(PlanStep, ids), _by_case(AnchorMoment, ids), pauses_of(*ids)
    return [
        Loaded(
            CasePlan(
                case=one.case,
                rules={**versions[one.plan_id], MEASURE.code: MEASURE},
                steps=steps[one.case.id],
                moments=moments[one.case.id],
                calendar=counts.general,
                plan_id=one.plan_id,
                pauses=pauses,
                lead_calendar=counts.of(one.office_id),
            ),
            one.version,
        )
        for one in cases
    ]


def _open(step: PlanStep, plan: CasePlan, other: CasePlan) -> OpenStep:
    rule = other.rules.get(step.code)
    return OpenStep(
        id=step.id,
        due_at=step.due_at,
        whole_day=step.whole_day,
        holder=code(StepRole, step.holder).label,
        old=plan.rules[step.code],
        new=rule,
        before=plan.reckoned(step),
        after=other.reckoned(step) if rule else None,
        new_holder=holder(rule, filled=FILLED).role.label if rule else "",
    )


def _beyond(submitted_at: datetime, case_id: UUID) -> sa.ColumnElement[bool]:
    later = Case.submitted_at > submitted_at
    return sa.or_(later, sa.and_(Case.submitted_at == submitted_at, Case.id > case_id))


def _planned() -> sa.Select[Case, UUID, int, UUID | None]:
    return (
        sa.select(Case, PlannedCase.plan_id, Plan.version, lead_office())
        .join(PlannedCase, PlannedCase.case_id == Case.id)
        .join(Plan, Plan.id == PlannedCase.plan_id)
    )


def _waiting(plan_id: UUID) -> sa.Select[Case, UUID, int, UUID | None]:
    return _planned().where(PlannedCase.plan_id != plan_id, Case.status.not_in(OVER))


def _cases(query: sa.Select[Case, UUID, int, UUID | None]) -> list[Planned]:
    return [Planned(*row) for row in db.session.execute(query)]


def _rules(plan_ids: Collection[UUID]) -> dict[UUID, dict[str, StepRule]]:
    query = sa.select(PlanRule).where(PlanRule.plan_id.in_(plan_ids), PlanRule.kind == PlanKind.CASE)
    found: dict[UUID, dict[str, StepRule]] = defaultdict(dict)
    for row in db.session.scalars(query.order_by(PlanRule.position)):
        found[row.plan_id][row.code] = StepRule.from_row(row.rule)
    return found


def _by_case(model: Any, ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in db.session.scalars(sa.select(model).where(model.case_id.in_(list(ids))).order_by(model.id)):
        found[row.case_id].append(row)
    return found


def _plain(one: Consequence) -> list[str]:
    due = "" if one.due is None or one.start else one.due.isoformat()
    return [one.fate.value, one.rule.code, str(one.step_id), due, one.held, one.why]
