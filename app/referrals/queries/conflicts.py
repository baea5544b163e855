"""Who may know a party: hashes of both sides are joined, and nothing else of them leaves the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party, PartyMark
from app.database import UtcDateTime, db
from app.marking import hashed
from app.marks import Described, MarkKind, marks_of
from app.mediators.models import PoolMark
from app.mediators.queries.candidates import names
from app.municipalities.models import Office
from app.referrals.matching.conflicts import (
    ConflictKind,
    Doubt,
    Doubts,
    Noted,
    WaiverWord,
    WordSaid,
)
from app.referrals.models import Conflict, ConflictWaiver, Offer
from app.referrals.queries.seats import LIVE
from app.referrals.rules import OfferStatus
from app.refusals import NotFound


@dataclass(frozen=True)
class Side:
    """What of a case is compared besides its marks: its parties, and the name of the reporting office."""

    parties: frozenset[UUID]
    office: str


@dataclass(frozen=True)
class Answer:
    """What one party has said to a conflict; None: nobody has asked it yet."""

    party_id: UUID
    label: str
    word: WaiverWord | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A person and a case, as coordination and lead see it: that something is there, never what."""

    person_id: UUID
    name: str
    kind: ConflictKind | None
    """The gravest that is on record or was found, waived or not; None: nothing is known."""
    stands: bool
    """It keeps the person from being asked."""
    conflict_id: UUID | None
    """On record; a hit that nobody has asked about isn't."""
    answers: tuple[Answer, ...]

    @property
    def is_asked(self) -> bool:
        return self.conflict_id is not None and self.kind is not None and self.kind.may_be_waived

    @property
    def can_ask(self) -> bool:
        return self.kind is ConflictKind.POSSIBLE and self.conflict_id is None

    @property
    def can_end(self) -> bool:
        return self.conflict_id is not None and self.kind is not ConflictKind.POSSIBLE


def doubts(
    case_ids: sa.Select[UUID] | Collection[UUID],
    sides: Mapping[UUID, Side],
    *,
    only: Collection[UUID] | sa.Select[UUID] | None = None,
) -> dict[UUID, Doubts]:
    """Of each of these cases, of everybody or ``only`` these; one statement, however many there are."""
    offices = _offices(sides)
    met: defaultdict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    words: defaultdict[UUID, list[WordSaid]] = defaultdict(list)
    noted: dict[UUID, tuple[UUID, UUID, ConflictKind, str | None]] = {}
    for row in db.session.execute(_all(case_ids, offices, only)):
        match row.part:
            case "HIT":
                met[row.case, row.who].add(row.mark)
            case "EMPLOYER":
                for case_id in offices[row.mark]:
                    met[case_id, row.who].add(row.mark)
            case "NOTED":
                noted[row.conflict] = row.case, row.who, ConflictKind(row.kind), row.mark
                if row.party is not None:
                    said = WordSaid(row.party, WaiverWord(row.word), row.said_at, row.recorded_at)
                    words[row.conflict].append(said)
    return _gathered(sides, met, noted=noted, words=words)


def of_case(case: Case, *, only: Collection[UUID] | sa.Select[UUID] | None = None) -> Doubts:
    """Two statements."""
    side, _ = _side(case)
    return doubts([case.id], {case.id: side}, only=only)[case.id]


def lines(case: Case, *, asked_only: bool = False) -> tuple[Line, ...]:
    """Everybody of the pool who is in conflict with the case; or only those about whom parties are asked."""
    return _lines(case, only=None, asked_only=asked_only)


def noticed(case: Case, *, asked_only: bool) -> tuple[Line, ...]:
    """Of those who are asked, wait or sit on a seat, or of whom something is on record."""
    there = sa.select(Offer.person_id).where(
        Offer.case_id == case.id, Offer.status.in_((OfferStatus.PROPOSED, *LIVE))
    )
    known = sa.select(Conflict.person_id).where(Conflict.case_id == case.id, Conflict.ended_at.is_(None))
    return _lines(case, only=sa.union(there, known).subquery().select(), asked_only=asked_only)


