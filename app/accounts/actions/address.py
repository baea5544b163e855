"""Another e-mail address for an account: wanted, confirmed by a link sent there, or stopped."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import passwords
from app.accounts.actions.links import LinkOver, give_up, owner_of_link, use_up, void_links
from app.accounts.events import AddressChanged, AddressToChange, AddressWanted, PersonInvited
from app.accounts.models import EmailChange, LinkPurpose, Membership, User
from app.accounts.queries import counts_on, home_of, wanted_address
from app.accounts.rules import ADDRESS_VALID, AddressReason
from app.accounts.sessions import end_all
from app.audit import trail
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.scope import across_municipalities, acting_in, here
from app.refusals import NotAllowed


def want(user_id: UUID, address: str, *, password: str, at: datetime) -> None:
    """The person herself wants another one. Nothing changes yet.

    Whether the address belongs to another account is told nobody: no link goes there then.
    """
    user = db.session.get_one(User, user_id)
    if not passwords.matches(user.password_hash, password):
        raise NotAllowed(N_("Das jetzige Passwort stimmt nicht."))
    _ask(user, address, by=user_id, at=at)
    trail.log("AddressWanted", by=user_id, at=at, subject_id=user_id)


def want_for(user: User, address: str, *, reason: AddressReason, by: UUID, at: datetime) -> None:
    """Administration or coordination asks for another one of somebody who can't do it herself."""
    if user.id == by:
        raise NotAllowed(N_("Die eigene Adresse ändern Sie in Ihrem Profil."))
    if not user.active:
        raise NotAllowed(N_("Diese Person ist hier gesperrt. Bitte entsperren Sie sie."))
    if not _is_of_here_alone(user, at=at):
        raise NotAllowed(
            N_("Diese Adresse lässt sich hier nicht ändern. Die Person kann es selbst, in ihrem Profil.")
        )
    _ask(user, address, by=by, at=at)
    trail.log(f"AddressWanted:{reason.value}", by=by, at=at, subject_id=user.id)


def address_behind(secret: str, *, at: datetime) -> str:
    """The address that this link confirms; ``LinkOver`` if it opens nothing."""
    return _wish_of(owner_of_link(secret, LinkPurpose.ADDRESS, at=at).id, at=at).email


def insist_on_old(secret: str, *, at: datetime) -> None:
    """``LinkOver`` if this is no link that keeps the old address."""
    owner_of_link(secret, LinkPurpose.KEEP_ADDRESS, at=at)


def take(secret: str, *, at: datetime) -> None:
    """The new address is confirmed: it counts from now on, and every session and every other link ends."""
    user = owner_of_link(secret, LinkPurpose.ADDRESS, at=at)
    wish = _wish_of(user.id, at=at)
    use_up(secret, at=at)
    publish(AddressToChange(actor_id=user.id, at=at, user_id=user.id))
    _move(user, wish.email)
    wish.taken_at = at
    void_links(user.id, at=at)
    end_all(user.id)
    publish(AddressChanged(actor_id=user.id, at=at, user_id=user.id, change_id=wish.id, email=wish.email))
    if user.password_hash is None:
        publish(PersonInvited(actor_id=None, at=at, user_id=user.id))
    _log("AddressChanged", user.id, at=at)


def keep(secret: str, *, at: datetime) -> None:
    """By the link in the mail to the old address: it stays."""
    user = owner_of_link(secret, LinkPurpose.KEEP_ADDRESS, at=at)
    use_up(secret, at=at)
    give_up(user.id, at=at)
    _log("AddressKept", user.id, at=at)


def take_back(user_id: UUID, *, at: datetime) -> None:
    """The person herself, on her page: no other address is wanted any more; twice is like once."""
    if give_up(user_id, at=at):
        trail.log("AddressKept", by=user_id, at=at, subject_id=user_id)


def _ask(user: User, address: str, *, by: UUID, at: datetime) -> None:
    """A new wish stands in the place of an old one; the same again sends its mails again, once a minute."""
    wanted = address.strip().lower()
    db.session.execute(sa.select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    if wanted == user.email:
        raise NotAllowed(N_("Das ist schon die Adresse dieses Zugangs."))
    wish = wanted_address(user.id, now=at)
    if wish is None or wish.email != wanted:
        give_up(user.id, at=at)
        db.session.execute(sa.delete(EmailChange).where(EmailChange.user_id == user.id))
        wish = EmailChange(user_id=user.id, former=user.email, email=wanted, expires_at=at + ADDRESS_VALID)
        db.session.add(wish)
        db.session.flush()
    wish.expires_at = at + ADDRESS_VALID
    publish(AddressWanted(actor_id=by, at=at, user_id=user.id, change_id=wish.id))


def _wish_of(user_id: UUID, *, at: datetime) -> EmailChange:
    found = wanted_address(user_id, now=at)
    if found is None:
        raise LinkOver
    return found


def _move(user: User, address: str) -> None:
    try:
        with db.session.begin_nested():
            user.email = address
    except IntegrityError:
        raise NotAllowed(N_("Diese Adresse gehört inzwischen zu einem anderen Zugang.")) from None


def _is_of_here_alone(user: User, *, at: datetime) -> bool:
    """Nobody takes over by an address what somebody may do in another municipality."""
    others = sa.select(Membership.id).where(
        Membership.user_id == user.id,
        Membership.municipality_id != here(),
        *counts_on(local(at).date()),
    )
    with across_municipalities():
        return db.session.scalar(others.limit(1)) is None


def _log(kind: str, user_id: UUID, *, at: datetime) -> None:
    """Where the person belongs: a link is used outside of all walls."""
    place = home_of(user_id, local(at).date())
    if place is not None:
        with acting_in(place):
            trail.log(kind, by=user_id, at=at, subject_id=user_id)
