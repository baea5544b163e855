"""Who of the pool can interpret in a case, who is planned for it, and how the mediators reach her."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolLanguage, PoolPerson
from app.mediators.queries.candidates import PoolFacts
from app.mediators.rules import Kind
from app.referrals.appointments import GuestKind
from app.referrals.matching import Interpreter, Need, PartyNeed
from app.referrals.matching.interpreting import INTERPRETING
from app.referrals.models import CaseInterpreter
from app.referrals.queries import conflicts
from app.referrals.queries.need import wanted
from app.translation import word

GERMAN = "de"
Languages = tuple[tuple[str, Level], ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody of the pool; ``parties``: with whom she speaks well enough. ``lent``: for this case alone."""

    id: UUID
    name: str
    languages: Languages
    parties: tuple[str, ...]
    lay: bool
    on_site: bool
    online: bool
    lent: bool
    resting: bool
    barred: bool
    """A conflict of interest is possible, or can't be ruled out yet."""
    phone: str | None = None
    email: str | None = None
    """Both for coordination alone, and not of somebody who is barred: nobody tells her of the case."""


@dataclass(frozen=True, kw_only=True)
class Helped:
    """A party, and whether somebody who is planned speaks with it: in all talks, or in pre-talks only."""

    label: str
    languages: tuple[str, ...]
    needs_none: bool
    professional: bool
    lay: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The page of a case on which coordination plans."""

    planned: tuple[Line, ...]
    possible: tuple[Line, ...]
    parties: tuple[Helped, ...]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """As the mediators of the case see her."""

    id: UUID
    name: str
    kind: GuestKind
    languages: Languages
    phone: str | None
    email: str | None

    @property
    def lay(self) -> bool:
        return self.kind is GuestKind.LAY_INTERPRETER

    @property
    def words(self) -> str:
        spoken = ", ".join(word(name) for name, _ in self.languages)
        return f"{self.name}: {spoken} ({word(self.kind.explained)})"


def of_case(case: Case, today: date, *, reach: bool = False) -> Shown:
    """Whoever speaks with a party comes before the others; three statements. ``reach``: how, as well."""
    wants, people = wanted(case, today), _people(case.id)
    known = conflicts.doubts([case.id], {case.id: wants.side}, only=list(people))[case.id]
    barred = {one.id for one, *_ in people.values() if one.to_mark or wants.to_compare}
    barred |= set(known.excluded())
    lines = [
        _line(one, spoken, wants.need, lent=one.reserved_for == case.id, barred=one.id in barred)
        for one, _, spoken in people.values()
    ]
    if reach:
        lines = [one if one.barred else _reached(one, people[one.id][0]) for one in lines]
    there = {id_ for id_, (_, is_planned, _) in people.items() if is_planned}
    lines.sort(key=lambda one: (-len(one.parties), one.lay, one.name, one.id))
    planned = tuple(one for one in lines if one.id in there)
    able = (one for one in lines if one.id not in there and one.parties and not one.resting)
    return Shown(
        planned=planned,
        possible=tuple(able),
        parties=tuple(_party(party, planned) for party in wants.need.parties),
    )


def planned_for(case_id: UUID) -> frozenset[UUID]:
    query = sa.select(CaseInterpreter.person_id).where(
        CaseInterpreter.case_id == case_id, CaseInterpreter.ended_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def _people(case_id: UUID) -> dict[UUID, tuple[PoolPerson, bool, dict[str, Level]]]:
    """Who interprets, whether she is planned for this case, and what she speaks; one statement."""
    planned = sa.and_(
        CaseInterpreter.person_id == PoolPerson.id,
        CaseInterpreter.municipality_id == PoolPerson.municipality_id,
        CaseInterpreter.case_id == case_id,
        CaseInterpreter.ended_at.is_(None),
    )
    query = (
        sa.select(PoolPerson, CaseInterpreter.id.is_not(None), PoolLanguage.code, PoolLanguage.level)
        .outerjoin(CaseInterpreter, planned)
        .outerjoin(PoolLanguage, _spoken())
        .where(
            PoolPerson.kind == Kind.INTERPRETER,
            PoolPerson.left_at.is_(None),
            sa.or_(PoolPerson.reserved_for.is_(None), PoolPerson.reserved_for == case_id),
        )
        .order_by(PoolPerson.id, PoolLanguage.position)
    )
    found: dict[UUID, tuple[PoolPerson, bool, dict[str, Level]]] = {}
    for person, is_planned, code, level in db.session.execute(query):
        spoken = found.setdefault(person.id, (person, is_planned, {}))[2]
        spoken.update({code: level} if code else {})
    return found


def _spoken() -> sa.ColumnElement[bool]:
    return sa.and_(
        PoolLanguage.person_id == PoolPerson.id, PoolLanguage.municipality_id == PoolPerson.municipality_id
    )


def for_mediators(case_id: UUID) -> list[Planned]:
    """One statement."""
    query = (
        sa.select(PoolPerson, PoolLanguage.code, PoolLanguage.level)
        .join(
            CaseInterpreter,
            sa.and_(
                CaseInterpreter.person_id == PoolPerson.id,
                CaseInterpreter.municipality_id == PoolPerson.municipality_id,
            ),
        )
        .outerjoin(PoolLanguage, _spoken())
        .where(CaseInterpreter.case_id == case_id, CaseInterpreter.ended_at.is_(None))
        .order_by(PoolPerson.last_name, PoolPerson.first_name, PoolPerson.id, PoolLanguage.position)
    )
    people: dict[UUID, PoolPerson] = {}
    spoken: dict[UUID, dict[str, Level]] = {}
    for person, code, level in db.session.execute(query):
        people[person.id] = person
        spoken.setdefault(person.id, {}).update({code: level} if code else {})
    return [_planned(one, spoken[id_]) for id_, one in people.items()]


def in_conflict(case: Case, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these, who may know a party; everybody, as long as that can't be told."""
    if not person_ids:
        return frozenset()
    to_compare = sa.select(Party.id).where(Party.case_id == case.id, Party.to_mark.is_(True)).limit(1)
    if db.session.scalar(to_compare) is not None:
        return frozenset(person_ids)
    to_mark = sa.select(PoolPerson.id).where(PoolPerson.id.in_(person_ids), PoolPerson.to_mark.is_(True))
    known = conflicts.of_case(case, only=person_ids).excluded()
    return frozenset(known) | frozenset(db.session.scalars(to_mark))


