"""Files that wait until somebody has seen what they would change, and how such files were read before."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from uuid import UUID

import sqlalchemy as sa

from app.database import db, keyring
from app.headings import Table, key_of
from app.localtime import local
from app.mediators import poolfile
from app.mediators.models import PoolColumns, PoolImport, PoolUpload
from app.mediators.poolfile import PoolFile
from app.mediators.queries.comparison import Comparison, Said, described
from app.refusals import NotFound
from app.runs.rules import OPEN, RunStatus
from app.sheetfiles import Cells, SheetFile, from_json
from app.spreadsheets import Reject

#: As many of them are named on the page of the import.
MOST_WAITING = 5
#: So many of the first rows are shown as they would be read; examples are looked for in a few more.
SAMPLES, MOST_LOOKED_AT, LONGEST_EXAMPLE = 3, 50, 60


@dataclass(frozen=True)
class Waiting:
    """A file that nobody has taken yet."""

    id: UUID
    at: datetime
    taking: RunStatus | None

    @property
    def is_under_way(self) -> bool:
        return self.taking in OPEN


@dataclass(frozen=True)
class Upload(Waiting):
    """``fields``: what each column of the sheet is read as; None until somebody has looked."""

    expires_at: datetime
    file: SheetFile
    sheet: int
    fields: tuple[str, ...] | None

    @cached_property
    def table(self) -> Table:
        return poolfile.table(self.file, self.sheet)

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.file.worksheets)

    def read(self) -> PoolFile:
        """Every row as it would be taken; what lies ahead is so as of the day on which it came."""
        return poolfile.judged(self.table, self.fields or (), today=local(self.at).date())

    def seal(self, found: Comparison) -> str:
        """Of what its page shows: another one if the pool is, or its columns are read otherwise."""
        return hashlib.sha256(json.dumps([found.seal, self.sheet, self.fields]).encode()).hexdigest()

    def on_sheet(self, sheet: int) -> "Upload":
        """The same file, looked at on another sheet; ``NotFound`` if there is none."""
        if sheet not in range(len(self.file.worksheets)):
            raise NotFound
        return self if sheet == self.sheet else replace(self, sheet=sheet, fields=None)


@dataclass(frozen=True)
class Progress(Waiting):
    """How far the worker is with a long file."""

    done: int
    rows: int

    @property
    def is_being_written(self) -> bool:
        return self.taking is RunStatus.RUNNING and self.done == self.rows


def upload(upload_id: UUID, *, now: datetime) -> Upload:
    """``NotFound`` if it was taken or thrown away, or its day is over."""
    found = db.session.scalar(
        sa.select(PoolUpload).where(PoolUpload.id == upload_id, PoolUpload.expires_at > now),
        execution_options={"populate_existing": True},
    )
    if found is None or found.content is None:
        raise NotFound
    return Upload(
        id=found.id,
        at=found.at,
        expires_at=found.expires_at,
        file=from_json(found.content),
        sheet=found.sheet,
        fields=None if found.fields is None else tuple(found.fields),
        taking=found.taking,
    )


def progress(upload_id: UUID, *, now: datetime) -> Progress:
    """``NotFound`` if it was taken or thrown away, or its day is over."""
    told = (PoolUpload.id, PoolUpload.at, PoolUpload.taking, PoolUpload.rows_done, PoolUpload.rows)
    found = db.session.execute(
        sa.select(*told).where(PoolUpload.id == upload_id, PoolUpload.expires_at > now)
    ).first()
    if found is None:
        raise NotFound
    return Progress(*found)


def said_yes(upload_id: UUID) -> tuple[str, UUID, int]:
    """To what somebody has said yes: the seal of the comparison; and who, and to how many rows."""
    told = (PoolUpload.seen, PoolUpload.taken_by, PoolUpload.rows)
    seen, by, rows = db.session.execute(sa.select(*told).where(PoolUpload.id == upload_id)).one()
    if by is None:
        raise NotFound
    return seen, by, rows


def was_taken(upload_id: UUID, *, now: datetime) -> bool:
    """Somebody was faster, or clicked twice."""
    taken = sa.select(PoolImport.id).where(PoolImport.id == upload_id, PoolImport.expires_at > now)
    return db.session.scalar(taken) is not None


def waiting(now: datetime) -> tuple[Waiting, ...]:
    """The files that wait, the newest first."""
    rows = sa.select(PoolUpload.id, PoolUpload.at, PoolUpload.taking).where(PoolUpload.expires_at > now)
    newest = rows.order_by(PoolUpload.at.desc(), PoolUpload.id).limit(MOST_WAITING)
    return tuple(Waiting(*row) for row in db.session.execute(newest))


def remembered(header: Cells) -> tuple[str, ...] | None:
    """How a file with the same names of columns, in whatever order, was read the last time here."""
    kept = db.session.scalar(
        sa.select(PoolColumns.fields).where(PoolColumns.headings == headings_index(header))
    )
    if kept is None or len(kept) != len(header):
        return None
    known = {column.field for column in poolfile.KNOWN}
    fields = dict(zip(by_name(header), kept, strict=True))
    return tuple(fields[place] if fields[place] in known else "" for place in range(len(header)))


@dataclass(frozen=True)
class Sample:
    """The first rows as they would be read, field by field; ``reasons`` of those that would be sent back."""

    lines: tuple[int, ...]
    reasons: tuple[Reject | None, ...]
    fields: tuple[tuple[str, tuple[Said, ...]], ...]


def sample(table: Table, fields: Sequence[str], *, today: date) -> Sample:
    """Refused if some column is missing without which no row can be read."""
    file = poolfile.judged(table.start(SAMPLES), fields, today=today)
    good = {row.line: {one.label: one.new for one in described(row, shown=file.fields)} for row in file.rows}
    bad = {reject.line: reject for reject in file.rejects}
    lines = tuple(sorted({*good, *bad}))
    labels = [column.name for column in poolfile.KNOWN if column.field in file.fields]
    return Sample(
        lines=lines,
        reasons=tuple(bad.get(line) for line in lines),
        fields=tuple((label, tuple(good.get(line, {}).get(label, ()) for line in lines)) for label in labels),
    )


def examples(table: Table) -> tuple[str, ...]:
    """For each column the first things that stand in it."""
    first = [cells for _, cells in table.lines[:MOST_LOOKED_AT]]
    return tuple(_example([*islice(_filled(first, place), SAMPLES)]) for place in range(len(table.header)))


def _filled(rows: Sequence[Cells], place: int) -> Iterator[str]:
    return (cells[place] for cells in rows if place < len(cells) and cells[place].strip())


def _example(cells: Sequence[str]) -> str:
    return " · ".join(map(_shortened, cells))


def _shortened(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 1]}…"


def suggested(looked_at: Upload) -> tuple[str, ...]:
    """What stands in the choices before anybody chooses: as chosen, as the last time, or by the names."""
    header = looked_at.table.header
    return looked_at.fields or remembered(header) or poolfile.proposal(header)


def by_name(header: Sequence[str]) -> list[int]:
    """The places of a file's columns in the order of their names."""
    return sorted(range(len(header)), key=lambda place: (key_of(header[place]), place))


def headings_index(header: Sequence[str]) -> str:
    names = json.dumps([key_of(header[place]) for place in by_name(header)], ensure_ascii=False)
    return keyring().blind_index(names, "pool-columns")
