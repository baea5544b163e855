"""The verbs of gathered mails: choose, keep back, write the one mail."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db, insert_once
from app.municipalities.scope import here
from app.notifications.actions import Claim, key_of, settle, tell
from app.notifications.choices import OPTIONAL, Group, Rhythm
from app.notifications.chosen import Heap, waits
from app.notifications.messages import Kind
from app.notifications.models import Choice, Delivery, Notification

KEPT = {Rhythm.DAILY: Delivery.GATHERED, Rhythm.WEEKLY: Delivery.GATHERED, Rhythm.INBOX: Delivery.INBOX}


def choose(user_id: UUID, wanted: Mapping[Group, Rhythm]) -> None:
    """From now on, and for what waits to be gathered; the last word counts."""
    for group, rhythm in wanted.items():
        if not insert_once(
            Choice, ("municipality_id", "user_id", "group"), municipality_id=here(), user_id=user_id,
            group=group, rhythm=rhythm,
        ):  # fmt: skip
            mine = sa.update(Choice).where(Choice.user_id == user_id, Choice.group == group)
            db.session.execute(mine.values(rhythm=rhythm))
    muted = [kind for kind, group in OPTIONAL.items() if wanted.get(group) is Rhythm.INBOX]
    waiting = sa.update(Notification).where(
        *waits(), Notification.user_id == user_id, Notification.kind.in_(muted)
    )
    _write(waiting, status=Delivery.INBOX)


def keep_back(claim: Claim, *, rhythm: Rhythm) -> bool:
    """It stands in the inbox; by mail it comes gathered, or not at all."""
    return settle(claim, status=KEPT[rhythm])


def gather(heap: Heap, *, period: str, at: datetime) -> bool:
    """One mail for the person and the day or week; what comes later waits for the next."""
    occurrence = f"{heap.rhythm}|{period}"
    place = here()
    if not tell(Kind.DIGEST, user_id=heap.user_id, at=at, subject_id=place, occurrence=occurrence):
        return False
    key = key_of(Kind.DIGEST, heap.user_id, case_id=None, subject_id=place, occurrence=occurrence)
    digest_id = db.session.scalar(sa.select(Notification.id).where(Notification.dedupe_key == key))
    _write(sa.update(Notification).where(*waits(heap)), digest_id=digest_id)
    return True


def _write(statement: sa.Update, **values: object) -> None:
    db.session.execute(statement.values(**values), execution_options={"synchronize_session": False})
