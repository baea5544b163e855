"""Runs over the whole waiting list, and their proposals, as coordination sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.cases.models import Case
from app.cases.queries.access import visible
from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolPerson
from app.referrals.allocation.stages import Fate, Stage
from app.referrals.models import Allocation, AllocationProposal, SoloWish
from app.referrals.queries.waiting import these
from app.refusals import NotFound
from app.runs.rules import OPEN, RunStatus

PAGE = 25
#: No waiting list is longer.
MOST = 1_000_000
EARLIER = 10
STAGES = tuple(Stage)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run and its figures, which are there when it is done."""

    id: UUID
    status: RunStatus
    asked_at: datetime
    asked_by: str
    stage: Stage | None
    done: int
    of: int
    is_stopping: bool
    cases: int
    nameless: int
    people: int
    served: int
    points: int
    most_served: int
    most_points: int
    single_served: int
    single_points: int

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def step(self) -> int:
        """Which of ``steps`` it is at."""
        return STAGES.index(self.stage) + 1 if self.stage else 0

    @property
    def steps(self) -> int:
        return len(STAGES)

    @property
    def gained(self) -> int:
        return self.served - self.single_served

    @property
    def unserved(self) -> int:
        return self.cases - self.served

    @property
    def more_served(self) -> int:
        """How many cases more may be possible; 0 is proven."""
        return self.most_served - self.served

    @property
    def more_points(self) -> int:
        return max(0, self.most_points - self.points) if not self.more_served else 0

    @property
    def average(self) -> float:
        return self.points / self.served if self.served else 0.0

    @property
    def single_average(self) -> float:
        return self.single_points / self.single_served if self.single_served else 0.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a run says of one case, and what has become of it."""

    id: UUID
    case_id: UUID
    number: str
    fate: Fate
    people: tuple[str, ...]
    points: int
    meets_at: datetime | None
    gained: bool
    position: int
    taken_at: datetime | None
    is_waiting: bool
    """Whether somebody is sought for the case at all."""

    @property
    def is_to_decide(self) -> bool:
        return self.fate is Fate.PROPOSED and self.taken_at is None and self.is_waiting


@dataclass(frozen=True)
class LinePage:
    rows: Sequence[Line]
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Whom a run proposes for a case."""

    id: UUID
    case_id: UUID
    people: tuple[UUID, ...]
    taken_at: datetime | None
    meets_at: datetime | None
    solo_reason: str | None


@dataclass(frozen=True)
class Queue:
    """What waits: how many cases, and since when the first of them."""

    cases: int
    since: datetime | None


def queue() -> Queue:
    query = sa.select(sa.func.count(), sa.func.min(Case.status_since)).where(Case.status == Status.MATCHING)
    return Queue(*db.session.execute(query).one())


def count_waiting() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Case.id.in_(these()))) or 0


def runs() -> list[Run]:
    """The last ones, the newest first."""
    query = _runs().order_by(Allocation.asked_at.desc(), Allocation.id).limit(EARLIER)
    return [_run(row, name) for row, name in db.session.execute(query)]


def run(allocation_id: UUID) -> Run:
    found = db.session.execute(_runs().where(Allocation.id == allocation_id)).one_or_none()
    if found is None:
        raise NotFound
    return _run(*found)


def status_of(allocation_id: UUID) -> RunStatus:
    found = db.session.scalar(sa.select(Allocation.status).where(Allocation.id == allocation_id))
    if found is None:
        raise NotFound
    return found


def lines(allocation_id: UUID, person: Viewer, now: datetime, *, after: int | None = None) -> LinePage:
    """Case by case, the longest waiting first; 25 a page. A place that nobody gave out is the beginning."""
    first, second = aliased(PoolPerson), aliased(PoolPerson)
    query = (
        sa.select(AllocationProposal, Case, _name(first), _name(second))
        .join(Case, sa.and_(Case.id == AllocationProposal.case_id, _same(Case)))
        .outerjoin(first, sa.and_(first.id == AllocationProposal.first_id, _same(first)))
        .outerjoin(second, sa.and_(second.id == AllocationProposal.second_id, _same(second)))
        .where(
            AllocationProposal.allocation_id == allocation_id,
            AllocationProposal.position > (after if after in range(MOST) else -1),
            visible(person, now),
        )
        .order_by(AllocationProposal.position)
        .limit(PAGE + 1)
    )
    rows = [_line(*row) for row in db.session.execute(query)]
    return LinePage(rows[:PAGE], rows[PAGE - 1].position if len(rows) > PAGE else None)


def proposal(allocation_id: UUID, proposal_id: UUID) -> Proposal:
    """Only of a case for which somebody is proposed."""
    query = (
        sa.select(AllocationProposal, SoloWish)
        .outerjoin(SoloWish, sa.and_(SoloWish.case_id == AllocationProposal.case_id, _same(SoloWish)))
        .where(
            AllocationProposal.id == proposal_id,
            AllocationProposal.allocation_id == allocation_id,
            AllocationProposal.fate == Fate.PROPOSED,
        )
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    row, wish = found
    return Proposal(
        id=row.id,
        case_id=row.case_id,
        people=tuple(one for one in (row.first_id, row.second_id) if one is not None),
        taken_at=row.taken_at,
        meets_at=row.meets_at,
        solo_reason=wish.reason if wish else None,
    )


def solo_reason(case_id: UUID) -> str | None:
    """Why one person shall mediate this case alone, if somebody has said so."""
    wish = db.session.scalar(sa.select(SoloWish).where(SoloWish.case_id == case_id))
    return wish.reason if wish else None


def _runs() -> sa.Select[Allocation, str]:
    return sa.select(Allocation, User.name).join(User, User.id == Allocation.asked_by)


def _run(row: Allocation, name: str) -> Run:
    return Run(
        id=row.id,
        status=row.status,
        asked_at=row.asked_at,
        asked_by=name,
        stage=row.stage,
        done=row.done,
        of=row.of,
        is_stopping=row.cancel_at is not None,
        cases=row.cases or 0,
        nameless=row.nameless or 0,
        people=row.people or 0,
        served=row.served or 0,
        points=row.points or 0,
        most_served=row.most_served or 0,
        most_points=row.most_points or 0,
        single_served=row.single_served or 0,
        single_points=row.single_points or 0,
    )


def _line(row: AllocationProposal, case: Case, *names: str | None) -> Line:
    return Line(
        id=row.id,
        case_id=row.case_id,
        number=case.number,
        fate=row.fate,
        people=tuple(name for name in names if name),
        points=row.points,
        meets_at=row.meets_at,
        gained=row.gained,
        position=row.position,
        taken_at=row.taken_at,
        is_waiting=case.status is Status.MATCHING,
    )


def _name(person: type[PoolPerson]) -> sa.ColumnElement[str]:
    return person.first_name + " " + person.last_name


def _same(table: type[Case] | type[PoolPerson] | type[SoloWish]) -> sa.ColumnElement[bool]:
    return table.municipality_id == AllocationProposal.municipality_id
