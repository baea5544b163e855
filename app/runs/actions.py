"""A run is taken, spoken of, given up and ended, each by one conditional update (ADR 41).

Long work is a row, so that it survives its worker. Who takes it writes a token and a moment into the row
and holds it until then; each word of how far it is puts the moment off. After too long a silence the next
worker begins it anew, with a token of its own, and what the first one still wants to write finds no row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.database import db, reading
from app.runs.rows import Leased
from app.runs.rules import LEASE, OPEN, TRIES, RunStatus, Stopped


@dataclass(frozen=True)
class Claim:
    """A worker's hold on a run; lost as soon as somebody else has one."""

    run_id: UUID
    worker: UUID


@dataclass(frozen=True)
class Free:
    """A run that can be taken, and how often it was begun."""

    run_id: UUID
    tries: int


class Runs:
    """The runs of one table: ``status`` is the column of their status, ``since`` that by which they queue.

    ``at_end`` is what the table writes beside the status when a run has ended. Whoever hands over a condition
    has it in the very update that writes: of all who try exactly one succeeds.
    """

    def __init__(
        self,
        table: type[Leased],
        status: InstrumentedAttribute[Any],
        *,
        since: InstrumentedAttribute[datetime],
        at_end: Callable[[datetime], dict[str, Any]] = lambda _: {},
    ) -> None:
        self.table, self.status, self.since, self.at_end = table, status, since, at_end

    def next(self, at: datetime, *where: sa.ColumnElement[bool]) -> Free | None:
        """The first that waits for a worker or has lost the one it had; read in a transaction of its own."""
        query = sa.select(self.table.id, self.table.tries).where(self.free(at), *where)
        with reading():
            found = db.session.execute(query.order_by(self.since, self.table.id).limit(1)).first()
            db.session.rollback()
        return Free(*found) if found else None

    def claim(
        self, found: Free | None, *where: sa.ColumnElement[bool], at: datetime, **begun: Any
    ) -> Claim | None:
        """Take it, unless somebody was faster; after the last try it has failed."""
        if found is None:
            return None
        if found.tries >= TRIES:
            self.end(found.run_id, RunStatus.FAILED, self.free(at), at=at)
            return None
        mine = Claim(found.run_id, uuid4())
        held = {self.status.key: RunStatus.RUNNING, "worker": mine.worker, "lease_until": at + LEASE}
        won = self.change(mine.run_id, self.free(at), *where, **held, tries=self.table.tries + 1, **begun)
        return mine if won else None

    def go_on(self, mine: Claim, *where: sa.ColumnElement[bool], at: datetime, **told: Any) -> None:
        """Say how far it is and hold it for longer; raises ``Stopped`` if it is no longer this worker's."""
        if not self.change(mine.run_id, self.held(mine), *where, **told, lease_until=at + LEASE):
            raise Stopped

    def give_up(self, mine: Claim) -> None:
        """The next worker begins it anew, and this try doesn't count."""
        waits = {self.status.key: RunStatus.WAITING, "worker": None, "lease_until": None}
        self.change(mine.run_id, self.held(mine), **waits, tries=self.table.tries - 1)

    def end(
        self,
        run_id: UUID,
        status: RunStatus | None,
        *where: sa.ColumnElement[bool],
        at: datetime,
        **values: Any,
    ) -> bool:
        """Nobody works on it any more; false if it had ended already, or ``where`` no longer holds."""
        ended = {self.status.key: status, "worker": None, "lease_until": None} | self.at_end(at)
        return self.change(run_id, self.status.in_(OPEN), *where, **ended, **values)

    def free(self, at: datetime) -> sa.ColumnElement[bool]:
        """It waits, or its worker has been silent for too long."""
        lost = sa.and_(self.status == RunStatus.RUNNING, self.table.lease_until < at)
        return sa.or_(self.status == RunStatus.WAITING, lost)

    def held(self, mine: Claim) -> sa.ColumnElement[bool]:
        """It is still this worker's: whoever takes, ends or gives it up writes another token, or none."""
        return self.table.worker == mine.worker

    def change(self, run_id: UUID, *where: sa.ColumnElement[bool], **values: Any) -> bool:
        """The one conditional update by which everything here is done."""
        changed = db.session.execute(
            sa.update(self.table)
            .where(self.table.id == run_id, *where)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        return bool(changed.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
