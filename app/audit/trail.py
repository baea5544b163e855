"""Writes what happened: a fact for the case's timeline, and a line of the access log."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from app.audit.models import AccessEntry, AccessHead, TimelineEntry
from app.database import db, insert_once
from app.events import CaseEvent
from app.municipalities.scope import acting_in, here

START = "0" * 64
#: Where lines wait in the session until it is committed.
WAITING = "lines"
#: A number that no line has yet: whoever looks before the commit finds what is new in its order.
AFTER_ALL = 2**30


@dataclass(frozen=True)
class Line:
    """What a line of the log says, besides who and when."""

    kind: str
    case_id: UUID | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True)
class _Waiting:
    """A line whose deed isn't committed yet."""

    line: Line
    by: UUID | None
    at: datetime
    entry: TimelineEntry | None
    within: SessionTransaction | None
    """The part of the transaction that can be taken back by itself."""


def record(event: CaseEvent) -> None:
    """The reaction to every event of a case."""
    kind = type(event).__name__
    entry = TimelineEntry(
        case_id=event.case_id, at=event.at, actor_id=event.actor_id, kind=kind, facts=event.facts()
    )
    db.session.add(entry)
    _wait(Line(kind, event.case_id), by=event.actor_id, at=event.at, entry=entry)


def log(
    kind: str,
    *,
    by: UUID | None,
    at: datetime,
    case_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> None:
    """Append a line to the municipality's chain; it is written when the deed is committed."""
    _wait(Line(kind, case_id, subject_id), by=by, at=at)


def log_all(lines: Sequence[Line], *, by: UUID | None, at: datetime) -> None:
    """Append several lines."""
    for line in lines:
        _wait(line, by=by, at=at)


def _wait(line: Line, *, by: UUID | None, at: datetime, entry: TimelineEntry | None = None) -> None:
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that it ends with a transaction, even if nothing else happens in it
    lines = session.info.setdefault(WAITING, {}).setdefault(here(), [])
    lines.append(_Waiting(line, by, at, entry, session.get_nested_transaction()))
    if entry is not None:
        entry.number = AFTER_ALL + len(lines)


@sa.event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """The lock of a chain is the last that a transaction takes, of several chains always in one order."""
    if session.in_nested_transaction():
        return
    waiting: dict[UUID, list[_Waiting]] = session.info.pop(WAITING, {})
    if waiting:
        session.flush()
    for municipality_id in sorted(waiting):
        with acting_in(municipality_id):
            _append(session, waiting[municipality_id])


@sa.event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    waiting: dict[UUID, list[_Waiting]] = session.info.pop(WAITING, {})
    if ended.nested:
        session.info[WAITING] = {
            place: [one for one in lines if one.within is not ended] for place, lines in waiting.items()
        }


def _append(session: Session, waiting: Sequence[_Waiting]) -> None:
    last, seal = _take_head(len(waiting))
    for number, one in enumerate(waiting, last - len(waiting) + 1):
        line = one.line
        seal = hashed(seal, number, one.at, str(one.by), line.kind, str(line.case_id), str(line.subject_id))
        if one.entry is not None:
            one.entry.number = number
        session.add(
            AccessEntry(
                number=number,
                at=one.at,
                actor_id=one.by,
                kind=line.kind,
                case_id=line.case_id,
                subject_id=line.subject_id,
                hash=seal,
            )
        )
    session.execute(sa.update(AccessHead).values(hash=seal), execution_options={"synchronize_session": False})
    session.flush()


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
