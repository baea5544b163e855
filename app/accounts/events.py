"""What happened to accounts."""

from dataclasses import dataclass
from uuid import UUID

from app.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """Somebody shall get a link to set the first password."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """Somebody who has a password already got a role; she keeps it and is told."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class ResetRequested(Event):
    """Somebody asked for a link to set a new password."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A password was set; its owner is told at once (BSI CON.10.A1)."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class AddressWanted(Event):
    """Another address shall be that of an account: the new one is asked, the old one told."""

    user_id: UUID
    change_id: UUID


@dataclass(frozen=True, kw_only=True)
class AddressToChange(Event):
    """A new address is about to count: whoever keeps a copy takes it in hand before the account."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """The account has another address from now on; both are told."""

    user_id: UUID
    change_id: UUID
    email: str
