"""What became of an import: its counts, and the rows that were sent back, for 24 hours."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.models import PoolImport
from app.refusals import NotFound
from app.spreadsheets import Remarks, remarks_in


@dataclass(frozen=True)
class ImportResult:
    """``rejects`` are the first ones; ``ignored`` are columns that mean nothing here."""

    id: UUID
    at: datetime
    imported: int
    updated: int
    unchanged: int
    rejected: int
    ignored: tuple[str, ...]
    expires_at: datetime
    rejects: tuple[Remarks, ...]


def result(import_id: UUID, *, now: datetime) -> ImportResult:
    found = _import(import_id, now)
    counts = found.counts
    return ImportResult(
        id=found.id,
        at=found.at,
        imported=counts["imported"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        ignored=tuple(counts["ignored"]),
        expires_at=found.expires_at,
        rejects=remarks_in(found.rejects or ""),
    )


def rejects_file(import_id: UUID, *, now: datetime) -> bytes:
    """The rows that were sent back, as CSV."""
    rejects = _import(import_id, now).rejects
    if rejects is None:
        raise NotFound
    return rejects.encode("utf-8-sig")


def _import(import_id: UUID, now: datetime) -> PoolImport:
    found = db.session.scalar(
        sa.select(PoolImport).where(PoolImport.id == import_id, PoolImport.expires_at > now)
    )
    if found is None:
        raise NotFound
    return found
