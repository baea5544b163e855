"""Puts a conflict of interest on record: noted twice it stands there once."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.events import publish
from app.referrals.events.conflicts import ConflictNoted
from app.referrals.matching.conflicts import ConflictKind
from app.referrals.models import Conflict


def note(  # noqa: PLR0913 - of whom and what, by whom, when, and what was seen
    case: Case, person_id: UUID, kind: ConflictKind, *, by: UUID | None, at: datetime, seen: str | None = None
) -> Conflict:
    """The case must be held. What is asked anew takes the place of what was asked before."""
    same = Conflict.case_id == case.id, Conflict.person_id == person_id, Conflict.kind == kind
    known = db.session.scalars(sa.select(Conflict).where(*same, Conflict.ended_at.is_(None))).all()
    there = next((one for one in known if one.seen_index == seen), None)
    if there is not None:
        return there
    for former in known:
        former.ended_at, former.ended_by = at, by
    made = Conflict(
        case_id=case.id, person_id=person_id, kind=kind, noted_at=at, noted_by=by, seen_index=seen
    )
    db.session.add(made)
    db.session.flush()
    publish(
        ConflictNoted(
            case_id=case.id, actor_id=by, at=at, conflict_id=made.id, person_id=person_id, kind=kind
        )
    )
    return made
