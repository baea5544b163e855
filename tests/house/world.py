"""Two municipalities with cases in several statuses, and everybody who could knock at a door."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID

from app.accounts.models import LinkPurpose, Membership, OneTimeLink, User
from app.accounts.permissions import Role
from app.accounts.sessions import token_hash
from app.audit import trail
from app.cases.models import Case, CaseQuestion, CaseTick, Draft, LeadKind, Party
from app.cases.moves import MOVES
from app.cases.rules.addresses import slug
from app.cases.rules.guards import Guard
from app.cases.rules.report import Section
from app.cases.rules.status import Status, Verb
from app.database import Base, db
from app.languages import Level
from app.mediators.models import Absence, PoolImport, PoolLanguage, PoolPerson, PoolSlot
from app.municipalities.models import ClosingDay
from app.municipalities.scope import acting_in
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.plans.models import PlanStep
from app.referrals.models import Approval, Meeting, MeetingKind, Offer, Referral, Seat
from app.referrals.rules import OfferStatus
from app.workdays import Land
from tests import make

#: One for each stretch of a case's way; who may do what differs between them.
STATUSES = (
    Status.NEW,
    Status.TRIAGE,
    Status.INFO,
    Status.CONTACT,
    Status.MATCHING,
    Status.PROPOSED,
    Status.MEDIATION,
    Status.PAUSED,
    Status.CLOSED,
)
COUNTED = ("imported", "updated", "unchanged", "rejected")
SEARCHING = {Status.PROPOSED, Status.MEDIATION, Status.CLOSED}
T = TypeVar("T", bound=Base)
SECRET = "a-one-time-link-that-nobody-has-used-yet-0000"


@dataclass
class Actor:
    """Somebody at the door: a person with one hat, or nobody in particular."""

    name: str
    person: User | None
    role: Role | None
    pool: PoolPerson | None = None


@dataclass
class Scene:
    """A case and all that hangs on it."""

    case: Case
    examples: dict[str, Any]
    """What stands for each variable of an address: ``case_id`` → the id of this case."""
    offers: dict[str, UUID] = field(default_factory=dict)
    """The offers by the name of the actor who was asked."""


@dataclass
class Place:
    """One municipality with its people and scenes."""

    town: make.Town
    actors: dict[str, Actor]
    scenes: dict[Status, Scene]
    examples: dict[str, Any]
    """What belongs to no case: people, offices, absences."""
    own: dict[str, dict[str, Any]]
    """By actor: what belongs to this person alone."""

    def values(self, scene: Scene, actor: str = "") -> dict[str, Any]:
        found = {**self.examples, **scene.examples, **self.own.get(actor, {})}
        if actor in scene.offers:
            found["offer_id"] = scene.offers[actor]
        return found


def build(slug: str, land: Land) -> Place:
    """A municipality with one case in each of STATUSES; committed."""
    town = make.town(slug, land)
    with acting_in(town.id):
        actors = _actors(town)
        place = Place(
            town=town,
            actors=actors,
            scenes={status: _scene(town, actors, status) for status in STATUSES},
            examples=_general(town, actors),
            own={name: _own(actor) for name, actor in actors.items() if actor.person},
        )
        trail.log("Built", by=town.admin.id, at=make.NOON)
        db.session.commit()
    return place


def _actors(town: make.Town) -> dict[str, Actor]:
    """Everybody who could knock, by name; ``former_lead`` has answered for the cases once."""
    office = town.office.id
    people = {
        "reporter": (town.reporter, Role.REPORTER),
        "other_reporter": (_person("Olga Otto", Role.REPORTER, office), Role.REPORTER),
        "former_lead": (_person("Fred Früher", Role.REPORTER, office), Role.REPORTER),
        "lead": (town.lead, Role.REPORTER),
        "deputy": (_person("Dora Dort", Role.REPORTER, office), Role.REPORTER),
        "coordinator": (town.coordinator, Role.COORDINATOR),
        "mediator": (_person("Mira Noori", Role.MEDIATOR), Role.MEDIATOR),
        "asked": (_person("Amir Asaad", Role.MEDIATOR), Role.MEDIATOR),
        "other_mediator": (_person("Oskar Ohm", Role.MEDIATOR), Role.MEDIATOR),
        "admin": (town.admin, Role.ADMIN),
        "management": (town.management, Role.MANAGEMENT),
        "privacy_officer": (town.privacy_officer, Role.PRIVACY_OFFICER),
        "state_pool": (_person("Stella Land", Role.STATE_POOL), Role.STATE_POOL),
    }
    made = {name: Actor(name, person, role) for name, (person, role) in people.items()}
    for actor in made.values():
        if actor.role is Role.MEDIATOR:
            actor.pool = _pool_person(actor)
    return {"anonymous": Actor("anonymous", None, None), **made}


def _person(name: str, role: Role, office_id: UUID | None = None) -> User:
    return make.user(name=name, role=role, office_id=office_id)


def _pool_person(actor: Actor) -> PoolPerson:
    assert actor.person is not None
    first, last = actor.person.name.split()
    made = _added(
        PoolPerson(
            email=actor.person.email,
            last_name=last,
            first_name=first,
            created_at=make.NOON,
            user_id=actor.person.id,
            invited_at=make.NOON,
            training_hours=120,
        )
    )
    for position, code in enumerate(("de", "ar")):
        _added(PoolLanguage(person_id=made.id, position=position, code=code, level=Level.C2))
    _added(PoolSlot(person_id=made.id, weekday=1, starts=time(17), ends=time(20)))
    return made


def _scene(town: make.Town, actors: dict[str, Actor], status: Status) -> Scene:
    case = make.case(town, status=status)
    over = make.NOON if status is Status.NEW else None
    make.lead(case, town.lead, ends_at=over)
    make.lead(case, _user(actors, "former_lead"), ends_at=make.NOON)
    deputy = make.lead(case, _user(actors, "deputy"), kind=LeadKind.DEPUTY, ends_at=over)
    party = db.session.query(Party).filter_by(case_id=case.id, position=0).one()
    question = _added(
        CaseQuestion(case_id=case.id, asked_at=make.NOON, asked_by=town.coordinator.id, text=make.canary("q"))
    )
    guard = Guard.LEAD_IMPARTIAL
    tick = _added(CaseTick(case_id=case.id, guard=guard, set_at=make.NOON, set_by=town.lead.id))
    step = _added(
        PlanStep(
            case_id=case.id,
            code="F06",
            anchor="A05",
            anchor_at=make.NOON,
            started_at=make.NOON,
            due_at=make.later(days=2),
            whole_day=True,
            original_due_at=make.later(days=2),
            holder="CASE_LEAD",
        )
    )
    scene = Scene(
        case,
        {
            "case_id": case.id,
            "party_id": party.id,
            "question_id": question.id,
            "tick_id": tick.id,
            "step_id": step.id,
            "deputy_id": deputy.id,
            "guard": guard.value,
            "words": slug(_verb(status)),
        },
    )
    _search(scene, town, actors, status)
    return scene


def _verb(status: Status) -> Verb:
    """Something that can be done in this status, if anything can."""
    return next((m.verb for m in MOVES if m.source is status and m.active), Verb.START_TRIAGE)


def _search(scene: Scene, town: make.Town, actors: dict[str, Actor], status: Status) -> None:
    """Two seats: ``mediator`` sits on one (or was asked, too), ``asked`` was asked for the other."""
    case, party = scene.case, scene.examples["party_id"]
    under_way = status in SEARCHING
    taken = OfferStatus.OFFERED if status is Status.PROPOSED else OfferStatus.ACCEPTED
    asked = {"mediator": taken, "asked": OfferStatus.OFFERED}
    referral = _added(Referral(case_id=case.id, number=1, started_at=make.NOON, by=town.coordinator.id))
    for position, name in enumerate(("mediator", "asked")):
        seat = _added(Seat(case_id=case.id, referral_id=referral.id, position=position))
        pool = actors[name].pool
        assert pool is not None
        offer = _added(
            Offer(
                case_id=case.id,
                referral_id=referral.id,
                seat_id=seat.id,
                person_id=pool.id,
                rank=0,
                status=asked[name] if under_way else OfferStatus.PROPOSED,
                offered_at=make.NOON if under_way else None,
                answer_by=make.later(days=2) if under_way else None,
            )
        )
        scene.offers[name] = offer.id
        scene.examples |= {"seat_id": seat.id, "offer_id": offer.id}
    if taken is OfferStatus.ACCEPTED and under_way:
        referral.approved_at = make.NOON
        _added(
            Approval(
                case_id=case.id,
                referral_id=referral.id,
                party_id=party,
                offer_id=scene.offers["mediator"],
                approved=True,
                at=make.NOON,
                by=town.lead.id,
            )
        )
    meeting = _added(
        Meeting(
            case_id=case.id, referral_id=referral.id, kind=MeetingKind.SESSION, starts_at=make.later(days=1)
        )
    )
    scene.examples |= {"referral_id": referral.id, "meeting_id": meeting.id, "position": 0}


def _general(town: make.Town, actors: dict[str, Actor]) -> dict[str, Any]:
    pool = actors["other_mediator"].pool
    assert pool is not None
    membership = db.session.query(Membership).filter_by(user_id=town.colleague.id).one()
    imported = PoolImport(
        at=make.NOON,
        counts=dict.fromkeys(COUNTED, 1) | {"ignored": []},
        expires_at=make.later(days=1),
        rejects="line;column;reason",
    )
    closing = ClosingDay(day=date(2026, 12, 24), reason="Heiligabend")
    absence = Absence(person_id=pool.id, first_day=date(2026, 4, 1), last_day=date(2026, 4, 3))
    mail = _notification(town.colleague, Delivery.FAILED)
    for made in (imported, closing, absence, mail):
        _added(made)
    return {
        "user_id": town.colleague.id,
        "member_id": membership.id,
        "membership_id": membership.id,
        "office_id": town.office.id,
        "district_id": town.district.id,
        "person_id": pool.id,
        "absence_id": absence.id,
        "import_id": imported.id,
        "closing_day_id": closing.id,
        "notification_id": mail.id,
        "draft_id": _added(_draft(town.colleague)).id,
        "code": "F06",
        "secret": SECRET,
        "section": Section.PLACE.value,
        "field": "name",
    }


def _own(actor: Actor) -> dict[str, Any]:
    """What nobody but this person may touch."""
    assert actor.person is not None
    own = {"notification_id": _added(_notification(actor.person, Delivery.SENT)).id}
    if actor.role in {Role.REPORTER, Role.COORDINATOR}:
        own["draft_id"] = _added(_draft(actor.person)).id
    if actor.pool:
        away = Absence(person_id=actor.pool.id, first_day=date(2026, 5, 1), last_day=date(2026, 5, 3))
        own["absence_id"] = _added(away).id
    own["membership_id"] = db.session.query(Membership.id).filter_by(user_id=actor.person.id).scalar()
    return own


def one_time_link(person: User) -> None:
    """A link that opens ``/zugang/SECRET``."""
    link = OneTimeLink(
        user_id=person.id,
        purpose=LinkPurpose.RESET,
        token_hash=token_hash(SECRET),
        expires_at=make.later(days=1),
    )
    _added(link)


def _draft(person: User) -> Draft:
    return Draft(user_id=person.id, edited_at=make.NOON, answers="{}")


def _notification(person: User, status: Delivery) -> Notification:
    return Notification(
        dedupe_key=make.canary("key"),
        user_id=person.id,
        kind=Kind.REMINDER,
        created_at=make.NOON,
        next_try_at=make.NOON,
        status=status,
    )


def _user(actors: dict[str, Actor], name: str) -> User:
    person = actors[name].person
    assert person is not None
    return person


def _added(row: T) -> T:
    db.session.add(row)
    db.session.flush()
    return row
