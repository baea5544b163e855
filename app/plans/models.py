"""The prevention plan of a municipality, and its steps, dates and alarms in each case."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.labels import Labelled
from app.municipalities.scope import TenantOwned, belongs_to
from app.plans.closing import CalendarDeed
from app.plans.codes import PlanKind, PlanSource
from app.plans.waiting import WaitEnd, WaitsFor

R = Reader
GENERAL = data(Klass.K0, Erase.NEVER, R.EVERYBODY)
SIGNED = data(Klass.K1, Erase.ACCOUNT, R.EVERYBODY)
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
STEP = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.MEDIATOR)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.COORDINATION, R.LEAD)


class Plan(TenantOwned, Base):
    """A version of the municipality's prevention plan (Präventionsplan)."""

    __tablename__ = "plans"
    constraints = (sa.UniqueConstraint("municipality_id", "version"),)

    version: Mapped[int] = column(GENERAL)
    name: Mapped[str] = column(GENERAL)
    adopted_at: Mapped[datetime] = column(GENERAL)
    note: Mapped[str] = column(GENERAL, default="", server_default="")
    """What is different from the version before, in the words of whoever edited it."""
    source: Mapped[PlanSource] = column(
        GENERAL, default=PlanSource.SHIPPED, server_default=PlanSource.SHIPPED.value
    )
    template_version: Mapped[int | None] = column(GENERAL)
    """The version of the state's template that this one began with."""
    edited_by: Mapped[UUID | None] = column(SIGNED)
    approved_by: Mapped[UUID | None] = column(SIGNED)


