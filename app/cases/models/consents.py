"""What parties have said yes and no to, and what information they were handed: rows that nobody changes."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.cases.models.kinds import CONSENT
from app.cases.rules.consent import Article, Purpose, Said, Way
from app.classification import column
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to


class Consent(TenantOwned, Base):
    """One word of a party to one purpose: yes, no, or that it takes its yes back (Einwilligung).

    Never changed and never deleted alone; what counts now is a rule over all of them (``rules.consent``).
    """

    __tablename__ = "consents"
    constraints = (
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "statement_id", "purpose"),
        sa.Index(None, "municipality_id", "case_id"),
        sa.Index(None, "municipality_id", "party_id", "purpose", "said_at"),
    )

    case_id: Mapped[UUID] = column(CONSENT)
    party_id: Mapped[UUID] = column(CONSENT)
    statement_id: Mapped[UUID] = column(CONSENT)
    """What was said in one breath, and recorded on one page, has one id."""
    purpose: Mapped[Purpose] = column(CONSENT)
    said: Mapped[Said] = column(CONSENT)
    said_at: Mapped[datetime] = column(CONSENT)
    recorded_at: Mapped[datetime] = column(CONSENT)
    by: Mapped[UUID | None] = column(CONSENT, sa.ForeignKey("users.id"))
    """Who recorded it; empty where that was not kept yet."""
    way: Mapped[Way | None] = column(CONSENT)
    language: Mapped[str | None] = column(CONSENT)
    """In which the text was read or explained."""
    interpreted: Mapped[bool] = column(CONSENT, default=False)
    text: Mapped[str | None] = column(CONSENT)
    """The version of the text that was shown: ``consent.ar.2``."""
    for_minor: Mapped[bool] = column(CONSENT, default=False)
    """Somebody with custody said it for the party."""


class PrivacyNotice(TenantOwned, Base):
    """The information on data protection was handed to a party (Art. 13, 14 GDPR)."""

    __tablename__ = "privacy_notices"
    constraints = (
        belongs_to("parties", "party_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "statement_id"),
        sa.Index(None, "municipality_id", "party_id"),
    )

    case_id: Mapped[UUID] = column(CONSENT)
    party_id: Mapped[UUID] = column(CONSENT)
    statement_id: Mapped[UUID] = column(CONSENT)
    article: Mapped[Article] = column(CONSENT)
    handed_at: Mapped[datetime] = column(CONSENT)
    recorded_at: Mapped[datetime] = column(CONSENT)
    by: Mapped[UUID] = column(CONSENT, sa.ForeignKey("users.id"))
    way: Mapped[Way | None] = column(CONSENT)
    language: Mapped[str | None] = column(CONSENT)
    interpreted: Mapped[bool] = column(CONSENT, default=False)
    text: Mapped[str | None] = column(CONSENT)
