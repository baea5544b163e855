"""The verbs of accounts: invite, sign in, set a password, lock; beside them those of links and addresses."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts import passwords, throttle
from app.accounts.actions.links import give_up, use_up, void_links
from app.accounts.actions.links import mint_link as mint_link
from app.accounts.actions.links import owner_of_link as owner_of_link
from app.accounts.events import PasswordChanged, PersonInvited, ResetRequested, RoleGiven
from app.accounts.models import (
    EmailChange,
    FailedSignIns,
    Membership,
    OneTimeLink,
    User,
    WebSession,
)
from app.accounts.permissions import Role
from app.accounts.rules import (
    ABSOLUTE,
    ADDRESS_KEPT,
    FORGOTTEN_AFTER,
    IDLE,
    check_password,
    check_roles,
    is_current,
)
from app.accounts.sessions import ServerSession, end_all
from app.audit import trail
from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.actions import wait_for_others
from app.municipalities.models import Office
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import across_municipalities
from app.refusals import NotAllowed
from app.translation import ScreenLanguage


def open_office(*, name: str, kind: OfficeKind, by: UUID, at: datetime) -> Office:
    """Set up an office; its name is unique in the municipality."""
    wait_for_others()
    if db.session.scalar(sa.select(Office).where(Office.name == name)):
        raise NotAllowed(N_("Eine Dienststelle mit diesem Namen gibt es schon."))
    office = Office(name=name, kind=kind)
    db.session.add(office)
    trail.log("OfficeOpened", by=by, at=at, subject_id=office.id)
    return office


def close_office(office: Office, *, by: UUID, at: datetime) -> None:
    """Nobody new joins this office; what it did stays."""
    office.active = False
    trail.log("OfficeClosed", by=by, at=at, subject_id=office.id)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Whom to give which role."""

    name: str
    email: str
    role: Role
    office_id: UUID | None = None


def invite(invitation: Invitation, *, by: UUID | None, at: datetime) -> User:
    """Give a person a role here; a mail says how to come in.

    Whether she has an account already, of another municipality, shows nowhere until she comes:
    the answer, the list and the roles that exclude each other know this municipality alone.
    """
    address, role, today = invitation.email.strip().lower(), invitation.role, local(at).date()
    user = _account(address, invitation.name.strip(), at=at)
    if db.session.scalar(_locked_here(user.id)):
        raise NotAllowed(N_("Diese Person ist hier gesperrt. Bitte entsperren Sie sie."))
    held = _current(user.id, today)
    check_roles(frozenset(m.role for m in held), role)
    if role not in {m.role for m in held}:
        known = next((m for m in held if m.accepted_at), None)
        db.session.add(
            Membership(
                user_id=user.id,
                role=role,
                office_id=invitation.office_id,
                starts_on=today,
                invited_as=invitation.name.strip(),
                accepted_at=at if known else None,
            )
        )
        trail.log(f"RoleGiven:{role.value}", by=by, at=at, subject_id=user.id)
    _tell_invited(user, by=by, at=at)
    return user


def invite_again(user: User, *, by: UUID, at: datetime) -> None:
    waiting = [m for m in _current(user.id, local(at).date()) if m.accepted_at is None]
    if not waiting:
        raise NotAllowed(N_("Diese Person hat sich schon angemeldet."))
    _tell_invited(user, by=by, at=at)


def accept(user_id: UUID, *, at: datetime, membership_id: UUID | None = None) -> None:
    """The person comes in: with this role, or, if none is named, with the only one that counts today."""
    with across_municipalities():
        current = _current(user_id, local(at).date())
        for member in current:
            if member.accepted_at is None and (member.id == membership_id or len(current) == 1):
                member.accepted_at = at
        db.session.flush()


def lock(user: User, *, by: UUID, at: datetime) -> None:
    """The person can do nothing here from now on; the account ends too, if nobody else needs it."""
    if user.id == by:
        raise NotAllowed(N_("Das eigene Konto lässt sich nicht sperren."))
    _hold(user.email)
    today = local(at).date()
    for member in _current(user.id, today):
        member.ends_on, member.locked_at = today - timedelta(days=1), at
    db.session.flush()
    with across_municipalities():
        elsewhere = _current(user.id, today)
    if not elsewhere:
        user.active = False
        end_all(user.id)
    trail.log("AccountLocked", by=by, at=at, subject_id=user.id)


def let_count_until(user_id: UUID, role: Role, last_day: date | None, *, today: date) -> None:
    """A role of somebody here ends on this day, or with None has no end in sight."""
    for member in _current(user_id, today):
        if member.role is role:
            member.ends_on = last_day
    db.session.flush()


