"""Who can be asked: the people of the pool, their languages, times and absences."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.languages import Level
from app.mediators.deployment import Conduct, Interpreting
from app.mediators.models.acquaintance import SECRET
from app.mediators.models.acquaintance import MarkSource as MarkSource
from app.mediators.models.acquaintance import OwnDetails as OwnDetails
from app.mediators.models.acquaintance import PoolMark as PoolMark
from app.mediators.models.uploads import PoolColumns as PoolColumns
from app.mediators.models.uploads import PoolImport as PoolImport
from app.mediators.models.uploads import PoolUpload as PoolUpload
from app.mediators.qualification import EvidenceKind, EvidenceStatus
from app.mediators.rules import Gender, Kind, Topic
from app.municipalities.scope import TenantOwned, belongs_to

OWN = data(Klass.K2_POOL, Erase.POOL, Reader.COORDINATION, Reader.SELF)
CARD = data(Klass.K1, Erase.POOL, Reader.COORDINATION, Reader.SELF, Reader.LEAD)
AWAY = data(Klass.K2_POOL, Erase.POOL, Reader.COORDINATION, Reader.SELF, Reader.LEAD)
REACH = data(Klass.K2_POOL, Erase.POOL, Reader.COORDINATION, Reader.SELF, Reader.MEDIATOR)
DAYS = data(Klass.K2_POOL, Erase.PAST_DAYS, Reader.COORDINATION, Reader.SELF)
BUSY = data(Klass.K2_POOL, Erase.PAST_DAYS, Reader.SELF)


class PoolPerson(TenantOwned, Base):
    """Somebody of the pool; without an account until invited."""

    __tablename__ = "pool_people"
    constraints = (
        sa.UniqueConstraint("municipality_id", "email"),
        sa.Index(None, "municipality_id", "last_name", "first_name", "id"),
        sa.Index(None, "municipality_id", "user_id"),
        sa.Index(None, "municipality_id", "home"),
        sa.Index(None, "municipality_id", "reserved_for"),
        sa.Index(None, "municipality_id", "lent"),
        sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),
    )

    email: Mapped[str] = column(REACH)
    last_name: Mapped[str] = column(REACH)
    first_name: Mapped[str] = column(REACH)
    phone: Mapped[str | None] = column(REACH)
    phone_e164: Mapped[str | None] = column(OWN)
    home: Mapped[str | None] = column(OWN)
    office_name: Mapped[str | None] = column(CARD)
    kind: Mapped[Kind] = column(CARD, default=Kind.MEDIATOR)
    interpreting: Mapped[Interpreting | None] = column(CARD)
    gender: Mapped[Gender | None] = column(OWN)
    capacity: Mapped[int] = column(CARD, default=2)
    """How many cases at the same time."""
    training_hours: Mapped[int | None] = column(CARD)
    certified_until: Mapped[date | None] = column(CARD)
    """As the office has it from elsewhere; what is computed from proofs stands over it."""
    online_hours: Mapped[int | None] = column(CARD)
    """Of the hours of training, those in virtual form."""
    course_began_on: Mapped[date | None] = column(CARD)
    course_ended_on: Mapped[date | None] = column(CARD)
    certificate_on: Mapped[date | None] = column(CARD)
    """When the training body issued the certificate of § 2 (6) ZMediatAusbV."""
    association: Mapped[str | None] = column(CARD)
    """What an association asks beyond the regulation, in words."""
    title_until: Mapped[date | None] = column(CARD)
    """The last day of the title „zertifizierte:r Mediator:in“, computed from what is confirmed."""
    title_told: Mapped[str | None] = column(CARD)
    """The last reminder of that day: day and months."""
    obligated_on: Mapped[date | None] = column(CARD)
    certificate_seen_on: Mapped[date | None] = column(OWN)
    """Führungszeugnis: the day it was seen, never the paper (pattern of § 72a(5) SGB VIII)."""
    certificate_issued_on: Mapped[date | None] = column(OWN)
    certificate_result: Mapped[Conduct | None] = column(OWN)
    certificate_seen_by: Mapped[UUID | None] = column(OWN)
    mediations: Mapped[int | None] = column(CARD)
    travel_minutes: Mapped[int | None] = column(OWN)
    """To another district; None: what the municipality reckons with."""
    resting: Mapped[bool] = column(CARD, default=False)
    """Zurzeit keine Anfragen."""
    on_site: Mapped[bool] = column(CARD, default=True, server_default=sa.true())
    online: Mapped[bool] = column(CARD, default=False, server_default=sa.false())
    radius_km: Mapped[int | None] = column(OWN)
    """How far the person travels; None: everywhere in the municipality."""
    left_at: Mapped[datetime | None] = column(CARD)
    erased_at: Mapped[datetime | None] = column(CARD)
    """Since when nothing is known of the person any more; the row stays for her offers."""
    confirmed_at: Mapped[datetime | None] = column(CARD)
    confirmation_asked_at: Mapped[datetime | None] = column(CARD)
    user_id: Mapped[UUID | None] = column(CARD, sa.ForeignKey("users.id"))
    invited_at: Mapped[datetime | None] = column(CARD)
    imported: Mapped[dict[str, Any] | None] = column(OWN, sa.JSON)
    """The row of the last import, to see what the person has changed since."""
    created_at: Mapped[datetime] = column(CARD)
    changed_at: Mapped[datetime | None] = column(CARD)
    """When somebody last changed one of the facts that a form asks for."""
    changed_by: Mapped[UUID | None] = column(CARD)
    reserved_for: Mapped[UUID | None] = column(CARD)
    """A guest, lent by another municipality: the one case that she is here for."""
    lent: Mapped[int] = column(CARD, default=0, server_default="0")
    """For how many cases elsewhere she works at present."""
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
    districts: Mapped[list["PoolDistrict"]] = relationship(
        cascade="all, delete-orphan", overlaps="municipality_id"
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
        sa.Index(None, "municipality_id", "person_id", "code", "level"),
        sa.Index(None, "municipality_id", "code", "level", "person_id"),
    )

    person_id: Mapped[UUID] = column(OWN)
    position: Mapped[int] = column(OWN, default=0)
    code: Mapped[str] = column(OWN)
    level: Mapped[Level] = column(OWN)
    """Of speaking."""
    reads: Mapped[Level | None] = column(OWN)
    """None: doesn't read it, or nobody knows."""


