"""A long file that somebody has said yes to: claimed by a worker, given up, sent back or cancelled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.mediators.actions.imports import COMPARED
from app.mediators.actions.marks import Ready, entry, marked
from app.mediators.models import PoolUpload
from app.mediators.queries import uploads as queries
from app.mediators.queries.comparison import Comparison
from app.runs.actions import Claim, Runs
from app.runs.rules import OPEN, RunStatus

#: So many rows are worked out before anybody is told.
AT_A_TIME = 100


FILES = Runs(PoolUpload, PoolUpload.taking, since=PoolUpload.at)


@dataclass(frozen=True)
class Yes(Claim):
    """A worker's hold on a file, and the yes to it: the seal of what was seen, who said so, how many rows."""

    seen: str
    by: UUID
    rows: int


def ask(upload_id: UUID, *, seen: str, rows: int, by: UUID) -> None:
    """The worker shall take it; whoever is second changes nothing."""
    waits = sa.or_(PoolUpload.taking.is_(None), PoolUpload.taking.not_in(OPEN))
    yes = {"taking": RunStatus.WAITING, "seen": seen, "taken_by": by, "rows": rows}
    FILES.change(upload_id, waits, **yes, worker=None, lease_until=None, tries=0, rows_done=0)


def claim(at: datetime) -> Yes | None:
    """Take a file that waits, or one whose worker was lost; after three tries it goes back."""
    mine = FILES.claim(FILES.next(at, PoolUpload.expires_at > at), at=at, rows_done=0)
    return Yes(mine.run_id, mine.worker, *queries.said_yes(mine.run_id)) if mine else None


def go_on(mine: Claim, done: int, *, at: datetime) -> None:
    """Say how far it is; raises ``Stopped`` if it is no longer this worker's."""
    FILES.go_on(mine, at=at, rows_done=done)


def send_back(mine: Claim, *, at: datetime) -> None:
    """The pool is another by now: whoever said yes has to look again."""
    FILES.end(mine.run_id, RunStatus.OUTRUN, FILES.held(mine), at=at)


def cancel(upload_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Take the yes back; the file waits as before. False if there is none any more."""
    back = FILES.end(upload_id, None, at=at)
    if back:
        trail.log("PoolImportCancelled", by=by, at=at, subject_id=upload_id)
    return back


def prepare(found: Comparison, *, rows: int, heard: Callable[[int], None]) -> Ready:
    """By what all the people of a file are compared: what takes longest, before anything is written."""
    renamed = [one.row for one in found.changes if one.fields & COMPARED]
    people = [one for row in (*found.new, *renamed) for one in entry(row.first_name, row.last_name, row.home)]
    ready: dict[Any, Any] = {}
    for place, one in enumerate(people):
        if place % AT_A_TIME == 0:
            heard(rows - len(people) + place)
        ready[one] = marked(one)
    heard(rows)
    return ready
