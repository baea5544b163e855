"""What happened to a case, and who saw or did what: newest first, page by page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit.models import AccessEntry, TimelineEntry
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
    """A page of the whole log. ``broken``: number of the youngest line that doesn't fit the one before."""

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
    query = sa.select(AccessEntry).where(AccessEntry.case_id == case_id)
    found = _page(query, before)
    return [_access(row) for row in found[:PAGE]], len(found) > PAGE


def log(*, before: int | None = None) -> Log:
    """A page of the municipality's whole log, its chain checked line by line."""
    found = _page(sa.select(AccessEntry), before)
    return Log([_access(row) for row in found[:PAGE]], _broken(found), len(found) > PAGE)


def _page(query: sa.Select[AccessEntry], before: int | None) -> list[AccessEntry]:
    if before is not None:
        query = query.where(AccessEntry.number < before)
    return list(db.session.scalars(query.order_by(AccessEntry.number.desc()).limit(PAGE + 1)))


def _broken(found: list[AccessEntry]) -> int | None:
    """Each line is sealed over the one below it on the page; the last one only if it is the first of all."""
    below: list[AccessEntry | None] = [*found[1:], None]
    for e, former in zip(found, below, strict=True):
        if former is None and e.number != 1:
            continue
        before, number = (former.hash, former.number) if former else (START, 0)
        seal = hashed(before, e.number, e.at, str(e.actor_id), e.kind, str(e.case_id), str(e.subject_id))
        if e.number != number + 1 or e.hash != seal:
            return e.number
    return None


def _access(row: AccessEntry) -> Access:
    return Access(row.number, row.at, row.actor_id, row.kind, row.case_id)
