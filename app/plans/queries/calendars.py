"""The calendars on which dates count: the municipality's, and those of offices with days or hours of their own."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership
from app.cases.models import Case, CaseLead, LeadKind
from app.database import db
from app.municipalities.models import Municipality, Office, OfficeClosingDay
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.servicehours import ServiceHours
from app.workdays import Calendar


@dataclass(frozen=True)
class Calendars:
    """``offices``: only those that differ from the municipality."""

    general: Calendar
    offices: Mapping[UUID, Calendar] = field(default_factory=dict)

    def of(self, office_id: UUID | None) -> Calendar:
        return self.offices.get(office_id, self.general) if office_id else self.general


def lead_office() -> sa.ScalarSelect[UUID]:
    """The office of the person who leads the case now; to be used in a statement over Case."""
    return (
        sa.select(Membership.office_id)
        .join(
            CaseLead,
            sa.and_(
                CaseLead.user_id == Membership.user_id,
                CaseLead.municipality_id == Membership.municipality_id,
            ),
        )
        .where(
            CaseLead.case_id == Case.id,
            CaseLead.municipality_id == Case.municipality_id,
            CaseLead.ends_at.is_(None),
            CaseLead.kind != LeadKind.DEPUTY,
            Membership.office_id.is_not(None),
            Membership.ends_on.is_(None),
        )
        .order_by(CaseLead.kind.desc(), CaseLead.starts_at.desc(), Membership.role, Membership.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def calendar_of_lead(case_id: UUID) -> Calendar | None:
    """Of the lead's office, if it has days or hours of its own; one statement if it hasn't."""
    query = (
        sa.select(Office.id)
        .select_from(Case)
        .join(Office, sa.and_(Office.id == lead_office(), Office.municipality_id == Case.municipality_id))
        .where(Case.id == case_id, sa.or_(Office.service_hours.is_not(None), _has_days()))
    )
    office_id = db.session.scalar(query)
    return calendars().of(office_id) if office_id else None


def calendars() -> Calendars:
    """Two statements, however many offices."""
    general = calendar()
    query = (
        sa.select(Office.id, Office.service_hours, OfficeClosingDay.day)
        .outerjoin(
            OfficeClosingDay,
            sa.and_(
                OfficeClosingDay.office_id == Office.id,
                OfficeClosingDay.municipality_id == Office.municipality_id,
            ),
        )
        .where(sa.or_(Office.service_hours.is_not(None), OfficeClosingDay.id.is_not(None)))
    )
    hours: dict[UUID, str | None] = {}
    days: dict[UUID, set[date]] = defaultdict(set)
    for office_id, written, day in db.session.execute(query):
        hours[office_id] = written
        days[office_id] |= {day} if day else set()
    return Calendars(general, {one: _own(general, hours[one], days[one]) for one in hours})


def _own(general: Calendar, hours: str | None, days: set[date]) -> Calendar:
    service = ServiceHours.parse(hours) if hours else general.service
    return replace(general, closing_days=general.closing_days | days, service=service)


def _has_days() -> sa.ColumnElement[bool]:
    return (
        sa.select(OfficeClosingDay.id)
        .where(
            OfficeClosingDay.office_id == Office.id,
            OfficeClosingDay.municipality_id == Office.municipality_id,
        )
        .correlate(Office)
        .exists()
    )


def land() -> Municipality:
    return db.session.get_one(Municipality, here())
