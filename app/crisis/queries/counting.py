"""How many cases there are in one place or of one kind: now, and in the same weeks of former years."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.intake import Category
from app.cases.rules.outcomes import Outcome
from app.crisis.models import Signal
from app.crisis.rules.detection import SEASON, SERIES, SERIES_WITHIN, YEARS_BACK
from app.crisis.rules.words import Source
from app.database import db

#: Whole weeks, so that the days of the week are the same.
YEAR = timedelta(weeks=52)
Place = tuple[UUID | None, Category | None]
"""A district, a kind of conflict, or both."""


@dataclass(frozen=True)
class Series:
    place: Place
    count: int
    first_at: datetime


@dataclass(frozen=True)
class Season:
    """The cases of one place in these weeks, and in the same weeks of former years."""

    place: Place
    observed: int
    former: tuple[int, ...]


def series(now: datetime) -> list[Series]:
    """Where there have been so many cases of one kind in one district lately."""
    count = sa.func.count()
    query = (
        sa.select(Case.district_id, Case.category, count, sa.func.min(Case.submitted_at))
        .where(*_counted(now - SERIES_WITHIN, now), Case.district_id.is_not(None))
        .group_by(Case.district_id, Case.category)
        .having(count >= SERIES)
        .order_by(count.desc(), Case.category)
    )
    return [
        Series((district, kind), found, first) for district, kind, found, first in db.session.execute(query)
    ]


def seasons(now: datetime) -> Iterator[Season]:
    """By district over all kinds, and by kind over all districts; a year without any case isn't one."""
    first = db.session.scalar(sa.select(sa.func.min(Case.submitted_at)))
    if first is None:
        return
    ends = [now - years * YEAR for years in range(1, YEARS_BACK + 1)]
    former = [_weeks(end) for end in ends if end - SEASON >= first]
    for place, observed in sorted(_weeks(now).items(), key=str):
        yield Season(place, observed, tuple(weeks[place] for weeks in former))


def noticed_since(source: Source, since: datetime) -> set[Place]:
    """The places of which there is a signal from this time."""
    query = sa.select(Signal.district_id, Signal.category).where(
        Signal.source == source, Signal.noted_at > since
    )
    return {(district, kind) for district, kind in db.session.execute(query)}


def _weeks(end: datetime) -> Counter[Place]:
    query = (
        sa.select(Case.district_id, Case.category, sa.func.count())
        .where(*_counted(end - SEASON, end))
        .group_by(Case.district_id, Case.category)
    )
    found: Counter[Place] = Counter()
    for district, kind, number in db.session.execute(query):
        found[(None, kind)] += number
        if district is not None:
            found[(district, None)] += number
    return found


def _counted(start: datetime, end: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """What came in after ``start``; a report that was there already counts once."""
    twice = sa.and_(Case.outcome.is_not(None), Case.outcome == Outcome.NA_DUPLICATE)
    return Case.submitted_at > start, Case.submitted_at <= end, sa.not_(twice)
