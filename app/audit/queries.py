"""What happened to a case, and who saw or did what: newest first, page by page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit.kinds import GUARDED
from app.audit.models import AccessEntry, AccessHead, TimelineEntry
from app.audit.trail import START, hashed
from app.database import db

PAGE = 25
#: Stands for the program where a person is asked for.
PROGRAM = UUID(int=0)


@dataclass(frozen=True)
class Happened:
    """A process fact; ``about``: the person it speaks of, if any."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    kind: str
    facts: dict[str, Any]

    @property
    def about(self) -> UUID | None:
        text = self.facts.get("user_id")
        return UUID(text) if text else None


@dataclass(frozen=True)
class Access:
    """A line of the access log: ids and kinds, never a value."""

    number: int
    at: datetime
    actor_id: UUID | None
    kind: str
    case_id: UUID | None


@dataclass(frozen=True)
class Log:
    """A page of the whole log. ``broken``: the first number at which a line doesn't fit, or is missing."""

    entries: list[Access]
    broken: int | None
    more: bool


@dataclass(frozen=True)
class Narrowed:
    """What somebody wants to see of a timeline; ``actor``: a person, or PROGRAM."""

    kinds: frozenset[str] | None = None
    actor: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Up to, and not including, this moment."""


def timeline(
    case_id: UUID, *, narrowed: Narrowed | None = None, after: UUID | None = None
) -> tuple[list[Happened], bool]:
    """A page of the case's facts after this one, and whether there are more."""
    entry = TimelineEntry
    order = (entry.at, entry.number, entry.id)
    query = sa.select(entry).where(entry.case_id == case_id, *_chosen(narrowed or Narrowed()))
    if after is not None:
        last = sa.select(*order).where(entry.id == after, entry.case_id == case_id)
        query = query.where(sa.tuple_(*order) < last.scalar_subquery())
    newest_first = [column.desc() for column in order]
    found = db.session.scalars(query.order_by(*newest_first).limit(PAGE + 1)).all()
    shown = [Happened(row.id, row.at, row.actor_id, row.kind, row.facts) for row in found[:PAGE]]
    return shown, len(found) > PAGE


def last(case_id: UUID, kinds: Collection[str] = (), **about: UUID) -> Happened | None:
    """The youngest fact of one of these kinds; ``party_id=…``: about this party."""
    found, _ = timeline(case_id, narrowed=Narrowed(kinds=frozenset(kinds) or None))
    wanted = {name: str(id_) for name, id_ in about.items()}
    return next((row for row in found if wanted.items() <= row.facts.items()), None)


def _chosen(narrowed: Narrowed) -> Iterator[sa.ColumnElement[bool]]:
    entry = TimelineEntry
    if narrowed.kinds is not None:
        yield entry.kind.in_(narrowed.kinds)
    if narrowed.actor is not None:
        yield entry.actor_id.is_(None) if narrowed.actor == PROGRAM else entry.actor_id == narrowed.actor
    if narrowed.since is not None:
        yield entry.at >= narrowed.since
    if narrowed.until is not None:
        yield entry.at < narrowed.until


def entries(case_id: UUID, *, before: int | None = None) -> tuple[list[Access], bool]:
    """A page of the accesses to one case before this number, and whether there are more."""
    query = sa.select(AccessEntry).where(AccessEntry.case_id == case_id, AccessEntry.kind.not_in(GUARDED))
    found = _page(query, before)
    return [_access(row) for row in found[:PAGE]], len(found) > PAGE


def guarded(case_id: UUID, subject_id: UUID) -> list[Access]:
    """The last accesses to a protected channel of a case."""
    query = sa.select(AccessEntry).where(
        AccessEntry.case_id == case_id,
        AccessEntry.subject_id == subject_id,
        AccessEntry.kind.in_(GUARDED),
    )
    return [_access(row) for row in _page(query, None)[:PAGE]]


def first_read(
    case_id: UUID, subject: sa.ColumnExpressionArgument[UUID], *kinds: str
) -> sa.ScalarSelect[datetime]:
    """When the thing of the statement around was read first, by these kinds; nothing else is told."""
    return (
        sa.select(sa.func.min(AccessEntry.at))
        .where(
            AccessEntry.case_id == case_id,
            AccessEntry.kind.in_(kinds),
            AccessEntry.subject_id == subject,
        )
        .scalar_subquery()
    )


def _page(query: sa.Select[AccessEntry], before: int | None) -> list[AccessEntry]:
    if before is not None:
        query = query.where(AccessEntry.number < before)
    return list(db.session.scalars(query.order_by(AccessEntry.number.desc()).limit(PAGE + 1)))


def log(*, before: int | None = None) -> Log:
    """A page of the municipality's whole log, its chain checked line by line and its end at the head."""
    shown = AccessEntry.municipality_id == AccessHead.municipality_id
    if before is not None:
        shown &= AccessEntry.number < before
    query = sa.select(AccessHead, AccessEntry).outerjoin(AccessEntry, shown)
    rows = db.session.execute(query.order_by(AccessEntry.number.desc()).limit(PAGE + 1)).all()
    if not rows:
        return Log([], None, more=False)
    head = rows[0][0]
    found = [entry for _, entry in rows if entry is not None]
    broken = _broken(found, head, to_the_end=before is None)
    return Log([_access(row) for row in found[:PAGE]], broken, len(found) > PAGE)


def first_broken() -> int | None:
    """The first number at which the municipality's whole chain doesn't hold; None if it does."""
    head = db.session.scalar(sa.select(AccessHead).execution_options(populate_existing=True))
    if head is None:
        return None
    e = AccessEntry
    columns = (e.number, e.hash, e.at, e.actor_id, e.kind, e.case_id, e.subject_id)
    query = sa.select(*columns).order_by(e.number).execution_options(yield_per=1000)
    number, seal = head.gone_number, head.gone_hash or START
    for found, sealed, at, *said in db.session.execute(query):
        number += 1
        seal = hashed(seal, number, at, *map(str, said))
        if (found, sealed) != (number, seal):
            return number
    return None if (head.number, head.hash) == (number, seal) else min(number, head.number) + 1


def _broken(newest_first: list[AccessEntry], head: AccessHead, *, to_the_end: bool) -> int | None:
    """Each line seals the one below it; under a full page lies one more, under the last page what is gone."""
    number, seal = head.gone_number, head.gone_hash or START
    oldest_first = newest_first[::-1]
    if len(oldest_first) > PAGE:
        number, seal = oldest_first[0].number, oldest_first[0].hash
        del oldest_first[0]
    for e in oldest_first:
        number += 1
        seal = hashed(seal, number, e.at, str(e.actor_id), e.kind, str(e.case_id), str(e.subject_id))
        if (e.number, e.hash) != (number, seal):
            return number
    if not to_the_end or (head.number, head.hash) == (number, seal):
        return None
    return number if head.number == number else min(number, head.number) + 1


def _access(row: AccessEntry) -> Access:
    return Access(row.number, row.at, row.actor_id, row.kind, row.case_id)
