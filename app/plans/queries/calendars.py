"""The calendars on which dates count: the municipality's, and those of offices that have something own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.cases.models import Case, CaseLead, LeadKind
from app.database import db
from app.municipalities.models import ClosingDay, Office, OfficeClosingDay
from app.municipalities.queries import calendar
from app.plans.closing import CalendarDeed, Calendars, Own
from app.plans.models import CalendarChange
from app.workdays import Calendar

SHOWN_CHANGES = 10


def calendars() -> Calendars:
    """Two statements, however many offices."""
    query = (
        sa.select(Office.id, Office.service_hours, OfficeClosingDay.day)
        .outerjoin(OfficeClosingDay, _of(OfficeClosingDay, Office))
        .where(sa.or_(Office.service_hours.is_not(None), OfficeClosingDay.id.is_not(None)))
    )
    return Calendars(calendar(), _own(db.session.execute(query).all()))


def calendar_of_lead(case_id: UUID, general: Calendar) -> Calendar | None:
    """Of the lead's office, if it has days or hours of its own; one statement."""
    query = (
        sa.select(Office.id, Office.service_hours, OfficeClosingDay.day)
        .select_from(Case)
        .join(Office, sa.and_(Office.id == lead_office(), Office.municipality_id == Case.municipality_id))
        .outerjoin(OfficeClosingDay, _of(OfficeClosingDay, Office))
        .where(
            Case.id == case_id,
            sa.or_(Office.service_hours.is_not(None), OfficeClosingDay.id.is_not(None)),
        )
    )
    own = _own(db.session.execute(query).all())
    return next((Calendars(general, own).of(office) for office in own), None)


def lead_office() -> sa.ScalarSelect[UUID | None]:
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


def office_of_lead(case_id: UUID) -> UUID | None:
    return db.session.scalar(sa.select(lead_office()).select_from(Case).where(Case.id == case_id))


@dataclass(frozen=True)
class DayLine:
    """A closing day to come; without an office it is for all."""

    day: date
    reason: str
    office_id: UUID | None
    office: str | None


@dataclass(frozen=True)
class HoursLine:
    """``own``: None where the office keeps the municipality's hours."""

    office_id: UUID
    office: str
    own: str | None


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    at: datetime
    by: str
    what: CalendarDeed
    day: date | None
    words: str
    office: str | None
    moved: int
    finished: bool


@dataclass(frozen=True, kw_only=True)
class CalendarPage:
    land: str
    hours: str
    days: tuple[DayLine, ...]
    offices: tuple[HoursLine, ...]
    changes: tuple[ChangeLine, ...]


def calendar_page(*, today: date) -> CalendarPage:
    """Five statements."""
    general, offices = calendar(), offices_here()
    names = {office.office_id: office.office for office in offices}
    days = [DayLine(row.day, row.reason, None, None) for row in _to_come(ClosingDay, today)]
    days += [
        DayLine(row.day, row.reason, row.office_id, names.get(row.office_id, ""))
        for row in _to_come(OfficeClosingDay, today)
    ]
    return CalendarPage(
        land=general.land.label,
        hours=str(general.service),
        days=tuple(sorted(days, key=lambda line: (line.day, line.office or ""))),
        offices=offices,
        changes=_changes(names),
    )


def offices_here() -> tuple[HoursLine, ...]:
    query = sa.select(Office).where(Office.active).order_by(Office.name, Office.id)
    return tuple(HoursLine(one.id, one.name, one.service_hours) for one in db.session.scalars(query))


def changes_to_follow() -> list[UUID]:
    """Changes that not all dates have followed yet."""
    query = sa.select(CalendarChange.id).where(CalendarChange.finished_at.is_(None))
    return list(db.session.scalars(query.order_by(CalendarChange.at, CalendarChange.id)))


def _changes(names: dict[UUID, str]) -> tuple[ChangeLine, ...]:
    query = (
        sa.select(CalendarChange, User.name)
        .join(User, User.id == CalendarChange.by)
        .order_by(CalendarChange.at.desc(), CalendarChange.id)
        .limit(SHOWN_CHANGES)
    )
    return tuple(
        ChangeLine(
            at=row.at,
            by=by,
            what=row.what,
            day=row.day,
            words=row.words,
            office=names.get(row.office_id) if row.office_id else None,
            moved=row.moved,
            finished=row.finished_at is not None,
        )
        for row, by in db.session.execute(query)
    )


def _to_come(model: type[ClosingDay] | type[OfficeClosingDay], today: date) -> sa.ScalarResult[Any]:
    return db.session.scalars(sa.select(model).where(model.day >= today))


def _of(days: type[OfficeClosingDay], office: type[Office]) -> sa.ColumnElement[bool]:
    return sa.and_(days.office_id == office.id, days.municipality_id == office.municipality_id)


def _own(rows: Sequence[Any]) -> dict[UUID, Own]:
    hours: dict[UUID, str | None] = {}
    days: dict[UUID, set[date]] = defaultdict(set)
    for office_id, written, day in rows:
        hours[office_id] = written
        if day:
            days[office_id].add(day)
    return {office: Own(written, frozenset(days[office])) for office, written in hours.items()}
