"""The verbs of notifications: tell, read, and carry the mail."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions import mint_link
from app.accounts.models import LinkPurpose, Membership
from app.accounts.permissions import Role
from app.audit import trail
from app.database import Line, db, insert_all_once, insert_once
from app.municipalities.scope import here
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification, WorkerTick
from app.notifications.rules import BATCH, COPY, LATE, LEASE, OVERTAKEN, is_for_good, next_try
from app.refusals import NotFound

LINKS = {
    Kind.INVITATION: LinkPurpose.INVITATION, Kind.RESET: LinkPurpose.RESET,
    Kind.ADDRESS_CONFIRM: LinkPurpose.ADDRESS, Kind.ADDRESS_WANTED: LinkPurpose.KEEP_ADDRESS,
}  # fmt: skip
ONCE = ("dedupe_key",)
_TABLE = Notification.metadata.tables[Notification.__tablename__]
FORGET_WORKER = timedelta(days=1)


@dataclass(frozen=True)
class Claim:
    """A mail that one worker holds for a while; the token is the proof."""

    id: UUID
    municipality_id: UUID
    token: str


class News(TypedDict, total=False):
    """One thing that one person is told.

    With ``role`` only as long as she holds it here; from ``send_at``, and by mail not after ``not_after``, or
    not at all.
    The same kind, case, subject, person and occurrence is the same thing.
    """

    user_id: Required[UUID]
    at: Required[datetime]
    role: Role | None
    case_id: UUID | None
    case_number: str | None
    subject_id: UUID | None
    answer_by: datetime | None
    occurrence: str
    send_at: datetime | None
    not_after: datetime | None
    inbox_only: bool


def tell(kind: Kind, **news: Unpack[News]) -> bool:
    """Tell it, once, in the transaction of the deed; false if she is told already."""
    return insert_once(Notification, ONCE, **_row(kind, news))


def tell_all(told: Iterable[tuple[Kind, News]]) -> None:
    """The same for many things, in one statement."""
    insert_all_once(Notification, ONCE, [_row(kind, news) for kind, news in told])


def key_of(
    kind: Kind, user_id: UUID, *, case_id: UUID | None, subject_id: UUID | None, occurrence: str
) -> str:
    """What makes two rows the same thing."""
    return "|".join((kind.value, str(case_id), str(subject_id), str(user_id), occurrence))


def mark_read(user_id: UUID, *, at: datetime, notification_id: UUID | None = None) -> int:
    """Mark one line of the own inbox as read, or all that stand there now."""
    statement = sa.update(Notification).where(
        Notification.user_id == user_id, Notification.read_at.is_(None), Notification.created_at <= at
    )
    if notification_id is not None:
        statement = statement.where(Notification.id == notification_id)
    return _change(statement, read_at=at)


def forget_case(case_id: UUID, number: str) -> list[UUID]:
    """Delete every line about a case, those too that name its number alone; returns their ids."""
    about = sa.or_(Notification.case_id == case_id, Notification.case_number == number)
    return _forget(sa.delete(Notification).where(about))


def forget_old(before: datetime) -> list[UUID]:
    """Delete the lines whose time is over; returns their ids."""
    return _forget(sa.delete(Notification).where(Notification.created_at < before))


def call_off(case_id: UUID, kinds: Collection[Kind]) -> int:
    """What waits for mediators of this case isn't sent any more; returns how much that was."""
    waiting = sa.update(Notification).where(
        Notification.case_id == case_id,
        Notification.role == Role.MEDIATOR.value,
        Notification.kind.in_(kinds),
        Notification.status == Delivery.WAITING,
    )
    return _change(waiting, status=Delivery.SKIPPED, last_error=OVERTAKEN)


