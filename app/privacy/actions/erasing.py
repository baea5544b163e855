"""Deletes: what is known of the people of a case, what was noted of danger before that, the rest at last.

What goes follows from the declarations of the columns (queries.hanging). Each function is one transaction's
worth of one case: it happens whole or not at all, and a second time it finds nothing to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.audit import trail
from app.cases.actions import ticks
from app.cases.actions.holding import hold
from app.cases.actions.moves import PROGRAM, transition
from app.cases.models import Case
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import published
from app.cases.rules.retention import Kept, is_over
from app.cases.rules.status import Status, Verb
from app.database import db, insert_once
from app.events import publish
from app.localtime import local
from app.municipalities.scope import here
from app.notifications.actions import forget_case
from app.privacy.actions.holds import active
from app.privacy.deletions import Deletion
from app.privacy.events import PersonsErased, SafetyNotesErased
from app.privacy.models import CaseFigure
from app.privacy.queries.check import released_tick
from app.privacy.queries.hanging import Hung, hung
from app.refusals import NotAllowed

UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Erased:
    """What lies outside of the database: a line for the list, and copies of messages to delete."""

    deletion: Deletion
    messages: list[UUID]


def erase_persons(case_id: UUID, *, at: datetime) -> Erased:
    """The move „Löschen“ with all its guards, and everything that says anything of the people in the case.

    Raises as ``transition`` does if a guard isn't met any more.
    """
    case = db.session.get_one(Case, case_id)
    hold(case)
    released = released_tick(case)
    if released is None:
        raise NotAllowed(Guard.PRIVACY_RELEASED.label)
    deletion = Deletion(case.municipality_id, case_id, released.set_by, released.set_at)
    transition(case, Verb.DELETE, by=PROGRAM, at=at)
    _count(case)
    for one in hung():
        _empty(one, one.persons, case_id)
    messages = forget_case(case_id, case.number)
    publish(PersonsErased(case_id=case_id, actor_id=None, at=at))
    db.session.flush()
    db.session.expire_all()
    return Erased(deletion, messages)


def repeat(deletion: Deletion, *, at: datetime) -> Erased | None:
    """After a restore: delete again what had been deleted, on the word that was given then.

    None if the case is gone already; raises ``NotAllowed`` if it is open or held now.
    """
    case = db.session.scalar(sa.select(Case).where(Case.id == deletion.case_id))
    if case is None or case.status is Status.DELETED:
        return None
    hold(case)
    if released_tick(case) is None:
        said = max(deletion.released_at, case.status_since)
        ticks.fulfil(case, Guard.PRIVACY_RELEASED, by=deletion.released_by, at=said)
        db.session.flush()
    return erase_persons(case.id, at=at)


def erase_safety(case_id: UUID, *, at: datetime) -> bool:
    """What was noted of danger has a shorter period than the rest; false if it may not go now."""
    case = db.session.get_one(Case, case_id)
    hold(case)
    if case.status is not Status.CLOSED or case.closed_at is None or active(case_id) is not None:
        return False
    if not is_over(Kept.SAFETY_NOTES, closed_at=case.closed_at, outcome=case.outcome, now=at):
        return False
    emptied = sum(_empty(one, one.safety, case_id) for one in hung())
    if emptied:
        publish(SafetyNotesErased(case_id=case_id, actor_id=None, at=at))
    db.session.flush()
    db.session.expire_all()
    return bool(emptied)


def forget(case_id: UUID, *, at: datetime) -> bool:
    """The last that was kept of a deleted case goes; its count stays, and a line of the access log."""
    gone = db.session.execute(
        sa.delete(Case).where(Case.id == case_id, Case.status == Status.DELETED),
        execution_options={"synchronize_session": False},
    )
    if not gone.rowcount:  # type: ignore[attr-defined]  # CursorResult for a DELETE
        return False
    trail.log("CaseForgotten", by=None, at=at, case_id=case_id)
    db.session.flush()
    db.session.expire_all()
    return True


def _empty(one: Hung, columns: Iterable[InstrumentedAttribute[Any]], case_id: UUID) -> int:
    """How many rows held any of it. A row that can't be without it, like a word to search by, goes whole."""
    chosen = tuple(columns)
    if not chosen:
        return 0
    held = sa.and_(one.holds_of(case_id), sa.or_(*(column.is_not(None) for column in chosen)))
    may_be_empty = all(one.model.__table__.columns[column.key].nullable for column in chosen)
    empty = sa.update(one.model).where(held).values({column.key: None for column in chosen})
    done = db.session.execute(
        empty if may_be_empty else sa.delete(one.model).where(held),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # CursorResult


def _count(case: Case) -> None:
    """One more of its year, kind and end; nothing that leads back to it."""
    key = {
        "municipality_id": here(),
        "year": local(case.closed_at).year if case.closed_at else 0,
        "category": case.category,
        "outcome": published(case.outcome) if case.outcome else UNKNOWN,
    }
    insert_once(CaseFigure, tuple(key), **key, count=0)
    same = [getattr(CaseFigure, name) == value for name, value in key.items()]
    db.session.execute(
        sa.update(CaseFigure).where(*same).values(count=CaseFigure.count + 1),
        execution_options={"synchronize_session": False},
    )
