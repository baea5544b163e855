"""The case file: the case and what lives and dies with it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.cases.models.changes import FactChange as FactChange
from app.cases.models.changes import MoveReason as MoveReason
from app.cases.models.checks import SafetyCheck as SafetyCheck
from app.cases.models.checks import StageRating as StageRating
from app.cases.models.consents import Consent as Consent
from app.cases.models.consents import PrivacyNotice as PrivacyNotice
from app.cases.models.intake import CaseAddition as CaseAddition
from app.cases.models.intake import CaseImport as CaseImport
from app.cases.models.intake import Draft as Draft
from app.cases.models.intake import QuickNote as QuickNote
from app.cases.models.intake import QuickNoteCount as QuickNoteCount
from app.cases.models.kinds import (
    CONTACT,
    FACT,
    HANDOVER,
    INTERNAL,
    LEAD_ALONE,
    LEFT,
    NAME,
    NEEDS,
    OWN_TEXT,
    PROFILE,
    SAFETY,
    SEARCH,
    SHARED,
)
from app.cases.models.search import CaseSearch as CaseSearch
from app.cases.models.search import NameWord as NameWord
from app.cases.models.search import PartyMark as PartyMark
from app.cases.rules.guards import Guard
from app.cases.rules.intake import (
    Answer,
    Category,
    Channel,
    Disclosure,
    Inlet,
    LanguageAnswer,
    PartyKind,
    Setting,
)
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.speech import Tongue, tongues
from app.cases.rules.status import Status
from app.classification import column
from app.database import Base, Sealed
from app.labels import Labelled
from app.municipalities.scope import TenantOwned, belongs_to


class Case(TenantOwned, Base):
    """One conflict, from the first call to the last letter (Fall)."""

    __tablename__ = "cases"
    constraints = (
        belongs_to("offices", "office_id"),
        belongs_to("districts", "district_id"),
        sa.UniqueConstraint("municipality_id", "number"),
        sa.CheckConstraint(
            "(status IN ('CLOSED', 'DELETED')) = (closed_at IS NOT NULL)", name="closed_has_date"
        ),
        sa.CheckConstraint("(status = 'PAUSED') = (paused_from IS NOT NULL)", name="paused_knows_from"),
        sa.CheckConstraint("glasl_stage BETWEEN 1 AND 9", name="stage_range"),
        sa.Index(None, "municipality_id", "status", "submitted_at", "id"),
        sa.Index(None, "municipality_id", "status", "closed_at", "id"),
        sa.Index(None, "municipality_id", "submitted_at", "id"),
        sa.Index(None, "municipality_id", "category", "submitted_at", "id"),
        sa.Index(None, "municipality_id", "district_id", "submitted_at", "id"),
        sa.Index(None, "municipality_id", "reporter_id", "submitted_at"),
        sa.Index(None, "municipality_id", "import_index", unique=True),
    )

    number: Mapped[str] = column(SHARED)
    status: Mapped[Status] = column(FACT, default=Status.NEW)
    status_since: Mapped[datetime] = column(FACT)
    paused_from: Mapped[Status | None] = column(FACT)
    version: Mapped[int] = column(FACT, default=1)

    reporter_id: Mapped[UUID] = column(SHARED, sa.ForeignKey("users.id"))
    office_id: Mapped[UUID] = column(SHARED)
    submitted_at: Mapped[datetime] = column(SHARED)
    """When the report came in; all clocks count from here."""
    entered_at: Mapped[datetime | None] = column(FACT)
    """When it was written down here, if somebody else had reported it."""
    inlet: Mapped[Inlet | None] = column(FACT)
    reported_by = Sealed(OWN_TEXT)
    """Who reported it on paper, by phone or in person."""
    old_reference = Sealed(INTERNAL)
    import_index: Mapped[str | None] = column(SEARCH)
    category: Mapped[Category] = column(PROFILE)
    setting: Mapped[Setting] = column(PROFILE)
    district_id: Mapped[UUID | None] = column(PROFILE)
    since_month: Mapped[str | None] = column(FACT)
    """Since when, as ``2026-09``."""
    pseudonymized: Mapped[bool] = column(FACT)
    disclosure: Mapped[Disclosure] = column(FACT)
    urgent_wish: Mapped[bool] = column(FACT, default=False)
    previous_attempts: Mapped[list[str]] = column(FACT, default=list)
    location = Sealed(OWN_TEXT)
    description = Sealed(OWN_TEXT)
    goal = Sealed(OWN_TEXT)
    urgency_reason = Sealed(OWN_TEXT)

    priority: Mapped[Priority | None] = column(FACT)
    glasl_stage: Mapped[int | None] = column(FACT)
    stage_since: Mapped[datetime | None] = column(FACT)
    screening: Mapped[Screening | None] = column(FACT)
    review_on: Mapped[date | None] = column(FACT)
    red_flag_since: Mapped[datetime | None] = column(FACT)
    excluded_since: Mapped[datetime | None] = column(FACT)
    """Since when a sign stands that no mediation can follow; which one is sealed with the check."""
    protection_since: Mapped[datetime | None] = column(FACT)
    flags: Mapped[list[str]] = column(FACT, default=list)
    """Codes of overlay flags (Flag)."""
    internal_note = Sealed(INTERNAL)
    handover_summary = Sealed(HANDOVER)
    conditions = Sealed(HANDOVER)

    accepted_at: Mapped[datetime | None] = column(FACT)
    wake_up_on: Mapped[date | None] = column(FACT)
    pause_reason = Sealed(INTERNAL)
    agreement_on: Mapped[date | None] = column(FACT)
    outcome: Mapped[Outcome | None] = column(FACT)
    closed_at: Mapped[datetime | None] = column(SHARED)
    reopened_after: Mapped[datetime | None] = column(FACT)
    """When it had been closed, if it was opened again; consents from before count no more."""

    parties: Mapped[list["Party"]] = relationship(order_by="Party.position", viewonly=True)


class LeadKind(Labelled):
    """How somebody answers for a case."""

    LEAD = "LEAD", "Fallverantwortung"
    ACTING = "ACTING", "vorläufige Fallverantwortung"
    DEPUTY = "DEPUTY", "Vertretung"


class CaseLead(TenantOwned, Base):
    """Who answers for a case, from when to when (Fallverantwortung)."""

    __tablename__ = "case_leads"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "user_id"),
        sa.Index(None, "municipality_id", "user_id", "ends_at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    user_id: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    kind: Mapped[LeadKind] = column(FACT)
    starts_at: Mapped[datetime] = column(FACT)
    ends_at: Mapped[datetime | None] = column(FACT)
    named_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    note = Sealed(LEFT)
    """The internal note, if it stayed behind when this relation ended; only who wrote it may get it back."""


class Party(TenantOwned, Base):
    """A side of the conflict (Partei); ``label`` is all that people outside the lead see."""

    __tablename__ = "parties"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "case_id", "position"),
    )

    case_id: Mapped[UUID] = column(FACT)
    position: Mapped[int] = column(FACT)
    kind: Mapped[PartyKind] = column(PROFILE)
    minor: Mapped[bool] = column(PROFILE, default=False)
    name = Sealed(NAME)
    name_index: Mapped[str | None] = column(SEARCH)
    sound_index: Mapped[str | None] = column(SEARCH)
    told_index: Mapped[str | None] = column(SEARCH)
    """Sound of the name as the reporting office gave it."""
    to_mark: Mapped[bool] = column(FACT, default=False, server_default=sa.true())
    """Of before it was compared with the pool: its marks are still to be made."""
    address = Sealed(CONTACT)
    address_index: Mapped[str | None] = column(SEARCH)
    address_protected: Mapped[bool] = column(FACT, default=False, server_default=sa.false())
    protected_address = Sealed(LEAD_ALONE)
    """Holds the address while it is protected; ``address`` is empty then."""
    phone = Sealed(CONTACT)
    email = Sealed(CONTACT)
    best_time = Sealed(CONTACT)
    language_answer: Mapped[LanguageAnswer] = column(PROFILE)
    languages = Sealed(NEEDS)
    """Tongues, as ``rules.speech`` writes them; only if the answer is KNOWN."""
    needs = Sealed(NEEDS)
    contact_agreed: Mapped[Answer] = column(FACT, default=Answer.UNKNOWN)
    channel: Mapped[Channel | None] = column(FACT)
    data_received_at: Mapped[datetime | None] = column(FACT)
    first_contact_at: Mapped[datetime | None] = column(FACT)

    @property
    def label(self) -> str:
        return f"Partei {chr(ord('A') + self.position)}"

    @property
    def language_codes(self) -> tuple[str, ...]:
        return tuple(tongue.code for tongue in self.tongues)

    @property
    def tongues(self) -> tuple[Tongue, ...]:
        return tongues(self.languages)


class ContactAttempt(TenantOwned, Base):
    """One try to reach a party; what was said is not kept."""

    __tablename__ = "contact_attempts"
    constraints = (
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "party_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    party_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    reached: Mapped[bool] = column(FACT)


class CaseQuestion(TenantOwned, Base):
    """A question to the reporting office and its answer (Rückfrage)."""

    __tablename__ = "case_questions"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(SHARED)
    asked_at: Mapped[datetime] = column(SHARED)
    asked_by: Mapped[UUID] = column(SHARED, sa.ForeignKey("users.id"))
    text = Sealed(OWN_TEXT)
    answered_at: Mapped[datetime | None] = column(SHARED)
    answer = Sealed(OWN_TEXT)


class CaseTick(TenantOwned, Base):
    """A guard that is an act: said by a named person on a day (decision 42)."""

    __tablename__ = "case_ticks"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    guard: Mapped[Guard] = column(FACT)
    set_at: Mapped[datetime] = column(FACT)
    set_by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = column(FACT)
    note = Sealed(SAFETY)
    """What it rests on, where it has to be documented."""


class Handover(TenantOwned, Base):
    """A case that went to another body, and on which ground (Weiterleitung, Abgabe)."""

    __tablename__ = "handovers"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    outcome: Mapped[Outcome] = column(FACT)
    by_consent: Mapped[bool] = column(FACT, default=False, server_default=sa.false())
    """On the recorded consent of the parties; else on the law that ``ground`` names."""
    body = Sealed(INTERNAL)
    ground = Sealed(INTERNAL)
