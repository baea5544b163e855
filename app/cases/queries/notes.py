"""The quick notes of a person: nobody else reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import QuickNote, QuickNoteCount
from app.cases.rules.intake import Category
from app.database import db
from app.municipalities.models import District
from app.refusals import NotFound

SHOWN = 100


@dataclass(frozen=True)
class NoteLine:
    """An own note; ``draft_id``: the report that was begun with it."""

    id: UUID
    at: datetime
    category: Category
    district: str | None
    text: str
    call_back_on: date | None
    last_day: date
    draft_id: UUID | None


@dataclass(frozen=True)
class Figure:
    """How many notes an office wrote in a month, and how many became a report."""

    month: str
    written: int
    reported: int


def own_notes(user_id: UUID) -> list[NoteLine]:
    """Call-backs first, then the youngest."""
    query = (
        sa.select(QuickNote, District.name)
        .outerjoin(District, _same(District))
        .where(QuickNote.user_id == user_id)
        .order_by(sa.nulls_last(QuickNote.call_back_on), QuickNote.at.desc(), QuickNote.id)
        .limit(SHOWN)
    )
    return [_line(note, district) for note, district in db.session.execute(query)]


def figure(office_id: UUID | None, month: str) -> Figure:
    """The office's count of a month; it stays when the notes are gone."""
    count = db.session.scalar(
        sa.select(QuickNoteCount).where(QuickNoteCount.office_id == office_id, QuickNoteCount.month == month)
    )
    return Figure(month, count.written, count.reported) if count else Figure(month, 0, 0)


def note_row(note_id: UUID, user_id: UUID) -> QuickNote:
    """``NotFound`` if somebody else wrote it."""
    found = db.session.scalar(
        sa.select(QuickNote).where(QuickNote.id == note_id, QuickNote.user_id == user_id)
    )
    if found is None:
        raise NotFound
    return found


def old_notes(before: date) -> Sequence[QuickNote]:
    query = sa.select(QuickNote).where(QuickNote.last_day < before).order_by(QuickNote.id)
    return db.session.scalars(query).all()


def _line(note: QuickNote, district: str | None) -> NoteLine:
    return NoteLine(
        id=note.id,
        at=note.at,
        category=note.category,
        district=district,
        text=note.text or "",
        call_back_on=note.call_back_on,
        last_day=note.last_day,
        draft_id=note.draft_id,
    )


def _same(table: type[District]) -> sa.ColumnElement[bool]:
    return sa.and_(table.id == QuickNote.district_id, table.municipality_id == QuickNote.municipality_id)
