"""Makes people wait after failed sign-ins; counts in the database, so that it holds across processes."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import sqlalchemy as sa

from app.accounts.models import FailedSignIns
from app.accounts.rules import FORGOTTEN_AFTER, delay
from app.database import db, insert_once, keyring
from app.labels import N_
from app.refusals import NotAllowed


class Wait(NotAllowed):
    """Too many failures; the door opens again after a while."""


def knock(email: str, address: str | None, *, at: datetime) -> None:
    """Count a try before the password is looked at; raises ``Wait`` while a door is shut.

    Counted as a failure until ``forget`` takes it back: so many processes at once
    can't try more often than one.
    """
    network = _network(address)
    for kind, door in (("account", f"{email.lower()}|{network}"), ("network", network)):
        _try(kind, keyring().blind_index(door, f"sign-in-{kind}"), at)


def forget(email: str, address: str | None) -> None:
    """The sign-in succeeded: this account's door is as new."""
    door = keyring().blind_index(f"{email.lower()}|{_network(address)}", "sign-in-account")
    db.session.execute(sa.delete(FailedSignIns).where(FailedSignIns.door == door))


def _try(kind: str, door: str, at: datetime) -> None:
    insert_once(FailedSignIns, ("door",), door=door, count=0, open_at=at, last_at=at)
    old = FailedSignIns.last_at < at - FORGOTTEN_AFTER
    won = db.session.execute(
        sa.update(FailedSignIns)
        .where(FailedSignIns.door == door, FailedSignIns.open_at <= at)
        .values(count=sa.case((old, 1), else_=FailedSignIns.count + 1), last_at=at)
        .returning(FailedSignIns.count)
    ).scalar_one_or_none()
    if won is None:
        raise Wait(
            N_("Zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal.")
        )
    pause: timedelta = delay(won, kind)
    if pause:
        db.session.execute(
            sa.update(FailedSignIns).where(FailedSignIns.door == door).values(open_at=at + pause)
        )


def _network(address: str | None) -> str:
    """The network that an address belongs to: /24 or /48."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))
