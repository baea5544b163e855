"""Takes a pool file in: new people are added, known ones change where the file has changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.database import Base, db
from app.mediators.models import PoolImport, PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.mediators.poolfile import PoolFile, fields_of, rejects_csv
from app.mediators.poolrow import PoolRow
from app.mediators.rules import Kind
from app.municipalities.models import Municipality
from app.municipalities.scope import here

BATCH = 500
REJECTS_KEPT = timedelta(hours=24)

Values = dict[str, Any]

#: What a person who was never imported had in the last file.
_SILENT = PoolRow(line=0, last_name="", first_name="", email="", languages=()).fingerprint()
_OWN_FIELDS = (
    "last_name",
    "first_name",
    "phone",
    "home",
    "office_name",
    "training_hours",
    "certified_until",
    "capacity",
    "gender",
    "obligated_on",
    "certificate_seen_on",
    "mediations",
)
_KNOWN = sa.select(
    PoolPerson.id,
    PoolPerson.email,
    PoolPerson.imported,
    PoolPerson.phone_e164,
    *(getattr(PoolPerson, name) for name in _OWN_FIELDS),
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
    _wait_for_others()
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


def _wait_for_others() -> None:
    """Two imports at the same time would both add the same people."""
    db.session.execute(
        sa.select(Municipality.id).where(Municipality.id == here()).with_for_update(key_share=True)
    )


def _take_batch(rows: Sequence[PoolRow], *, given: frozenset[str], at: datetime) -> dict[str, int]:
    known = {
        person.email: person
        for person in db.session.execute(_KNOWN.where(PoolPerson.email.in_([row.email for row in rows])))
    }
    new = [row for row in rows if row.email not in known]
    changes = [_change(known[row.email], row, given=given) for row in rows if row.email in known]
    changed = [change for change in changes if change.fields]
    _add(new, at=at)
    _update(changed)
    return {
        "imported": len(new),
        "updated": len(changed),
        "unchanged": len(changes) - len(changed),
    }


def _change(person: Any, row: PoolRow, *, given: frozenset[str]) -> _Change:
    last = person.imported or _SILENT
    return _Change(person, row, row.changes(last) & given, last)


def _add(rows: Iterable[PoolRow], *, at: datetime) -> None:
    people = [(uuid4(), row) for row in rows]
    _insert(PoolPerson, (_new_person(id_, row, at=at) for id_, row in people))
    for model, listed in _LISTS.values():
        _insert(model, (values for id_, row in people for values in listed(id_, row)))


def _new_person(id_: UUID, row: PoolRow, *, at: datetime) -> Values:
    return {
        "id": id_,
        "email": row.email,
        "phone_e164": row.phone_e164,
        "kind": Kind.MEDIATOR,
        "resting": False,
        "imported": row.fingerprint(),
        "created_at": at,
        **{name: _stored(row, name) for name in _OWN_FIELDS},
    }


def _update(changes: Sequence[_Change]) -> None:
    if not changes:
        return
    db.session.execute(sa.update(PoolPerson), [_changed_person(change) for change in changes])
    for name, (model, listed) in _LISTS.items():
        having = [change for change in changes if name in change.fields]
        if having:
            ids = [change.person.id for change in having]
            db.session.execute(
                sa.delete(model).where(model.person_id.in_(ids)),
                execution_options={"synchronize_session": False},
            )
            _insert(model, (values for change in having for values in listed(change.person.id, change.row)))


def _changed_person(change: _Change) -> Values:
    """All fields, changed or not: rows of one shape go to the database in one statement."""
    person, row = change.person, change.row
    print_ = row.fingerprint()
    return {
        "id": person.id,
        "phone_e164": row.phone_e164 if "phone" in change.fields else person.phone_e164,
        "imported": {**change.last, **{name: print_[name] for name in change.fields}},
        **{
            name: _stored(row, name) if name in change.fields else getattr(person, name)
            for name in _OWN_FIELDS
        },
    }


def _stored(row: PoolRow, name: str) -> Any:
    value = getattr(row, name)
    return None if value == "" else value


def _insert(model: type[Base], values: Iterable[Values]) -> None:
    """Many rows at once, past the unit of work; they belong to the municipality of the walls."""
    rows = [{"id": uuid4(), "municipality_id": here(), **one} for one in values]
    if rows:
        db.session.execute(sa.insert(model), rows)


def _languages(person_id: UUID, row: PoolRow) -> Iterator[Values]:
    for position, (code, level) in enumerate(row.languages):
        yield {"person_id": person_id, "position": position, "code": code, "level": level}


def _slots(person_id: UUID, row: PoolRow) -> Iterator[Values]:
    for slot in row.slots:
        yield {"person_id": person_id, "weekday": slot.weekday, "starts": slot.start, "ends": slot.end}


def _topics(person_id: UUID, row: PoolRow) -> Iterator[Values]:
    for topic in row.topics:
        yield {"person_id": person_id, "topic": topic}


_Listed = Callable[[UUID, PoolRow], Iterator[Values]]
_LISTS: dict[str, tuple[Any, _Listed]] = {
    "languages": (PoolLanguage, _languages),
    "slots": (PoolSlot, _slots),
    "topics": (PoolTopic, _topics),
}
