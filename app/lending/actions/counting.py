"""Counts in the state pool: the sums alone go there, never which request they are of."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db, insert_once
from app.lending.actions.crossing import beyond_the_wall
from app.lending.models import LendingCount
from app.lending.queries.places import state_pool
from app.lending.rules import Figure, quarter_of
from app.localtime import local
from app.municipalities.scope import here

_ONCE = ("municipality_id", "quarter", "region_id", "language", "figure")


def count(figure: Figure, languages: Iterable[str], *, asked_at: datetime) -> None:
    """One more in the quarter in which it was asked; nothing where the Land has no state pool."""
    state, region, quarter = state_pool(), here(), quarter_of(local(asked_at).date())
    if state is None:
        return
    with beyond_the_wall(state.id):
        for language in ("", *languages):
            add(figure, 1, quarter=quarter, region_id=region, language=language)


def add(figure: Figure, number: int, *, quarter: str, region_id: UUID, language: str) -> None:
    """To a sum of the state pool that this code acts in."""
    values = {
        "municipality_id": here(),
        "quarter": quarter,
        "region_id": region_id,
        "language": language,
        "figure": figure,
    }
    insert_once(LendingCount, _ONCE, **values, count=0)
    db.session.execute(
        sa.update(LendingCount)
        .where(*(getattr(LendingCount, name) == value for name, value in values.items()))
        .values(count=LendingCount.count + number),
        execution_options={"synchronize_session": False},
    )
