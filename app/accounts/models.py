"""People who sign in, their memberships, sessions and one-time links."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.accounts.permissions import Role
from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.labels import Labelled
from app.municipalities.scope import TenantOwned, belongs_to
from app.translation import ScreenLanguage

PERSON = data(Klass.K2_POOL, Erase.ACCOUNT, Reader.ADMIN, Reader.SELF, Reader.EVERYBODY)
MEMBER = data(Klass.K0, Erase.ACCOUNT, Reader.ADMIN, Reader.SELF, Reader.EVERYBODY)
MEMBER_NAME = data(Klass.K2_POOL, Erase.ACCOUNT, Reader.ADMIN)
WISH = data(Klass.K2_POOL, Erase.ON_USE, Reader.SELF, Reader.PROGRAM)
SECRET = data(Klass.K6, Erase.ON_USE, Reader.PROGRAM)
SESSION = data(Klass.K6, Erase.SESSION, Reader.PROGRAM)
TRIES = data(Klass.K6, Erase.TRIES, Reader.PROGRAM)


class User(Base):
    """One person with one sign-in, wherever she belongs."""

    __tablename__ = "users"

    email: Mapped[str] = column(PERSON, unique=True)
    name: Mapped[str] = column(PERSON)
    password_hash: Mapped[str | None] = column(SECRET)
    active: Mapped[bool] = column(PERSON, default=True)
    language: Mapped[ScreenLanguage] = column(
        PERSON, default=ScreenLanguage.DE, server_default=ScreenLanguage.DE.value
    )
    """What the screen and the mails speak to her."""
    created_at: Mapped[datetime] = column(PERSON)


class Membership(TenantOwned, Base):
    """A role of a person in a municipality, from one day to another."""

    __tablename__ = "memberships"
    constraints = (
        belongs_to("offices", "office_id"),
        sa.UniqueConstraint("municipality_id", "user_id", "role", "starts_on"),
        sa.Index(None, "user_id"),
    )

    user_id: Mapped[UUID] = column(MEMBER, sa.ForeignKey("users.id"))
    role: Mapped[Role] = column(MEMBER)
    office_id: Mapped[UUID | None] = column(MEMBER)
    crisis_team: Mapped[bool] = column(MEMBER, default=False)
    starts_on: Mapped[date] = column(MEMBER)
    ends_on: Mapped[date | None] = column(MEMBER)
    """The last day on which it counts."""
    invited_as: Mapped[str | None] = column(MEMBER_NAME)
    """The name under which the person was invited: all that is known here of her until she comes."""
    accepted_at: Mapped[datetime | None] = column(MEMBER)
    """When the person first came in with this role; from then on her account's name is known here."""
    locked_at: Mapped[datetime | None] = column(MEMBER)


class LinkPurpose(Labelled):
    """What a one-time link is for."""

    INVITATION = "INVITATION", "Einladung"
    RESET = "RESET", "Passwort zurücksetzen"
    ADDRESS = "ADDRESS", "Neue E-Mail-Adresse bestätigen"
    KEEP_ADDRESS = "KEEP_ADDRESS", "Neue E-Mail-Adresse ablehnen"


class OneTimeLink(Base):
    """A link that works once; only the hash of its secret is kept."""

    __tablename__ = "one_time_links"

    user_id: Mapped[UUID] = column(SECRET, sa.ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose] = column(SECRET)
    token_hash: Mapped[str] = column(SECRET, unique=True)
    expires_at: Mapped[datetime] = column(SECRET)
    used_at: Mapped[datetime | None] = column(SECRET)


class EmailChange(Base):
    """The wish for another address: it counts once a link sent to that address was used; one a person."""

    __tablename__ = "email_changes"

    user_id: Mapped[UUID] = column(WISH, sa.ForeignKey("users.id"), unique=True)
    former: Mapped[str] = column(WISH)
    """The address until then: it is told, whatever the account's is by then."""
    email: Mapped[str] = column(WISH)
    expires_at: Mapped[datetime] = column(WISH)
    taken_at: Mapped[datetime | None] = column(WISH)


class WebSession(Base):
    """A signed-in browser; ending the row ends the session at once."""

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = column(SESSION, unique=True)
    user_id: Mapped[UUID] = column(SESSION, sa.ForeignKey("users.id"), index=True)
    membership_id: Mapped[UUID | None] = column(SESSION)
    content: Mapped[dict[str, Any]] = column(SESSION, default=dict)
    created_at: Mapped[datetime] = column(SESSION)
    last_seen_at: Mapped[datetime] = column(SESSION)


class FailedSignIns(Base):
    """How often a door was knocked at in vain; ``door`` is a keyed hash of account and network."""

    __tablename__ = "failed_sign_ins"

    door: Mapped[str] = column(TRIES, unique=True)
    count: Mapped[int] = column(TRIES)
    open_at: Mapped[datetime] = column(TRIES)
    """Until then nobody is let in here."""
    last_at: Mapped[datetime] = column(TRIES)
