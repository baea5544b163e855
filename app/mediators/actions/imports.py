"""Takes a pool file in: new people are added, known ones change where the file has changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.mediators.actions.acquaintance import compare_again
from app.mediators.actions.marks import NOTHING_READY, Ready, entry, remark_all
from app.mediators.actions.qualification import recompute
from app.mediators.actions.rows import LISTS, OWN_FIELDS, Values, add_people, insert_all, stored
from app.mediators.models import MarkSource, PoolImport, PoolPerson, PoolUpload
from app.mediators.poolfile import PoolFile, rejects_csv
from app.mediators.queries.comparison import Change, Comparison, compare
from app.mediators.rules import Kind
from app.municipalities.actions import wait_for_others

REJECTS_KEPT = timedelta(hours=24)
#: Fields by which people are compared with parties.
COMPARED = frozenset({"last_name", "first_name", "home"})


def take(file: PoolFile, *, by: UUID | None, at: datetime) -> PoolImport:
    """Import all good rows; taken again, the same file changes nothing.

    The key is the e-mail address: that of today, or that with which she first came in. A field that stands
    in the file as it did the last time stays as it is, so that what the person has changed since is kept.
    The rejects wait sealed for 24 hours.
    """
    wait_for_others()
    done = PoolImport(at=at, by=by, counts={}, expires_at=at + REJECTS_KEPT)
    db.session.add(done)
    write(file, compare(file, lock=True), done, at=at)
    trail.log("PoolImported", by=by, at=at, subject_id=done.id)
    return done


def write(
    file: PoolFile, found: Comparison, done: PoolImport, *, at: datetime, ready: Ready = NOTHING_READY
) -> None:
    """Do what the comparison says, and keep its counts and the rejects with the import."""
    add_people(found.new, at=at, imported=True, ready=ready)
    _update(found.changes, ready)
    done.counts = {
        "imported": len(found.new),
        "updated": len(found.changes),
        "unchanged": found.unchanged,
        "rejected": len(file.rejects),
        "ignored": list(file.ignored),
    }
    done.rejects = rejects_csv(file).decode("utf-8-sig") if file.rejects else None


def forget_old_rejects(at: datetime) -> int:
    """Delete imports with the rows that were sent back, and files that wait, when their 24 hours are over."""
    return sum(_delete_old(model, at) for model in (PoolImport, PoolUpload))


def _delete_old(model: type[PoolImport] | type[PoolUpload], at: datetime) -> int:
    gone = db.session.execute(
        sa.delete(model).where(model.expires_at <= at),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _update(changes: Sequence[Change], ready: Ready) -> None:
    if not changes:
        return
    rows = [_changed_person(change) for change in changes]
    db.session.execute(sa.update(PoolPerson), rows)
    retrained = [change.person.id for change in changes if "training_hours" in change.fields]
    if retrained:
        recompute(retrained)
    renamed = [row for change, row in zip(changes, rows, strict=True) if change.fields & COMPARED]
    if renamed:
        _compare_anew(renamed, ready)
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


def _compare_anew(rows: Sequence[Values], ready: Ready) -> None:
    """Whose name or home is another one by now."""
    named = [(row["id"], entry(row["first_name"], row["last_name"], row["home"])) for row in rows]
    remark_all(MarkSource.ENTRY, named, ready=ready)
    compare_again([row["id"] for row in rows])


def _changed_person(change: Change) -> Values:
    """All fields, changed or not: rows of one shape go to the database in one statement."""
    person, row = change.person, change.row
    print_ = row.fingerprint() | {"email": change.last["email"] or row.email}
    kind = row.kind if "kind" in change.fields else person.kind
    return {
        "id": person.id,
        "interpreting": person.interpreting if kind is Kind.INTERPRETER else None,
        "phone_e164": row.phone_e164 if "phone" in change.fields else person.phone_e164,
        "imported": {**change.last, **{name: print_[name] for name in (*change.fields, "email")}},
        **{
            name: stored(row, name) if name in change.fields else getattr(person, name) for name in OWN_FIELDS
        },
    }
