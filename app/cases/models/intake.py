"""What comes before a case or is added to it from outside: drafts, notes, additions, imports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.models.kinds import (
    DRAFT,
    DRAFT_FACT,
    FACT,
    FIGURE,
    IMPORT,
    NOTE,
    NOTE_FACT,
    OWN_TEXT,
    REJECTS,
)
from app.cases.rules.intake import Category
from app.classification import column
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to


class Draft(TenantOwned, Base):
    """A report that is being written; nothing points to it, so it can go at any time (Entwurf)."""

    __tablename__ = "drafts"
    constraints = (sa.Index(None, "municipality_id", "user_id", "edited_at"),)

    user_id: Mapped[UUID] = column(DRAFT_FACT, sa.ForeignKey("users.id"))
    edited_at: Mapped[datetime] = column(DRAFT_FACT)
    sent_case_id: Mapped[UUID | None] = column(DRAFT_FACT)
    """Set once by whoever sends it; a second click finds it and sends nothing."""
    notice_at: Mapped[datetime | None] = column(DRAFT_FACT)
    answers = Sealed(DRAFT)
    """The answers so far, as JSON."""


class QuickNote(TenantOwned, Base):
    """A talk in the doorway in one neutral line, for whoever wrote it (Kurznotiz); nothing points to it."""

    __tablename__ = "quick_notes"
    constraints = (
        belongs_to("districts", "district_id"),
        sa.Index(None, "municipality_id", "user_id", "at"),
        sa.Index(None, "municipality_id", "last_day"),
    )

    user_id: Mapped[UUID] = column(NOTE_FACT, sa.ForeignKey("users.id"))
    at: Mapped[datetime] = column(NOTE_FACT)
    category: Mapped[Category] = column(NOTE_FACT)
    district_id: Mapped[UUID | None] = column(NOTE_FACT)
    call_back_on: Mapped[date | None] = column(NOTE_FACT)
    last_day: Mapped[date] = column(NOTE_FACT)
    draft_id: Mapped[UUID | None] = column(NOTE_FACT)
    """The draft that was made of it; set once, so that a second click finds the same one."""
    text = Sealed(NOTE)


class QuickNoteCount(TenantOwned, Base):
    """How many notes an office wrote in a month, and how many became a report; stays when they go."""

    __tablename__ = "quick_note_counts"
    constraints = (
        belongs_to("offices", "office_id"),
        sa.UniqueConstraint("municipality_id", "office_id", "month"),
    )

    office_id: Mapped[UUID] = column(FIGURE)
    month: Mapped[str] = column(FIGURE)
    """As ``2026-09``."""
    written: Mapped[int] = column(FIGURE, default=0)
    reported: Mapped[int] = column(FIGURE, default=0)


class CaseAddition(TenantOwned, Base):
    """What the reporting office told later, instead of reporting the same conflict twice (Ergänzung)."""

    __tablename__ = "case_additions"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    text = Sealed(OWN_TEXT)


class CaseImport(TenantOwned, Base):
    """One file of open cases that was taken in; what was sent back waits sealed for 24 hours."""

    __tablename__ = "case_imports"
    constraints = (sa.Index(None, "municipality_id", "expires_at"),)

    at: Mapped[datetime] = column(IMPORT)
    by: Mapped[UUID | None] = column(IMPORT, sa.ForeignKey("users.id"))
    counts: Mapped[dict[str, Any]] = column(IMPORT)
    expires_at: Mapped[datetime] = column(IMPORT)
    rejects = Sealed(REJECTS)
