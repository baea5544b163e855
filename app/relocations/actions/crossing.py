"""The one door between two municipalities: to hand a case over, and for nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

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
