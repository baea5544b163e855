"""Builds a municipality as large as wished: cases in all statuses, people, a pool; always the same one."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.models import CaseSearch
from app.cases.rules.status import Status
from app.database import Base, Sealed, db
from app.languages import Level
from app.marking import hashed
from app.marks import Described, marks_of
from app.mediators.models import (
    Absence,
    MarkSource,
    PoolLanguage,
    PoolMark,
    PoolPerson,
    PoolSlot,
    PoolTopic,
)
from app.mediators.rules import Gender, Kind, Topic
from app.municipalities import actions as municipalities
from app.municipalities.models import ClosingDay, District, Office
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import across_municipalities, acting_in, here
from app.notifications.models import WorkerTick
from app.plans.actions.adopting import adopt_default
from app.plans.models import Plan
from app.referrals.allocation.stages import Fate
from app.referrals.models import Allocation, AllocationProposal
from app.runs.rules import RunStatus
from app.workdays import Land

LANGUAGES = ("ar", "tr", "uk", "ru", "prs", "pes", "kmr", "pl", "ro", "en", "fr", "ti", "so", "sq", "sr")
FIRST = (
    "Amira",
    "Bernd",
    "Cem",
    "Dorota",
    "Elif",
    "Farid",
    "Gesa",
    "Hamid",
    "Ivana",
    "Jonas",
    "Karin",
    "Luan",
)
LAST = (
    "Ahrens",
    "Baran",
    "Celik",
    "Dietz",
    "Esen",
    "Fuchs",
    "Ghani",
    "Haas",
    "Ilić",
    "Jung",
    "Kaya",
    "Lorenz",
)
DISTRICTS = ("Altfeld", "Bergheim", "Hafen", "Mitte", "Nordheim", "Oststadt", "Steinhöfe", "Weststadt")
AT_ONCE = 5000


@dataclass
class World:
    """A filled municipality: who works there, and what to look at."""

    slug: str
    municipality_id: UUID
    now: datetime
    offices: list[UUID] = field(default_factory=list)
    districts: list[UUID] = field(default_factory=list)
    users: defaultdict[Role, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    pool: list[UUID] = field(default_factory=list)
    plan_id: UUID | None = None
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    """By status: ``case_id``, ``number``, and what belongs to that case. The longest files win."""


class Rows:
    """Rows of many tables, written in bulk and in the order in which they were begun."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(seed)
        self.municipality_id = here()
        self._waiting: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._written, self._looked_at = 0, 0

    def add(self, model: type[Base], *, sealed: dict[str, str] | None = None, **values: Any) -> UUID:
        """A row with an id of its own; ``sealed`` texts are encrypted for their place."""
        id_: UUID = values.pop("id", None) or self.new_id()
        row = {"id": id_, **values}
        if "municipality_id" in model.__table__.columns:
            row["municipality_id"] = self.municipality_id
        if sealed:
            row |= _sealed(model, row, sealed)
        self._waiting[model].append(row)
        return id_

    def new_id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def write(self, *, enough: int = 0) -> None:
        """Send what waits, if it is more than ``enough``."""
        count = sum(len(rows) for rows in self._waiting.values())
        if count < enough:
            return
        for model in (
            m for table in db.metadata.sorted_tables for m in self._waiting if m.__table__ is table
        ):
            statement = model.__table__.insert()
            db.session.connection().execute(statement, self._waiting[model])
        self._waiting.clear()
        self._written += count
        if self._written > 2 * self._looked_at:
            self.let_it_look()

    def let_it_look(self) -> None:
        """What PostgreSQL does by itself a minute later; until then it plans for empty tables."""
        if db.engine.dialect.name == "postgresql":
            db.session.connection().exec_driver_sql("ANALYZE")
        self._looked_at = self._written


def _sealed(model: type[Base], row: dict[str, Any], texts: dict[str, str]) -> dict[str, bytes]:
    """The program's own sealing, on something that looks like the row."""
    place = SimpleNamespace(__tablename__=model.__tablename__, **row)
    for name, text in texts.items():
        own: Sealed = vars(model)[name]
        own.__set__(place, text)
    return {f"{name}_sealed": getattr(place, f"{name}_sealed") for name in texts}


