"""What can be asked about notifications, mails and the workers that carry them."""

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import known_name
from app.cases.models import Case
from app.cases.queries.access import answers_for
from app.database import db
from app.installation.queries.copies import copy
from app.localtime import in_address
from app.municipalities.scope import across_municipalities
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification, WorkerTick
from app.notifications.rules import ALIVE, LATE, MAIL_ONLY, MEETINGS, OUTAGE, SILENT, target

PAGE = 25


@dataclass(frozen=True)
class InboxLine:
    """A line of the inbox."""

    id: UUID
    kind: Kind
    case_number: str | None
    answer_by: datetime | None
    meets_at: datetime | None
    """When the appointment it is about was to begin."""
    at: datetime
    unread: bool
    url: str
    other_role: Role | None
    """The role it was meant for, if that is not the one worn now."""


@dataclass(frozen=True)
class Unread:
    """So many lines of one inbox, of which each is meant for this role."""

    municipality_id: UUID
    role: str | None
    count: int


@dataclass(frozen=True)
class StuckMail:
    """A mail that could not be delivered, or was held."""

    id: UUID
    held: bool
    kind: Kind
    name: str
    address: str
    at: datetime
    tries: int
    error: str | None


@dataclass(frozen=True)
class Queue:
    """How many mails stand where."""

    counts: dict[Delivery, int]
    again: int
    """Of those that wait: refused before."""
    held_up: int
    """Of those that wait: for the mail server."""
    late: int
    """Of those that were sent: hours after their time."""


@dataclass(frozen=True)
class Worker:
    """The heartbeat of a worker."""

    name: str
    at: datetime
    version: str | None
    alive: bool
    silent: bool = False
    """So long unseen that people must notice."""


def number_of(case_id: UUID) -> str | None:
    return numbers_of({case_id}).get(case_id)


def numbers_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    found = db.session.execute(sa.select(Case.id, Case.number).where(Case.id.in_(case_ids)))
    return {case_id: number for case_id, number in found}


def inbox(
    user_id: UUID, now: datetime, *, role: Role | None, after: str | None = None
) -> tuple[list[InboxLine], str | None]:
    """The own lines, unread first, then newest first; 25, and the cursor of those after them."""
    read = sa.case((Notification.read_at.is_(None), 0), else_=1)
    order = (read, Notification.created_at.desc(), Notification.id.desc())
    chosen = sa.select(Notification.id).where(*_shown(user_id, now)).order_by(*order).limit(PAGE + 1)
    place = _read_cursor(after)
    if place:
        group, moment, id_ = place
        older = sa.or_(
            Notification.created_at < moment,
            sa.and_(Notification.created_at == moment, Notification.id < id_),
        )
        chosen = chosen.where(sa.or_(read > group, sa.and_(read == group, older)))
    query = (  # who leads is asked for a page, not for everything that was ever told
        sa.select(Notification, _leads(now), Case.reporter_id == Notification.user_id)
        .outerjoin(Case, Case.id == Notification.case_id)
        .where(Notification.id.in_(chosen))
        .order_by(*order)
    )
    found = db.session.execute(query).all()
    lines = [_line(row, role, leads=bool(leads), reported=bool(own)) for row, leads, own in found[:PAGE]]
    return lines, _cursor(found[PAGE - 1][0]) if len(found) > PAGE else None


def unread(user_id: UUID, now: datetime, places: Collection[UUID]) -> list[Unread]:
    """How many lines of the inbox nobody has read yet, in each place and for each role; one statement.

    ``places`` are those in which the person has a role today. Nothing but numbers comes over their walls.
    """
    n = Notification
    query = (
        sa.select(n.municipality_id, n.role, sa.func.count())
        .where(n.municipality_id.in_(places), *_shown(user_id, now), n.read_at.is_(None))
        .group_by(n.municipality_id, n.role)
        .order_by(n.municipality_id, n.role)
    )
    with across_municipalities() if len(places) > 1 else nullcontext():
        return [Unread(*row) for row in db.session.execute(query)]


