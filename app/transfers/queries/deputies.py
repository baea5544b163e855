"""Who stands in for whom, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.status import MAX_AGE_WD
from app.database import db
from app.refusals import NotFound
from app.transfers.models import Deputyship
from app.transfers.rules import AwayCause, DeputyAnswer

OPEN = tuple(MAX_AGE_WD)
STANDING = (DeputyAnswer.ASKED, DeputyAnswer.AGREED)


@dataclass(frozen=True, kw_only=True)
class DeputyLine:
    """An absence with its deputy, as both see it."""

    id: UUID
    absent_id: UUID
    absent: str
    deputy: str
    starts_at: datetime
    ends_at: datetime
    answer: DeputyAnswer
    mine: bool
    """The reader is the one who is away."""
    sheet_open: bool
    entered_by: str | None
    """Of coordination, if it wasn't the one who is away."""
    cause: AwayCause | None

    @property
    def stands(self) -> bool:
        return self.answer in STANDING


def lines(user_id: UUID, at: datetime) -> list[DeputyLine]:
    """The own absences and those in which one stands in, to come or running."""
    concerns = sa.or_(Deputyship.user_id == user_id, Deputyship.deputy_id == user_id)
    query = _lines().where(concerns, Deputyship.ends_at > at)
    query = query.order_by(Deputyship.starts_at, Deputyship.id)
    return [_line(*row, reader=user_id, at=at) for row in db.session.execute(query)]


def entered(reader: UUID, at: datetime) -> list[DeputyLine]:
    """What coordination has entered for others, to come or running."""
    query = _lines().where(
        Deputyship.entered_by.is_not(None), Deputyship.ends_at > at, Deputyship.answer.in_(STANDING)
    )
    query = query.order_by(Deputyship.starts_at, Deputyship.id)
    return [_line(*row, reader=reader, at=at) for row in db.session.execute(query)]


def leading(at: datetime) -> list[tuple[UUID, str, int]]:
    """Who leads open cases herself, by name, with their number."""
    query = (
        sa.select(User.id, User.name, sa.func.count(CaseLead.case_id.distinct()))
        .join(CaseLead, CaseLead.user_id == User.id)
        .join(Case, sa.and_(Case.id == CaseLead.case_id, Case.municipality_id == CaseLead.municipality_id))
        .where(Case.status.in_(OPEN), *_leads(at))
        .group_by(User.id, User.name)
        .order_by(User.name, User.id)
    )
    return [(key, name, count) for key, name, count in db.session.execute(query)]


def standing_of(user_ids: Collection[UUID], starts_at: datetime, ends_at: datetime) -> list[Deputyship]:
    """Absences of these people that touch this time."""
    query = sa.select(Deputyship).where(
        Deputyship.user_id.in_(user_ids),
        Deputyship.answer.in_(STANDING),
        Deputyship.starts_at < ends_at,
        Deputyship.ends_at > starts_at,
    )
    return list(db.session.scalars(query.order_by(Deputyship.starts_at, Deputyship.id)))


def cases_of(user_id: UUID, at: datetime) -> list[Case]:
    """Open cases that this person leads herself, by number."""
    leads = sa.exists().where(
        CaseLead.municipality_id == Case.municipality_id,
        CaseLead.case_id == Case.id,
        CaseLead.user_id == user_id,
        *_leads(at),
    )
    query = sa.select(Case).where(Case.status.in_(OPEN), leads).order_by(Case.number, Case.id)
    return list(db.session.scalars(query))


def _leads(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        CaseLead.kind != LeadKind.DEPUTY,
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )


def sheets_due(at: datetime) -> list[UUID]:
    query = sa.select(Deputyship.id).where(
        Deputyship.sheet_sent_at.is_(None),
        Deputyship.sheet_from <= at,
        Deputyship.ends_at > at,
        Deputyship.answer.in_(STANDING),
    )
    return list(db.session.scalars(query.order_by(Deputyship.id)))


def line(deputyship_id: UUID, reader: UUID, at: datetime) -> DeputyLine:
    """One absence; ``NotFound`` for everybody but the two whom it concerns."""
    row = db.session.execute(_lines().where(Deputyship.id == deputyship_id)).one_or_none()
    if row is None or reader not in {row[0].user_id, row[0].deputy_id}:
        raise NotFound
    return _line(*row, reader=reader, at=at)


def _lines() -> sa.Select[Deputyship, str, str, str | None]:
    absent, deputy, entering = aliased(User), aliased(User), aliased(User)
    return (
        sa.select(Deputyship, absent.name, deputy.name, entering.name)
        .join(absent, absent.id == Deputyship.user_id)
        .join(deputy, deputy.id == Deputyship.deputy_id)
        .outerjoin(entering, entering.id == Deputyship.entered_by)
    )


def _line(  # noqa: PLR0917 - a row of the query above
    found: Deputyship, absent: str, deputy: str, entered_by: str | None, *, reader: UUID, at: datetime
) -> DeputyLine:
    mine, stands = found.user_id == reader, found.answer in STANDING
    return DeputyLine(
        id=found.id,
        absent_id=found.user_id,
        absent=absent,
        deputy=deputy,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        answer=found.answer,
        mine=mine,
        sheet_open=stands and (mine or found.sheet_from <= at < found.ends_at),
        entered_by=entered_by,
        cause=found.cause,
    )
