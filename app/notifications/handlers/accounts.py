"""Who is told what about an account: whoever it belongs to."""

from datetime import datetime
from uuid import UUID

from app.accounts.events import (
    AddressChanged,
    AddressWanted,
    PasswordChanged,
    PersonInvited,
    ResetRequested,
    RoleGiven,
)
from app.accounts.queries import home_of
from app.clock import local
from app.municipalities.scope import NoMunicipality, acting_in, here
from app.notifications.actions import tell
from app.notifications.messages import Kind


def person_invited(event: PersonInvited) -> None:
    _tell_owner(Kind.INVITATION, event.user_id, event.at)


def role_given(event: RoleGiven) -> None:
    _tell_owner(Kind.ROLE_GIVEN, event.user_id, event.at)


def reset_requested(event: ResetRequested) -> None:
    _tell_owner(Kind.RESET, event.user_id, event.at)


def password_changed(event: PasswordChanged) -> None:
    _tell_owner(Kind.PASSWORD_CHANGED, event.user_id, event.at)


def address_wanted(event: AddressWanted) -> None:
    """The old one first: it can stop what the new one confirms."""
    for kind in (Kind.ADDRESS_WANTED, Kind.ADDRESS_CONFIRM):
        _tell_owner(kind, event.user_id, event.at, change_id=event.change_id)


def address_changed(event: AddressChanged) -> None:
    for kind in (Kind.ADDRESS_CHANGED, Kind.ADDRESS_LEFT):
        _tell_owner(kind, event.user_id, event.at, change_id=event.change_id)


def _tell_owner(kind: Kind, user_id: UUID, at: datetime, *, change_id: UUID | None = None) -> None:
    """Once a minute at most, so that a double click sends one mail; to nobody who belongs nowhere."""
    place = _place(user_id, at)
    if place is None:
        return
    with acting_in(place):
        tell(kind, user_id=user_id, at=at, subject_id=change_id, occurrence=f"{at:%Y-%m-%dT%H:%M}")


def _place(user_id: UUID, at: datetime) -> UUID | None:
    """These walls, or, where a page acts across municipalities, one that the person belongs to."""
    try:
        return here()
    except NoMunicipality:
        return home_of(user_id, local(at).date())
