"""One-time links: made when their mail is sent, used once, in time; and what else ends them."""

import secrets
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import EmailChange, LinkPurpose, OneTimeLink, User
from app.accounts.rules import ADDRESS_VALID, INVITATION_VALID, RESET_VALID
from app.accounts.sessions import token_hash
from app.database import db
from app.refusals import NotFound

#: How long a link of each kind opens something.
VALID = {
    LinkPurpose.INVITATION: INVITATION_VALID,
    LinkPurpose.RESET: RESET_VALID,
    LinkPurpose.ADDRESS: ADDRESS_VALID,
    LinkPurpose.KEEP_ADDRESS: ADDRESS_VALID,
}
TO_A_PASSWORD = (LinkPurpose.INVITATION, LinkPurpose.RESET)
OF_AN_ADDRESS = (LinkPurpose.ADDRESS, LinkPurpose.KEEP_ADDRESS)


class LinkOver(NotFound):
    """No link, or one that opens nothing any more: used, too old, or taken back. All look the same."""


def mint_link(user_id: UUID, purpose: LinkPurpose, *, at: datetime) -> str:
    """A new one-time secret, made when its mail is sent; only the hash is kept."""
    secret = secrets.token_urlsafe(32)
    until = at + VALID[purpose]
    db.session.add(
        OneTimeLink(user_id=user_id, purpose=purpose, token_hash=token_hash(secret), expires_at=until)
    )
    return secret


def use_up(secret: str, *, at: datetime) -> None:
    """Of two who use it at the same moment one wins."""
    won = db.session.execute(
        sa.update(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash(secret), OneTimeLink.used_at.is_(None))
        .values(used_at=at)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise LinkOver


def void_links(user_id: UUID, *, at: datetime, only: tuple[LinkPurpose, ...] = tuple(LinkPurpose)) -> None:
    """The links that somebody has got open nothing any more."""
    mine = sa.update(OneTimeLink).where(OneTimeLink.user_id == user_id, OneTimeLink.purpose.in_(only))
    db.session.execute(mine.where(OneTimeLink.used_at.is_(None)).values(used_at=at))


def give_up(user_id: UUID, *, at: datetime) -> bool:
    """No other address is wanted any more, and no link says otherwise; false if none was."""
    waiting = sa.delete(EmailChange).where(EmailChange.user_id == user_id, EmailChange.taken_at.is_(None))
    gone = db.session.execute(waiting.returning(EmailChange.id)).all()
    void_links(user_id, at=at, only=OF_AN_ADDRESS)
    return bool(gone)


def owner_of_link(secret: str, *purposes: LinkPurpose, at: datetime) -> User:
    """Whose link of these kinds this is (else one to a password); ``LinkOver`` if it opens nothing."""
    query = (
        sa.select(User)
        .join(OneTimeLink, OneTimeLink.user_id == User.id)
        .where(
            OneTimeLink.token_hash == token_hash(secret),
            OneTimeLink.purpose.in_(purposes or TO_A_PASSWORD),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
            User.active.is_(True),
        )
    )
    user = db.session.scalar(query)
    if user is None:
        raise LinkOver
    return user
