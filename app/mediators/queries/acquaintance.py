"""What somebody of the pool has said of herself for the check alone."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.models import OwnDetails, PoolPerson

FIELDS = ("other_names", "address", "household", "employer")


def details(person_id: UUID) -> dict[str, object]:
    """By field, as the form shows it; only for the person herself."""
    row = db.session.scalar(sa.select(OwnDetails).where(OwnDetails.person_id == person_id))
    return {name: getattr(row, name) if row else None for name in FIELDS}


def unmarked(limit: int) -> Sequence[PoolPerson]:
    """People of before anybody was compared."""
    query = sa.select(PoolPerson).where(PoolPerson.to_mark.is_(True)).order_by(PoolPerson.id)
    return db.session.scalars(query.limit(limit)).all()
