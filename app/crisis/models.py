"""Events in the municipality: contacts, signals, phases, steps at work, the chain of alarm, the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.rules.intake import Category
from app.classification import Erase, Klass, Reader, column, data
from app.crisis.rules.words import EntryKind, EventEnd, Rating, Reached, Source, Weight
from app.database import Base, Sealed
from app.municipalities.scope import TenantOwned, belongs_to
from app.plans.codes import Phase, Trigger

R = Reader
CONTACT = data(Klass.K2_POOL, Erase.CONTACT, R.COORDINATION, R.MANAGEMENT)
FACT = data(Klass.K1, Erase.EVENT, R.COORDINATION, R.MANAGEMENT)
WORDS = data(Klass.K3, Erase.EVENT, R.COORDINATION, R.CRISIS_TEAM)


class Contact(TenantOwned, Base):
    """Somebody who stands for a function in the register of contacts (Kontaktverzeichnis)."""

    __tablename__ = "register_contacts"
    constraints = (sa.Index(None, "municipality_id", "removed_at", "function"),)

    function: Mapped[str] = column(CONTACT)
    """A code of ``rules.words.FUNCTIONS``."""
    position: Mapped[int] = column(CONTACT)
    """1 is responsible, 2 her deputy, 3 the deputy of both; also the order of the alarm."""
    name: Mapped[str] = column(CONTACT)
    phone: Mapped[str] = column(CONTACT)
    phone_after_hours: Mapped[str] = column(CONTACT, default="")
    email: Mapped[str] = column(CONTACT, default="")
    in_alarm: Mapped[bool] = column(CONTACT, default=False)
    user_id: Mapped[UUID | None] = column(CONTACT, sa.ForeignKey("users.id"))
    """Her account here, if she has one: then she confirms an alarm by herself."""
    confirmed_at: Mapped[datetime | None] = column(CONTACT)
    changed_at: Mapped[datetime] = column(CONTACT)
    changed_by: Mapped[UUID | None] = column(CONTACT, sa.ForeignKey("users.id"))
    removed_at: Mapped[datetime | None] = column(CONTACT)


class Crisis(TenantOwned, Base):
    """An event from its first phase to green again (Krisenfall), or an exercise of one."""

    __tablename__ = "crises"
    constraints = (
        belongs_to("plans", "plan_id"),
        sa.UniqueConstraint("municipality_id", "slot"),
        sa.Index(None, "municipality_id", "opened_at"),
    )

    exercise: Mapped[bool] = column(FACT)
    slot: Mapped[str | None] = column(FACT)
    """While it is open: REAL or EXERCISE; there is one of each at most. None afterwards."""
    phase: Mapped[Phase] = column(FACT)
    phase_since: Mapped[datetime] = column(FACT)
    trigger: Mapped[Trigger] = column(FACT)
    plan_id: Mapped[UUID] = column(FACT)
    opened_at: Mapped[datetime] = column(FACT)
    opened_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    closed_at: Mapped[datetime | None] = column(FACT)
    entries: Mapped[int] = column(FACT, default=0)
    """How many lines its log has; the number of the last."""
    debriefed_at: Mapped[datetime | None] = column(FACT)
    debriefed_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    went_well = Sealed(WORDS)
    went_badly = Sealed(WORDS)
    to_change = Sealed(WORDS)


class PhaseChange(TenantOwned, Base):
    """A phase began, by whose word and why."""

    __tablename__ = "crisis_phases"
    constraints = (
        belongs_to("crises", "crisis_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "crisis_id", "at"),
        sa.Index(None, "municipality_id", "at"),
    )

    crisis_id: Mapped[UUID] = column(FACT)
    phase: Mapped[Phase] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    reason = Sealed(WORDS)


class Signal(TenantOwned, Base):
    """Something that may become an event; somebody rates it (Signal)."""

    __tablename__ = "crisis_signals"
    constraints = (
        belongs_to("crises", "crisis_id"),
        belongs_to("districts", "district_id"),
        sa.UniqueConstraint("municipality_id", "noticed_key"),
        sa.Index(None, "municipality_id", "rating", "noted_at"),
        sa.Index(None, "municipality_id", "noted_at"),
        sa.Index(None, "municipality_id", "crisis_id"),
    )

    trigger: Mapped[Trigger] = column(FACT)
    source: Mapped[Source] = column(FACT)
    weight: Mapped[Weight] = column(FACT)
    noted_at: Mapped[datetime] = column(FACT)
    noted_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    district_id: Mapped[UUID | None] = column(FACT)
    category: Mapped[Category | None] = column(FACT)
    figures: Mapped[dict[str, Any]] = column(FACT, default=dict)
    """What the program counted: how many cases, and how many in former years."""
    noticed_key: Mapped[str | None] = column(FACT)
    """What the program noticed it by: there is never a second signal for it."""
    rating: Mapped[Rating | None] = column(FACT)
    rated_at: Mapped[datetime | None] = column(FACT)
    rated_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    crisis_id: Mapped[UUID | None] = column(FACT)
    known = Sealed(WORDS)
    """What is known so far, in somebody's words."""
    reason = Sealed(WORDS)


