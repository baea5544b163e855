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
from app.referrals.allocation.stages import KEPT
from app.refusals import NotAllowed
from app.runs.actions import Claim, Runs
from app.runs.rules import RunStatus, Stopped

REPORTS = Runs(
    GapReport,
    GapReport.status,
    since=GapReport.asked_at,
    at_end=lambda at: {"running": None, "ended_at": at},
)


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
    return REPORTS.claim(REPORTS.next(at), at=at, tried=0)


def go_on(mine: Claim, tried: int, *, at: datetime) -> None:
    """Say how far it is; raises ``Stopped`` if it is somebody else's by now."""
    REPORTS.go_on(mine, tried=tried, at=at)


def finish(mine: Claim, result: Result, *, at: datetime) -> None:
    """All at once; raises ``Stopped`` if it is somebody else's by now."""
    if not REPORTS.end(mine.run_id, RunStatus.DONE, REPORTS.held(mine), at=at, **result.figures):
        raise Stopped
    db.session.add_all(result.rows)


def forget_old(at: datetime) -> int:
    """Delete reports that ended 30 days ago, with all that hangs on them."""
    gone = db.session.execute(
        sa.delete(GapReport).where(GapReport.ended_at <= at - KEPT),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE
