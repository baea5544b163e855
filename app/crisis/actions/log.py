"""The log of an event: lines are only ever added."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.crisis.models import Crisis, LogEntry
from app.crisis.rules.words import EntryKind
from app.database import db
from app.labels import N_
from app.refusals import NotAllowed, Wanting

AHEAD = N_("Das liegt in der Zukunft. Bitte nennen Sie, wann es war.")
OVER = N_("Dieser Krisenfall ist beendet. Das Protokoll ist abgeschlossen.")


def write(
    crisis: Crisis,
    kind: EntryKind,
    sentence: str,
    *,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
    **facts: str,
) -> None:
    """A line that the program writes: a message id with values that are labels, names or days.

    ``reason``: why somebody did it, in her own words.
    """
    _add(crisis, kind, at=at, noted_at=at, by=by, sentence=sentence, facts=facts, text=reason)


def note(crisis: Crisis, text: str, *, entry_id: UUID, happened_at: datetime, by: UUID, at: datetime) -> bool:
    """Somebody writes what happened; false if this line stands there already."""
    if happened_at > at:
        raise Wanting(AHEAD, field="hour")
    db.session.refresh(crisis, with_for_update=True)
    if crisis.closed_at is not None:
        raise NotAllowed(OVER)
    if db.session.get(LogEntry, entry_id) is not None:
        return False
    _add(crisis, EntryKind.NOTE, at=happened_at, noted_at=at, by=by, text=text.strip(), entry_id=entry_id)
    trail.log("CrisisEntryWritten", by=by, at=at, subject_id=entry_id)
    return True


def _add(  # noqa: PLR0913 - a line is the sum of these
    crisis: Crisis,
    kind: EntryKind,
    *,
    at: datetime,
    noted_at: datetime,
    by: UUID | None,
    sentence: str | None = None,
    facts: Mapping[str, str] | None = None,
    text: str | None = None,
    entry_id: UUID | None = None,
) -> None:
    """Numbers without a gap: whoever adds a line takes the next one in the same statement."""
    db.session.flush()
    number = db.session.scalar(
        sa.update(Crisis)
        .where(Crisis.id == crisis.id)
        .values(entries=Crisis.entries + 1)
        .returning(Crisis.entries)
        .execution_options(synchronize_session=False)
    )
    entry = LogEntry(
        id=entry_id or uuid4(),
        crisis_id=crisis.id,
        number=number,
        at=at,
        noted_at=noted_at,
        by=by,
        kind=kind,
        sentence=sentence,
        facts=dict(facts or {}),
    )
    entry.text = text
    db.session.add(entry)
    db.session.flush()
