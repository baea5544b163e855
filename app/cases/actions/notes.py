"""Jotting a talk down, and making a report of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.models import Draft, QuickNote, QuickNoteCount
from app.cases.queries.notes import note_row, old_notes
from app.cases.rules.intake import Category, Urgency
from app.cases.rules.notes import last_day
from app.cases.rules.report import Section
from app.clock import local
from app.database import db, insert_once
from app.municipalities.scope import here


@dataclass(frozen=True, kw_only=True)
class Jotted:
    """What somebody noted; the id comes with the page, so that a second click notes nothing."""

    id: UUID
    category: Category
    district_id: UUID | None
    text: str
    call_back_on: date | None


@dataclass(frozen=True)
class Writer:
    """Who notes, and for which office it counts."""

    id: UUID
    office_id: UUID | None


def jot(told: Jotted, *, by: Writer, at: datetime) -> None:
    """Keep a note; ``NotFound`` if its id is somebody else's."""
    today = local(at).date()
    fresh = insert_once(
        QuickNote,
        ("id",),
        id=told.id,
        municipality_id=here(),
        user_id=by.id,
        at=at,
        category=told.category,
        district_id=told.district_id,
        call_back_on=told.call_back_on,
        last_day=last_day(today, told.call_back_on),
    )
    note = note_row(told.id, by.id)
    if fresh:
        note.text = told.text
        _count(by, at, written=1)


def make_draft(note_id: UUID, *, by: Writer, at: datetime) -> UUID:
    """Begin a report with what the note says and return the id of its draft; a second click finds it."""
    note, draft_id = note_row(note_id, by.id), uuid4()
    won = db.session.execute(
        sa.update(QuickNote)
        .where(QuickNote.id == note_id, sa.or_(QuickNote.draft_id.is_(None), _draft_is_gone()))
        .values(draft_id=draft_id)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        db.session.refresh(note)
        return note.draft_id or draft_id
    first = note.draft_id is None
    db.session.add(Draft(id=draft_id, user_id=by.id, edited_at=at, answers=json.dumps(_answers(note))))
    if first:
        _count(by, at, reported=1)
    return draft_id


def discard(note_id: UUID, *, by: UUID) -> None:
    db.session.delete(note_row(note_id, by))


def delete_old(at: datetime) -> int:
    """Delete the notes whose last day is over; returns how many. Their number stays."""
    old = old_notes(local(at).date())
    for note in old:
        db.session.delete(note)
    return len(old)


def _draft_is_gone() -> sa.ColumnElement[bool]:
    same = sa.and_(Draft.id == QuickNote.draft_id, Draft.municipality_id == QuickNote.municipality_id)
    return sa.not_(sa.exists().where(same))


def _answers(note: QuickNote) -> dict[str, dict[str, list[str]]]:
    """What the sections of the report begin with."""
    topic = {
        "category": [note.category.value],
        "description": [note.text or ""],
        "urgency": [Urgency.NORMAL.value],
        "opened": ["1"],
    }
    place = {"district": [str(note.district_id)], "opened": ["1"]} if note.district_id else {}
    return {Section.TOPIC.value: topic, **({Section.PLACE.value: place} if place else {})}


def _count(by: Writer, at: datetime, *, written: int = 0, reported: int = 0) -> None:
    """Add to the office's count of this month."""
    if by.office_id is None:
        return
    key = {"municipality_id": here(), "office_id": by.office_id, "month": f"{local(at):%Y-%m}"}
    insert_once(QuickNoteCount, tuple(key), **key, written=0, reported=0)
    db.session.execute(
        sa.update(QuickNoteCount)
        .where(QuickNoteCount.office_id == by.office_id, QuickNoteCount.month == key["month"])
        .values(written=QuickNoteCount.written + written, reported=QuickNoteCount.reported + reported)
        .execution_options(synchronize_session=False)
    )
