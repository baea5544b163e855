"""Writes what happened: a fact for the case's timeline, and a line of the access log."""

import hashlib
from collections.abc import Sequence
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


def first_broken(entries: list[AccessEntry]) -> int | None:
    """The number of the first line that doesn't fit the chain; None if all fit."""
    before, expected = START, 1
    for e in entries:
        seal = hashed(before, e.number, e.at, str(e.actor_id), e.kind, str(e.case_id), str(e.subject_id))
        if e.number != expected or e.hash != seal:
            return expected
        before, expected = e.hash, expected + 1
    return None


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
