"""A report is asked for, taken by a worker, given up or finished as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.database import Base, db, insert_once
from app.gaps.models import GapReport
from app.gaps.queries import report as queries
from app.gaps.rules import FRESH
from app.labels import N_
from app.municipalities.scope import here
from app.referrals.allocation.stages import KEPT, LEASE, TRIES, RunStatus, Stopped
from app.refusals import NotAllowed

OPEN = (RunStatus.WAITING, RunStatus.RUNNING)


@dataclass(frozen=True)
class Claim:
    """A worker's hold on a report; lost as soon as somebody else has one."""

    report_id: UUID
    worker: UUID


@dataclass(frozen=True)
class Result:
    """What a report says: its figures, and its rows."""

    figures: dict[str, Any]
    rows: Sequence[Base]


def ask(*, by: UUID, at: datetime) -> None:
    """Ask for a new report; there is never more than one on its way."""
    if not _begin(by, at):
        raise NotAllowed(N_("Der Bericht wird gerade schon berechnet. Bitte warten Sie einen Augenblick."))


def ask_again(at: datetime) -> bool:
    """The waiting list or the pool has changed; false if a report is on its way anyway."""
    return _begin(None, at)


def ask_if_old(at: datetime) -> bool:
    """So that the page is never empty, and never far behind."""
    last = queries.last_asked()
    return (last is None or last <= at - FRESH) and _begin(None, at)


def _begin(by: UUID | None, at: datetime) -> bool:
    id_ = uuid4()
    new = insert_once(
        GapReport,
        ("municipality_id", "running"),
        id=id_,
        municipality_id=here(),
        running=True,
        asked_at=at,
        asked_by=by,
        status=RunStatus.WAITING,
        tries=0,
        tried=0,
    )
    if new and by is not None:
        trail.log("GapReportAsked", by=by, at=at, subject_id=id_)
    return new


def claim(at: datetime) -> Claim | None:
    """Take the report that waits, or one whose worker was lost; after three tries it has failed."""
    waiting = queries.to_do(at)
    if waiting is None:
        return None
    found, tries = waiting
    free = sa.or_(GapReport.status == RunStatus.WAITING, GapReport.lease_until < at)
    if tries >= TRIES:
        _end(found, RunStatus.FAILED, free, at=at)
        return None
    mine = Claim(found, uuid4())
    won = _change(
        found,
        sa.and_(GapReport.status.in_(OPEN), free),
        status=RunStatus.RUNNING,
        worker=mine.worker,
        lease_until=at + LEASE,
        tries=GapReport.tries + 1,
        tried=0,
    )
    return mine if won else None


def go_on(mine: Claim, tried: int, *, at: datetime) -> None:
    """Say how far it is; raises ``Stopped`` if it is somebody else's by now."""
    if not _change(mine.report_id, _held(mine), tried=tried, lease_until=at + LEASE):
        raise Stopped


def give_up(mine: Claim) -> None:
    """The next worker begins it anew."""
    values = {"status": RunStatus.WAITING, "worker": None, "lease_until": None}
    _change(mine.report_id, _held(mine), tries=GapReport.tries - 1, **values)


def finish(mine: Claim, result: Result, *, at: datetime) -> bool:
    """All at once, or nothing if the report is no longer this worker's."""
    if not _end(mine.report_id, RunStatus.DONE, _held(mine), at=at, **result.figures):
        return False
    db.session.add_all(result.rows)
    return True


def forget_old(at: datetime) -> int:
    """Delete reports that ended 30 days ago, with all that hangs on them."""
    gone = db.session.execute(
        sa.delete(GapReport).where(GapReport.ended_at <= at - KEPT),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _held(mine: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(GapReport.status == RunStatus.RUNNING, GapReport.worker == mine.worker)


def _end(
    report_id: UUID, status: RunStatus, where: sa.ColumnElement[bool], *, at: datetime, **values: Any
) -> bool:
    ended = {"status": status, "running": None, "ended_at": at, "lease_until": None}
    return _change(report_id, sa.and_(GapReport.status.in_(OPEN), where), **ended, **values)


def _change(report_id: UUID, where: sa.ColumnElement[bool], **values: Any) -> bool:
    """One conditional update; of all who try exactly one succeeds."""
    won = db.session.execute(
        sa.update(GapReport)
        .where(GapReport.id == report_id, where)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
