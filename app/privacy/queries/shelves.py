"""Lists of cases on their way to deletion; each figure is counted by the predicate of its list."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Case, CaseTick
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.retention import Kept, last_day, periods
from app.cases.rules.status import Status
from app.database import db
from app.localtime import LOCAL, in_address, local
from app.privacy.models import CaseFigure, LegalHold
from app.privacy.queries.hanging import hung
from app.privacy.rules import Shelf

PAGE = 25
#: By what each list is in order; a case that is held may still be open.
_WAITING_SINCE: dict[Shelf, Any] = {
    Shelf.DUE: Case.closed_at,
    Shelf.RELEASED: Case.closed_at,
    Shelf.HELD: Case.submitted_at,
    Shelf.GONE: Case.status_since,
}


@dataclass(frozen=True, kw_only=True)
class ShelfRow:
    """A line of a list: process facts alone."""

    id: UUID
    number: str
    closed_on: date | None
    last_day: date | None
    """The last day of its period; None while it is open."""
    released_at: datetime | None
    released_by: str | None
    review_on: date | None
    gone_on: date | None


@dataclass(frozen=True)
class ShelfPage:
    rows: list[ShelfRow]
    after: str | None


@dataclass(frozen=True)
class YearLine:
    """How many deleted cases had been closed in a year."""

    year: int
    count: int


def figures(now: datetime) -> dict[Shelf, int]:
    """All of them in one statement."""
    counts = [sa.func.count().filter(matches(shelf, now)) for shelf in Shelf]
    row = db.session.execute(sa.select(*counts).select_from(Case)).one()
    return dict(zip(Shelf, row, strict=True))


def page(shelf: Shelf, now: datetime, *, after: str | None) -> ShelfPage:
    """What has waited longest first; of what is deleted the last."""
    moment = _WAITING_SINCE[shelf]
    query = _rows().where(matches(shelf, now))
    order = sa.tuple_(moment, Case.id)
    place = _read_place(after)
    if place is not None:
        last = sa.tuple_(*map(sa.literal, place))
        query = query.where(order < last if shelf is Shelf.GONE else order > last)
    columns = (moment.desc(), Case.id.desc()) if shelf is Shelf.GONE else (moment, Case.id)
    found = db.session.execute(query.order_by(*columns).limit(PAGE + 1)).all()
    last_row = found[PAGE - 1][0] if len(found) > PAGE else None
    next_place = f"{getattr(last_row, moment.key).isoformat()}_{last_row.id}" if last_row else None
    return ShelfPage([_row(one) for one in found[:PAGE]], next_place)


def years() -> list[YearLine]:
    """What is left of the deleted ones for good: how many, the latest year first."""
    query = sa.select(CaseFigure.year, sa.func.sum(CaseFigure.count)).group_by(CaseFigure.year)
    return [YearLine(*row) for row in db.session.execute(query.order_by(CaseFigure.year.desc()))]


def matches(shelf: Shelf, now: datetime) -> sa.ColumnElement[bool]:
    """The predicate of a list."""
    if shelf is Shelf.GONE:
        return Case.status == Status.DELETED
    if shelf is Shelf.HELD:
        return sa.and_(Case.status != Status.DELETED, is_held())
    due = sa.and_(Case.status == Status.CLOSED, is_over(Kept.PARTY_DATA, now), ~is_held())
    return sa.and_(due, is_released() if shelf is Shelf.RELEASED else ~is_released())


def to_erase(now: datetime) -> list[UUID]:
    """For the job: released yesterday or before, so that nobody is held to a slip of the hand."""
    midnight = datetime.combine(local(now).date(), time(), LOCAL)
    query = sa.select(Case.id).where(
        Case.status == Status.CLOSED,
        is_over(Kept.PARTY_DATA, now),
        ~is_held(),
        is_released(before=midnight),
    )
    return list(db.session.scalars(query.order_by(Case.closed_at, Case.id)))


def to_erase_safety(now: datetime) -> list[UUID]:
    """For the job: cases that still hold what was noted of danger, though its period is over."""
    left = [Case.id.in_(one.cases_where(column.is_not(None))) for one in hung() for column in one.safety]
    query = sa.select(Case.id).where(
        Case.status == Status.CLOSED, is_over(Kept.SAFETY_NOTES, now), ~is_held(), sa.or_(*left)
    )
    return list(db.session.scalars(query.order_by(Case.closed_at, Case.id)))


def to_forget(now: datetime) -> list[UUID]:
    """For the job: deleted cases of which nothing need be kept any more but their count."""
    query = sa.select(Case.id).where(
        Case.status == Status.DELETED,
        *(is_over(kept, now) for kept in (Kept.WITH_CASE, Kept.CONSENT)),
    )
    return list(db.session.scalars(query.order_by(Case.closed_at, Case.id)))


def held_cases() -> list[UUID]:
    return list(db.session.scalars(sa.select(LegalHold.case_id).where(LegalHold.lifted_at.is_(None))))


def is_over(kept: Kept, now: datetime) -> sa.ColumnElement[bool]:
    """Closed on the last day whose period is over, or before; which one depends on how it ended."""
    every, today = periods(kept), local(now).date()
    longest = max(every, key=lambda one: one.months)
    parts = []
    for one in every:
        ends = tuple(end for end in Outcome if not one.groups or end.group in one.groups)
        ended_so: sa.ColumnElement[bool] = Case.outcome.in_(ends)
        if one is longest:
            ended_so = sa.or_(ended_so, Case.outcome.is_(None))
        parts.append(sa.and_(ended_so, Case.closed_at < _end_of(one.closed_by(today))))
    return sa.or_(*parts)


def is_held() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        LegalHold.municipality_id == Case.municipality_id,
        LegalHold.case_id == Case.id,
        LegalHold.lifted_at.is_(None),
    )


def is_released(*, before: datetime | None = None) -> sa.ColumnElement[bool]:
    """By a word that was said since the case was closed, and not taken back."""
    given = sa.exists().where(
        CaseTick.municipality_id == Case.municipality_id,
        CaseTick.case_id == Case.id,
        CaseTick.guard == Guard.PRIVACY_RELEASED,
        CaseTick.ended_at.is_(None),
        CaseTick.set_at >= Case.status_since,
    )
    return given if before is None else given.where(CaseTick.set_at < before)


def _rows() -> sa.Select[Any]:
    released = _last_release(CaseTick.set_at)
    review = (
        sa.select(sa.func.min(LegalHold.review_on))
        .where(
            LegalHold.case_id == Case.id,
            LegalHold.municipality_id == Case.municipality_id,
            LegalHold.lifted_at.is_(None),
        )
        .correlate(Case)
        .scalar_subquery()
    )
    return sa.select(Case, released, _last_release(User.name), review)


def _last_release(column: Any) -> sa.ScalarSelect[Any]:
    return (
        sa.select(column)
        .select_from(CaseTick)
        .join(User, User.id == CaseTick.set_by)
        .where(
            CaseTick.case_id == Case.id,
            CaseTick.municipality_id == Case.municipality_id,
            CaseTick.guard == Guard.PRIVACY_RELEASED,
            CaseTick.ended_at.is_(None),
        )
        .order_by(CaseTick.set_at.desc(), CaseTick.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def _row(found: Any) -> ShelfRow:
    case, released_at, released_by, review_on = found
    closed = case.closed_at
    return ShelfRow(
        id=case.id,
        number=case.number,
        closed_on=local(closed).date() if closed else None,
        last_day=last_day(Kept.PARTY_DATA, closed_at=closed, outcome=case.outcome) if closed else None,
        released_at=released_at,
        released_by=released_by,
        review_on=review_on,
        gone_on=local(case.status_since).date() if case.status is Status.DELETED else None,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), LOCAL)


def _read_place(after: str | None) -> tuple[datetime, UUID] | None:
    written, _, id_ = (after or "").partition("_")
    try:
        moment, id_of_row = in_address(written), UUID(id_)
        return (moment, id_of_row) if moment else None
    except ValueError:
        return None
