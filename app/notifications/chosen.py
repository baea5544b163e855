"""What people have chosen to get gathered, and what waits for that."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.notifications.choices import GATHERED, OPTIONAL, Group, Rhythm
from app.notifications.messages import Kind
from app.notifications.models import Choice, Delivery, Notification


@dataclass(frozen=True)
class Heap:
    """What waits to be gathered for one person, in one rhythm."""

    user_id: UUID
    rhythm: Rhythm


def choices_of(user_id: UUID) -> dict[Group, Rhythm]:
    """For every group; whoever has chosen nothing gets everything at once."""
    query = sa.select(Choice.group, Choice.rhythm).where(Choice.user_id == user_id)
    return dict.fromkeys(Group, Rhythm.AT_ONCE) | {
        group: rhythm for group, rhythm in db.session.execute(query)
    }


def rhythm_of(user_id: UUID, kind: Kind) -> Rhythm:
    """When this person wants mails of this kind; one that must come, comes at once."""
    group = OPTIONAL.get(kind)
    if group is None:
        return Rhythm.AT_ONCE
    query = sa.select(Choice.rhythm).where(Choice.user_id == user_id, Choice.group == group)
    return db.session.scalar(query) or Rhythm.AT_ONCE


def heaps() -> list[Heap]:
    """Whoever has gathered mails that stand in no gathered mail yet."""
    weekly = _is_weekly().label("weekly")
    query = sa.select(Notification.user_id, weekly).where(*waits()).group_by(Notification.user_id, weekly)
    return [
        Heap(user_id, Rhythm.WEEKLY if later else Rhythm.DAILY)
        for user_id, later in db.session.execute(query.order_by(Notification.user_id))
    ]


def waits(heap: Heap | None = None) -> tuple[sa.ColumnElement[bool], ...]:
    """What is gathered and not told by mail yet; by the choice as it is now."""
    found = (Notification.status == Delivery.GATHERED, Notification.digest_id.is_(None))
    if heap is None:
        return found
    wanted = _is_weekly() if heap.rhythm is Rhythm.WEEKLY else sa.not_(_is_weekly())
    return (*found, Notification.user_id == heap.user_id, wanted)


def rhythms_that_gather() -> list[Rhythm]:
    return [rhythm for rhythm in Rhythm if rhythm in GATHERED]


def _is_weekly() -> sa.ColumnElement[bool]:
    """A choice that was changed to another in the meantime counts as daily: nothing waits for ever."""
    group = sa.case(*((Notification.kind == kind, group.value) for kind, group in OPTIONAL.items()), else_="")
    return (
        sa.exists()
        .where(
            Choice.municipality_id == Notification.municipality_id,
            Choice.user_id == Notification.user_id,
            sa.cast(Choice.group, sa.String) == group,
            Choice.rhythm == Rhythm.WEEKLY,
        )
        .correlate(Notification)
    )
