"""A long file that somebody has said yes to: claimed by a worker, given up, sent back or cancelled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.mediators.actions.imports import COMPARED
from app.mediators.actions.marks import Ready, entry, marked
from app.mediators.models import PoolUpload
from app.mediators.queries import uploads as queries
from app.mediators.queries.comparison import Comparison
from app.mediators.rules import LEASE, TRIES, UNDER_WAY, Taking

#: So many rows are worked out before anybody is told.
AT_A_TIME = 100


class Stopped(Exception):
    """Somebody does not want it any more, or another worker has it."""


@dataclass(frozen=True)
class Claim:
    """A worker's hold on a file; lost as soon as somebody else has one. ``seen``, ``by``: the yes to it."""

    upload_id: UUID
    worker: UUID
    seen: str
    by: UUID
    rows: int


def ask(upload_id: UUID, *, seen: str, rows: int, by: UUID) -> None:
    """The worker shall take it; whoever is second changes nothing."""
    waits = sa.or_(PoolUpload.taking.is_(None), PoolUpload.taking.not_in(UNDER_WAY))
    yes = {"taking": Taking.WAITING, "seen": seen, "taken_by": by}
    _change(upload_id, waits, **yes, worker=None, lease_until=None, tries=0, rows_done=0, rows=rows)


def claim(at: datetime) -> Claim | None:
    """Take a file that waits, or one whose worker was lost; after three tries it goes back."""
    waiting = queries.to_take(at)
    if waiting is None:
        return None
    free = sa.or_(PoolUpload.taking == Taking.WAITING, PoolUpload.lease_until < at)
    open_ = sa.and_(PoolUpload.taking.in_(UNDER_WAY), free)
    if waiting.tries >= TRIES:
        _change(waiting.id, open_, taking=Taking.FAILED, worker=None)
        return None
    mine = Claim(waiting.id, uuid4(), waiting.seen, waiting.by, waiting.rows)
    begun = {"worker": mine.worker, "lease_until": at + LEASE, "tries": PoolUpload.tries + 1, "rows_done": 0}
    return mine if _change(mine.upload_id, open_, taking=Taking.RUNNING, **begun) else None


def go_on(mine: Claim, done: int, *, at: datetime) -> None:
    """Say how far it is; raises ``Stopped`` if it is no longer this worker's."""
    if not _change(mine.upload_id, held(mine), rows_done=done, lease_until=at + LEASE):
        raise Stopped


def give_up(mine: Claim) -> None:
    """The next worker begins it anew."""
    values = {"taking": Taking.WAITING, "worker": None, "lease_until": None}
    _change(mine.upload_id, held(mine), tries=PoolUpload.tries - 1, **values)


def send_back(mine: Claim) -> None:
    """The pool is another by now: whoever said yes has to look again."""
    _change(mine.upload_id, held(mine), taking=Taking.OUTRUN, worker=None)


def cancel(upload_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Take the yes back; the file waits as before. False if there is none any more."""
    back = _change(upload_id, PoolUpload.taking.in_(UNDER_WAY), taking=None, worker=None, lease_until=None)
    if back:
        trail.log("PoolImportCancelled", by=by, at=at, subject_id=upload_id)
    return back


def held(mine: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(PoolUpload.taking == Taking.RUNNING, PoolUpload.worker == mine.worker)


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


def _change(upload_id: UUID, where: sa.ColumnElement[bool], **values: Any) -> bool:
    """One conditional update; of all who try exactly one succeeds."""
    won = db.session.execute(
        sa.update(PoolUpload)
        .where(PoolUpload.id == upload_id, where)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
