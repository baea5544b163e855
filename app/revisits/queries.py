"""The own follow-up dates: of a case, of today, and those that a job tells."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.refusals import NotFound
from app.revisits.models import Revisit

MOST = 50


@dataclass(frozen=True)
class RevisitLine:
    """One of the own; ``note`` only on the page of its case."""

    id: UUID
    number: str
    path: str
    day: date
    note: str | None = None


def of_case(case_id: UUID, user_id: UUID) -> list[RevisitLine]:
    """What this person has laid before herself in this case and not done, the next day first."""
    query = (
        sa.select(Revisit, Case.number)
        .join(Case, sa.and_(Case.id == Revisit.case_id, Case.municipality_id == Revisit.municipality_id))
        .where(Revisit.case_id == case_id, Revisit.user_id == user_id, Revisit.done_at.is_(None))
        .order_by(Revisit.day, Revisit.id)
        .limit(MOST)
    )
    return [
        RevisitLine(one.id, number, one.path, one.day, one.note) for one, number in db.session.execute(query)
    ]


def revisit_of(case_id: UUID, revisit_id: UUID, *, user_id: UUID) -> Revisit:
    """``NotFound`` if it belongs to another case or to somebody else."""
    query = sa.select(Revisit).where(
        Revisit.id == revisit_id, Revisit.case_id == case_id, Revisit.user_id == user_id
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def untold(today: date) -> list[UUID]:
    """For the job: their day has come, and nobody was told."""
    query = sa.select(Revisit.id).where(
        Revisit.done_at.is_(None), Revisit.told_at.is_(None), Revisit.day <= today
    )
    return list(db.session.scalars(query.order_by(Revisit.day, Revisit.id)))


def is_open(revisit_id: UUID) -> bool:
    """Whether it still lies before its person."""
    query = sa.select(Revisit.id).where(Revisit.id == revisit_id, Revisit.done_at.is_(None))
    return db.session.scalar(query) is not None
