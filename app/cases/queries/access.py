"""Who may see which case: the one function that pages, lists, counts and notifications ask."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.viewer import Viewer
from app.cases.events import MediatorsOf
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.status import Status
from app.database import db
from app.events import ask
from app.refusals import NotFound


def answers_for(user_id: UUID, at: datetime) -> sa.ColumnElement[bool]:
    """Cases for which this person answers at this moment: lead, acting lead or deputy."""
    return sa.exists().where(
        CaseLead.municipality_id == Case.municipality_id,
        CaseLead.case_id == Case.id,
        CaseLead.user_id == user_id,
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )


def leads_alone(case_id: UUID, user_id: UUID, at: datetime) -> bool:
    """Whether this person is lead or acting lead now; a deputy isn't."""
    query = sa.exists().where(
        CaseLead.case_id == case_id,
        CaseLead.user_id == user_id,
        CaseLead.kind != LeadKind.DEPUTY,
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )
    return bool(db.session.scalar(sa.select(query)))


def visible(person: Viewer, at: datetime) -> sa.ColumnElement[bool]:
    """Cases whose file this person may open: coordination all, a lead the own ones, others none."""
    if person.role is Role.COORDINATOR:
        return Case.status != Status.DELETED
    if person.role is Role.REPORTER:
        return sa.and_(Case.status != Status.DELETED, answers_for(person.id, at))
    return sa.false()


def reported(person: Viewer) -> sa.ColumnElement[bool]:
    """Cases that this person reported; shown as reports, never as files."""
    if person.role not in {Role.REPORTER, Role.COORDINATOR}:
        return sa.false()
    return sa.and_(Case.reporter_id == person.id, Case.status != Status.DELETED)


def open_report(case_id: UUID, person: Viewer) -> Case:
    """The own report; ``NotFound`` if somebody else wrote it."""
    case = db.session.scalar(sa.select(Case).where(Case.id == case_id, reported(person)))
    if case is None:
        raise NotFound
    return case


def is_mediator(case_id: UUID, user_id: UUID) -> bool:
    """Whether this person holds an accepted seat of the case."""
    return user_id in ask(MediatorsOf(case_id=case_id))


def responsible(case_id: UUID, at: datetime) -> list[UUID]:
    """Ids of those who answer for the case now: the lead before deputies and acting leads."""
    return responsible_for({case_id}, at).get(case_id, [])


def responsible_for(case_ids: Collection[UUID], at: datetime) -> dict[UUID, list[UUID]]:
    """The same for many cases; without those for which nobody answers."""
    query = (
        sa.select(CaseLead.case_id, CaseLead.user_id)
        .where(
            CaseLead.case_id.in_(case_ids),
            CaseLead.starts_at <= at,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
        )
        .order_by(CaseLead.kind.desc(), CaseLead.starts_at, CaseLead.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for case_id, user_id in db.session.execute(query):
        found.setdefault(case_id, []).append(user_id)
    return found