def as_interpreters(
    people: Iterable[PoolFacts], barred: Collection[UUID], planned: Collection[UUID]
) -> tuple[Interpreter, ...]:
    """Those interpreters who can be asked, as matching sees them, in the order of their ids."""
    able = [one for one in people if one.id not in barred and not (one.left or one.resting)]
    return tuple(
        Interpreter(
            id=one.id,
            name=one.name,
            languages=one.languages,
            lay=one.lay,
            on_site=one.on_site,
            online=one.online,
            planned=one.id in planned,
        )
        for one in sorted(able, key=lambda one: one.id)
    )


def _line(one: PoolPerson, languages: Mapping[str, Level], need: Need, *, lent: bool, barred: bool) -> Line:
    well = {code for code, level in languages.items() if level.at_least(INTERPRETING)}
    return Line(
        id=one.id,
        name=one.name,
        languages=_words(languages),
        parties=tuple(party.label for party in need.parties if party.languages & well and _is_foreign(party)),
        lay=one.interpreting is not Interpreting.PROFESSIONAL,
        on_site=one.on_site,
        online=bool(one.online),
        lent=lent,
        resting=one.resting,
        barred=barred,
    )


def _reached(line: Line, person: PoolPerson) -> Line:
    return replace(line, phone=person.phone, email=person.email)


def _is_foreign(party: PartyNeed) -> bool:
    """Whoever talks German needs nobody for it."""
    return GERMAN not in party.languages


def _party(party: PartyNeed, planned: Iterable[Line]) -> Helped:
    able = [one for one in planned if party.label in one.parties]
    return Helped(
        label=party.label,
        languages=tuple(LANGUAGES[code].label for code in sorted(party.languages & LANGUAGES.keys())),
        needs_none=not _is_foreign(party),
        professional=any(not one.lay for one in able),
        lay=any(one.lay for one in able),
    )


def _planned(person: PoolPerson, languages: dict[str, Level]) -> Planned:
    return Planned(
        id=person.id,
        name=person.name,
        kind=(
            GuestKind.INTERPRETER
            if person.interpreting is Interpreting.PROFESSIONAL
            else GuestKind.LAY_INTERPRETER
        ),
        languages=_words(languages),
        phone=person.phone,
        email=person.email,
    )


def _words(languages: Mapping[str, Level]) -> Languages:
    return tuple((LANGUAGES[code].label, level) for code, level in languages.items() if code in LANGUAGES)
