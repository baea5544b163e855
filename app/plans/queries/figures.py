"""How long cases waited, and for whom, over the last twelve months; rounded outside of the office."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.localtime import local
from app.municipalities.queries import calendar
from app.plans.models import Wait
from app.plans.waiting import WaitsFor, days_waited

YEAR = timedelta(days=365)
STEP = 5


@dataclass(frozen=True)
class Waited:
    """One kind of waiting.

    ``cases`` and ``days`` are rounded to five unless exact figures were asked for; all are None where
    fewer cases waited than a rounded figure can show.
    """

    waits_for: WaitsFor
    cases: int | None
    days: int | None
    middle: int | None
    """Half of the cases waited no longer than this, in working days."""


@dataclass(frozen=True)
class WaitedPage:
    since: date
    rows: tuple[Waited, ...]


def waited(now: datetime, *, exact: bool) -> WaitedPage:
    """Two statements; what still lasts counts until now. Outside of the own office nothing is exact."""
    since, counts = now - YEAR, calendar()
    query = sa.select(Wait.waits_for, Wait.case_id, Wait.since, Wait.ended_at).where(
        sa.or_(Wait.ended_at.is_(None), Wait.ended_at > since)
    )
    stretches: dict[WaitsFor, dict[UUID, list[tuple[date, date]]]] = defaultdict(lambda: defaultdict(list))
    for waits_for, case_id, begun, ended in db.session.execute(query):
        first, last = max(begun, since), min(ended or now, now)
        stretches[waits_for][case_id].append((local(first).date(), local(last).date()))
    rows = []
    for waits_for in WaitsFor:
        days = sorted(days_waited(one, counts) for one in stretches.get(waits_for, {}).values())
        if days:
            rows.append(_row(waits_for, days, exact=exact))
    return WaitedPage(local(since).date(), tuple(rows))


def _row(waits_for: WaitsFor, days: list[int], *, exact: bool) -> Waited:
    middle = days[(len(days) - 1) // 2]
    if exact:
        return Waited(waits_for, len(days), sum(days), middle)
    cases = _rounded(len(days))
    if not cases:
        return Waited(waits_for, None, None, None)
    return Waited(waits_for, cases, _rounded(sum(days)), _rounded(middle))


def _rounded(number: int) -> int:
    return STEP * ((number + STEP // 2) // STEP)
