"""Who can be asked: the people of the pool, their languages, times and absences."""

from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.languages import Level
from app.marks import MarkKind
from app.mediators.rules import Gender, Kind, Topic
from app.municipalities.scope import TenantOwned, belongs_to

OWN = data(Klass.K2_POOL, Erase.POOL, Reader.COORDINATION, Reader.SELF)
CARD = data(Klass.K1, Erase.POOL, Reader.COORDINATION, Reader.SELF, Reader.LEAD)
REJECTS = data(Klass.K2, Erase.REJECTS, Reader.COORDINATION)
MARK = data(Klass.K6, Erase.POOL, Reader.PROGRAM)
ALONE = data(Klass.K4, Erase.POOL, Reader.SELF)
ALONE_FACT = data(Klass.K1, Erase.POOL, Reader.SELF)
IMPORT = data(Klass.K1, Erase.REJECTS, Reader.COORDINATION)


class PoolPerson(TenantOwned, Base):
    """Somebody of the pool; without an account until invited."""

    __tablename__ = "pool_people"
    constraints = (
        sa.UniqueConstraint("municipality_id", "email"),
        sa.Index(None, "municipality_id", "last_name", "first_name", "id"),
        sa.Index(None, "municipality_id", "user_id"),
        sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),
    )

    email: Mapped[str] = column(OWN)
    last_name: Mapped[str] = column(OWN)
    first_name: Mapped[str] = column(OWN)
    phone: Mapped[str | None] = column(OWN)
    phone_e164: Mapped[str | None] = column(OWN)
    home: Mapped[str | None] = column(OWN)
    office_name: Mapped[str | None] = column(CARD)
    kind: Mapped[Kind] = column(CARD, default=Kind.MEDIATOR)
    gender: Mapped[Gender | None] = column(OWN)
    capacity: Mapped[int] = column(CARD, default=2)
    """How many cases at the same time."""
    training_hours: Mapped[int | None] = column(CARD)
    certified_until: Mapped[date | None] = column(CARD)
    obligated_on: Mapped[date | None] = column(CARD)
    certificate_seen_on: Mapped[date | None] = column(OWN)
    """Führungszeugnis: the day it was seen, never the paper (pattern of § 72a(5) SGB VIII)."""
    mediations: Mapped[int | None] = column(CARD)
    resting: Mapped[bool] = column(CARD, default=False)
    """Zurzeit keine Anfragen."""
    left_at: Mapped[datetime | None] = column(CARD)
    erased_at: Mapped[datetime | None] = column(CARD)
    """Since when nothing is known of the person any more; the row stays for her offers."""
    confirmed_at: Mapped[datetime | None] = column(CARD)
    user_id: Mapped[UUID | None] = column(CARD, sa.ForeignKey("users.id"))
    invited_at: Mapped[datetime | None] = column(CARD)
    imported: Mapped[dict[str, Any] | None] = column(OWN, sa.JSON)
    """The row of the last import, to see what the person has changed since."""
    created_at: Mapped[datetime] = column(CARD)
    changed_at: Mapped[datetime | None] = column(CARD)
    """When somebody last changed one of the facts that a form asks for."""
    changed_by: Mapped[UUID | None] = column(CARD)
    to_mark: Mapped[bool] = column(CARD, default=False, server_default=sa.true())
    """Of before people were compared with parties: her marks are still to be made."""

    languages: Mapped[list["PoolLanguage"]] = relationship(
        order_by="PoolLanguage.position", cascade="all, delete-orphan", overlaps="municipality_id"
    )
    slots: Mapped[list["PoolSlot"]] = relationship(
        order_by="(PoolSlot.weekday, PoolSlot.starts)",
        cascade="all, delete-orphan",
        overlaps="municipality_id",
    )
    topics: Mapped[list["PoolTopic"]] = relationship(
        order_by="PoolTopic.topic", cascade="all, delete-orphan", overlaps="municipality_id"
    )

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class PoolLanguage(TenantOwned, Base):
    """A language that the person speaks, and how well."""

    __tablename__ = "pool_languages"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id", "code"),
    )

    person_id: Mapped[UUID] = column(OWN)
    position: Mapped[int] = column(OWN, default=0)
    code: Mapped[str] = column(OWN)
    level: Mapped[Level] = column(OWN)


class PoolSlot(TenantOwned, Base):
    """A weekly time in which the person can be asked for; several a day."""

    __tablename__ = "pool_slots"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        sa.CheckConstraint("starts < ends", name="slot_forward"),
        sa.Index(None, "municipality_id", "person_id"),
    )

    person_id: Mapped[UUID] = column(OWN)
    weekday: Mapped[int] = column(OWN)
    """0 is Monday."""
    starts: Mapped[time] = column(OWN)
    ends: Mapped[time] = column(OWN)


class PoolTopic(TenantOwned, Base):
    """A field in which the person has experience."""

    __tablename__ = "pool_topics"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id", "topic"),
    )

    person_id: Mapped[UUID] = column(OWN)
    topic: Mapped[Topic] = column(OWN)


class Absence(TenantOwned, Base):
    """Days on which the person is away, both included."""

    __tablename__ = "absences"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.CheckConstraint("first_day <= last_day", name="absence_forward"),
        sa.Index(None, "municipality_id", "person_id", "last_day"),
    )

    person_id: Mapped[UUID] = column(OWN)
    first_day: Mapped[date] = column(OWN)
    last_day: Mapped[date] = column(OWN)


class PoolImport(TenantOwned, Base):
    """One import with its counts; the rejected rows wait encrypted for 24 hours."""

    __tablename__ = "pool_imports"
    constraints = (sa.Index(None, "municipality_id", "at"),)

    at: Mapped[datetime] = column(IMPORT)
    by: Mapped[UUID | None] = column(IMPORT, sa.ForeignKey("users.id"))
    counts: Mapped[dict[str, Any]] = column(IMPORT)
    expires_at: Mapped[datetime] = column(IMPORT)
    rejects = Sealed(REJECTS)


class MarkSource(Enum):
    """Where a mark of somebody of the pool comes from."""

    ENTRY = "ENTRY"
    """What coordination has written down."""
    OWN = "OWN"
    """Own details for the check."""
    EXCLUSION = "EXCLUSION"
    """The own list of whom one doesn't want to meet."""


class PoolMark(TenantOwned, Base):
    """By what somebody of the pool may know a party, as a keyed hash (Vergleichswert)."""

    __tablename__ = "pool_marks"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "mark_index"),
        sa.Index(None, "municipality_id", "person_id", "source"),
    )

    person_id: Mapped[UUID] = column(MARK)
    source: Mapped[MarkSource] = column(MARK)
    kind: Mapped[MarkKind] = column(MARK)
    mark_index: Mapped[str] = column(MARK)
    postcode_index: Mapped[str | None] = column(MARK)


class OwnDetails(TenantOwned, Base):
    """What somebody of the pool says of herself for the check alone; nobody else reads it."""

    __tablename__ = "own_details"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id"),
    )

    person_id: Mapped[UUID] = column(ALONE_FACT)
    changed_at: Mapped[datetime] = column(ALONE_FACT)
    other_names = Sealed(ALONE)
    address = Sealed(ALONE)
    household = Sealed(ALONE)
    employer = Sealed(ALONE)
