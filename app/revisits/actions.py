"""The verbs: lay before oneself, move to another day, put away, tell."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.actions.holding import hold
from app.cases.models import Case
from app.database import db
from app.events import publish
from app.localtime import local
from app.revisits.events import RevisitDue
from app.revisits.models import Revisit
from app.revisits.rules import Wish, insist_on_day


def lay(case: Case, wish: Wish, *, by: UUID, role: Role, at: datetime) -> None:
    """The same page on the same day lies there once."""
    hold(case)
    insist_on_day(wish.day, local(at).date())
    same = sa.select(Revisit.id).where(
        Revisit.case_id == case.id,
        Revisit.user_id == by,
        Revisit.path == wish.path,
        Revisit.day == wish.day,
        Revisit.done_at.is_(None),
    )
    if db.session.scalar(same.limit(1)) is None:
        made = Revisit(case_id=case.id, user_id=by, role=role.value, path=wish.path, day=wish.day, made_at=at)
        made.note = wish.note or None
        db.session.add(made)
        db.session.flush()


def move(found: Revisit, day: date, *, at: datetime) -> None:
    """It comes on the other day, and is told then."""
    insist_on_day(day, local(at).date())
    _write(found.id, day=day, told_at=None)


def put_away(found: Revisit, *, at: datetime) -> None:
    """Done; of the word for oneself nothing stays."""
    found.note = None
    db.session.flush()
    _write(found.id, done_at=at)


def tell_of(revisit_id: UUID, *, at: datetime) -> bool:
    """For the job: once for each day that it was laid on."""
    found = db.session.get_one(Revisit, revisit_id)
    if not _write(found.id, Revisit.told_at.is_(None), told_at=at):
        return False
    publish(
        RevisitDue(
            actor_id=None,
            at=at,
            case_id=found.case_id,
            revisit_id=found.id,
            user_id=found.user_id,
            role=found.role,
            day=found.day,
        )
    )
    return True


def _write(revisit_id: UUID, /, *also: sa.ColumnElement[bool], **values: Any) -> bool:
    """Only what still lies there; the second click of a double one does nothing."""
    still = sa.update(Revisit).where(Revisit.id == revisit_id, Revisit.done_at.is_(None), *also)
    result = db.session.execute(still.values(**values), execution_options={"synchronize_session": False})
    return bool(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
