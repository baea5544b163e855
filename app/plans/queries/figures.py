"""How long cases waited, and for whom: rounded, over the last twelve months."""

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
    """One kind of waiting; every figure is rounded to five."""

    waits_for: WaitsFor
    cases: int
    days: int
    middle: int
    """Half of the cases waited no longer than this, in working days."""


@dataclass(frozen=True)
class WaitedPage:
    since: date
    rows: tuple[Waited, ...]


def waited(now: datetime) -> WaitedPage:
    """Two statements; what still lasts counts until now."""
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
            middle = days[(len(days) - 1) // 2]
            rows.append(Waited(waits_for, _rounded(len(days)), _rounded(sum(days)), _rounded(middle)))
    return WaitedPage(local(since).date(), tuple(rows))


def _rounded(number: int) -> int:
    return STEP * ((number + STEP // 2) // STEP)
