"""Plausible things, made with one line each; say only what the test is about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.actions.consents import withdraw
from app.cases.actions.moves import Actor
from app.cases.models import Case, CaseLead, Consent, LeadKind, Party
from app.cases.rules.consent import Purpose, Said, Way
from app.cases.rules.intake import Category, Disclosure, LanguageAnswer, PartyKind, Setting
from app.cases.rules.statements import Withdrawal
from app.cases.rules.status import Status, Who
from app.database import db
from app.municipalities.models import District, Municipality, Office
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import across_municipalities, here
from app.workdays import Land
from tests.watch import CANARY

#: A Monday, 12:00 in Berlin.
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
HOURS = "Mo-Do 08:30-16:00, Fr 08:30-12:00"
_number = count(1)


def later(**parts: float) -> datetime:
    return NOON + timedelta(**parts)


def canary(name: str) -> str:
    """A text that only those may read whom the test names: ``sees={"parties.name"}``."""
    return f"{CANARY}-{name}-{next(_number)}"


@dataclass
class Town:
    """Musterkreis and some of its people."""

    municipality: Municipality
    offices: dict[OfficeKind, Office]
    district: District
    coordinator: User
    colleague: User
    reporter: User
    lead: User
    admin: User
    management: User
    privacy_officer: User

    @property
    def id(self) -> UUID:
        return self.municipality.id

    @property
    def office(self) -> Office:
        return self.offices[OfficeKind.PUBLIC_ORDER]


def town(slug: str = "musterkreis", land: Land = Land.NW) -> Town:
    """A municipality with three offices, a district and one person for each role; committed."""
    with across_municipalities():
        municipality = Municipality(
            slug=slug, name=slug.capitalize(), land=land, service_hours=HOURS, created_at=NOON
        )
        db.session.add(municipality)
        db.session.flush()
        inside = {"municipality_id": municipality.id}
        offices = {k: Office(name=k.label, kind=k, **inside) for k in OfficeKind if k is not OfficeKind.OTHER}
        district = District(name="Weststadt", **inside)
        memberships: list[Membership] = []

        def member(name: str, role: Role, kind: OfficeKind | None = None) -> User:
            made = _account(name)
            memberships.append(_membership(made, role, office_id=kind and offices[kind].id, **inside))
            return made

        built = Town(
            municipality=municipality,
            offices=offices,
            district=district,
            coordinator=member("Karin Koch", Role.COORDINATOR, OfficeKind.INTEGRATION),
            colleague=member("Kemal Kurt", Role.COORDINATOR, OfficeKind.INTEGRATION),
            reporter=member("Rana Demir", Role.REPORTER, OfficeKind.PUBLIC_ORDER),
            lead=member("Lars Lindner", Role.REPORTER, OfficeKind.YOUTH),
            admin=member("Ada Admin", Role.ADMIN),
            management=member("Mona Leitner", Role.MANAGEMENT, OfficeKind.INTEGRATION),
            privacy_officer=member("Paul Datenschutz", Role.PRIVACY_OFFICER),
        )
        db.session.add_all([*offices.values(), district])
        db.session.flush()
        db.session.add_all(memberships)
        db.session.commit()
    return built


def user(
    *, name: str = "Jemand", role: Role | None = None, office_id: UUID | None = None, **values: Any
) -> User:
    """A person with an account; with a role in the municipality of the walls (or ``municipality_id``)."""
    municipality_id = values.pop("municipality_id", None)
    made = _account(name, **values)
    db.session.flush()
    if role is not None:
        db.session.add(
            _membership(made, role, office_id=office_id, municipality_id=municipality_id or here())
        )
        db.session.flush()
    return made


def _account(name: str, **values: Any) -> User:
    address = {"email": f"person{next(_number)}@example.org"}
    made = User(name=name, created_at=NOON, password_hash="-", **(address | values))
    db.session.add(made)
    return made


def _membership(user: User, role: Role, **values: Any) -> Membership:
    return Membership(user_id=user.id, role=role, starts_on=date(2026, 1, 1), accepted_at=NOON, **values)


def case(town: Town, *, status: Status = Status.NEW, parties: int = 2, **values: Any) -> Case:
    """A reported neighbour conflict with canaries in everything sensitive; committed."""
    fallback: dict[str, Any] = {
        "number": f"2026-{next(_number):05d}".replace("0", "C")
        .replace("1", "D")
        .replace("4", "F")
        .replace("8", "J"),
        "status": status,
        "status_since": NOON,
        "reporter_id": town.reporter.id,
        "office_id": town.office.id,
        "submitted_at": NOON,
        "category": Category.NOISE,
        "setting": Setting.HOME,
        "district_id": town.district.id,
        "pseudonymized": False,
        "disclosure": Disclosure.OWN_KNOWLEDGE,
        "description": canary("cases.description"),
        "goal": canary("cases.goal"),
        "location": canary("cases.location"),
        "internal_note": canary("cases.internal_note"),
        "handover_summary": canary("cases.handover_summary"),
    }
    if status in {Status.CLOSED, Status.DELETED}:
        fallback["closed_at"] = NOON
    if status is Status.PAUSED:
        fallback["paused_from"] = Status.CONTACT
    made = Case(**(fallback | values))
    db.session.add(made)
    db.session.flush()
    for position in range(parties):
        party(made, position=position)
    db.session.commit()
    return made


def party(case: Case, *, position: int = 0, **values: Any) -> Party:
    fallback: dict[str, Any] = {
        "kind": PartyKind.PERSON,
        "language_answer": LanguageAnswer.KNOWN,
        "languages": "de" if position == 0 else "ar",
        "name": canary("parties.name"),
        "address": canary("parties.address"),
        "phone": canary("parties.phone"),
        "email": canary("parties.email"),
        "data_received_at": NOON,
    }
    made = Party(case_id=case.id, position=position, **(fallback | values))
    db.session.add(made)
    db.session.flush()
    return made


def consent(
    party: Party, *purposes: Purpose, said: Said = Said.YES, at: datetime = NOON, **values: Any
) -> None:
    """A word of a party, to everything if nothing is named; committed."""
    statement = uuid4()
    for purpose in purposes or Purpose:
        own = {"case_id": party.case_id, "party_id": party.id, "statement_id": statement, "purpose": purpose}
        moments = {"said_at": at, "recorded_at": at}
        db.session.add(Consent(**own, **({"said": said, **moments} | values)))
    db.session.commit()


def all_consent(case: Case, *purposes: Purpose, at: datetime = NOON) -> None:
    """Every party of the case says yes; committed."""
    for party in db.session.query(Party).filter_by(case_id=case.id).order_by(Party.position).all():
        consent(party, *purposes, at=at)


def take_back(party: Party, *purposes: Purpose, by: User, at: datetime = NOON) -> None:
    """A party takes back what it said yes to, and all that follows from that follows; committed."""
    wish = Withdrawal(id=uuid4(), purposes=frozenset(purposes), way=Way.PHONE)
    who = Actor(by.id, frozenset({Who.CASE_LEAD}))
    withdraw(db.session.get_one(Case, party.case_id), party.id, wish, by=who, at=at)
    db.session.commit()


def lead(case: Case, user: User, *, kind: LeadKind = LeadKind.LEAD, **values: Any) -> CaseLead:
    """Somebody answers for the case from NOON on; committed."""
    made = CaseLead(case_id=case.id, user_id=user.id, kind=kind, starts_at=NOON, named_by=user.id, **values)
    db.session.add(made)
    db.session.commit()
    return made
