"""Who no longer works with us, and whose time has passed."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.database import db
from app.localtime import LOCAL, local
from app.mediators.models import PoolPerson
from app.municipalities.scope import across_municipalities
from app.workdays import add_months

#: After the end of the activity, or of the last membership.
MONTHS = 6


def pool_people(now: datetime) -> list[UUID]:
    """Of this municipality."""
    return list(
        db.session.scalars(sa.select(PoolPerson.id).where(left_for_good(now)).order_by(PoolPerson.id))
    )


def accounts(now: datetime) -> list[UUID]:
    """Of all municipalities: an account belongs to none."""
    with across_municipalities():
        return list(db.session.scalars(sa.select(User.id).where(has_had_its_time(now)).order_by(User.id)))


def left_for_good(now: datetime) -> sa.ColumnElement[bool]:
    ends = datetime.combine(_since(now), time(), LOCAL)
    return sa.and_(PoolPerson.left_at < ends, PoolPerson.erased_at.is_(None))


def has_had_its_time(now: datetime) -> sa.ColumnElement[bool]:
    """Every membership has ended, the last one six months ago; an account without any waits for one."""
    mine = Membership.user_id == User.id
    younger = sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= _since(now))
    return sa.and_(sa.exists().where(mine), ~sa.exists().where(mine, younger))


def _since(now: datetime) -> date:
    """What ended on this day, or later, is kept yet."""
    today = local(now).date()
    day = add_months(today, -MONTHS) + timedelta(days=3)
    while add_months(day, MONTHS) >= today:
        day -= timedelta(days=1)
    return day + timedelta(days=1)
