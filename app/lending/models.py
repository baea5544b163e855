"""Lending: agreements, what was asked for and what came back; each side has rows of its own.

No row is of two municipalities. A call and the inquiry that it is over there share an id; so do a card and
the candidate that it is over there, and, beside their own, the two rows of an agreement. The id of the
request stays at home.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base, Sealed
from app.lending.rules import (
    AgreementStatus,
    CallStatus,
    CandidateStatus,
    CardStatus,
    Daytime,
    Figure,
    Format,
    LoanKind,
    Qualification,
    RequestStatus,
    Rung,
)
from app.mediators.deployment import Interpreting
from app.mediators.rules import Kind
from app.municipalities.scope import TenantOwned, belongs_to

R = Reader
AGREED = data(Klass.K0, Erase.NEVER, R.COORDINATION, R.MANAGEMENT)
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION)
NEEDED = data(Klass.K2, Erase.PARTY_DATA, R.COORDINATION)
CARD = data(Klass.K2_POOL, Erase.WITH_CASE, R.COORDINATION)
CAME = data(Klass.K1, Erase.LOG, R.COORDINATION, R.STATE_POOL)
CAME_NEEDS = data(Klass.K2, Erase.LOG, R.COORDINATION, R.STATE_POOL)
OWN = data(Klass.K2_POOL, Erase.LOG, R.COORDINATION, R.STATE_POOL, R.SELF)
COUNTED = data(Klass.K0, Erase.NEVER, R.STATE_POOL)


class LendingAgreement(TenantOwned, Base):
    """Two municipalities lend each other people (Leihvereinbarung); one row on either side."""

    __tablename__ = "lending_agreements"
    constraints = (
        sa.UniqueConstraint("municipality_id", "pair_id"),
        sa.Index(None, "municipality_id", "status"),
    )

    pair_id: Mapped[UUID] = column(AGREED)
    """The same on both sides."""
    other_id: Mapped[UUID] = column(AGREED, sa.ForeignKey("municipalities.id"))
    offered_by_us: Mapped[bool] = column(AGREED)
    status: Mapped[AgreementStatus] = column(AGREED, default=AgreementStatus.OFFERED)
    offered_at: Mapped[datetime] = column(AGREED)
    answered_at: Mapped[datetime | None] = column(AGREED)
    ended_at: Mapped[datetime | None] = column(AGREED)
    ended_by_us: Mapped[bool | None] = column(AGREED)
    by: Mapped[UUID | None] = column(AGREED, sa.ForeignKey("users.id"))
    """Who of this side said its last word."""


class LendingRequest(TenantOwned, Base):
    """Somebody is wanted from elsewhere for a case (Leihanfrage); the row of whoever asks."""

    __tablename__ = "lending_requests"
    constraints = (
        belongs_to("cases", "case_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "status"),
        sa.Index(None, "municipality_id", "status", "next_look_at"),
    )

    case_id: Mapped[UUID] = column(FACT)
    by: Mapped[UUID] = column(FACT, sa.ForeignKey("users.id"))
    asked_at: Mapped[datetime] = column(FACT)
    languages = Sealed(NEEDED)
    """Codes, separated by blanks."""
    kind: Mapped[LoanKind] = column(FACT)
    format: Mapped[Format] = column(FACT)
    daytime: Mapped[Daytime] = column(FACT)
    first_day: Mapped[date] = column(FACT)
    last_day: Mapped[date] = column(FACT)
    urgent: Mapped[bool] = column(FACT)
    status: Mapped[RequestStatus] = column(FACT, default=RequestStatus.OPEN)
    rung: Mapped[Rung] = column(FACT)
    """How far it has come."""
    next_look_at: Mapped[datetime] = column(FACT)
    """When the clock has something to do: a period ends."""
    first_card_at: Mapped[datetime | None] = column(FACT)
    ended_at: Mapped[datetime | None] = column(FACT)
    seen_at: Mapped[datetime | None] = column(FACT)
    """When coordination has taken note that nobody was found: until then it is a task."""


class LendingCall(TenantOwned, Base):
    """One municipality, or the state pool, that a request went to; its id is all that they know it by."""

    __tablename__ = "lending_calls"
    constraints = (
        belongs_to("lending_requests", "request_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "request_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    request_id: Mapped[UUID] = column(FACT)
    to_municipality_id: Mapped[UUID] = column(FACT, sa.ForeignKey("municipalities.id"))
    rung: Mapped[Rung] = column(FACT)
    sent_at: Mapped[datetime] = column(FACT)
    answer_by: Mapped[datetime] = column(FACT)
    status: Mapped[CallStatus] = column(FACT, default=CallStatus.OPEN)
    answered_at: Mapped[datetime | None] = column(FACT)


class LoanCard(TenantOwned, Base):
    """Somebody who could be lent, without a name until she consents."""

    __tablename__ = "loan_cards"
    constraints = (
        belongs_to("lending_calls", "call_id", ondelete="CASCADE"),
        sa.Index(None, "municipality_id", "case_id", "status"),
        sa.Index(None, "municipality_id", "call_id"),
    )

    case_id: Mapped[UUID] = column(FACT)
    request_id: Mapped[UUID] = column(FACT)
    call_id: Mapped[UUID] = column(FACT)
    kind: Mapped[Kind] = column(CARD)
    qualification: Mapped[Qualification] = column(CARD)
    interpreting: Mapped[Interpreting | None] = column(CARD)
    spoken: Mapped[list[Any]] = column(CARD, sa.JSON)
    """Pairs of a language and how well."""
    slots: Mapped[list[str]] = column(CARD)
    shown_at: Mapped[datetime] = column(FACT)
    status: Mapped[CardStatus] = column(FACT, default=CardStatus.SHOWN)
    chosen_at: Mapped[datetime | None] = column(FACT)
    chosen_by: Mapped[UUID | None] = column(FACT, sa.ForeignKey("users.id"))
    consent_by: Mapped[datetime | None] = column(FACT)
    ended_at: Mapped[datetime | None] = column(FACT)
    person_id: Mapped[UUID | None] = column(FACT)
    """The guest in the own pool, from her consent on."""


class LoanInquiry(TenantOwned, Base):
    """What somebody else asks to be lent: of no case here; its languages go when it is over."""

    __tablename__ = "loan_inquiries"
    constraints = (
        sa.Index(None, "municipality_id", "status", "answer_by"),
        sa.Index(None, "municipality_id", "sent_at"),
    )

    from_municipality_id: Mapped[UUID] = column(CAME, sa.ForeignKey("municipalities.id"))
    languages = Sealed(CAME_NEEDS)
    kind: Mapped[LoanKind] = column(CAME)
    format: Mapped[Format] = column(CAME)
    daytime: Mapped[Daytime] = column(CAME)
    first_day: Mapped[date] = column(CAME)
    last_day: Mapped[date] = column(CAME)
    urgent: Mapped[bool] = column(CAME)
    sent_at: Mapped[datetime] = column(CAME)
    answer_by: Mapped[datetime] = column(CAME)
    status: Mapped[CallStatus] = column(CAME, default=CallStatus.OPEN)
    ended_at: Mapped[datetime | None] = column(CAME)


class LoanCandidate(TenantOwned, Base):
    """Somebody of the own pool who was asked whether she would work for another municipality once."""

    __tablename__ = "loan_candidates"
    constraints = (
        belongs_to("loan_inquiries", "inquiry_id", ondelete="CASCADE"),
        belongs_to("pool_people", "person_id"),
        sa.UniqueConstraint("municipality_id", "inquiry_id", "person_id"),
        sa.Index(None, "municipality_id", "person_id", "status"),
    )

    inquiry_id: Mapped[UUID] = column(OWN)
    person_id: Mapped[UUID] = column(OWN)
    asked_at: Mapped[datetime] = column(OWN)
    asked_by: Mapped[UUID] = column(OWN, sa.ForeignKey("users.id"))
    answer_by: Mapped[datetime] = column(OWN)
    """Of the answer, and then of the consent."""
    status: Mapped[CandidateStatus] = column(OWN, default=CandidateStatus.ASKED)
    willing_at: Mapped[datetime | None] = column(OWN)
    consented_at: Mapped[datetime | None] = column(OWN)
    """When she said that her name and what stands beside it may go over."""
    ended_at: Mapped[datetime | None] = column(OWN)


class LendingCount(TenantOwned, Base):
    """A sum in the state pool: of a quarter, a region and a language; no request can be told from it."""

    __tablename__ = "lending_counts"
    constraints = (
        sa.UniqueConstraint(
            "municipality_id", "quarter", "region_id", "language", "figure", name="uq_lending_counts_once"
        ),
    )

    quarter: Mapped[str] = column(COUNTED)
    region_id: Mapped[UUID] = column(COUNTED, sa.ForeignKey("municipalities.id"))
    language: Mapped[str] = column(COUNTED)
    """A code; empty where each request counts once."""
    figure: Mapped[Figure] = column(COUNTED)
    count: Mapped[int] = column(COUNTED, default=0)
