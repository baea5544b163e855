"""Makes people wait after failed sign-ins; counts in the database, so that it holds across processes."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import sqlalchemy as sa

from app.accounts.models import FailedSignIns
from app.accounts.rules import FORGOTTEN_AFTER, FREE_TRIES, delay
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
    for kind, door in _doors(email, address).items():
        _try(kind, door, at)


def forget(email: str, address: str | None) -> None:
    """The sign-in succeeded: this account's door is as new, and its tries no longer count for the network.

    Else a town hall, whose people share one network, would be shut out by its own good mornings.
    """
    doors, tries = _doors(email, address), FailedSignIns
    own = db.session.scalar(sa.delete(tries).where(tries.door == doors["account"]).returning(tries.count))
    left = sa.case((tries.count > (own or 0), tries.count - (own or 0)), else_=0)
    again_open = sa.case((left < FREE_TRIES["network"], tries.last_at), else_=tries.open_at)
    db.session.execute(
        sa.update(tries).where(tries.door == doors["network"]).values(count=left, open_at=again_open)
    )


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


def _doors(email: str, address: str | None) -> dict[str, str]:
    """The account's door in its network, and the door of the network, which all its people use."""
    network = _network(address)
    doors = {"account": f"{email.strip().lower()}|{network}", "network": network}
    # as hexadecimal digits, because the index looks past dots and colons
    exact = {kind: door.encode().hex() for kind, door in doors.items()}
    return {kind: keyring().blind_index(door, f"sign-in-{kind}") for kind, door in exact.items()}


def _network(address: str | None) -> str:
    """The network that an address belongs to: /24 or /48."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))
