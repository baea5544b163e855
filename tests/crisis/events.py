"""A town with its plan, its register and a crisis team; say only what the test is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.rules.intake import Category
from app.crisis.actions import signals
from app.crisis.actions.phases import Word, declare_red
from app.crisis.actions.register import add
from app.crisis.actions.signals import Said
from app.crisis.models import Contact, Crisis, EventStep, Signal
from app.crisis.rules.contacts import ContactFacts
from app.crisis.rules.words import Weight
from app.database import db
from app.municipalities.rules import OfficeKind
from app.notifications.models import Notification
from app.plans.actions.adopting import adopt_default
from app.plans.codes import Phase, Trigger
from tests import make


@dataclass
class Ready:
    """The crisis team: its head, a member; and the duty officer, who has a phone and no account."""

    town: make.Town
    head: User
    member: User
    duty: Contact


def ready(town: make.Town) -> Ready:
    adopt_default(town.municipality, at=make.NOON)
    return crew(town)


def crew(town: make.Town) -> Ready:
    """The same without a plan."""
    office = town.offices[OfficeKind.YOUTH].id
    head, member = (
        make.user(name=name, role=Role.MANAGEMENT, office_id=office) for name in ("Lea Leitner", "Timo Team")
    )
    for person in (head, member):
        db.session.query(Membership).filter_by(user_id=person.id).one().crisis_team = True
    contact(town, "COORDINATION", town.coordinator.name, user_id=town.coordinator.id)
    contact(town, "COORDINATION", town.colleague.name, position=2, user_id=town.colleague.id)
    contact(town, "CRISIS_LEAD", head.name, user_id=head.id)
    contact(town, "CRISIS_LEAD", member.name, position=2, user_id=member.id)
    duty = contact(town, "DUTY_OFFICER", "Rudi Rufbereit", phone="0221 4711")
    contact(town, "PRESS", "Petra Presse", in_alarm=False)
    db.session.commit()
    return Ready(town, head, member, duty)


def contact(town: make.Town, function: str, name: str, *, position: int = 1, **values: Any) -> Contact:
    facts: dict[str, Any] = {
        "phone": "0221 4710", "phone_after_hours": "", "email": "", "in_alarm": True, "user_id": None,
    }  # fmt: skip
    own = ContactFacts(function=function, position=position, name=name, **(facts | values))
    contact_id = uuid4()
    add(contact_id, own, by=town.coordinator.id, at=make.NOON)
    return db.session.get_one(Contact, contact_id)


def logged(town: make.Town, trigger: Trigger = Trigger.T04, at: datetime = make.NOON) -> Signal:
    said = Said(uuid4(), trigger, Weight.EVIDENCED, make.canary("crisis_signals.known"), None)
    signals.log_signal(said, by=town.coordinator.id, at=at)
    db.session.commit()
    return db.session.get_one(Signal, said.id)


def red(town: make.Town, at: datetime = make.NOON, trigger: Trigger = Trigger.T01) -> Crisis:
    crisis = declare_red(trigger, word(town, at))
    db.session.commit()
    return crisis


def word(town: make.Town, at: datetime = make.NOON) -> Word:
    return Word(town.coordinator.id, at, "Grund")


def run(job: Callable[[datetime], int], at: datetime, *things: Any) -> int:
    """The job at this moment; afterwards these things can be used again: a job forgets what it has read."""
    db.session.commit()
    done = job(at)
    db.session.add_all(things)
    return done


def step(crisis: Crisis | None, code: str) -> EventStep | None:
    """The latest round."""
    query = db.session.query(EventStep).filter_by(code=code, crisis_id=crisis.id if crisis else None)
    return query.order_by(EventStep.round.desc()).first()


def running(crisis: Crisis) -> set[str]:
    return {one.code for one in db.session.query(EventStep).filter_by(crisis_id=crisis.id, ended_at=None)}


def told(*kinds: str) -> list[tuple[str, str]]:
    """Kind and name of whoever was told, sorted."""
    found = db.session.query(Notification.kind, User.name).join(User, User.id == Notification.user_id)
    return sorted((kind.value, name) for kind, name in found if not kinds or kind.value in kinds)


def cases(town: make.Town, number: int, *, days_ago: float = 1, category: Category = Category.NOISE) -> None:
    for _ in range(number):
        make.case(town, parties=0, submitted_at=make.later(days=-days_ago), category=category)


def phase(crisis: Crisis) -> Phase:
    db.session.refresh(crisis)
    return crisis.phase


TODAY = date(2026, 3, 2)
