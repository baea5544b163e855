"""Notifications for tests, and what became of them."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts.permissions import Role
from app.database import db, reading
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
    with across_municipalities(), reading():  # what stays open keeps nobody from writing
        return list(db.session.scalars(sa.select(Notification).order_by(Notification.dedupe_key)))


def row() -> Notification:
    (only,) = rows()
    return only


def counts() -> Counter[Delivery]:
    """How many stand where, as the database has it now."""
    db.session.rollback()
    query = sa.select(Notification.status, sa.func.count()).group_by(Notification.status)
    with across_municipalities(), reading():
        return Counter(dict(db.session.execute(query).all()))


def counted_by_another(app: Flask) -> Counter[Delivery]:
    """What another process would see at this moment."""
    with app.app_context():
        found = counts()
        db.session.remove()
    return found


def age(occurrence: str = "", **values: Any) -> None:
    """Change notifications behind the program's back."""
    with across_municipalities():
        db.session.execute(
            sa.update(Notification).where(Notification.dedupe_key.endswith(occurrence)).values(**values)
        )
    db.session.commit()
