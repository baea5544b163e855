"""Takes a pool file in: new people are added, known ones change where the file has changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.mediators.actions.acquaintance import compare_again
from app.mediators.actions.marks import entry, remark_all
from app.mediators.actions.rows import (
    LISTS,
    OWN_FIELDS,
    Values,
    add_people,
    insert_all,
    stored,
)
from app.mediators.models import MarkSource, PoolImport, PoolPerson
from app.mediators.poolfile import PoolFile, fields_of, rejects_csv
from app.mediators.poolrow import PoolRow
from app.municipalities.actions import wait_for_others

BATCH = 500
REJECTS_KEPT = timedelta(hours=24)
#: Fields by which people are compared with parties.
COMPARED = frozenset({"last_name", "first_name", "home"})

#: What a person who was never imported had in the last file.
_SILENT = PoolRow(line=0, last_name="", first_name="", email="", languages=()).fingerprint()
_KNOWN = sa.select(
    PoolPerson.id,
    PoolPerson.email,
    PoolPerson.imported,
    PoolPerson.phone_e164,
    *(getattr(PoolPerson, name) for name in OWN_FIELDS),
).with_for_update(key_share=True)


@dataclass(frozen=True)
class _Change:
    """A known person and the fields in which the file differs from the last one."""

    person: Any
    row: PoolRow
    fields: frozenset[str]
    last: Values


def take(file: PoolFile, *, by: UUID | None, at: datetime) -> PoolImport:
    """Import all good rows; taken again, the same file changes nothing.

    The key is the e-mail address. A field that stands in the file as it did the last time stays as it
    is, so that what the person has changed since is kept. The rejects wait sealed for 24 hours.
    """
    wait_for_others()
    counts = Counter[str]({"imported": 0, "updated": 0, "unchanged": 0, "rejected": len(file.rejects)})
    given = fields_of(file)
    for start in range(0, len(file.rows), BATCH):
        counts.update(_take_batch(file.rows[start : start + BATCH], given=given, at=at))
    done = PoolImport(
        at=at,
        by=by,
        counts={**counts, "ignored": list(file.ignored)},
        expires_at=at + REJECTS_KEPT,
        rejects=rejects_csv(file).decode("utf-8-sig") if file.rejects else None,
    )
    db.session.add(done)
    trail.log("PoolImported", by=by, at=at, subject_id=done.id)
    return done


def forget_old_rejects(at: datetime) -> int:
    """Delete the imports whose 24 hours are over, with the rows that were sent back."""
    gone = db.session.execute(
        sa.delete(PoolImport).where(PoolImport.expires_at <= at),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _take_batch(rows: Sequence[PoolRow], *, given: frozenset[str], at: datetime) -> dict[str, int]:
    known = {
        person.email: person
        for person in db.session.execute(_KNOWN.where(PoolPerson.email.in_([row.email for row in rows])))
    }
    new = [row for row in rows if row.email not in known]
    changes = [_change(known[row.email], row, given=given) for row in rows if row.email in known]
    changed = [change for change in changes if change.fields]
    add_people(new, at=at, imported=True)
    _update(changed)
    return {
        "imported": len(new),
        "updated": len(changed),
        "unchanged": len(changes) - len(changed),
    }


def _change(person: Any, row: PoolRow, *, given: frozenset[str]) -> _Change:
    last = person.imported or _SILENT
    return _Change(person, row, row.changes(last) & given, last)


def _update(changes: Sequence[_Change]) -> None:
    if not changes:
        return
    rows = [_changed_person(change) for change in changes]
    db.session.execute(sa.update(PoolPerson), rows)
    renamed = [row for change, row in zip(changes, rows, strict=True) if change.fields & COMPARED]
    if renamed:
        _compare_anew(renamed)
    for name, (model, listed) in LISTS.items():
        having = [change for change in changes if name in change.fields]
        if having:
            ids = [change.person.id for change in having]
            db.session.execute(
                sa.delete(model).where(model.person_id.in_(ids)),
                execution_options={"synchronize_session": False},
            )
            insert_all(
                model, (values for change in having for values in listed(change.person.id, change.row))
            )


def _compare_anew(rows: Sequence[Values]) -> None:
    """Whose name or home is another one by now."""
    named = [(row["id"], entry(row["first_name"], row["last_name"], row["home"])) for row in rows]
    remark_all(MarkSource.ENTRY, named)
    compare_again([row["id"] for row in rows])


def _changed_person(change: _Change) -> Values:
    """All fields, changed or not: rows of one shape go to the database in one statement."""
    person, row = change.person, change.row
    print_ = row.fingerprint()
    return {
        "id": person.id,
        "phone_e164": row.phone_e164 if "phone" in change.fields else person.phone_e164,
        "imported": {**change.last, **{name: print_[name] for name in change.fields}},
        **{
            name: stored(row, name) if name in change.fields else getattr(person, name) for name in OWN_FIELDS
        },
    }
