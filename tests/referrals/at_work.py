"""A case that looks for mediators, and people who can be asked; say only what the test is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask import current_app

from app.accounts.permissions import Role
from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.status import Status, Who
from app.database import db
from app.languages import Level
from app.mediators.models import Absence, PoolLanguage, PoolPerson, PoolSlot
from app.referrals.actions import answering, approving, sending
from app.referrals.models import Offer, Referral, Seat
from app.referrals.rules import OfferStatus
from tests import make

_number = count(1)


@dataclass
class Asked:
    """A case of which a pair is asked, with substitutes for both seats."""

    case: Case
    people: list[PoolPerson]

    def offer(self, person: PoolPerson) -> Offer:
        found = offers_of(self, person)
        assert found, f"{person.name} is not asked"
        return found[-1]

    def status(self, person: PoolPerson) -> OfferStatus:
        db.session.expire_all()
        return self.offer(person).status

    @property
    def referral(self) -> Referral:
        return db.session.query(Referral).filter_by(case_id=self.case.id, ended_at=None).one()

    @property
    def seats(self) -> list[Seat]:
        found = db.session.query(Seat).filter_by(referral_id=self.referral.id)
        return found.order_by(Seat.position).all()


def mediator(last_name: str, spoken: str = "de C2, ar C2", **values: Any) -> PoolPerson:
    """A person of the pool with an account and two free evenings a week; committed."""
    user = values.pop("user", None) or make.user(name=f"Mina {last_name}", role=Role.MEDIATOR)
    fallback: dict[str, Any] = {
        "email": f"pool{next(_number)}@example.org",
        "first_name": "Mina",
        "last_name": last_name,
        "capacity": 2,
        "training_hours": 150,
        "obligated_on": date(2025, 1, 1),
        "mediations": 6,
        "user_id": user.id,
        "created_at": make.NOON,
    }
    slots = values.pop("slots", ((1, time(17), time(20)), (3, time(17), time(20))))
    made = PoolPerson(**(fallback | values))
    made.languages = [
        PoolLanguage(position=place, code=one.split()[0], level=Level[one.split()[1]])
        for place, one in enumerate(spoken.split(", "))
    ]
    made.slots = [PoolSlot(weekday=day, starts=starts, ends=ends) for day, starts, ends in slots]
    db.session.add(made)
    db.session.commit()
    return made


def searching(town: make.Town, **values: Any) -> Case:
    """All parties have consented; coordination looks for a pair. The lead is named."""
    case = make.case(town, status=Status.MATCHING, **({"glasl_stage": 3, "stage_since": make.NOON} | values))
    make.all_consent(case)
    make.lead(case, town.lead)
    db.session.commit()
    return case


def parties(case: Case) -> list[Party]:
    return db.session.query(Party).filter_by(case_id=case.id).order_by(Party.position).all()


def coordination(town: make.Town) -> Actor:
    return Actor(town.coordinator.id, frozenset({Who.COORDINATION}))


def lead(town: make.Town) -> Actor:
    return Actor(town.lead.id, frozenset({Who.CASE_LEAD}))


def asked(town: make.Town, *names: str, **values: Any) -> Asked:
    """The first two are asked; the third and later are substitutes, in turn for seat 1 and seat 2."""
    people = [mediator(name) for name in names or ("Adler", "Bruns", "Celik", "Dietz")]
    case = searching(town, **values)
    ids = [person.id for person in people]
    choice = sending.Choice(people=tuple(ids[:2]), substitutes=(tuple(ids[2::2]), tuple(ids[3::2])))
    sending.send_offers(case.id, choice, by=coordination(town), at=make.NOON)
    db.session.commit()
    return Asked(case, people)


def checking(found: Asked, *people: PoolPerson, at: datetime = make.NOON) -> None:
    for person in people:
        answering.show_interest(found.offer(person).id, by=user_of(person), at=at)
    db.session.commit()


def accepted(
    found: Asked, *people: PoolPerson, circumstances: str | None = None, at: datetime = make.NOON
) -> None:
    checking(found, *people, at=at)
    for person in people:
        answering.accept(found.offer(person).id, circumstances, by=user_of(person), at=at)
    db.session.commit()


def approved(town: make.Town, **values: Any) -> Asked:
    """Both have accepted, and all parties have approved them."""
    found = asked(town, **values)
    accepted(found, *found.people[:2])
    for party in parties(found.case):
        approving.approve(found.case.id, party.id, by=lead(town), at=make.NOON)
    db.session.commit()
    return found


def run(job: Callable[[datetime], int], at: datetime) -> int:
    """A job as the worker runs it: in a context of its own."""
    db.session.commit()
    with current_app.app_context():
        done = job(at)
    db.session.expire_all()
    return done


def user_of(person: PoolPerson) -> UUID:
    assert person.user_id is not None
    return person.user_id


def away_until(person: PoolPerson, *, days: int) -> None:
    """Absent from tomorrow on for so many days; committed."""
    first = make.NOON.date() + timedelta(days=1)
    db.session.add(Absence(person_id=person.id, first_day=first, last_day=first + timedelta(days=days)))
    db.session.commit()


def offers_of(found: Asked, person: PoolPerson) -> list[Offer]:
    """Every question to this person, the first one first; none if she isn't on any list."""
    query = db.session.query(Offer).filter_by(case_id=found.case.id, person_id=person.id)
    return query.order_by(Offer.offered_at).all()
