"""With whom somebody of the pool doesn't want to work: read by the person herself, and by the program."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.exclusion import Reach, reach_of
from app.mediators.models import PoolExclusion


@dataclass(frozen=True)
class Excluded:
    """A person or group, and where, as somebody wrote it; either may be empty."""

    id: UUID
    name: str
    place: str

    @property
    def reach(self) -> Reach:
        return reach_of(self.name, self.place)


def exclusions_of(person_id: UUID) -> list[Excluded]:
    """The own list, in the order of writing. For the person, and for comparing by hash; for nobody else."""
    query = sa.select(PoolExclusion).where(PoolExclusion.person_id == person_id)
    return [
        Excluded(one.id, one.name or "", one.place or "")
        for one in db.session.scalars(query.order_by(PoolExclusion.created_at, PoolExclusion.id))
    ]