def build(slug: str, *, cases: int, mediators: int, now: datetime) -> World:
    """A new municipality with all that belongs to it; committed."""
    from bench.files import add_cases
    from bench.gaps import has_gaps

    with across_municipalities():
        municipality = municipalities.add(slug, name=slug.capitalize(), land=Land.NW, at=now)
        db.session.commit()
    with acting_in(municipality.id):
        adopt_default(municipality, at=now)
        world, rows = World(slug, municipality.id, now), Rows(slug)
        world.plan_id = db.session.query(Plan.id).scalar()
        _places(world, rows)
        _officials(world, rows, count=12 + cases // 100)
        _pool(world, rows, count=mediators)
        rows.write()
        add_cases(world, rows, count=cases)
        _looks_for_somebody(world, rows)
        _has_been_allocated(world, rows)
        has_gaps(world, rows, DISTRICTS)
        rows.write()
        rows.let_it_look()
        db.session.commit()
        db.session.expunge_all()
    return world


def _looks_for_somebody(world: World, rows: Rows) -> None:
    """The busiest lead looks for a name that every party has."""
    lead, until = world.users[Role.REPORTER][1], world.now + timedelta(days=1)
    search = rows.add(
        CaseSearch, user_id=lead, at=world.now, expires_at=until, sealed={"text": "Kris Baispil"}
    )
    world.ids["Suche"] = {"search_id": search}


def _has_been_allocated(world: World, rows: Rows) -> None:
    """A run over the whole waiting list, with more proposals the larger the pool is."""
    run = rows.add(
        Allocation,
        asked_at=world.now,
        asked_by=world.users[Role.COORDINATOR][0],
        status=RunStatus.DONE,
        ended_at=world.now,
        cases=len(world.pool),
        people=len(world.pool),
    )
    for position, person in enumerate(world.pool[: len(world.pool) // 2]):
        rows.add(
            AllocationProposal,
            allocation_id=run,
            case_id=world.ids[Status.MATCHING]["case_id"],
            position=position,
            fate=Fate.PROPOSED,
            first_id=person,
        )
    world.ids["Gesamtvermittlung"] = {"allocation_id": run}


def _places(world: World, rows: Rows) -> None:
    kinds = [*OfficeKind, OfficeKind.OTHER, OfficeKind.OTHER]
    world.offices = [
        rows.add(Office, name=f"{kind.label} {n}", kind=kind, active=True) for n, kind in enumerate(kinds)
    ]
    world.districts = [rows.add(District, name=name) for name in DISTRICTS]
    for ahead in (10, 11, 40, 41, 42):
        rows.add(ClosingDay, day=world.now.date() + timedelta(days=ahead), reason="Betriebsausflug")
    rows.add(WorkerTick, worker=f"bench-{world.municipality_id}", at=world.now, version=None)


def _officials(world: World, rows: Rows, *, count: int) -> None:
    single = (Role.ADMIN, Role.MANAGEMENT, Role.PRIVACY_OFFICER, Role.COORDINATOR, Role.COORDINATOR)
    for n, role in enumerate((*single, *[Role.REPORTER] * count)):
        office = None if role is Role.ADMIN else world.offices[n % len(world.offices)]
        _account(world, rows, role, email=f"{role}{n}@{world.slug}.example", office_id=office)


def _account(world: World, rows: Rows, role: Role, *, email: str, office_id: UUID | None = None) -> UUID:
    chance = rows.chance
    user = rows.add(
        User,
        email=email,
        name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        password_hash="-",
        active=True,
        created_at=world.now - timedelta(days=400),
    )
    rows.add(
        Membership,
        user_id=user,
        role=role,
        office_id=office_id,
        crisis_team=False,
        starts_on=world.now.date() - timedelta(days=300),
        ends_on=None,
        accepted_at=world.now - timedelta(days=300),
    )
    world.users[role].append(user)
    return user


def _pool(world: World, rows: Rows, *, count: int) -> None:
    for n in range(count):
        _person(world, rows, n, email=f"pool{n}@{world.slug}.example")


def _person(world: World, rows: Rows, n: int, *, email: str) -> None:
    chance, first = rows.chance, n < 2
    user = _account(world, rows, Role.MEDIATOR, email=email) if first or chance.random() < 0.95 else None
    usual = Kind.MEDIATOR if first or chance.random() < 0.9 else chance.choice(list(Kind))
    last_name, first_name = f"{chance.choice(LAST)}-{chance.choice(LAST)}", chance.choice(FIRST)
    person = rows.add(
        PoolPerson,
        email=email,
        last_name=last_name,
        first_name=first_name,
        home=chance.choice(DISTRICTS),
        kind=usual,
        gender=chance.choice((Gender.FEMALE, Gender.MALE, None)),
        capacity=chance.randint(1, 4),
        training_hours=chance.choice((None, 40, 80, 120, 130, 200)),
        certified_until=chance.choice((None, date(2029, 12, 31), date(2031, 3, 1))),
        obligated_on=chance.choice((date(2024, 5, 2), date(2025, 1, 7), None)),
        mediations=chance.randint(0, 30),
        resting=not first and chance.random() < 0.05,
        left_at=world.now if not first and chance.random() < 0.05 else None,
        user_id=user,
        invited_at=world.now - timedelta(days=200) if user else None,
        created_at=world.now - timedelta(days=400),
    )
    for mark in marks(f"{first_name} {last_name}"):
        rows.add(PoolMark, person_id=person, source=MarkSource.ENTRY, **mark)
    world.pool.append(person)
    _belongings(world, rows, person)


def marks(name: str, *, body: bool = False) -> list[dict[str, Any]]:
    """What somebody with this name is compared by."""
    return [asdict(mark) for mark in hashed(marks_of(Described(name, body=body)))]


def _belongings(world: World, rows: Rows, person: UUID) -> None:
    chance = rows.chance
    spoken = [("de", chance.choice((Level.C1, Level.C2, Level.NATIVE)))]
    more = chance.sample(LANGUAGES, chance.randint(0, 3))
    spoken += [(code, chance.choice(list(Level)[2:])) for code in more]
    for position, (code, level) in enumerate(spoken):
        rows.add(PoolLanguage, person_id=person, position=position, code=code, level=level)
    for day in chance.sample(range(6), chance.randint(1, 4)):
        starts = chance.randint(8, 18)
        ends = time(starts + chance.randint(2, 4))
        rows.add(PoolSlot, person_id=person, weekday=day, starts=time(starts), ends=ends)
    for topic in chance.sample(list(Topic), 2):
        rows.add(PoolTopic, person_id=person, topic=topic)
    if chance.random() < 0.1:
        first = world.now.date() + timedelta(days=chance.randint(-5, 15))
        rows.add(Absence, person_id=person, first_day=first, last_day=first + timedelta(days=9))
