"""A pool file comes in, waits until somebody has seen what it would change, and is taken or thrown away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.headings import Table
from app.labels import N_
from app.localtime import local
from app.mediators import poolfile, rules
from app.mediators.actions import taking
from app.mediators.actions.imports import REJECTS_KEPT, write
from app.mediators.actions.marks import NOTHING_READY, Ready
from app.mediators.actions.taking import FILES
from app.mediators.models import PoolColumns, PoolImport, PoolUpload
from app.mediators.poolfile import PoolFile
from app.mediators.queries.comparison import Comparison, compare
from app.mediators.queries.uploads import Upload, by_name, headings_index, remembered, upload, was_taken
from app.municipalities.actions import wait_for_others
from app.refusals import NotAllowed, NotFound, Outrun
from app.runs.rules import Stopped
from app.sheetfiles import Cells, opened

UPLOADS_KEPT = timedelta(hours=24)


def receive(data: bytes, *, by: UUID, at: datetime) -> UUID:
    """Keep a file until somebody has seen what it would do; refused if it can't be read."""
    file = opened(data)
    header = poolfile.table(file).header
    fields = _fields(header, at=at)
    waits = PoolUpload(
        at=at, by=by, expires_at=at + UPLOADS_KEPT, fields=None if fields is None else list(fields)
    )
    waits.content = file.as_json()
    db.session.add(waits)
    db.session.flush()
    return waits.id


def choose(upload_id: UUID, fields: Sequence[str], *, sheet: int, at: datetime) -> None:
    """Say what each column of a sheet is read as; the next file with the same columns is read so, too.

    A yes to what was read otherwise counts no more.
    """
    wait_for_others()
    looked_at = upload(upload_id, now=at).on_sheet(sheet)
    header = looked_at.table.header
    poolfile.judged(
        looked_at.table.start(0), fields, today=local(at).date()
    )  # refuses what no row could be read with
    db.session.execute(
        sa.update(PoolUpload)
        .where(PoolUpload.id == upload_id)
        .values(sheet=sheet, fields=list(fields), taking=None, worker=None)
        .execution_options(synchronize_session=False)
    )
    _remember(header, fields)


def take_waiting(upload_id: UUID, *, seen: str, by: UUID, at: datetime) -> bool:
    """Do what its page has shown, once; raises ``Outrun`` if it would show something else by now.

    ``seen``: the seal of that page. False: the file is long, and the worker takes it.
    """
    wait_for_others()
    if was_taken(upload_id, now=at):
        return True
    waits = upload(upload_id, now=at)
    if waits.is_under_way:
        return False
    file = waits.read()
    found = _agreed(waits, file, seen=seen)
    if len(file.rows) + len(file.rejects) > rules.AT_ONCE:
        taking.ask(upload_id, seen=seen, rows=len(file.rows) + len(file.rejects), by=by)
        return False
    if not _gone(upload_id):
        raise NotFound
    _put_in(upload_id, file, found, by=by, at=at)
    return True


def _agreed(waits: Upload, file: PoolFile, *, seen: str) -> Comparison:
    """What the file does, as somebody has seen it; the people are held until it is done."""
    found = compare(file, lock=True)
    if waits.seal(found) != seen:
        raise Outrun(N_("Der Vergleich hat sich inzwischen geändert."))
    return found


def finish(mine: taking.Yes, waits: Upload, file: PoolFile, *, ready: Ready, at: datetime) -> None:
    """Take a long file as a whole; raises ``Stopped`` if it is no longer this worker's."""
    wait_for_others()
    if not _gone(mine.run_id, FILES.held(mine)):
        raise Stopped
    _put_in(mine.run_id, file, _agreed(waits, file, seen=mine.seen), by=mine.by, at=at, ready=ready)


def _put_in(
    upload_id: UUID,
    file: PoolFile,
    found: Comparison,
    *,
    by: UUID,
    at: datetime,
    ready: Ready = NOTHING_READY,
) -> None:
    """The import has the id of the file: a second click finds it."""
    done = PoolImport(id=upload_id, at=at, by=by, counts={}, expires_at=at + REJECTS_KEPT)
    db.session.add(done)
    write(file, found, done, at=at, ready=ready)
    trail.log("PoolImported", by=by, at=at, subject_id=upload_id)


def discard(upload_id: UUID, *, by: UUID, at: datetime) -> None:
    """Throw a file away that nobody has taken."""
    if not _gone(upload_id):
        raise NotFound
    trail.log("PoolFileDiscarded", by=by, at=at, subject_id=upload_id)


def read(data: bytes, *, at: datetime, sheet: str | None = None) -> tuple[PoolFile, str]:
    """A file that nobody looks at first, and its sheet: read as the last time, else by our names alone."""
    file = opened(data)
    place = 0 if sheet is None else file.place_of(sheet)
    table = poolfile.table(file, place)
    fields = _fields(table.header, at=at) or poolfile.fields_of(table.header)
    return poolfile.judged(table, fields, today=local(at).date()), file.worksheets[place].name


def _gone(upload_id: UUID, *where: sa.ColumnElement[bool]) -> bool:
    """Whoever deletes the file takes it or has thrown it away; nobody else can."""
    deleted = db.session.execute(
        sa.delete(PoolUpload)
        .where(PoolUpload.id == upload_id, *where)
        .execution_options(synchronize_session="fetch")
    )
    return bool(deleted.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _fields(header: Cells, *, at: datetime) -> tuple[str, ...] | None:
    """How to read a file without asking: as the last time, or if all names are ours; else None."""
    fields = remembered(header)
    try:
        if fields is not None:
            poolfile.judged(Table(header, ()), fields, today=local(at).date())
    except NotAllowed:  # something that we need by now was not read then
        fields = None
    if fields is None and not poolfile.needs_a_look(header):
        fields = poolfile.fields_of(header)
    return fields


def _remember(header: Cells, fields: Sequence[str]) -> None:
    index, kept = headings_index(header), [fields[place] for place in by_name(header)]
    known = db.session.scalar(sa.select(PoolColumns).where(PoolColumns.headings == index))
    if known is None:
        db.session.add(PoolColumns(headings=index, fields=kept))
    else:
        known.fields = kept
