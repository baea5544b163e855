"""Who may answer for a case, and who stands in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.models import CaseLead, LeadKind
from app.database import db
from app.municipalities.models import Office


@dataclass(frozen=True)
class Deputy:
    id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime

    @property
    def last_day(self) -> datetime:
        """It ends with the midnight after."""
        return self.ends_at - timedelta(seconds=1)


def choosable(today: date) -> list[tuple[UUID, str]]:
    """Anybody who has come in as reporter or coordinator here: id, and name with office (decision 3)."""
    query = (
        sa.select(User.id, User.name, sa.func.min(Office.name))
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(Office, Office.id == Membership.office_id)
        .where(
            User.active.is_(True),
            Membership.accepted_at.is_not(None),
            Membership.role.in_((Role.REPORTER, Role.COORDINATOR)),
            Membership.starts_on <= today,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .group_by(User.id, User.name)
        .order_by(User.name, User.id)
    )
    return [(key, ", ".join(filter(None, (name, office)))) for key, name, office in db.session.execute(query)]


def led_by(case_id: UUID, at: datetime) -> dict[str, object]:
    """Who leads the case, as the form that names somebody else knows it."""
    query = sa.select(CaseLead.user_id).where(
        CaseLead.case_id == case_id,
        CaseLead.kind == LeadKind.LEAD,
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )
    found = db.session.scalars(query.order_by(CaseLead.starts_at.desc(), CaseLead.id)).first()
    return {"person": str(found) if found else None}


def deputies(case_id: UUID, at: datetime) -> list[Deputy]:
    """Those who stand in now or later."""
    query = (
        sa.select(CaseLead.id, User.name, CaseLead.starts_at, CaseLead.ends_at)
        .join(User, User.id == CaseLead.user_id)
        .where(CaseLead.case_id == case_id, CaseLead.kind == LeadKind.DEPUTY, CaseLead.ends_at > at)
        .order_by(CaseLead.starts_at, CaseLead.id)
    )
    found = db.session.execute(query)
    return [Deputy(key, name, start, end) for key, name, start, end in found if end is not None]
