"""Who works on events: coordination, and of the management the crisis team; who sees what of an exercise."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.viewer import Viewer
from app.crisis.models import Call, Crisis, EventStep
from app.crisis.rules.phases import WORK_IS_FOR
from app.database import db
from app.refusals import NotFound, NotYours


def works_on(person: Viewer) -> bool:
    """Everybody else of the management sees phases and steps, not the words."""
    return person.role is not Role.MANAGEMENT or (person.hat is not None and person.hat.crisis_team)


def insist_on_work(person: Viewer) -> None:
    if not works_on(person):
        raise NotYours(WORK_IS_FOR)


def crisis(crisis_id: UUID) -> Crisis:
    found = db.session.scalar(sa.select(Crisis).where(Crisis.id == crisis_id))
    if found is None:
        raise NotFound
    return found


def step(step_id: UUID) -> EventStep:
    found = db.session.scalar(sa.select(EventStep).where(EventStep.id == step_id))
    if found is None:
        raise NotFound
    return found


def call(call_id: UUID) -> Call:
    found = db.session.scalar(sa.select(Call).where(Call.id == call_id))
    if found is None:
        raise NotFound
    return found
