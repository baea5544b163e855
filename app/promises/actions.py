"""The verbs: promise, keep, release."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.holding import hold
from app.cases.models import Case
from app.cases.queries.parties import party_of
from app.cases.rules.status import is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.promises.events import PromiseDue, PromiseKept, PromiseMade, PromiseReleased
from app.promises.models import Promise
from app.promises.queries import promise_of
from app.promises.rules import Word
from app.refusals import NotAllowed


def make(case: Case, word: Word, *, by: UUID, at: datetime) -> None:
    """Promise something; the same thing to the same people on the same day is one promise."""
    hold(case)
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen; hier wird nichts mehr versprochen."))
    if word.due_on < local(at).date():
        raise NotAllowed(N_("Der Tag liegt in der Vergangenheit."))
    if word.party_id is not None:
        party_of(case.id, word.party_id)
    same = sa.select(Promise.id).where(
        Promise.case_id == case.id,
        Promise.kind == word.kind,
        Promise.due_on == word.due_on,
        Promise.party_id == word.party_id,
        Promise.released_at.is_(None),
    )
    if db.session.scalar(same.limit(1)) is not None:
        return
    made = Promise(
        case_id=case.id, party_id=word.party_id, kind=word.kind, due_on=word.due_on, made_at=at, made_by=by
    )
    db.session.add(made)
    db.session.flush()
    publish(
        PromiseMade(
            case_id=case.id,
            actor_id=by,
            at=at,
            promise_id=made.id,
            what=word.kind,
            due_on=f"{word.due_on:%d.%m.%Y}",
        )
    )


def keep(case_id: UUID, promise_id: UUID, *, by: UUID, at: datetime) -> None:
    """It was done today; whether in time follows from the days."""
    found = promise_of(case_id, promise_id)
    if _settle(found, kept_on=local(at).date(), kept_by=by):
        publish(PromiseKept(case_id=case_id, actor_id=by, at=at, promise_id=promise_id, what=found.kind))


def release(case_id: UUID, promise_id: UUID, *, by: UUID, at: datetime) -> None:
    """Whoever it was made to no longer wants it; then it counts neither as kept nor as broken."""
    found = promise_of(case_id, promise_id)
    if _settle(found, released_at=at, released_by=by):
        publish(PromiseReleased(case_id=case_id, actor_id=by, at=at, promise_id=promise_id, what=found.kind))


def remind(promise_id: UUID, *, at: datetime) -> bool:
    """For the job: once, on its day."""
    found = db.session.get_one(Promise, promise_id)
    if not _settle(found, (Promise.reminded_at.is_(None),), reminded_at=at):
        return False
    publish(
        PromiseDue(actor_id=None, at=at, promise_id=promise_id, case_id=found.case_id, due_on=found.due_on)
    )
    return True


def _settle(found: Promise, also: tuple[sa.ColumnElement[bool], ...] = (), **values: Any) -> bool:
    """Only what is still open; the second click of a double one does nothing."""
    still = sa.update(Promise).where(
        Promise.id == found.id, Promise.kept_on.is_(None), Promise.released_at.is_(None), *also
    )
    result = db.session.execute(still.values(**values), execution_options={"synchronize_session": False})
    return bool(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
