"""The texts of letters in all their versions, and what every letter of a municipality says of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.letters.rules.kinds import LetterKind
from app.municipalities.scope import TenantOwned

GENERAL = data(Klass.K0, Erase.NEVER, Reader.EVERYBODY)
SIGNED = data(Klass.K1, Erase.ACCOUNT, Reader.EVERYBODY)


class LetterText(TenantOwned, Base):
    """A version of a text in a language; never changed, only followed (Textfassung).

    A draft until a named person approves it.
    """

    __tablename__ = "letter_texts"
    constraints = (sa.UniqueConstraint("municipality_id", "kind", "language", "version"),)

    kind: Mapped[LetterKind] = column(GENERAL)
    language: Mapped[str] = column(GENERAL)
    version: Mapped[int] = column(GENERAL)
    body: Mapped[str] = column(GENERAL)
    fingerprint: Mapped[str] = column(GENERAL)
    shipped: Mapped[bool] = column(GENERAL, default=False)
    """Came with the program, not from a person."""
    written_at: Mapped[datetime] = column(GENERAL)
    written_by: Mapped[UUID | None] = column(SIGNED, sa.ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = column(GENERAL)
    approved_by: Mapped[UUID | None] = column(SIGNED, sa.ForeignKey("users.id"))


class LetterHead(TenantOwned, Base):
    """What the letters of a municipality say of it: who is responsible, on which ground (Briefkopf)."""

    __tablename__ = "letter_heads"
    constraints = (sa.UniqueConstraint("municipality_id"),)

    sender: Mapped[str] = column(GENERAL)
    """Name and address of the controller, a line each."""
    contact: Mapped[str] = column(GENERAL)
    privacy_officer: Mapped[str] = column(GENERAL)
    legal_basis: Mapped[str] = column(GENERAL)
    authority: Mapped[str] = column(GENERAL)
    changed_at: Mapped[datetime] = column(GENERAL)
    changed_by: Mapped[UUID | None] = column(SIGNED)