class PlanRule(TenantOwned, Base):
    """A step as the plan describes it (Maßnahme)."""

    __tablename__ = "plan_rules"
    constraints = (
        belongs_to("plans", "plan_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "plan_id", "code"),
    )

    plan_id: Mapped[UUID] = column(GENERAL)
    kind: Mapped[PlanKind] = column(GENERAL)
    code: Mapped[str] = column(GENERAL)
    position: Mapped[int] = column(GENERAL)
    rule: Mapped[dict[str, Any]] = column(GENERAL)


class PlannedCase(TenantOwned, Base):
    """Which version of the plan a case runs on; it keeps the one it began with."""

    __tablename__ = "planned_cases"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("plans", "plan_id"),
        sa.UniqueConstraint("municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    plan_id: Mapped[UUID] = column(FACT)


class AnchorMoment(TenantOwned, Base):
    """When something happened that steps hang on (Anker)."""

    __tablename__ = "anchor_moments"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    anchor: Mapped[str] = column(FACT)
    subject: Mapped[str] = column(FACT, default="")
    """Id of the party, offer, referral or meeting it happened to; empty for the case."""
    at: Mapped[datetime] = column(FACT)


class StepEnd(Labelled):
    """Why a step no longer runs."""

    DONE = "DONE", "erledigt"
    OUT_OF_RANGE = "OUT_OF_RANGE", "entfallen: andere Eskalationsstufe"
    CASE_ENDED = "CASE_ENDED", "entfallen: Fall beendet"
    NOT_NEEDED = "NOT_NEEDED", "entfallen"
    PLAN_CHANGED = "PLAN_CHANGED", "entfallen: neue Fassung des Plans"


class PlanStep(TenantOwned, Base):
    """A step of the plan at work in a case (Planschritt)."""

    __tablename__ = "plan_steps"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id", "code", "subject", "round"),
        sa.Index(None, "municipality_id", "ended_at", "due_at"),
        sa.Index(None, "municipality_id", "case_id", "ended_at", "due_at"),
    )

    case_id: Mapped[UUID] = column(STEP)
    code: Mapped[str] = column(STEP)
    subject: Mapped[str] = column(STEP, default="")
    round: Mapped[int] = column(STEP, default=1)
    anchor: Mapped[str] = column(STEP)
    anchor_at: Mapped[datetime] = column(STEP)
    started_at: Mapped[datetime] = column(STEP)
    by_hand: Mapped[bool] = column(STEP, default=False)
    limit_number: Mapped[int] = column(STEP, default=1)
    due_at: Mapped[datetime] = column(STEP)
    whole_day: Mapped[bool] = column(STEP)
    """Shown as a day without a time (WD and CM)."""
    original_due_at: Mapped[datetime] = column(STEP)
    second_due_at: Mapped[datetime | None] = column(STEP)
    holder: Mapped[str] = column(STEP)
    """Role code of who holds it: COORDINATION, CASE_LEAD, MEDIATOR …"""
    resting_since: Mapped[datetime | None] = column(STEP)
    """What its waiting comes to now, for lists: it stands still, and its alarms with it."""
    ended_at: Mapped[datetime | None] = column(STEP)
    end: Mapped[StepEnd | None] = column(STEP)
    ended_by: Mapped[UUID | None] = column(STEP, sa.ForeignKey("users.id"))


class StepChange(TenantOwned, Base):
    """A moved date, who moved it and why; the earlier date stays readable."""

    __tablename__ = "step_changes"
    constraints = (
        belongs_to("plan_steps", "step_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "step_id"),
    )

    step_id: Mapped[UUID] = column(STEP)
    at: Mapped[datetime] = column(STEP)
    by: Mapped[UUID | None] = column(STEP, sa.ForeignKey("users.id"))
    before: Mapped[datetime] = column(STEP)
    after: Mapped[datetime] = column(STEP)
    cause: Mapped[str] = column(STEP)
    """A German message id; the person's own words are in ``reason``."""
    waited: Mapped[bool] = column(STEP, default=False, server_default=sa.false())
    """The date was moved by waiting, and can be made anew from the records of it."""
    reason = Sealed(INTERNAL)


class Wait(TenantOwned, Base):
    """That a case waits for somebody, until when and why (Warten); ``CASE``: all of it rests."""

    __tablename__ = "waits"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
        sa.Index(None, "municipality_id", "ended_at", "until"),
        sa.Index(None, "municipality_id", "since"),
    )

    case_id: Mapped[UUID] = column(FACT)
    waits_for: Mapped[WaitsFor] = column(FACT)
    party_id: Mapped[UUID | None] = column(FACT)
    since: Mapped[datetime] = column(FACT)
    started_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    until: Mapped[date | None] = column(FACT)
    """The last day of waiting; for a case that rests, its own day says when it goes on."""
    reason = Sealed(INTERNAL)
    ended_at: Mapped[datetime | None] = column(FACT)
    ended_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    end: Mapped[WaitEnd | None] = column(FACT)


class Escalation(TenantOwned, Base):
    """Somebody has called for others at once, for a case or one of its steps (Eskalation)."""

    __tablename__ = "escalations"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("plan_steps", "step_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id", "token"),
        sa.Index(None, "municipality_id", "step_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    step_id: Mapped[UUID | None] = column(FACT)
    token: Mapped[UUID] = column(FACT)
    """Of the page that was sent: the same page escalates once."""
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    stage: Mapped[int | None] = column(FACT)
    told: Mapped[int] = column(FACT)
    """How many people were told."""
    reason = Sealed(INTERNAL)


class WaitStep(TenantOwned, Base):
    """A step that stands still while somebody is waited for."""

    __tablename__ = "wait_steps"
    constraints = (
        belongs_to("waits", "wait_id", ondelete="CASCADE"),
        belongs_to("plan_steps", "step_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "wait_id", "step_id"),
        sa.Index(None, "municipality_id", "step_id"),
    )

    wait_id: Mapped[UUID] = column(FACT)
    step_id: Mapped[UUID] = column(FACT)


class CalendarChange(TenantOwned, Base):
    """Another closing day or other service hours, and how far the dates have followed (Kalenderänderung)."""

    __tablename__ = "calendar_changes"
    constraints = (sa.Index(None, "municipality_id", "finished_at"), sa.Index(None, "municipality_id", "at"))

    at: Mapped[datetime] = column(GENERAL)
    by: Mapped[UUID] = column(GENERAL, sa.ForeignKey("users.id"))
    office_id: Mapped[UUID | None] = column(GENERAL)
    what: Mapped[CalendarDeed] = column(GENERAL)
    day: Mapped[date | None] = column(GENERAL)
    words: Mapped[str] = column(GENERAL)
    """The reason of a closing day, or the new hours."""
    before: Mapped[dict[str, Any]] = column(GENERAL)
    """Closing days and hours of the place as they were: what the dates were counted by."""
    moved: Mapped[int] = column(GENERAL, default=0)
    reached: Mapped[UUID | None] = column(GENERAL)
    """The last case whose dates have followed, in the order of ids."""
    finished_at: Mapped[datetime | None] = column(GENERAL)


class Alarm(TenantOwned, Base):
    """A moment at which the plan speaks up: a reminder, a rung of the ladder, a follow-up."""

    __tablename__ = "plan_alarms"
    constraints = (
        belongs_to("plan_steps", "step_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "step_id", "limit_number", "kind"),
        sa.Index(None, "municipality_id", "handled_at", "at"),
    )

    step_id: Mapped[UUID] = column(STEP)
    limit_number: Mapped[int] = column(STEP)
    kind: Mapped[str] = column(STEP)
    """-2WD, 50%, DUE (reminders); M1 to M4 (rungs); codes of plan_followups.csv."""
    at: Mapped[datetime] = column(STEP)
    handled_at: Mapped[datetime | None] = column(STEP)
    late: Mapped[bool] = column(STEP, default=False)
    """Handled more than an hour after its moment: caught up after a standstill."""