def resend(notification_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Put a mail that could not be delivered, or was held, on its way; false if it is on its way already."""
    here_too = sa.select(Notification.id).where(Notification.id == notification_id)
    if db.session.scalar(here_too) is None:
        raise NotFound
    stuck = sa.update(Notification).where(
        Notification.id == notification_id, Notification.status.in_((Delivery.FAILED, Delivery.HELD))
    )
    if not _change(stuck, **_by_hand(at)):
        return False
    trail.log("MailResent", by=by, at=at, subject_id=notification_id)
    return True


def address_mended(user_id: UUID, *, by: UUID, at: datetime) -> int:
    """Put everything on its way that could not be delivered to this person; returns how much that was."""
    if db.session.scalar(sa.select(Membership.id).where(Membership.user_id == user_id).limit(1)) is None:
        raise NotFound
    stuck = sa.update(Notification).where(
        Notification.user_id == user_id, Notification.status == Delivery.FAILED
    )
    count = _change(stuck, **_by_hand(at))
    if count:
        trail.log("MailResent", by=by, at=at, subject_id=user_id)
    return count


def send_held(*, by: UUID, at: datetime) -> int:
    """Put all mails on their way that a move to another place has held; returns how many."""
    return _decide_on_held("HeldMailsSent", _by_hand(at), by=by, at=at)


def drop_held(*, by: UUID, at: datetime) -> int:
    """These mails aren't sent any more; returns how many."""
    return _decide_on_held("HeldMailsDropped", {"status": Delivery.SKIPPED}, by=by, at=at)


def claim(worker: str, now: datetime, *, batch: int = BATCH, lease: timedelta = LEASE) -> list[Claim]:
    """Take mails that are due, or whose worker has died; nobody else takes them while the lease runs."""
    tried, held = Notification.next_try_at, Notification.lease_until
    found = _free(Delivery.SENDING, held < now, first=held, most=batch)
    found += _free(Delivery.WAITING, tried <= now, first=tried, most=batch - len(found))
    if not found:
        return []
    token = f"{worker}:{secrets.token_hex(8)}"
    _change(
        sa.update(Notification).where(Notification.id.in_([id_ for id_, _ in found])),
        status=Delivery.SENDING,
        lease_until=now + lease,
        lease_token=token,
    )
    return [Claim(id_, municipality_id, token) for id_, municipality_id in found]


def _free(
    status: Delivery, due: sa.ColumnElement[bool], *, first: sa.orm.InstrumentedAttribute[Any], most: int
) -> list[tuple[UUID, UUID]]:
    """In the order of an index, so that thousands that wait are not sorted for the next few."""
    query = sa.select(Notification.id, Notification.municipality_id).where(Notification.status == status, due)
    # SQLite has no words for these locks: there the writer is alone anyway.
    query = query.order_by(first).limit(most).with_for_update(skip_locked=True)
    return [(id_, municipality_id) for id_, municipality_id in db.session.execute(query)]


def renew(token: str, now: datetime, *, lease: timedelta = LEASE) -> bool:
    """Hold what is left of a batch for longer; false if another worker has taken it over."""
    return bool(_change(_held(token), lease_until=now + lease))


def sent(claim: Claim, *, at: datetime, late: bool = False, line: Line | None = None) -> bool:
    """The mail server has taken it; ``late`` marks a mail that came long after its time."""
    return settle(claim, line, status=Delivery.SENT, sent_at=at, last_error=LATE if late else None)


def hold(claim: Claim) -> bool:
    """It may have been sent from another place already: somebody must look."""
    return settle(claim, status=Delivery.HELD, last_error=COPY)


def skip(claim: Claim, *, reason: str) -> bool:
    """Not needed any more."""
    return settle(claim, status=Delivery.SKIPPED, last_error=reason)


def failed(claim: Claim, *, code: str, at: datetime) -> bool:
    """A try of this mail that was refused: wait, and give up after the last try or where nobody lives."""
    tries = db.session.scalar(sa.select(Notification.tries).where(Notification.id == claim.id)) or 0
    again = None if is_for_good(code) else next_try(tries + 1, at)
    return settle(
        claim,
        status=Delivery.WAITING if again else Delivery.FAILED,
        next_try_at=again or at,
        tries=tries + 1,
        last_error=code,
    )


def put_aside(claim: Claim, *, until: datetime, code: str) -> bool:
    """The connection broke during this mail: not a try, but the others go first."""
    return settle(claim, status=Delivery.WAITING, next_try_at=until, last_error=code)


def release(token: str, *, code: str | None = None) -> int:
    """Give back what is left of a batch."""
    said = {"last_error": code} if code else {}
    return _change(_held(token), status=Delivery.WAITING, lease_until=None, lease_token=None, **said)


def one_time_secret(kind: Kind, user_id: UUID, *, at: datetime) -> str | None:
    """The secret of a link that works once, for mails that carry one."""
    return mint_link(user_id, LINKS[kind], at=at) if kind in LINKS else None


def beat(worker: str, *, at: datetime, version: str) -> None:
    """Write the heartbeat of a worker, and forget those that are long gone."""
    if not insert_once(WorkerTick, ("worker",), worker=worker, at=at, version=version):
        _change(sa.update(WorkerTick).where(WorkerTick.worker == worker), at=at, version=version)
    db.session.execute(sa.delete(WorkerTick).where(WorkerTick.at < at - FORGET_WORKER))


def _row(kind: Kind, news: News) -> dict[str, Any]:
    told_at, role = news.get("send_at") or news["at"], news.get("role")
    case_id, subject_id, occurrence = news.get("case_id"), news.get("subject_id"), news.get("occurrence", "")
    return {
        "municipality_id": here(),
        "dedupe_key": key_of(
            kind, news["user_id"], case_id=case_id, subject_id=subject_id, occurrence=occurrence
        ),
        "case_id": case_id,
        "subject_id": subject_id,
        "user_id": news["user_id"],
        "role": role.value if role else None,
        "kind": kind,
        "case_number": news.get("case_number"),
        "answer_by": news.get("answer_by"),
        "created_at": told_at,
        "written_at": news["at"],
        "next_try_at": told_at,
        "not_after": news.get("not_after"),
        "status": Delivery.INBOX if news.get("inbox_only") else Delivery.WAITING,
        "tries": 0,
    }


def _by_hand(at: datetime) -> dict[str, Any]:
    when = {"next_try_at": at, "asked_for_at": at}
    return {"status": Delivery.WAITING, "tries": 0, "last_error": None, **when}


def _decide_on_held(kind: str, values: dict[str, Any], *, by: UUID, at: datetime) -> int:
    count = _change(sa.update(Notification).where(Notification.status == Delivery.HELD), **values)
    if count:
        trail.log(kind, by=by, at=at)
    return count


def _forget(statement: sa.Delete) -> list[UUID]:
    chosen = statement.returning(Notification.id).execution_options(synchronize_session=False)
    return list(db.session.scalars(chosen))


def settle(claim: Claim, line: Line | None = None, **values: Any) -> bool:
    """Write the end of a try, if the mail is still held with this token; without a line in the session."""
    named: dict[str, Any] = {f"new_{name}": one for name, one in values.items()}
    named |= {"its_id": claim.id, "its_token": claim.token}
    return bool((line or db.session.connection()).execute(_end(frozenset(values)), named).rowcount)


@cache
def _end(names: frozenset[str]) -> sa.Update:
    """Built once, and past the mapper: to build it for each mail takes longer than to carry it out."""
    held = _TABLE.c.lease_token == sa.bindparam("its_token"), _TABLE.c.status == Delivery.SENDING
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in names}
    statement = sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("its_id"), *held)
    return statement.values(lease_until=None, lease_token=None, **values)


def _held(token: str) -> sa.Update:
    mine = (Notification.status == Delivery.SENDING, Notification.lease_token == token)
    return sa.update(Notification).where(*mine)


def _change(statement: sa.Update, **values: Any) -> int:
    result = db.session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
