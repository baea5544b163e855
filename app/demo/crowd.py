"""A municipality with as many waiting cases and mediators as wished, to see how the whole list is solved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.actions.naming import write_contact
from app.cases.models import Case, CaseLead, Consent, LeadKind, Party
from app.cases.rules.consent import FIRST_PART, Said, Way
from app.cases.rules.intake import Category, Disclosure, LanguageAnswer, PartyKind, Setting
from app.cases.rules.report import PartyContact
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Status, number
from app.database import Base, db
from app.demo import names
from app.demo.people import DISTRICTS, Someone, is_settled, may_sign_in, settle
from app.languages import Level
from app.mediators.actions.marks import entry, remark_all
from app.mediators.actions.rows import insert_all
from app.mediators.models import MarkSource, PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.mediators.rules import Gender, Kind, Topic
from app.municipalities.models import District, Office
from app.municipalities.queries import by_slug
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import across_municipalities, acting_in
from app.referrals.models import SoloWish
from app.workdays import Land

#: The most common first; each is half as common as the one three before it.
LANGUAGES = ("ar", "tr", "uk", "ru", "prs", "pl", "kmr", "ro", "pes", "en", "fr", "ti", "sq", "sr", "so")
MONOLINGUAL = 0.3


@dataclass
class Crowd:
    """What is wished, and the chance that decides the rest.

    ``solo`` is the share of cases that take one person, ``free`` that of people with any room.
    """

    slug: str
    cases: int
    mediators: int
    seed: int
    at: datetime
    solo: float = 0.7
    free: float = 1.0

    def __post_init__(self) -> None:
        self.chance = Random(f"{self.slug} {self.seed}")

    def new_id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    @property
    def mark(self) -> str:
        """Stands in the address of each of them, so that nobody comes twice."""
        return f"crowd-{self.seed}."

    def language(self) -> str:
        weights = [0.5 ** (place / 3) for place in range(len(LANGUAGES))]
        return self.chance.choices(LANGUAGES, weights)[0]


def fill(wished: Crowd) -> bool:
    """Add the cases and the people; false if they are there already."""
    with across_municipalities():
        settled = is_settled(wished.slug)
    if not settled:
        _settle(wished)
    with across_municipalities():
        town = by_slug(wished.slug).id
    with acting_in(town):
        there = sa.select(PoolPerson.id).where(PoolPerson.email.startswith(wished.mark))
        if db.session.scalar(there.limit(1)) is not None:
            return False
        _people(wished)
        _cases(wished)
    return True


def _settle(wished: Crowd) -> None:
    slug, begun = wished.slug, wished.at - timedelta(days=200)
    who = (
        Someone("Rana Demir", f"meldung@{slug}.example", Role.REPORTER, OfficeKind.PUBLIC_ORDER),
        Someone("Karin Koch", f"koordination@{slug}.example", Role.COORDINATOR, OfficeKind.INTEGRATION),
    )
    settle(slug, name=slug.capitalize(), land=Land.NW, people=who, at=begun)
    may_sign_in({one.email for one in who})


def _people(wished: Crowd) -> None:
    people = [_person(wished, place) for place in range(wished.mediators)]
    if people:
        db.session.execute(sa.insert(User), [_user(wished, one) for one in people])
    insert_all(Membership, (_membership(wished, one) for one in people))
    insert_all(PoolPerson, people)
    named = ((one["id"], entry(one["first_name"], one["last_name"], one["home"])) for one in people)
    remark_all(MarkSource.ENTRY, named)
    for model, belongings in ((PoolLanguage, _languages), (PoolSlot, _slots), (PoolTopic, _topics)):
        insert_all(model, (row for one in people for row in belongings(wished, one["id"])))


def _user(wished: Crowd, person: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": person["user_id"],
        "email": person["email"],
        "name": f"{person['first_name']} {person['last_name']}",
        "password_hash": "-",
        "active": True,
        "created_at": wished.at,
    }


def _membership(wished: Crowd, person: dict[str, Any]) -> dict[str, Any]:
    return {
        "user_id": person["user_id"],
        "role": Role.MEDIATOR,
        "crisis_team": False,
        "starts_on": wished.at.date() - timedelta(days=100),
        "accepted_at": wished.at,
    }


def _person(wished: Crowd, place: int) -> dict[str, Any]:
    chance = wished.chance
    first, last = names.name(chance).split()
    return {
        "id": wished.new_id(),
        "user_id": wished.new_id(),
        "email": f"{wished.mark}{place}@{wished.slug}.example",
        "first_name": first,
        "last_name": f"{last}-{names.name(chance).split()[1]}",
        "home": chance.choice(DISTRICTS),
        "kind": Kind.MEDIATOR,
        "gender": chance.choice((Gender.FEMALE, Gender.MALE, None)),
        "capacity": chance.choice((1, 1, 2, 2, 3)) if chance.random() < wished.free else 0,
        "training_hours": chance.choice((None, 40, 80, 120, 130, 200)),
        "certified_until": chance.choice((None, wished.at.date() + timedelta(days=900))),
        "obligated_on": date(2024, 5, 2),
        "mediations": chance.randint(0, 30),
        "resting": chance.random() < 0.05,
        "invited_at": wished.at,
        "created_at": wished.at,
    }


def _languages(wished: Crowd, person: UUID) -> Iterator[dict[str, Any]]:
    chance = wished.chance
    spoken = {"de": chance.choice((Level.C1, Level.C2, Level.NATIVE))}
    for _ in range(chance.choice((0, 1, 1, 2))):
        spoken[wished.language()] = chance.choice((Level.B1, Level.B2, Level.C1, Level.NATIVE))
    for position, (code, level) in enumerate(spoken.items()):
        yield {"person_id": person, "position": position, "code": code, "level": level}


def _slots(wished: Crowd, person: UUID) -> Iterator[dict[str, Any]]:
    chance = wished.chance
    for day in chance.sample(range(6), chance.randint(1, 4)):
        starts = chance.randint(9, 18)
        ends = time(starts + chance.randint(2, 4))
        yield {"person_id": person, "weekday": day, "starts": time(starts), "ends": ends}


def _topics(wished: Crowd, person: UUID) -> Iterator[dict[str, Any]]:
    for topic in wished.chance.sample(list(Topic), 2):
        yield {"person_id": person, "topic": topic}


def _cases(wished: Crowd) -> None:
    reporter = db.session.execute(
        sa.select(Membership.user_id, Membership.office_id).where(
            Membership.role == Role.REPORTER, Membership.office_id.is_not(None)
        )
    ).first()
    office = db.session.scalar(sa.select(Office.id).order_by(Office.name))
    districts = list(db.session.scalars(sa.select(District.id).order_by(District.name)))
    if reporter is None or office is None:
        return
    taken = set(db.session.scalars(sa.select(Case.number)))
    for place in range(wished.cases):
        case = _case(wished, place, taken, reporter=reporter, district=wished.chance.choice(districts))
        db.session.add(case)
        for row in _of_case(wished, case, reporter.user_id):
            db.session.add(row)  # one by one: what comes next may lean on it
    db.session.flush()


def _case(wished: Crowd, place: int, taken: set[str], *, reporter: Any, district: UUID) -> Case:
    chance, at = wished.chance, wished.at - timedelta(days=20) + timedelta(minutes=20 * place)
    called = next(
        one for one in iter(lambda: number(at.year, below=chance.randrange), "") if one not in taken
    )
    taken.add(called)
    return Case(
        id=wished.new_id(),
        number=called,
        status=Status.MATCHING,
        status_since=min(at, wished.at),
        reporter_id=reporter.user_id,
        office_id=reporter.office_id,
        submitted_at=at - timedelta(days=20),
        accepted_at=at - timedelta(days=15),
        category=chance.choice(list(Category)),
        setting=chance.choice(list(Setting)),
        district_id=district,
        pseudonymized=False,
        disclosure=Disclosure.OWN_KNOWLEDGE,
        priority=chance.choice(list(Priority)),
        screening=Screening.FIT,
        glasl_stage=chance.randint(2, 5),
        stage_since=at,
        description="Streit über Lärm am Abend.",
        goal="Ruhe nach 22 Uhr.",
    )


def _of_case(wished: Crowd, case: Case, reporter: UUID) -> Iterator[Base]:
    chance = wished.chance
    yield CaseLead(
        case_id=case.id, user_id=reporter, kind=LeadKind.LEAD, starts_at=case.accepted_at, named_by=reporter
    )
    for position in range(2):
        monolingual = position == 0 or chance.random() < MONOLINGUAL
        party = Party(
            id=wished.new_id(),
            case_id=case.id,
            position=position,
            kind=PartyKind.PERSON,
            language_answer=LanguageAnswer.KNOWN,
            languages="de" if monolingual else wished.language(),
            data_received_at=case.submitted_at,
        )
        yield party
        first, _ = names.name(chance).split()
        write_contact(party, PartyContact(name=f"{first} {_surname(f'{case.number} {position}')}"))
        yield from _consents(case, party, reporter)
    if chance.random() < wished.solo:
        yield SoloWish(
            case_id=case.id, at=case.status_since, by=reporter, reason="Ein kurzes Gespräch genügt."
        )


def _surname(seed: str) -> str:
    """One that few others have: of a dozen names each mediator would know somebody everywhere."""
    chance = Random(seed)
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(5)).capitalize()


def _consents(case: Case, party: Party, by: UUID) -> Iterator[Consent]:
    """Yes to all that mediation needs, said in one breath."""
    for purpose in FIRST_PART:
        yield Consent(
            case_id=case.id,
            party_id=party.id,
            statement_id=party.id,
            purpose=purpose,
            said=Said.YES,
            said_at=case.accepted_at,
            recorded_at=case.accepted_at,
            by=by,
            way=Way.PHONE,
            interpreted=False,
            for_minor=False,
        )
