"""The one door between two municipalities that lend each other people, and for nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.municipalities.scope import across_municipalities, acting_in


@contextmanager
def beyond_the_wall(municipality_id: UUID) -> Iterator[None]:
    """Within this block only the other municipality exists, in the same transaction.

    What is changed on either side is written on its own side, so that the walls check every row.
    """
    db.session.flush()
    with across_municipalities(), acting_in(municipality_id):
        yield
        db.session.flush()


@contextmanager
def above_the_walls() -> Iterator[None]:
    """Within this block all municipalities exist, to read in which hours somebody who is lent can't."""
    db.session.flush()
    with across_municipalities():
        yield


def change(statement: sa.Update, **values: Any) -> bool:
    """One conditional update; true if it changed a row."""
    result = db.session.execute(
        statement.values(**values), execution_options={"synchronize_session": "fetch"}
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
