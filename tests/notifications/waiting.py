"""Notifications for tests, and what became of them."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts.permissions import Role
from app.database import db
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from tests.make import NOON, Town


def waiting(town: Town, count: int = 1, **values: Any) -> None:
    """So many reminders to the coordinator, committed."""
    facts = {
        "kind": Kind.REMINDER,
        "user_id": town.coordinator.id,
        "role": Role.COORDINATOR,
        "case_number": "2026-K7M2P",
        "at": NOON,
    } | values
    kind = facts.pop("kind")
    with acting_in(town.id):
        for number in range(count):
            tell(kind, **({"occurrence": str(number)} | facts))
    db.session.commit()


def rows() -> list[Notification]:
    """All notifications as the database has them now, in the order in which they were made."""
    db.session.rollback()
    db.session.expire_all()
    with across_municipalities():
        return list(db.session.scalars(sa.select(Notification).order_by(Notification.dedupe_key)))


def row() -> Notification:
    (only,) = rows()
    return only


def counts() -> Counter[Delivery]:
    return Counter(n.status for n in rows())


def statuses_seen_by_another(app: Flask) -> Counter[Delivery]:
    """What another process would see at this moment."""
    with app.app_context(), across_municipalities():
        query = sa.select(Notification.status, sa.func.count()).group_by(Notification.status)
        found = Counter(dict(db.session.execute(query).all()))
        db.session.remove()
    return found


def age(occurrence: str = "", **values: Any) -> None:
    """Change notifications behind the program's back."""
    with across_municipalities():
        db.session.execute(
            sa.update(Notification).where(Notification.dedupe_key.endswith(occurrence)).values(**values)
        )
    db.session.commit()
