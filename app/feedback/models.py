"""Checks after an agreement; and the questionnaire, whose answers belong to no case."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.feedback.rules.checks import Check, CheckResult
from app.feedback.rules.questionnaire import Audience
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.LEAD)
TICKET = data(Klass.K6, Erase.ON_USE, R.PROGRAM)
ANSWER = data(Klass.K1, Erase.FEEDBACK, R.COORDINATION, R.MANAGEMENT)
REMARK = data(Klass.K3, Erase.REMARK, R.COORDINATION)


class FollowUpCheck(TenantOwned, Base):
    """One time that the lead asked whether the agreement holds (Nachfrage); the latest of a kind counts."""

    __tablename__ = "follow_up_checks"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    check: Mapped[Check] = column(FACT)
    agreement_on: Mapped[date | None] = column(FACT)
    """Of which agreement: a new one is asked about anew."""
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    result: Mapped[CheckResult | None] = column(FACT)
    """Empty where the check was waived."""
    reason = Sealed(INTERNAL)
    """Why it was waived."""


class FeedbackInvitation(TenantOwned, Base):
    """That somebody was handed a questionnaire; never changed, so it can't tell who has answered."""

    __tablename__ = "feedback_invitations"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    audience: Mapped[Audience] = column(FACT)
    party_id: Mapped[UUID | None] = column(FACT)
    at: Mapped[datetime] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))


class FeedbackTicket(TenantOwned, Base):
    """What lets somebody answer once: only a hash, of no case and no party; gone when used or too old."""

    __tablename__ = "feedback_tickets"
    constraints = (sa.Index(None, "expires_on"),)

    token_hash: Mapped[str] = column(TICKET, unique=True)
    audience: Mapped[Audience] = column(TICKET)
    expires_on: Mapped[date] = column(TICKET)
    """The last day."""


class FeedbackAnswer(TenantOwned, Base):
    """An answered questionnaire (Rückmeldung): of no case, no person, no day, no language."""

    __tablename__ = "feedback_answers"
    constraints = (sa.Index(None, "municipality_id", "period", "audience"),)

    audience: Mapped[Audience] = column(ANSWER)
    period: Mapped[str] = column(ANSWER)
    """The half-year, ``2026-H1``."""
    version: Mapped[int] = column(ANSWER)
    """Of the questionnaire."""
    choices: Mapped[dict[str, Any]] = column(ANSWER)
    """Code of the question → 5 (best) to 1; no entry is no answer."""


class FeedbackRemark(TenantOwned, Base):
    """Free words, kept apart from the choices made with them."""

    __tablename__ = "feedback_remarks"
    constraints = (sa.Index(None, "municipality_id", "period", "audience"),)

    audience: Mapped[Audience] = column(ANSWER)
    period: Mapped[str] = column(ANSWER)
    text = Sealed(REMARK)
