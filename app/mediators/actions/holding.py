"""Takes people of the pool in hand, so that deeds about one of them come one after the other."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.mediators.events import PersonToChange
from app.mediators.models import PoolPerson
from app.refusals import NotFound


def hold(person_id: UUID) -> PoolPerson:
    """Locked until the end of the transaction and read anew: two clicks are one deed."""
    people = hold_all(PoolPerson.id == person_id)
    if not people:
        raise NotFound
    return people[0]


def hold_all(*which: sa.ColumnElement[bool]) -> Sequence[PoolPerson]:
    """Several, always in the same order: two who hold the same people never wait for each other."""
    query = sa.select(PoolPerson).where(*which).order_by(PoolPerson.id).with_for_update(key_share=True)
    return db.session.scalars(query, execution_options={"populate_existing": True}).all()


def hold_with_cases(person_id: UUID, *, by: UUID | None, at: datetime) -> PoolPerson:
    """For a deed that reaches into the cases she is asked for: these come before her (ADR 59)."""
    publish(PersonToChange(actor_id=by, at=at, person_id=person_id))
    return hold(person_id)