def queue() -> Queue:
    """Where the mails of this municipality stand; one statement."""
    n = Notification
    query = sa.select(
        n.status,
        sa.func.count(),
        sa.func.count().filter(n.tries > 0),
        sa.func.count().filter(n.last_error.startswith(OUTAGE)),
        sa.func.count().filter(n.last_error == LATE),
    ).group_by(n.status)
    found = {status: rest for status, *rest in db.session.execute(query)}
    waiting, sent = found.get(Delivery.WAITING, [0, 0, 0, 0]), found.get(Delivery.SENT, [0, 0, 0, 0])
    return Queue({d: found[d][0] if d in found else 0 for d in Delivery}, waiting[1], waiting[2], sent[3])


def stuck(after: str | None = None) -> tuple[list[StuckMail], str | None]:
    """Mails that don't go by themselves, the newest first; 25, and the cursor of those after them."""
    n, held = Notification, Notification.status == Delivery.HELD
    query = (
        sa.select(n.id, held, n.kind, known_name(), User.email, n.created_at, n.tries, n.last_error)
        .join(User, User.id == n.user_id)
        .where(n.status.in_((Delivery.FAILED, Delivery.HELD)))
        .order_by(n.created_at.desc(), n.id.desc())
        .limit(PAGE + 1)
    )
    place = _read_cursor(after)
    if place:
        _, moment, id_ = place
        query = query.where(sa.or_(n.created_at < moment, sa.and_(n.created_at == moment, n.id < id_)))
    mails = [StuckMail(*row) for row in db.session.execute(query)]
    last = mails[PAGE - 1] if len(mails) > PAGE else None
    return mails[:PAGE], f"0_{last.at.isoformat()}_{last.id}" if last else None


def workers(now: datetime) -> list[Worker]:
    """The workers that were seen in the last day, the most lively first."""
    ticks = db.session.scalars(sa.select(WorkerTick).order_by(WorkerTick.at.desc(), WorkerTick.worker))
    return [
        Worker(t.worker, t.at, t.version, alive=now - t.at <= ALIVE, silent=now - t.at > SILENT)
        for t in ticks
    ]


def ready(now: datetime) -> dict[str, bool]:
    """Whether the database answers, a worker was seen within two minutes, and mails go out (from no copy)."""
    try:
        alive, home = any(worker.alive for worker in workers(now)), copy() is None
    except DBAPIError:
        db.session.rollback()
        return {"database": False, "worker": False, "mails": False}
    return {"database": True, "worker": alive, "mails": home}


def _shown(user_id: UUID, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """What stands in the inbox: not what is still to come, nor what was overtaken before it came."""
    return (
        Notification.user_id == user_id,
        Notification.created_at <= now,
        Notification.kind.not_in(MAIL_ONLY),
        Notification.status != Delivery.SKIPPED,
    )


def _leads(now: datetime) -> sa.ColumnElement[bool]:
    return answers_for(Notification.user_id, now)  # type: ignore[arg-type]  # a column reads as its value


def _line(row: Notification, worn: Role | None, *, leads: bool, reported: bool) -> InboxLine:
    """``reported`` is asked for like ``leads``: a case may have been handed on since it was told."""
    role = Role(row.role) if row.role else None
    other = role if role is not worn else None
    seen_as = Role.COORDINATOR if role is None and worn is Role.COORDINATOR and not reported else role
    page = target(
        row.kind, seen_as, case_id=row.case_id, subject_id=row.subject_id, leads=leads, reported=reported
    )
    return InboxLine(
        id=row.id,
        kind=row.kind,
        case_number=row.case_number,
        answer_by=row.answer_by,
        meets_at=row.not_after if row.kind in MEETINGS else None,
        at=row.created_at,
        unread=row.read_at is None,
        url="/profil#rollen" if other else page,
        other_role=other,
    )


def _cursor(row: Notification) -> str:
    return f"{int(row.read_at is not None)}_{row.created_at.isoformat()}_{row.id}"


def _read_cursor(text: str | None) -> tuple[int, datetime, UUID] | None:
    """The place in a list; a cursor that nobody gave out leads to the beginning."""
    try:
        group, written, id_ = (text or "").split("_")
        moment, id_of_row = in_address(written), UUID(id_)
        return (int(group), moment, id_of_row) if moment and group in {"0", "1"} else None
    except ValueError:
        return None