def line(case: Case, person_id: UUID) -> Line:
    """``NotFound`` if nobody of the pool has this id."""
    found = _lines(case, only=[person_id], asked_only=False)
    if found:
        return found[0]
    called = names([person_id]).get(person_id)
    if called is None:
        raise NotFound
    return Line(person_id=person_id, name=called, kind=None, stands=False, conflict_id=None, answers=())


def conflict(case_id: UUID, conflict_id: UUID) -> Conflict:
    """On record still; else ``NotFound``."""
    query = sa.select(Conflict).where(
        Conflict.id == conflict_id, Conflict.case_id == case_id, Conflict.ended_at.is_(None)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _lines(
    case: Case, *, only: Collection[UUID] | sa.Select[UUID] | None, asked_only: bool
) -> tuple[Line, ...]:
    side, labels = _side(case)
    found = doubts([case.id], {case.id: side}, only=only)[case.id]
    called = names(found.of)
    made = (_line((id_, called[id_]), doubt, labels) for id_, doubt in found.of.items() if id_ in called)
    there = (one for one in made if one.stands or one.conflict_id)
    shown = (one for one in there if one.is_asked or not asked_only)
    return tuple(sorted(shown, key=lambda one: (not one.stands, one.name, one.person_id)))


def _line(person: tuple[UUID, str], doubt: Doubt, labels: Mapping[UUID, str]) -> Line:
    stands = doubt.standing(labels)
    of_now = [one for one in doubt.noted if one.kind is not ConflictKind.POSSIBLE or one.seen == doubt.digest]
    kind = stands or next(kind for kind in ConflictKind if kind in {one.kind for one in doubt.noted})
    on_record = next((one for one in of_now if one.kind is kind), None)
    return Line(
        person_id=person[0],
        name=person[1],
        kind=kind,
        stands=stands is not None,
        conflict_id=on_record.id if on_record else None,
        answers=tuple(
            Answer(party_id, label, on_record.word_of(party_id) if on_record else None)
            for party_id, label in labels.items()
        ),
    )


def _side(case: Case) -> tuple[Side, dict[UUID, str]]:
    query = (
        sa.select(Party, Office.name)
        .join(Case, sa.and_(Case.id == Party.case_id, Case.municipality_id == Party.municipality_id))
        .join(Office, sa.and_(Office.id == Case.office_id, Office.municipality_id == Case.municipality_id))
        .where(Party.case_id == case.id)
        .order_by(Party.position)
    )
    rows = db.session.execute(query).all()
    labels = {party.id: party.label for party, _ in rows}
    return Side(frozenset(labels), rows[0][1] if rows else ""), labels


def _offices(sides: Mapping[UUID, Side]) -> dict[str, list[UUID]]:
    """The hashes of the names of reporting offices, with their cases."""
    cases: defaultdict[str, list[UUID]] = defaultdict(list)
    for case_id, side in sides.items():
        cases[side.office].append(case_id)
    found: dict[str, list[UUID]] = {}
    for office, ids in cases.items():
        for mark in hashed(marks_of(Described(office, body=True))):
            if mark.kind is MarkKind.BODY:
                found[mark.mark_index] = found.get(mark.mark_index, []) + ids
    return found


def _gathered(
    sides: Mapping[UUID, Side],
    met: Mapping[tuple[UUID, UUID], set[str]],
    *,
    noted: Mapping[UUID, tuple[UUID, UUID, ConflictKind, str | None]],
    words: Mapping[UUID, list[WordSaid]],
) -> dict[UUID, Doubts]:
    on_record: defaultdict[tuple[UUID, UUID], list[Noted]] = defaultdict(list)
    for id_, (case_id, person_id, kind, seen) in noted.items():
        on_record[case_id, person_id].append(Noted(id_, kind, seen, tuple(words.get(id_, ()))))
    by_case: defaultdict[UUID, dict[UUID, Doubt]] = defaultdict(dict)
    for case_id, person_id in {*met, *on_record}:
        by_case[case_id][person_id] = Doubt(
            frozenset(met.get((case_id, person_id), ())), tuple(on_record.get((case_id, person_id), ()))
        )
    return {case_id: Doubts(side.parties, by_case.get(case_id, {})) for case_id, side in sides.items()}


def _all(case_ids: Any, offices: Iterable[str], only: Any) -> sa.CompoundSelect[Any]:
    parts = [_hits(case_ids, only), _noted(case_ids, only)]
    known = list(offices)
    return sa.union_all(*parts, *([_employed(known, only)] if known else []))


def _columns(part: str, case: Any, who: Any, **values: Any) -> list[sa.ColumnElement[Any]]:
    """Columns of one shape for all parts."""
    empty: dict[str, Any] = {
        "mark": sa.literal(None, sa.String),
        "conflict": sa.cast(sa.null(), sa.Uuid),
        "kind": sa.literal(None, sa.String),
        "party": sa.cast(sa.null(), sa.Uuid),
        "word": sa.literal(None, sa.String),
        "said_at": sa.cast(sa.null(), UtcDateTime),
        "recorded_at": sa.cast(sa.null(), UtcDateTime),
    }
    said = [column.label(name) for name, column in (empty | values).items()]
    return [sa.literal(part).label("part"), case.label("case"), who.label("who"), *said]


def _hits(case_ids: Any, only: Any) -> sa.Select[Any]:
    """Both sides have the same mark, in the same place as far as both have said where."""
    anywhere = sa.or_(PoolMark.postcode_index.is_(None), PartyMark.postcode_index.is_(None))
    return (
        sa.select(*_columns("HIT", PartyMark.case_id, PoolMark.person_id, mark=PoolMark.mark_index))
        .join(
            PartyMark,
            sa.and_(
                PartyMark.mark_index == PoolMark.mark_index,
                PartyMark.municipality_id == PoolMark.municipality_id,
            ),
        )
        .where(
            PartyMark.case_id.in_(case_ids),
            sa.or_(PoolMark.postcode_index == PartyMark.postcode_index, anywhere),
            *_whose(PoolMark.person_id, only),
        )
    )


def _employed(offices: list[str], only: Any) -> sa.Select[Any]:
    """Works for an office that has reported."""
    return sa.select(
        *_columns("EMPLOYER", sa.cast(sa.null(), sa.Uuid), PoolMark.person_id, mark=PoolMark.mark_index)
    ).where(PoolMark.mark_index.in_(offices), *_whose(PoolMark.person_id, only))


def _noted(case_ids: Any, only: Any) -> sa.Select[Any]:
    """A row for each word of a party, and one for a conflict to which nobody has said anything."""
    columns = _columns(
        "NOTED",
        Conflict.case_id,
        Conflict.person_id,
        mark=Conflict.seen_index,
        conflict=Conflict.id,
        kind=sa.cast(Conflict.kind, sa.String),
        party=ConflictWaiver.party_id,
        word=sa.cast(ConflictWaiver.word, sa.String),
        said_at=ConflictWaiver.said_at,
        recorded_at=ConflictWaiver.recorded_at,
    )
    return (
        sa.select(*columns)
        .outerjoin(
            ConflictWaiver,
            sa.and_(
                ConflictWaiver.conflict_id == Conflict.id,
                ConflictWaiver.municipality_id == Conflict.municipality_id,
            ),
        )
        .where(Conflict.case_id.in_(case_ids), Conflict.ended_at.is_(None), *_whose(Conflict.person_id, only))
    )


def _whose(column: Any, only: Any) -> list[sa.ColumnElement[bool]]:
    return [] if only is None else [column.in_(only)]
