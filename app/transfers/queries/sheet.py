"""The hand-over sheet: what falls due while somebody is away, which offers run, which parties wait."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Party
from app.cases.queries.consents import has_answered
from app.cases.rules.consent import Purpose
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.plans.cells import code
from app.plans.codes import StepRole
from app.plans.models import PlannedCase, PlanRule, PlanStep
from app.promises.models import Promise
from app.promises.queries import still_open
from app.promises.rules import PromiseKind
from app.referrals.models import Offer
from app.referrals.rules import OfferStatus
from app.refusals import NotFound
from app.transfers.queries.deputies import DeputyLine, cases_of, line

RUNS = (OfferStatus.OFFERED, OfferStatus.INTERESTED)


@dataclass(frozen=True, kw_only=True)
class SheetStep:
    label: str
    due_at: datetime
    whole_day: bool
    holder: str


@dataclass(frozen=True, kw_only=True)
class SheetPromise:
    what: PromiseKind
    due_on: date


@dataclass(frozen=True, kw_only=True)
class SheetCase:
    """One case on the sheet: process facts only."""

    id: UUID
    number: str
    status: Status
    steps: tuple[SheetStep, ...]
    promises: tuple[SheetPromise, ...]
    offers: int
    next_answer: datetime | None
    parties: tuple[str, ...]
    """Parties that wait: not reached yet, or still to decide."""

    @property
    def quiet(self) -> bool:
        return not (self.steps or self.promises or self.offers or self.parties)


@dataclass(frozen=True)
class Sheet:
    line: DeputyLine
    cases: tuple[SheetCase, ...]


def sheet(deputyship_id: UUID, reader: UUID, at: datetime) -> Sheet:
    """For the lead at any time, for the deputy from the working day before to the end. Six statements."""
    found_line = line(deputyship_id, reader, at)
    if not found_line.sheet_open:
        raise NotFound
    found = cases_of(found_line.absent_id, at)
    ids = [case.id for case in found]
    steps, promises = _steps(ids, found_line.ends_at), _promises(ids, found_line.ends_at)
    offers, parties = _offers(ids), _parties(ids)
    return Sheet(
        found_line,
        tuple(
            SheetCase(
                id=case.id,
                number=case.number,
                status=case.status,
                steps=tuple(steps.get(case.id, ())),
                promises=tuple(promises.get(case.id, ())),
                offers=offers.get(case.id, (0, None))[0],
                next_answer=offers.get(case.id, (0, None))[1],
                parties=tuple(parties.get(case.id, ())),
            )
            for case in found
        ),
    )


def _steps(ids: Sequence[UUID], until: datetime) -> dict[UUID, list[SheetStep]]:
    query = (
        sa.select(PlanStep, PlanRule.rule)
        .join(
            PlannedCase,
            sa.and_(
                PlannedCase.case_id == PlanStep.case_id,
                PlannedCase.municipality_id == PlanStep.municipality_id,
            ),
        )
        .join(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
        .where(
            PlanStep.case_id.in_(ids),
            PlanStep.ended_at.is_(None),
            PlanStep.resting_since.is_(None),
            PlanStep.due_at < until,
        )
        .order_by(PlanStep.due_at, PlanStep.id)
    )
    found: dict[UUID, list[SheetStep]] = defaultdict(list)
    for step, rule in db.session.execute(query):
        holder = code(StepRole, step.holder).label
        found[step.case_id].append(
            SheetStep(label=rule["label_de"], due_at=step.due_at, whole_day=step.whole_day, holder=holder)
        )
    return found


def _promises(ids: Sequence[UUID], until: datetime) -> dict[UUID, list[SheetPromise]]:
    query = sa.select(Promise.case_id, Promise.kind, Promise.due_on).where(
        Promise.case_id.in_(ids), still_open(), Promise.due_on <= local(until).date()
    )
    found: dict[UUID, list[SheetPromise]] = defaultdict(list)
    for case_id, kind, due_on in db.session.execute(query.order_by(Promise.due_on, Promise.id)):
        found[case_id].append(SheetPromise(what=kind, due_on=due_on))
    return found


def _offers(ids: Sequence[UUID]) -> dict[UUID, tuple[int, datetime | None]]:
    due = sa.case((Offer.status == OfferStatus.OFFERED, Offer.answer_by), else_=Offer.check_by)
    query = (
        sa.select(Offer.case_id, sa.func.count(), sa.func.min(due))
        .where(Offer.case_id.in_(ids), Offer.status.in_(RUNS))
        .group_by(Offer.case_id)
    )
    return {case_id: (count, first) for case_id, count, first in db.session.execute(query)}


def _parties(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    query = sa.select(Party).where(Party.case_id.in_(ids), sa.not_(has_answered(Purpose.TAKE_PART)))
    found: dict[UUID, list[str]] = defaultdict(list)
    for party in db.session.scalars(query.order_by(Party.case_id, Party.position)):
        found[party.case_id].append(party.label)
    return found
