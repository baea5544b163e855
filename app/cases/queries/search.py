"""Cases by number among those that somebody may open, by a party's name inside the own ones alone."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseSearch, NameWord, Party
from app.cases.queries.access import answers_for, reported, visible
from app.cases.rules.intake import Category
from app.cases.rules.search import Match, forms, numbers, words
from app.cases.rules.status import Status
from app.database import db, keyring
from app.localtime import in_address, local
from app.municipalities.models import District
from app.municipalities.scope import here
from app.refusals import NotFound

PAGE = 25
_CLOSEST = tuple(Match)
#: Where a page ends: how close, when reported, which case, which of its parties.
Place = tuple[int, datetime, UUID, int]


@dataclass(frozen=True)
class Sought:
    """What one person looks for; kept for an hour, for this person alone."""

    id: UUID
    text: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A case as a list shows it: process facts."""

    id: UUID
    number: str
    status: Status
    category: Category
    district: str | None
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class Hit(Line):
    """A party of an own case whose name was looked for, and by what it was found."""

    party_id: UUID
    label: str
    name: str
    match: Match


@dataclass(frozen=True)
class Found:
    """``after`` is the place where the next page of names begins."""

    numbers: tuple[Line, ...]
    hits: tuple[Hit, ...]
    after: str | None


def word_index(form: str, match: Match) -> str:
    """The hash of one form of one word of a name; another one in each municipality."""
    return keyring().blind_index(form, f"{here()}|name-{match.value}")


def sought(search_id: UUID, person: Viewer, now: datetime) -> Sought:
    """``NotFound`` if it is somebody else's, or over."""
    row = db.session.scalar(
        sa.select(CaseSearch).where(
            CaseSearch.id == search_id, CaseSearch.user_id == person.id, CaseSearch.expires_at > now
        )
    )
    if row is None:
        raise NotFound
    return Sought(row.id, row.text or "")


def by_number(typed: str, person: Viewer, now: datetime) -> tuple[Line, ...]:
    """Cases that this person may open."""
    meant = numbers(typed, this_year=local(now).year)
    query = _lines().where(Case.number.in_(meant), visible(person, now)).order_by(Case.number.desc())
    return tuple(Line(**row) for row in db.session.execute(query).mappings()) if meant else ()


def own_report(typed: str, person: Viewer, now: datetime) -> UUID | None:
    """The own report with this number."""
    meant = numbers(typed, this_year=local(now).year)
    query = sa.select(Case.id).where(Case.number.in_(meant), reported(person)).order_by(Case.number.desc())
    return db.session.scalars(query).first() if meant else None


def found(search: Sought, person: Viewer, now: datetime, *, after: str | None = None) -> Found:
    """Two statements, whatever is looked for: numbers on the first page, names page by page."""
    looked_for = words(search.text)
    listed = () if after else by_number(search.text, person, now)
    if not looked_for:
        return Found(listed, (), None)
    rows = db.session.execute(_named(looked_for, person, now, place=_read_place(after))).all()
    hits = tuple(_hit(row) for row in rows[:PAGE])
    more = len(rows) > PAGE
    last = rows[PAGE - 1] if more else None
    return Found(listed, hits, _written_place(last) if last else None)


def unindexed(limit: int) -> list[Party]:
    """Parties whose name can't be found yet: they were named before there was a search."""
    known = sa.exists().where(
        NameWord.party_id == Party.id, NameWord.municipality_id == Party.municipality_id
    )
    query = sa.select(Party).where(Party.name_index.is_not(None), ~known).order_by(Party.id).limit(limit)
    return list(db.session.scalars(query))


def unmarked(limit: int) -> list[Party]:
    """Parties of before they were compared with the pool."""
    return list(db.session.scalars(sa.select(Party).where(Party.to_mark.is_(True)).limit(limit)))


def _named(
    looked_for: tuple[str, ...], person: Viewer, now: datetime, *, place: Place | None
) -> sa.Select[Any]:
    """Parties of the own cases in whose name each word stands; the closest and youngest first."""
    parts = sa.union_all(*(_word(number, word) for number, word in enumerate(looked_for))).subquery()
    ranked = (
        sa.select(parts.c.party_id, sa.func.max(parts.c.rank).label("rank"))
        .group_by(parts.c.party_id)
        .having(sa.func.count() == len(looked_for))
        .subquery()
    )
    query = (
        _lines()
        .add_columns(Party, ranked.c.rank)
        .join(Party, sa.and_(Party.case_id == Case.id, Party.municipality_id == Case.municipality_id))
        .join(ranked, ranked.c.party_id == Party.id)
        .where(visible(person, now), answers_for(person.id, now))
    )
    order = (Case.submitted_at, Case.id, -Party.position)
    if place is not None:
        rank, *others = place
        same = sa.and_(ranked.c.rank == rank, sa.tuple_(*order) < sa.tuple_(*map(sa.literal, others)))
        query = query.where(sa.or_(ranked.c.rank > rank, same))
    return query.order_by(ranked.c.rank, *(one.desc() for one in order)).limit(PAGE + 1)


def _word(number: int, word: str) -> sa.Select[UUID, int, Any]:
    """Each party that has this word in its name, once, with how close it is."""
    keys = {match: [word_index(form, match) for form in found] for match, found in forms(word).items()}
    every = [key for found in keys.values() for key in found]
    rank = sa.case(*((NameWord.match == match, place) for place, match in enumerate(_CLOSEST)))
    return (
        sa.select(NameWord.party_id, sa.literal(number).label("word"), sa.func.min(rank).label("rank"))
        .where(NameWord.word_index.in_(every))
        .group_by(NameWord.party_id)
    )


def _lines() -> sa.Select[Any]:
    place = sa.select(District.name).where(District.id == Case.district_id).scalar_subquery()
    return sa.select(
        Case.id, Case.number, Case.status, Case.category, place.label("district"), Case.submitted_at
    )


def _hit(row: Any) -> Hit:
    return Hit(
        id=row.id,
        number=row.number,
        status=row.status,
        category=row.category,
        district=row.district,
        submitted_at=row.submitted_at,
        party_id=row.Party.id,
        label=row.Party.label,
        name=row.Party.name or "",
        match=_CLOSEST[row.rank],
    )


def _written_place(row: Any) -> str:
    return f"{row.rank}_{row.submitted_at.isoformat()}_{row.id}_{row.Party.position}"


def _read_place(after: str | None) -> Place | None:
    """A place in the list from an address; nonsense begins at the top."""
    found = re.fullmatch(r"([0-2])_([^_]+)_([^_]+)_([0-9]{1,3})", after or "", re.ASCII)
    if found is None:
        return None
    rank, written, id_, position = found.groups()
    try:
        moment, case_id = in_address(written), UUID(id_)
    except ValueError:
        return None
    return (int(rank), moment, case_id, -int(position)) if moment else None
