"""What people are told: one row is both the line in the inbox and the mail on its way."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.labels import Labelled
from app.municipalities.scope import TenantOwned
from app.notifications.choices import Group, Rhythm
from app.notifications.messages import Kind

MESSAGE = data(Klass.K1, Erase.MAIL, Reader.SELF, Reader.COORDINATION, Reader.ADMIN)
OWN = data(Klass.K1, Erase.ACCOUNT, Reader.SELF)
DELIVERY = data(Klass.K1, Erase.MAIL, Reader.COORDINATION, Reader.ADMIN)
TECHNICAL = data(Klass.K0, Erase.LOG, Reader.ADMIN)


class Delivery(Labelled):
    """Where a mail stands."""

    WAITING = "WAITING", "wartet"
    SENDING = "SENDING", "wird versandt"
    SENT = "SENT", "vom Mailserver angenommen"
    FAILED = "FAILED", "nicht zustellbar"
    SKIPPED = "SKIPPED", "nicht mehr nötig"
    HELD = "HELD", "angehalten"
    GATHERED = "GATHERED", "kommt in einer Sammelmail"
    INBOX = "INBOX", "nur im Posteingang"


class Notification(TenantOwned, Base):
    """One thing that one person is told (Benachrichtigung)."""

    __tablename__ = "notifications"
    constraints = (
        sa.UniqueConstraint("dedupe_key"),
        sa.Index(None, "status", "next_try_at"),
        sa.Index(None, "status", "lease_until"),
        sa.Index(None, "municipality_id", "user_id", "read_at", "created_at"),
        sa.Index(None, "municipality_id", "user_id", "created_at", "id"),
        sa.Index(None, "municipality_id", "case_id"),
        sa.Index(None, "municipality_id", "digest_id"),
    )

    dedupe_key: Mapped[str] = column(TECHNICAL)
    """What, for whom, which occurrence: there is never a second row for it."""
    user_id: Mapped[UUID] = column(MESSAGE, sa.ForeignKey("users.id"))
    role: Mapped[str | None] = column(MESSAGE)
    """In which capacity; checked again before sending."""
    kind: Mapped[Kind] = column(MESSAGE)
    case_id: Mapped[UUID | None] = column(MESSAGE)
    case_number: Mapped[str | None] = column(MESSAGE)
    subject_id: Mapped[UUID | None] = column(MESSAGE)
    """What of the case it is about: the step, offer, appointment, hand-over …"""
    answer_by: Mapped[datetime | None] = column(MESSAGE)
    created_at: Mapped[datetime] = column(MESSAGE)
    read_at: Mapped[datetime | None] = column(MESSAGE)
    written_at: Mapped[datetime | None] = column(TECHNICAL)
    """When the row came into being; ``created_at`` is when it is told."""

    status: Mapped[Delivery] = column(DELIVERY, default=Delivery.WAITING)
    next_try_at: Mapped[datetime] = column(DELIVERY)
    not_after: Mapped[datetime | None] = column(MESSAGE)
    """When a mail of it would be too late; of an appointment, when that begins."""
    tries: Mapped[int] = column(DELIVERY, default=0)
    lease_until: Mapped[datetime | None] = column(DELIVERY)
    lease_token: Mapped[str | None] = column(TECHNICAL)
    sent_at: Mapped[datetime | None] = column(DELIVERY)
    last_error: Mapped[str | None] = column(DELIVERY)
    asked_for_at: Mapped[datetime | None] = column(DELIVERY)
    """When the administration sent it on its way by hand."""
    digest_id: Mapped[UUID | None] = column(DELIVERY)
    """The gathered mail that counts it."""


class Choice(TenantOwned, Base):
    """When a person wants the mails of a group here (Benachrichtigungen)."""

    __tablename__ = "notification_choices"
    constraints = (sa.UniqueConstraint("municipality_id", "user_id", "group"),)

    user_id: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))
    group: Mapped[Group] = column(OWN)
    rhythm: Mapped[Rhythm] = column(OWN)


class WorkerTick(Base):
    """The heartbeat of the workers."""

    __tablename__ = "worker_ticks"

    worker: Mapped[str] = column(TECHNICAL, unique=True)
    at: Mapped[datetime] = column(TECHNICAL)
    version: Mapped[str | None] = column(TECHNICAL)
