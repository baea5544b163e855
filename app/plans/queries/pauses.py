"""The stretches in which steps stood still, read from the records of waiting."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.plans.models import Wait, WaitStep
from app.plans.pauses import Pause


def pauses_of(*case_ids: UUID) -> dict[UUID, tuple[Pause, ...]]:
    """By step of these cases, all stretches in which it stood still or still does; one statement."""
    query = (
        sa.select(WaitStep.step_id, Wait.since, Wait.ended_at)
        .join(Wait, sa.and_(Wait.id == WaitStep.wait_id, Wait.municipality_id == WaitStep.municipality_id))
        .where(Wait.case_id.in_(case_ids))
        .order_by(Wait.since, Wait.id)
    )
    return pauses_by_step(db.session.execute(query).all())


def pauses_by_step(rows: Iterable[Any]) -> dict[UUID, tuple[Pause, ...]]:
    """Rows of step, beginning and end."""
    found: dict[UUID, list[Pause]] = defaultdict(list)
    for step_id, since, ended_at in rows:
        found[step_id].append(Pause(since, ended_at))
    return {step_id: tuple(pauses) for step_id, pauses in found.items()}
