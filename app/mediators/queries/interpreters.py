"""Who of the pool could interpret."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.models import PoolLanguage, PoolPerson
from app.mediators.rules import Kind

#: Pools ask for it, in both languages.
LEVEL = Level.B2


def interpreters(codes: Collection[str]) -> list[UUID]:
    """Those who speak one of these languages well enough and can be asked."""
    if not codes:
        return []
    well = [level for level in Level if level.at_least(LEVEL)]
    query = (
        sa.select(PoolPerson.id)
        .join(
            PoolLanguage,
            sa.and_(
                PoolLanguage.person_id == PoolPerson.id,
                PoolLanguage.municipality_id == PoolPerson.municipality_id,
            ),
        )
        .where(
            PoolPerson.kind == Kind.INTERPRETER,
            PoolPerson.left_at.is_(None),
            PoolPerson.resting.is_(False),
            PoolLanguage.code.in_(sorted(codes)),
            PoolLanguage.level.in_(well),
        )
        .order_by(PoolPerson.id)
        .distinct()
    )
    return list(db.session.scalars(query))
