"""Who of the own pool could be lent, and what of her goes over: first a card, then what she consents to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.database import db
from app.languages import LANGUAGES, Level
from app.lending.models import LoanInquiry
from app.lending.rules import Card, LoanKind, Qualification, qualification, speaks, suits
from app.localtime import local
from app.mediators.deployment import Interpreting
from app.mediators.models import Absence, PoolPerson
from app.mediators.poolrow import PoolRow
from app.mediators.queries.qualification import title_end
from app.mediators.rules import Kind, Slot
from app.referrals.queries.history import NO_CASE, history
from app.refusals import NotFound

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """Somebody of the own pool who speaks at least one of the languages and can take a case."""

    id: UUID
    name: str
    kind: Kind
    languages: tuple[tuple[str, Level], ...]
    slots: tuple[str, ...]
    speaks: int
    """How many of the wanted languages, well enough."""


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """A card in words."""

    kind: Kind
    qualification: Qualification
    interpreting: Interpreting | None
    languages: tuple[tuple[str, Level], ...]
    slots: tuple[str, ...]


def shown(card: Card) -> ShownCard:
    return ShownCard(
        kind=card.kind,
        qualification=card.qualification,
        interpreting=card.interpreting,
        languages=spoken(card.languages),
        slots=tuple(map(str, card.slots)),
    )


def spoken(languages: Iterable[tuple[str, Level]]) -> tuple[tuple[str, Level], ...]:
    """With the words for the languages in place of their codes."""
    return tuple((LANGUAGES[code].label, level) for code, level in languages if code in LANGUAGES)


def who_fits(inquiry: LoanInquiry, at: datetime) -> list[Fitting]:
    """Whoever speaks most of what is wanted comes first; four statements, however many there are."""
    wanted = (inquiry.languages or "").split()
    people = _able(inquiry, at)
    loads = history(NO_CASE, at, only=[one.id for one in people]).loads if people else {}
    found = [
        _fitting(person, inquiry, wanted)
        for person in people
        if person.capacity > person.lent + (loads[person.id].open_referrals if person.id in loads else 0)
    ]
    ranked = sorted((one for one in found if one.speaks), key=lambda one: (-one.speaks, one.name, one.id))
    return ranked[:SHOWN]


def card_of(person_id: UUID, inquiry: LoanInquiry, at: datetime) -> Card:
    """All that goes over before she consents."""
    person, until = _person(person_id)
    return Card(
        kind=person.kind,
        qualification=qualification(
            hours=person.training_hours, certified_until=until, today=local(at).date()
        ),
        interpreting=_interpreting(person),
        languages=_languages(person),
        slots=_slots(person, inquiry),
    )


def row_of(person_id: UUID) -> PoolRow:
    """All that goes over with her consent: what the page names on which she gives it, and nothing else."""
    person, until = _person(person_id)
    email = db.session.scalar(sa.select(User.email).where(User.id == person.user_id))
    return PoolRow(
        line=0,
        last_name=person.last_name,
        first_name=person.first_name,
        email=email or person.email,
        languages=_languages(person),
        slots=tuple(Slot(one.weekday, one.starts, one.ends) for one in person.slots),
        training_hours=person.training_hours,
        certified_until=until,
        obligated_on=person.obligated_on,
        capacity=1,
    )


def _able(inquiry: LoanInquiry, at: datetime) -> list[PoolPerson]:
    """Those who can answer, are there, and aren't lent to us themselves."""
    today = local(at).date()
    away = sa.exists().where(
        Absence.municipality_id == PoolPerson.municipality_id,
        Absence.person_id == PoolPerson.id,
        Absence.first_day <= max(today, inquiry.first_day),
        Absence.last_day >= inquiry.last_day,
    )
    query = (
        sa.select(PoolPerson)
        .where(
            PoolPerson.kind.in_(inquiry.kind.kinds),
            *_professional(inquiry),
            PoolPerson.left_at.is_(None),
            PoolPerson.resting.is_(False),
            PoolPerson.user_id.is_not(None),
            PoolPerson.reserved_for.is_(None),
            ~away,
        )
        .options(selectinload(PoolPerson.languages), selectinload(PoolPerson.slots))
        .order_by(PoolPerson.last_name, PoolPerson.first_name, PoolPerson.id)
    )
    return list(db.session.scalars(query))


def _professional(inquiry: LoanInquiry) -> list[sa.ColumnElement[bool]]:
    """For a session nobody is put forward who is not known to interpret for a living."""
    if inquiry.kind is not LoanKind.PROFESSIONAL:
        return []
    return [PoolPerson.interpreting == Interpreting.PROFESSIONAL]


def _interpreting(person: PoolPerson) -> Interpreting | None:
    """What nobody has said counts as lay."""
    return (person.interpreting or Interpreting.LAY) if person.kind is Kind.INTERPRETER else None


def _fitting(person: PoolPerson, inquiry: LoanInquiry, wanted: list[str]) -> Fitting:
    return Fitting(
        id=person.id,
        name=f"{person.last_name}, {person.first_name}",
        kind=person.kind,
        languages=spoken(_languages(person)),
        slots=tuple(map(str, _slots(person, inquiry))),
        speaks=speaks(_languages(person), wanted),
    )


def _languages(person: PoolPerson) -> tuple[tuple[str, Level], ...]:
    return tuple((one.code, one.level) for one in person.languages)


def _slots(person: PoolPerson, inquiry: LoanInquiry) -> tuple[Slot, ...]:
    weekly = (Slot(one.weekday, one.starts, one.ends) for one in person.slots)
    return tuple(slot for slot in weekly if suits(slot, inquiry.daytime))


def _person(person_id: UUID) -> tuple[PoolPerson, date | None]:
    """With the last day of her title."""
    query = (
        sa.select(PoolPerson, title_end())
        .where(PoolPerson.id == person_id)
        .options(selectinload(PoolPerson.languages), selectinload(PoolPerson.slots))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]
