"""When people who are lent can't, by what stands about them in another pool; asked from above the walls.

Absences, single days, the own calendar and appointments all become the same quarter hours: why stays there.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import UtcDateTime, db
from app.localtime import LOCAL, end_of
from app.localtime import at as wall_clock
from app.mediators.horizon import DayTime, Horizon, Taken
from app.mediators.models import Absence, BusyCalendar, PoolDay, PoolPerson
from app.mediators.queries.candidates import is_lent
from app.referrals.appointments import LENGTH
from app.referrals.matching.slots import QUARTERS_A_DAY
from app.referrals.models import Meeting, Offer
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus

#: The same person in another pool, as the one who lends her or as a guest.
_There = sa.orm.aliased(PoolPerson, name="there")


def taken_by_lent(place: UUID, case_id: UUID, *, first_day: date, last_day: date) -> dict[UUID, Taken]:
    """Of guests of this case and of whoever ``place`` has lent, by who they are there; one statement."""
    days = [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)]
    horizon, quarters = Horizon(days, zone=LOCAL), defaultdict[UUID, int](int)
    bound = {
        "place": place,
        "case": case_id,
        "first": first_day,
        "last": last_day,
        "begins": wall_clock(first_day, 0) - LENGTH,
        "ends": end_of(last_day),
    }
    for row in db.session.execute(_EVERYTHING, bound):
        quarters[row.who] |= _quarters(row, horizon)
    within = (1 << QUARTERS_A_DAY * len(days)) - 1
    return {who: Taken(first_day, found & within) for who, found in quarters.items()}


def _quarters(row: Any, horizon: Horizon) -> int:
    if row.at is not None:
        return horizon.taken([(row.at, row.at + LENGTH)])
    if row.taken is not None:
        return horizon.refused(taken=Taken(row.first, int(row.taken, 16)))
    if row.starts is not None:
        return horizon.refused(days=[DayTime(row.first, False, row.starts, row.ends)])
    return horizon.refused(absences=[(row.first, row.last)])


def _part(table: Any, **said: Any) -> sa.Select[Any]:
    """What a table says of them elsewhere; all parts have the same columns."""
    empty: dict[str, Any] = {
        "first": sa.cast(sa.null(), sa.Date),
        "last": sa.cast(sa.null(), sa.Date),
        "starts": sa.cast(sa.null(), sa.Time),
        "ends": sa.cast(sa.null(), sa.Time),
        "taken": sa.cast(sa.null(), sa.String),
        "at": sa.cast(sa.null(), UtcDateTime),
    }
    place: sa.BindParameter[UUID] = sa.bindparam("place", type_=sa.Uuid)
    columns = [column.label(name) for name, column in (empty | said).items()]
    return (
        sa.select(PoolPerson.id.label("who"), *columns)
        .join(_There, _There.user_id == PoolPerson.user_id)
        .join(table, sa.and_(table.person_id == _There.id, table.municipality_id == _There.municipality_id))
        .where(
            PoolPerson.municipality_id == place,
            is_lent(sa.bindparam("case", type_=sa.Uuid)),
            _There.municipality_id != place,
            _There.left_at.is_(None),
            sa.or_(_There.reserved_for.is_not(None), _There.lent > 0),
        )
    )


_FIRST, _LAST = (sa.bindparam(name, type_=sa.Date) for name in ("first", "last"))
_BEGINS, _ENDS = (sa.bindparam(name, type_=UtcDateTime) for name in ("begins", "ends"))
_EVERYTHING = sa.union_all(
    _part(Absence, first=Absence.first_day, last=Absence.last_day).where(
        Absence.first_day <= _LAST, Absence.last_day >= _FIRST
    ),
    _part(PoolDay, first=PoolDay.day, starts=PoolDay.starts, ends=PoolDay.ends).where(
        PoolDay.free.is_(False), PoolDay.day.between(_FIRST, _LAST)
    ),
    _part(BusyCalendar, first=BusyCalendar.first_day, taken=BusyCalendar.taken).where(
        BusyCalendar.first_day <= _LAST, BusyCalendar.last_day >= _FIRST
    ),
    _part(Offer, at=Meeting.starts_at)
    .join(
        Meeting,
        sa.and_(Meeting.referral_id == Offer.referral_id, Meeting.municipality_id == Offer.municipality_id),
    )
    .where(Offer.status == OfferStatus.ACCEPTED, Meeting.starts_at.between(_BEGINS, _ENDS), *stands()),
)
