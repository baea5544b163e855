"""Answers that coordination was told: by telephone, in person, by letter."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to
from app.referrals.rules import Speaker, Way, Word

SAID = data(Klass.K1, Erase.WITH_CASE, Reader.COORDINATION, Reader.LEAD, Reader.MEDIATOR_ASKED)


class SpokenAnswer(TenantOwned, Base):
    """What somebody said to coordination when she was asked; a wrong record stays, and is marked."""

    __tablename__ = "spoken_answers"
    constraints = (
        belongs_to("offers", "offer_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "offer_id"),
        sa.Index(None, "municipality_id", "case_id"),
    )

    case_id: Mapped[UUID] = column(SAID)
    offer_id: Mapped[UUID] = column(SAID)
    word: Mapped[Word] = column(SAID)
    way: Mapped[Way] = column(SAID)
    speaker: Mapped[Speaker] = column(SAID)
    said_at: Mapped[datetime] = column(SAID)
    impartial: Mapped[bool] = column(SAID, default=False)
    """She said that she knows of nothing against her impartiality (§ 3 MediationsG)."""
    at: Mapped[datetime] = column(SAID)
    by: Mapped[UUID] = column(SAID, sa.ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None] = column(SAID)
    corrected_at: Mapped[datetime | None] = column(SAID)
    corrected_by: Mapped[UUID | None] = column(SAID, sa.ForeignKey("users.id"))
