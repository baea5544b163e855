"""Who of the pool can interpret in a case, who is planned for it, and how the mediators reach her."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolLanguage, PoolPerson
from app.mediators.queries.candidates import PoolFacts, candidates
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


def of_case(case: Case, today: date) -> Shown:
    """Whoever speaks with a party comes before the others; five statements."""
    wants = wanted(case, today)
    need, people = wants.need, candidates(today=today, kinds=(Kind.INTERPRETER,), case_id=case.id)
    known = conflicts.doubts([case.id], {case.id: wants.side}, only=[one.id for one in people])[case.id]
    barred = {one.id for one in people if one.to_mark or wants.to_compare} | set(known.excluded())
    there, lent = _here(case.id)
    lines = [_line(one, need, barred=barred, lent=lent) for one in people if not one.left]
    lines.sort(key=lambda one: (-len(one.parties), one.lay, one.name, one.id))
    planned = tuple(one for one in lines if one.id in there)
    able = (one for one in lines if one.id not in there and one.parties and not one.resting)
    return Shown(
        planned=planned,
        possible=tuple(able),
        parties=tuple(_party(party, planned) for party in need.parties),
    )


def planned_for(case_id: UUID) -> frozenset[UUID]:
    query = sa.select(CaseInterpreter.person_id).where(
        CaseInterpreter.case_id == case_id, CaseInterpreter.ended_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def _here(case_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """Who is planned for a case, and who is lent for it alone."""
    planned = sa.and_(
        CaseInterpreter.person_id == PoolPerson.id,
        CaseInterpreter.municipality_id == PoolPerson.municipality_id,
        CaseInterpreter.case_id == case_id,
        CaseInterpreter.ended_at.is_(None),
    )
    is_lent = PoolPerson.reserved_for == case_id
    query = (
        sa.select(PoolPerson.id, CaseInterpreter.id.is_not(None), sa.func.coalesce(is_lent, sa.false()))
        .outerjoin(CaseInterpreter, planned)
        .where(sa.or_(CaseInterpreter.id.is_not(None), is_lent))
    )
    rows = db.session.execute(query).all()
    return {id_ for id_, there, _ in rows if there}, {id_ for id_, _, lent in rows if lent}


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
        .outerjoin(
            PoolLanguage,
            sa.and_(
                PoolLanguage.person_id == PoolPerson.id,
                PoolLanguage.municipality_id == PoolPerson.municipality_id,
            ),
        )
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


def _line(one: PoolFacts, need: Need, *, barred: Collection[UUID], lent: Collection[UUID]) -> Line:
    well = {code for code, level in one.languages.items() if level.at_least(INTERPRETING)}
    return Line(
        id=one.id,
        name=one.name,
        languages=_words(one.languages),
        parties=tuple(party.label for party in need.parties if party.languages & well and _is_foreign(party)),
        lay=one.lay,
        on_site=one.on_site,
        online=bool(one.online),
        lent=one.id in lent,
        resting=one.resting,
        barred=one.id in barred,
    )


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