class PoolSlot(TenantOwned, Base):
    """A weekly time in which the person can be asked for; several a day."""

    __tablename__ = "pool_slots"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        sa.CheckConstraint("starts < ends", name="slot_forward"),
        sa.Index(None, "municipality_id", "person_id", "weekday", "starts", "ends"),
        sa.Index(None, "municipality_id", "weekday", "starts", "ends", "person_id"),
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
        sa.Index(None, "municipality_id", "topic", "person_id"),
    )

    person_id: Mapped[UUID] = column(OWN)
    topic: Mapped[Topic] = column(OWN)


class PoolDistrict(TenantOwned, Base):
    """A district in which the person works; without any, she works in all."""

    __tablename__ = "pool_districts"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        belongs_to("districts", "district_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id", "district_id"),
        sa.Index(None, "municipality_id", "district_id"),
    )

    person_id: Mapped[UUID] = column(OWN)
    district_id: Mapped[UUID] = column(OWN)


class PoolExclusion(TenantOwned, Base):
    """Somebody, or a group, with whom the person doesn't want to work; nobody else reads it."""

    __tablename__ = "pool_exclusions"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "person_id", "created_at"),
    )

    person_id: Mapped[UUID] = column(OWN)
    name = Sealed(SECRET)
    place = Sealed(SECRET)
    """Street, house or place; as the person writes it."""
    created_at: Mapped[datetime] = column(OWN)


class PoolEvidence(TenantOwned, Base):
    """Further training, or a supervised mediation, that somebody proves (Nachweis)."""

    __tablename__ = "pool_evidence"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id", "referral_id"),
        sa.Index(None, "municipality_id", "person_id", "done_on"),
        sa.Index(None, "municipality_id", "status", "entered_at"),
        sa.CheckConstraint("minutes >= 0", name="minutes_not_negative"),
    )

    person_id: Mapped[UUID] = column(OWN)
    kind: Mapped[EvidenceKind] = column(OWN)
    done_on: Mapped[date] = column(OWN)
    minutes: Mapped[int] = column(OWN, default=0)
    title: Mapped[str] = column(OWN)
    issued_by: Mapped[str] = column(OWN)
    """The training body, or the supervisor."""
    referral_id: Mapped[UUID | None] = column(OWN)
    """Of a mediation here; without a key, as the pool knows no cases."""
    status: Mapped[EvidenceStatus] = column(OWN, default=EvidenceStatus.ENTERED)
    entered_at: Mapped[datetime] = column(OWN)
    entered_by: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = column(OWN)
    decided_by: Mapped[UUID | None] = column(OWN, sa.ForeignKey("users.id"))
    reason: Mapped[str | None] = column(OWN)
    """Why it doesn't count."""


class Absence(TenantOwned, Base):
    """Days on which the person is away, both included."""

    __tablename__ = "absences"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.CheckConstraint("first_day <= last_day", name="absence_forward"),
        sa.Index(None, "municipality_id", "person_id", "last_day"),
    )

    person_id: Mapped[UUID] = column(OWN)
    first_day: Mapped[date] = column(AWAY)
    last_day: Mapped[date] = column(AWAY)
    """The lead reads that she is away on the day of an appointment of the case, and no more."""


class PoolDay(TenantOwned, Base):
    """Hours of a single day that are other than usual: free in addition, or not free; until it is over."""

    __tablename__ = "pool_days"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.CheckConstraint("starts < ends", name="hours_forward"),
        sa.Index(None, "municipality_id", "person_id", "day"),
        sa.Index(None, "municipality_id", "day"),
    )

    person_id: Mapped[UUID] = column(DAYS)
    day: Mapped[date] = column(DAYS)
    free: Mapped[bool] = column(DAYS)
    starts: Mapped[time] = column(DAYS)
    ends: Mapped[time] = column(DAYS)
    """00:00 to 23:59 is the whole day."""


class BusyCalendar(TenantOwned, Base):
    """When the person's own calendar, as uploaded last, has something: the time and nothing else of it."""

    __tablename__ = "busy_calendars"
    constraints = (
        belongs_to("pool_people", "person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id"),
        sa.Index(None, "municipality_id", "last_day"),
    )

    person_id: Mapped[UUID] = column(BUSY)
    uploaded_at: Mapped[datetime] = column(BUSY)
    first_day: Mapped[date] = column(BUSY)
    last_day: Mapped[date] = column(BUSY)
    """So far the calendar was read; then it is deleted."""
    taken: Mapped[str] = column(BUSY)
    """One bit for each quarter hour by the wall clock from the first day on, written to the base of 16."""
    unread: Mapped[int] = column(BUSY, default=0)
    """How many entries of the file could not be read."""
