"""Who could be let in, and what has to be known of whoever is."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.cases.models import CaseLead, LeadKind
from app.database import db
from app.municipalities.models import Office
from app.protection.rules import LET_IN_ROLES


def choosable(today: date, *, but: set[UUID]) -> list[tuple[UUID, str]]:
    """Everybody with a role that could read here: id, and name with office."""
    query = (
        sa.select(User.id, User.name, sa.func.min(Office.name))
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(
            Office,
            sa.and_(Office.id == Membership.office_id, Office.municipality_id == Membership.municipality_id),
        )
        .where(
            User.active.is_(True),
            User.id.not_in(but),
            Membership.accepted_at.is_not(None),
            Membership.role.in_(LET_IN_ROLES),
            Membership.starts_on <= today,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .group_by(User.id, User.name)
        .order_by(User.name, User.id)
    )
    return [(key, ", ".join(filter(None, (name, office)))) for key, name, office in db.session.execute(query)]


def leads_of(case_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """Lead and acting lead now, with their names."""
    query = (
        sa.select(User.id, User.name)
        .join(CaseLead, CaseLead.user_id == User.id)
        .where(
            CaseLead.case_id == case_id,
            CaseLead.kind != LeadKind.DEPUTY,
            CaseLead.starts_at <= at,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
        )
        .order_by(CaseLead.starts_at, CaseLead.id)
    )
    return [(user_id, name) for user_id, name in db.session.execute(query)]