def unlock(user: User, *, by: UUID, at: datetime) -> None:
    """All roles that the lock took count again."""
    for member in db.session.scalars(_locked_here(user.id)):
        member.ends_on = member.locked_at = None
    user.active = True
    trail.log("AccountUnlocked", by=by, at=at, subject_id=user.id)


def sign_in(email: str, password: str, *, address: str | None) -> User:
    """The person behind these words; raises the same sentence whatever was wrong."""
    user = db.session.scalar(sa.select(User).where(User.email == email.strip().lower()))
    stored = user.password_hash if user and user.active else None
    if not passwords.matches(stored, password) or user is None:
        raise NotAllowed(N_("E-Mail und Passwort passen nicht zusammen. Bitte prüfen Sie beides."))
    throttle.forget(email, address)
    return user


def request_reset(email: str, *, at: datetime) -> None:
    """Ask for a link to a new password; says nothing about whether the account exists."""
    user = db.session.scalar(
        sa.select(User).where(User.email == email.strip().lower(), User.active.is_(True))
    )
    if user is not None:
        kind = PersonInvited if user.password_hash is None else ResetRequested
        publish(kind(actor_id=None, at=at, user_id=user.id))


def use_link(secret: str, password: str, *, at: datetime) -> User:
    """Set the password by a one-time link: once, in time, and every session ends."""
    user = owner_of_link(secret, at=at)
    check_password(password, about=(user.name, user.email))
    use_up(secret, at=at)
    void_links(user.id, at=at)
    first = user.password_hash is None
    _set_password(user, password, at=at)
    for member in _current(user.id, local(at).date()) if first else ():
        member.accepted_at = at
    return user


def change_password(user_id: UUID, *, current: str, new: str, at: datetime) -> None:
    user = db.session.get_one(User, user_id)
    if not passwords.matches(user.password_hash, current):
        raise NotAllowed(N_("Das jetzige Passwort stimmt nicht."))
    check_password(new, about=(user.name, user.email))
    _set_password(user, new, at=at)


def choose_language(user_id: UUID, language: ScreenLanguage) -> None:
    """The language of the screen from the next page on, and of the mails from the next one on."""
    db.session.get_one(User, user_id).language = language


def switch_hat(session: ServerSession, user_id: UUID, membership_id: UUID, *, at: datetime) -> None:
    """Wear another role in this window."""
    accept(user_id, membership_id=membership_id, at=at)
    if session.row is not None:
        db.session.execute(
            sa.update(WebSession).where(WebSession.id == session.row.id).values(membership_id=membership_id)
        )


def forget_ended(at: datetime) -> int:
    """Delete what only the program reads, once it opens and shuts nothing any more; returns how many."""
    links, tries, wishes = OneTimeLink, FailedSignIns, EmailChange
    over = (
        sa.delete(WebSession).where(
            sa.or_(WebSession.created_at <= at - ABSOLUTE, WebSession.last_seen_at <= at - IDLE)
        ),
        sa.delete(links).where(sa.or_(links.used_at.is_not(None), links.expires_at <= at)),
        sa.delete(wishes).where(wishes.expires_at <= at - ADDRESS_KEPT),
        sa.delete(tries).where(tries.last_at <= at - FORGOTTEN_AFTER, tries.open_at <= at),
    )
    return sum(len(db.session.execute(one.returning(sa.literal(1))).all()) for one in over)


def _set_password(user: User, password: str, *, at: datetime) -> None:
    user.password_hash = passwords.hashed(password)
    give_up(user.id, at=at)
    end_all(user.id)
    publish(PasswordChanged(actor_id=user.id, at=at, user_id=user.id))


def _account(address: str, name: str, *, at: datetime) -> User:
    """The account of this address, wherever it belongs; one that nobody needed any more opens again."""
    insert_once(User, ("email",), email=address, name=name, created_at=at)
    user = _hold(address)
    with across_municipalities():
        if not user.active and not _current(user.id, local(at).date()):
            user.active = True
    return user


def _hold(address: str) -> User:
    """The account as it is now, and as it stays until the end: so nobody locks it while somebody invites."""
    query = sa.select(User).where(User.email == address).with_for_update(key_share=True)
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _locked_here(user_id: UUID) -> sa.Select[Membership]:
    return sa.select(Membership).where(Membership.user_id == user_id, Membership.locked_at.is_not(None))


def _tell_invited(user: User, *, by: UUID | None, at: datetime) -> None:
    kind = PersonInvited if user.password_hash is None else RoleGiven
    publish(kind(actor_id=by, at=at, user_id=user.id))


def _current(user_id: UUID, today: date) -> list[Membership]:
    """What a person is today: here, or everywhere if nothing stands around."""
    members = db.session.scalars(
        sa.select(Membership).where(Membership.user_id == user_id).order_by(Membership.id)
    )
    return [m for m in members if is_current(m.starts_on, m.ends_on, today)]
