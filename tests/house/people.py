"""Everybody who could knock at a door, and who is in the pool."""

from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar
from uuid import UUID

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.database import Base, db
from app.languages import Level
from app.mediators.models import (
    Absence,
    BusyCalendar,
    OwnDetails,
    PoolDay,
    PoolEvidence,
    PoolExclusion,
    PoolLanguage,
    PoolPerson,
    PoolSlot,
)
from app.mediators.qualification import EvidenceKind
from app.mediators.rules import Kind
from tests import make

T = TypeVar("T", bound=Base)


@dataclass
class Actor:
    """Somebody at the door: a person with one hat, or nobody in particular."""

    name: str
    person: User | None
    role: Role | None
    pool: PoolPerson | None = None


Actors = dict[str, Actor]


def actors_of(town: make.Town) -> Actors:
    """Everybody who could knock, by name. The ``mediator`` is still learning.

    ``former_lead`` has answered for the cases once; ``acting_lead`` coordinates and answers for them.
    """
    office = town.office.id
    people = {
        "reporter": (town.reporter, Role.REPORTER),
        "other_reporter": (_person("Olga Otto", Role.REPORTER, office), Role.REPORTER),
        "former_lead": (_person("Fred Früher", Role.REPORTER, office), Role.REPORTER),
        "lead": (town.lead, Role.REPORTER),
        "deputy": (_person("Dora Dort", Role.REPORTER, office), Role.REPORTER),
        "coordinator": (town.coordinator, Role.COORDINATOR),
        "acting_lead": (_person("Ines Ernst", Role.COORDINATOR, office), Role.COORDINATOR),
        "mediator": (_person("Mira Noori", Role.MEDIATOR), Role.MEDIATOR),
        "asked": (_person("Amir Asaad", Role.MEDIATOR), Role.MEDIATOR),
        "other_mediator": (_person("Oskar Ohm", Role.MEDIATOR), Role.MEDIATOR),
        "admin": (town.admin, Role.ADMIN),
        "management": (town.management, Role.MANAGEMENT),
        "crisis_member": (_person("Timo Team", Role.MANAGEMENT, office), Role.MANAGEMENT),
        "privacy_officer": (town.privacy_officer, Role.PRIVACY_OFFICER),
        "state_pool": (_person("Stella Land", Role.STATE_POOL), Role.STATE_POOL),
    }
    made = {name: Actor(name, person, role) for name, (person, role) in people.items()}
    for actor in made.values():
        if actor.role is Role.MEDIATOR and actor.person:
            actor.pool = pool_person(actor.person)
    in_team = user_of(made, "crisis_member")
    db.session.query(Membership).filter_by(user_id=in_team.id).one().crisis_team = True
    assert made["mediator"].pool is not None
    made["mediator"].pool.kind = Kind.TRAINEE
    return {"anonymous": Actor("anonymous", None, None), **made}


def _person(name: str, role: Role, office_id: UUID | None = None) -> User:
    return make.user(name=name, role=role, office_id=office_id)


def pool_person(person: User) -> PoolPerson:
    """This person can be asked: speaks German and Arabic, has time on Tuesday evenings."""
    first, last = person.name.split()
    return added(
        PoolPerson(
            email=person.email,
            last_name=last,
            first_name=first,
            created_at=make.NOON,
            user_id=person.id,
            invited_at=make.NOON,
            training_hours=120,
        )
    )


def belongings(pool: PoolPerson) -> dict[str, UUID]:
    """What a pool person keeps on the own page, by the variable that stands for it in an address."""
    for position, code in enumerate(("de", "ar")):
        language = added(PoolLanguage(person_id=pool.id, position=position, code=code, level=Level.C2))
    slot = added(PoolSlot(person_id=pool.id, weekday=1, starts=time(17), ends=time(20)))
    own_details(pool)
    away = added(Absence(person_id=pool.id, first_day=date(2026, 4, 1), last_day=date(2026, 4, 3)))
    unwanted = added(PoolExclusion(person_id=pool.id, created_at=make.NOON, name="Verein Nord"))
    hours = {"starts": time(10), "ends": time(14)}
    day = added(PoolDay(person_id=pool.id, day=date(2026, 4, 11), free=True, **hours))
    added(
        BusyCalendar(
            person_id=pool.id,
            uploaded_at=make.NOON,
            first_day=date(2026, 3, 2),
            last_day=date(2026, 6, 2),
            taken="0",
        )
    )
    return {
        "language_id": language.id,
        "slot_id": slot.id,
        "absence_id": away.id,
        "exclusion_id": unwanted.id,
        "evidence_id": added(_evidence(pool)).id,
        "day_id": day.id,
    }


def _evidence(pool: PoolPerson) -> PoolEvidence:
    assert pool.user_id is not None
    return PoolEvidence(
        person_id=pool.id,
        kind=EvidenceKind.FURTHER,
        done_on=date(2026, 2, 20),
        minutes=450,
        title="Mediation II",
        issued_by="Akademie Nord",
        entered_at=make.NOON,
        entered_by=pool.user_id,
    )


def own_details(pool: PoolPerson) -> None:
    """What she says of herself for the check of conflicts; once."""
    if not db.session.query(OwnDetails).filter_by(person_id=pool.id).count():
        added(OwnDetails(person_id=pool.id, changed_at=make.NOON))


def user_of(actors: Actors, name: str) -> User:
    person = actors[name].person
    assert person is not None
    return person


def added(row: T) -> T:
    db.session.add(row)
    db.session.flush()
    return row
