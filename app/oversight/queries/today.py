"""What a person has laid on this day herself, and whom no mail reaches: one statement for a start page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.models import Case, QuickNote
from app.cases.queries.access import visible
from app.database import db
from app.municipalities.models import ClosingDay, Municipality
from app.municipalities.scope import here
from app.notifications.models import Delivery, Notification
from app.revisits.models import Revisit
from app.workdays import Calendar, Land

SHOWN = 8
CALL, REVISIT, UNREACHED, CLOSED = "call", "revisit", "unreached", "closed"


@dataclass(frozen=True)
class Laid:
    """A case that the person wanted to see again."""

    case_id: Any
    number: str
    day: date


@dataclass(frozen=True)
class OwnDay:
    call_backs: list[date]
    revisits: list[Laid]
    unreached: int
    """People to whom mails can't be delivered; for coordination."""
    days: Calendar
    """On which the municipality works."""


def own_day(person: Viewer, now: datetime, *, today: date) -> OwnDay:
    """Today's, and what was not done on earlier days."""
    parts = sa.union_all(_revisits(person, now, today), _call_backs(person, today), _unreached(), _closed())
    found = parts.subquery()
    rows = db.session.execute(sa.select(found).order_by(found.c.day, found.c.case_id)).all()
    return OwnDay(
        call_backs=[row.day for row in rows if row.what == CALL],
        revisits=[Laid(row.case_id, row.number, row.day) for row in rows if row.what == REVISIT][:SHOWN],
        unreached=sum(row.people for row in rows if row.what == UNREACHED),
        days=_days([(row.number, row.day) for row in rows if row.what == CLOSED]),
    )


def _revisits(person: Viewer, now: datetime, today: date) -> sa.Select[*tuple[Any, ...]]:
    """In cases that she may open."""
    return (
        sa.select(
            sa.literal(REVISIT).label("what"),
            Revisit.day.label("day"),
            Revisit.case_id.label("case_id"),
            Case.number.label("number"),
            sa.literal(0).label("people"),
        )
        .join(Case, sa.and_(Case.id == Revisit.case_id, Case.municipality_id == Revisit.municipality_id))
        .where(
            Revisit.user_id == person.id,
            Revisit.done_at.is_(None),
            Revisit.day <= today,
            visible(person, now),
        )
    )


def _call_backs(person: Viewer, today: date) -> sa.Select[*tuple[Any, ...]]:
    """Calls that are due; a note that became a report needs none."""
    return sa.select(
        sa.literal(CALL), QuickNote.call_back_on, _nothing(sa.Uuid()), _nothing(sa.Text()), sa.literal(0)
    ).where(QuickNote.user_id == person.id, QuickNote.call_back_on <= today, QuickNote.draft_id.is_(None))


def _unreached() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        sa.literal(UNREACHED),
        _nothing(sa.Date()),
        _nothing(sa.Uuid()),
        _nothing(sa.Text()),
        sa.func.count(sa.distinct(Notification.user_id)),
    ).where(Notification.status == Delivery.FAILED)


def _closed() -> sa.Select[*tuple[Any, ...]]:
    """Each closing day, or none, with the Land in whose place it stands."""
    land = sa.cast(Municipality.land, sa.Text())
    return (
        sa.select(sa.literal(CLOSED), ClosingDay.day, _nothing(sa.Uuid()), land, sa.literal(0))
        .select_from(Municipality)
        .outerjoin(ClosingDay, ClosingDay.municipality_id == Municipality.id)
        .where(Municipality.id == here())
    )


def _days(found: list[tuple[str, date | None]]) -> Calendar:
    return Calendar(Land(found[0][0]), frozenset(day for _, day in found if day is not None))


def _nothing(kind: Any) -> sa.ColumnElement[Any]:
    return sa.cast(sa.null(), kind)
