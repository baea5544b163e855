"""Promises of a case, of all cases, and how they stand: one predicate for figure and list."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.models import Case, Party
from app.cases.queries.access import visible
from app.database import db
from app.promises.models import Promise
from app.promises.rules import PromiseKind, Standing, standing
from app.refusals import NotFound

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """A promise: a word and a day. ``party`` is None for the reporter."""

    id: UUID
    case_id: UUID
    number: str
    party: str | None
    kind: PromiseKind
    due_on: date
    standing: Standing

    @property
    def is_open(self) -> bool:
        return self.standing in {Standing.OPEN, Standing.DUE, Standing.BROKEN}


@dataclass(frozen=True)
class PromisePage:
    """A page of all promises; ``after`` is where the next one begins."""

    lines: list[PromiseLine]
    after: str | None


def still_open() -> sa.ColumnElement[bool]:
    return sa.and_(Promise.kept_on.is_(None), Promise.released_at.is_(None))


def stands(wanted: Standing, today: date) -> sa.ColumnElement[bool]:
    """The same as ``rules.standing``, for the database."""
    kept = sa.and_(Promise.kept_on.is_not(None), Promise.released_at.is_(None))
    return {
        Standing.DUE: sa.and_(still_open(), Promise.due_on == today),
        Standing.BROKEN: sa.and_(still_open(), Promise.due_on < today),
        Standing.OPEN: sa.and_(still_open(), Promise.due_on > today),
        Standing.KEPT: sa.and_(kept, Promise.kept_on <= Promise.due_on),
        Standing.LATE: sa.and_(kept, Promise.kept_on > Promise.due_on),
        Standing.RELEASED: Promise.released_at.is_not(None),
    }[wanted]


def has_broken(today: date) -> sa.ColumnElement[bool]:
    """Of a case: something promised is past its day and not kept."""
    return sa.exists().where(
        Promise.municipality_id == Case.municipality_id,
        Promise.case_id == Case.id,
        stands(Standing.BROKEN, today),
    )


def of_case(case_id: UUID, today: date) -> list[PromiseLine]:
    """Open ones first, by day."""
    done = sa.case((still_open(), 0), else_=1)
    query = _lines().where(Promise.case_id == case_id).order_by(done, Promise.due_on, Promise.id)
    return [_line(*row, today=today) for row in db.session.execute(query)]


def open_in(case_id: UUID) -> list[tuple[PromiseKind, date]]:
    """What is still to be kept in this case, the next first."""
    query = sa.select(Promise.kind, Promise.due_on).where(Promise.case_id == case_id, still_open())
    return [(kind, day) for kind, day in db.session.execute(query.order_by(Promise.due_on, Promise.id))]


def promise_of(case_id: UUID, promise_id: UUID) -> Promise:
    """``NotFound`` if it belongs to another case."""
    found = db.session.scalar(sa.select(Promise).where(Promise.id == promise_id, Promise.case_id == case_id))
    if found is None:
        raise NotFound
    return found


def figures(person: Viewer, now: datetime, *, today: date) -> dict[Standing, int]:
    """How many promises stand how, in one statement."""
    counts = [sa.func.count().filter(stands(one, today)) for one in Standing]
    query = sa.select(*counts).select_from(Promise).join(Case, _same_case()).where(visible(person, now))
    return dict(zip(Standing, db.session.execute(query).one(), strict=True))


def page(
    person: Viewer, now: datetime, *, today: date, wanted: Standing | None, after: str | None
) -> PromisePage:
    """The next day first; without ``wanted`` all that is still open."""
    chosen = stands(wanted, today) if wanted else still_open()
    query = _lines().where(visible(person, now), chosen).order_by(Promise.due_on, Promise.id)
    place = _read_place(after)
    if place is not None:
        query = query.where(sa.tuple_(Promise.due_on, Promise.id) > sa.tuple_(*map(sa.literal, place)))
    found = [_line(*row, today=today) for row in db.session.execute(query.limit(PAGE + 1))]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return PromisePage(found[:PAGE], f"{last.due_on.isoformat()}_{last.id}" if last else None)


def parties_of(case_id: UUID) -> list[tuple[UUID, str]]:
    query = sa.select(Party).where(Party.case_id == case_id).order_by(Party.position)
    return [(party.id, party.label) for party in db.session.scalars(query)]


def due_unreminded(today: date) -> list[UUID]:
    """For the job: today is their day, and nobody was reminded."""
    query = sa.select(Promise.id).where(still_open(), Promise.due_on == today, Promise.reminded_at.is_(None))
    return list(db.session.scalars(query.order_by(Promise.id)))


def _lines() -> sa.Select[Promise, str, Party | None]:
    of_party = sa.and_(Party.id == Promise.party_id, Party.municipality_id == Promise.municipality_id)
    return sa.select(Promise, Case.number, Party).join(Case, _same_case()).outerjoin(Party, of_party)


def _same_case() -> sa.ColumnElement[bool]:
    return sa.and_(Case.id == Promise.case_id, Case.municipality_id == Promise.municipality_id)


def _line(found: Promise, number: str, party: Party | None, *, today: date) -> PromiseLine:
    return PromiseLine(
        id=found.id,
        case_id=found.case_id,
        number=number,
        party=party.label if party else None,
        kind=found.kind,
        due_on=found.due_on,
        standing=standing(
            due_on=found.due_on,
            kept_on=found.kept_on,
            released=found.released_at is not None,
            today=today,
        ),
    )


def _read_place(after: str | None) -> tuple[date, UUID] | None:
    day, _, id_ = (after or "").partition("_")
    try:
        return date.fromisoformat(day), UUID(id_)
    except ValueError:
        return None