class EventStep(TenantOwned, Base):
    """A step of the event plan at work: of an event, of a signal, or of the calendar."""

    __tablename__ = "event_steps"
    constraints = (
        belongs_to("crises", "crisis_id", ondelete="CASCADE"),
        belongs_to("crisis_signals", "signal_id", ondelete="CASCADE"),
        belongs_to("plans", "plan_id"),
        sa.UniqueConstraint("municipality_id", "about", "code", "round"),
        sa.Index(None, "municipality_id", "ended_at", "due_at"),
        sa.Index(None, "municipality_id", "crisis_id", "started_at"),
    )

    about: Mapped[str] = column(FACT, default="")
    """Id of the event or signal; empty for the calendar."""
    crisis_id: Mapped[UUID | None] = column(FACT)
    signal_id: Mapped[UUID | None] = column(FACT)
    plan_id: Mapped[UUID] = column(FACT)
    code: Mapped[str] = column(FACT)
    round: Mapped[int] = column(FACT, default=1)
    """Of the calendar: year and month, 202604."""
    trigger: Mapped[Trigger] = column(FACT)
    started_at: Mapped[datetime] = column(FACT)
    due_at: Mapped[datetime] = column(FACT)
    whole_day: Mapped[bool] = column(FACT)
    holder: Mapped[str] = column(FACT)
    """Role code of who holds it."""
    contact: Mapped[str | None] = column(FACT)
    """Function in the register for which COORDINATION holds it."""
    ended_at: Mapped[datetime | None] = column(FACT)
    end: Mapped[EventEnd | None] = column(FACT)
    ended_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    result = Sealed(WORDS)


class EventStepChange(TenantOwned, Base):
    """A step of the event plan was put off, or given to somebody else: by whom, when and why."""

    __tablename__ = "event_step_changes"
    constraints = (
        belongs_to("event_steps", "step_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "step_id", "at"),
    )

    step_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    due_before: Mapped[datetime] = column(FACT)
    due_after: Mapped[datetime] = column(FACT)
    held_before: Mapped[str] = column(FACT)
    held_after: Mapped[str] = column(FACT)
    """Whoever holds it, and before: a code of ``rules.words.FUNCTIONS`` or of a role."""
    reason = Sealed(WORDS)


class EventAlarm(TenantOwned, Base):
    """A moment at which a step of the event plan speaks up."""

    __tablename__ = "event_alarms"
    constraints = (
        belongs_to("event_steps", "step_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "step_id", "kind"),
        sa.Index(None, "municipality_id", "handled_at", "at"),
    )

    step_id: Mapped[UUID] = column(FACT)
    kind: Mapped[str] = column(FACT)
    """-2WD, 50%, DUE (reminders); M1 to M4 (rungs); BODY_AGENDA; ROUND (the next one begins)."""
    at: Mapped[datetime] = column(FACT)
    handled_at: Mapped[datetime | None] = column(FACT)
    late: Mapped[bool] = column(FACT, default=False)
    """Handled more than an hour after its moment: caught up after a standstill."""


class Call(TenantOwned, Base):
    """Somebody of the chain of alarm is called, and says that she has heard it."""

    __tablename__ = "crisis_calls"
    constraints = (
        belongs_to("crises", "crisis_id", ondelete="CASCADE"),
        belongs_to("register_contacts", "contact_id"),
        sa.UniqueConstraint("municipality_id", "crisis_id", "contact_id", "alarm_at"),
        sa.Index(None, "municipality_id", "passed_on_at", "answer_by"),
        sa.Index(None, "municipality_id", "user_id", "confirmed_at"),
    )

    crisis_id: Mapped[UUID] = column(FACT)
    contact_id: Mapped[UUID | None] = column(FACT)
    """None once the contact is forgotten."""
    user_id: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    function: Mapped[str] = column(FACT)
    alarm_at: Mapped[datetime] = column(FACT)
    """When it became red: everybody called for the same alarm shares it."""
    called_at: Mapped[datetime] = column(FACT)
    answer_by: Mapped[datetime] = column(FACT)
    passed_on_at: Mapped[datetime | None] = column(FACT)
    """When the time to answer was over and the next in line was looked for."""
    confirmed_at: Mapped[datetime | None] = column(FACT)
    reached: Mapped[Reached | None] = column(FACT)
    confirmed_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))


class LogEntry(TenantOwned, Base):
    """A line of an event's log (Protokoll); it is only ever added, never changed."""

    __tablename__ = "crisis_log"
    constraints = (
        belongs_to("crises", "crisis_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "crisis_id", "number"),
    )

    crisis_id: Mapped[UUID] = column(FACT)
    number: Mapped[int] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    """When it happened."""
    noted_at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    kind: Mapped[EntryKind] = column(FACT)
    sentence: Mapped[str | None] = column(FACT)
    """A German message id, where the program writes; its values are ``facts``."""
    facts: Mapped[dict[str, Any]] = column(FACT, default=dict)
    text = Sealed(WORDS)


class Participant(TenantOwned, Base):
    """Somebody takes part in an exercise; nobody else hears of it."""

    __tablename__ = "crisis_participants"
    constraints = (
        belongs_to("crises", "crisis_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "crisis_id", "user_id"),
    )

    crisis_id: Mapped[UUID] = column(FACT)
    user_id: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))


class CrisisRecommendation(TenantOwned, Base):
    """What was learned of an event, and for whom (Empfehlung)."""

    __tablename__ = "crisis_recommendations"
    constraints = (
        belongs_to("crises", "crisis_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "crisis_id", "noted_at"),
    )

    crisis_id: Mapped[UUID] = column(FACT)
    noted_at: Mapped[datetime] = column(FACT)
    noted_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    addressed_to: Mapped[str] = column(FACT)
    """A code of ``rules.words.FUNCTIONS``."""
    text = Sealed(WORDS)
