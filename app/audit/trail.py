"""Writes what happened: a fact for the case's timeline, and a line of the access log."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit.models import AccessEntry, AccessHead, TimelineEntry
from app.database import db, insert_once
from app.events import CaseEvent
from app.municipalities.scope import here

START = "0" * 64


@dataclass(frozen=True)
class Line:
    """What a line of the log says, besides who and when."""

    kind: str
    case_id: UUID | None = None
    subject_id: UUID | None = None


def record(event: CaseEvent) -> None:
    """The reaction to every event of a case."""
    kind = type(event).__name__
    db.session.add(
        TimelineEntry(
            case_id=event.case_id,
            at=event.at,
            actor_id=event.actor_id,
            kind=kind,
            facts=event.facts(),
            number=log(kind, by=event.actor_id, at=event.at, case_id=event.case_id),
        )
    )


def log(
    kind: str,
    *,
    by: UUID | None,
    at: datetime,
    case_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> int:
    """Append a line to the municipality's chain, in the transaction of the deed; returns its number."""
    return log_all([Line(kind, case_id, subject_id)], by=by, at=at)


def log_all(lines: Sequence[Line], *, by: UUID | None, at: datetime) -> int:
    """Append several lines, in as many statements as one needs; returns the number of the last."""
    last, seal = _take_head(len(lines))
    first = last - len(lines) + 1
    for number, line in enumerate(lines, first):
        seal = hashed(seal, number, at, str(by), line.kind, str(line.case_id), str(line.subject_id))
        db.session.add(
            AccessEntry(
                number=number,
                at=at,
                actor_id=by,
                kind=line.kind,
                case_id=line.case_id,
                subject_id=line.subject_id,
                hash=seal,
            )
        )
    db.session.execute(
        sa.update(AccessHead).values(hash=seal), execution_options={"synchronize_session": False}
    )
    return last


def hashed(before: str, number: int, at: datetime, *parts: str) -> str:
    """The seal of a line over the seal of the line before it."""
    return hashlib.sha256(
        "|".join((before, str(number), at.astimezone(UTC).isoformat(), *parts)).encode()
    ).hexdigest()


def forget(before: datetime, *, kept: Collection[UUID] = ()) -> int:
    """Delete the lines from before this moment, up to the first about a case that is ``kept``.

    Only the beginning of the chain can go: what is left is sealed over the last line that went.
    """
    stays = sa.select(sa.func.min(AccessEntry.number)).where(
        sa.or_(AccessEntry.at >= before, AccessEntry.case_id.in_(kept))
    )
    head = db.session.scalar(sa.select(AccessHead).with_for_update())
    if head is None:
        return 0
    last = (db.session.scalar(stays) or head.number + 1) - 1
    seal = db.session.scalar(sa.select(AccessEntry.hash).where(AccessEntry.number == last))
    if seal is None:
        return 0
    head.gone_number, head.gone_hash = last, seal
    gone = db.session.execute(
        sa.delete(AccessEntry).where(AccessEntry.number <= last),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _take_head(count: int) -> tuple[int, str]:
    """The number of the last of so many new lines, and the seal of the line before them."""
    statement = (
        sa.update(AccessHead)
        .values(number=AccessHead.number + count)
        .returning(AccessHead.number, AccessHead.hash)
        .execution_options(synchronize_session=False)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        if insert_once(AccessHead, ("municipality_id",), municipality_id=here(), number=count, hash=START):
            return count, START
        row = db.session.execute(statement).one()
    return row.number, row.hash
