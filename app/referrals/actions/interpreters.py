"""Who is to interpret in a case: planned by coordination, or landed from a loan; and not any more."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.models import Case
from app.cases.rules.status import is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from app.referrals.actions import helping
from app.referrals.actions.guests import take_out_of_all
from app.referrals.actions.helping import Help
from app.referrals.events.interpreters import InterpreterDropped, InterpreterPlanned
from app.referrals.models import CaseInterpreter
from app.referrals.queries import seats
from app.referrals.queries.interpreters import in_conflict
from app.refusals import NotAllowed, NotFound


def plan(case_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """She interprets in this case; said twice it is said once. She learns nothing of it by this."""
    case = seats.locked(case_id)
    if not _can(case, person_id):
        raise NotFound
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    if _running(case_id, person_id) is not None:
        return
    trail.log("ConflictsChecked", by=by, at=at, case_id=case_id, subject_id=person_id)
    if in_conflict(case, [person_id]):
        raise NotAllowed(
            N_(
                "Bei dieser Person ist ein Interessenkonflikt möglich oder noch nicht prüfbar. Sie kann erst "
                "dolmetschen, wenn alle Parteien davon wissen und einverstanden sind."
            )
        )
    db.session.add(CaseInterpreter(case_id=case_id, person_id=person_id, planned_at=at, planned_by=by))
    db.session.flush()
    publish(InterpreterPlanned(case_id=case_id, actor_id=by, at=at, person_id=person_id))
    helping.look(case_id, at=at, asked=True, by=by)


def land(case_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Somebody was lent for this: where a conflict is possible, coordination decides what comes of it."""
    case = seats.locked(case_id)
    if is_open(case.status) and _can(case, person_id) and not in_conflict(case, [person_id]):
        plan(case_id, person_id, by=by, at=at)


def drop(case_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Not any more; she comes to no appointment that is still to be. Said twice it is said once."""
    seats.locked(case_id)
    known = sa.select(CaseInterpreter.id).where(
        CaseInterpreter.case_id == case_id, CaseInterpreter.person_id == person_id
    )
    if db.session.scalar(known.limit(1)) is None:
        raise NotFound
    over = db.session.execute(
        sa.update(CaseInterpreter)
        .where(
            CaseInterpreter.case_id == case_id,
            CaseInterpreter.person_id == person_id,
            CaseInterpreter.ended_at.is_(None),
        )
        .values(ended_at=at),
        execution_options={"synchronize_session": "fetch"},
    )
    if over.rowcount:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        take_out_of_all(case_id, person_id, by=by, at=at)
        publish(InterpreterDropped(case_id=case_id, actor_id=by, at=at, person_id=person_id))
        helping.look(case_id, at=at, lost={Help.INTERPRETER})


def leave(person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """She has left the pool, or her loan is over."""
    query = sa.select(CaseInterpreter.case_id).where(
        CaseInterpreter.person_id == person_id, CaseInterpreter.ended_at.is_(None)
    )
    for case_id in db.session.scalars(query.order_by(CaseInterpreter.case_id)).all():
        drop(case_id, person_id, by=by, at=at)


def _can(case: Case, person_id: UUID) -> bool:
    query = sa.select(PoolPerson.id).where(
        PoolPerson.id == person_id,
        PoolPerson.kind == Kind.INTERPRETER,
        PoolPerson.left_at.is_(None),
        sa.or_(PoolPerson.reserved_for.is_(None), PoolPerson.reserved_for == case.id),
    )
    return db.session.scalar(query) is not None


def _running(case_id: UUID, person_id: UUID) -> UUID | None:
    query = sa.select(CaseInterpreter.id).where(
        CaseInterpreter.case_id == case_id,
        CaseInterpreter.person_id == person_id,
        CaseInterpreter.ended_at.is_(None),
    )
    return db.session.scalar(query)
