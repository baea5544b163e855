"""What can be asked about the municipality one acts in."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.municipalities.models import ClosingDay, District, Municipality, calendar_of
from app.municipalities.scope import across_municipalities, acting_in, here
from app.refusals import NotFound
from app.workdays import Calendar


def municipality() -> Municipality:
    """The municipality that this code acts in."""
    return db.session.get_one(Municipality, here())


def by_slug(slug: str) -> Municipality:
    """``NotFound`` if no municipality has this short name."""
    found = db.session.scalar(sa.select(Municipality).where(Municipality.slug == slug))
    if found is None:
        raise NotFound
    return found


def calendar() -> Calendar:
    """The calendar on which the municipality counts; one statement."""
    query = (
        sa.select(Municipality, ClosingDay.day)
        .outerjoin(ClosingDay, ClosingDay.municipality_id == Municipality.id)
        .where(Municipality.id == here())
    )
    found = db.session.execute(query).all()
    days: frozenset[date] = frozenset(day for _, day in found if day is not None)
    return calendar_of(found[0][0], days)


def districts(*, kept: Collection[UUID] = ()) -> Sequence[District]:
    """Those that are offered for something new; ``kept`` are those that it names already."""
    offered = sa.or_(District.active.is_(True), District.id.in_(kept))
    return db.session.scalars(_by_name().where(offered)).all()


def all_districts() -> Sequence[District]:
    """With those out of use: to look for what is old."""
    return db.session.scalars(_by_name()).all()


def _by_name() -> sa.Select[District]:
    return sa.select(District).order_by(District.name, District.id)


def each_in_turn() -> Iterator[UUID]:
    """Every municipality, one after the other, each inside its walls (for jobs)."""
    with across_municipalities():
        ids = db.session.scalars(sa.select(Municipality.id).order_by(Municipality.slug)).all()
        db.session.rollback()
    for municipality_id in ids:
        with acting_in(municipality_id):
            yield municipality_id
        db.session.expunge_all()
