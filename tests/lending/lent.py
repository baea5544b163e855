"""Musterkreis looks for somebody elsewhere; say only what the test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.cases.models import Case
from app.database import Base, db
from app.lending.actions import agreeing, answering, asking, choosing
from app.lending.models import (
    LendingAgreement,
    LendingCall,
    LendingRequest,
    LoanCandidate,
    LoanCard,
    LoanInquiry,
)
from app.lending.rules import Daytime, Format, LoanKind, Wish
from app.mediators.models import PoolPerson
from app.municipalities.models import Municipality
from app.municipalities.rules import MunicipalityKind
from app.municipalities.scope import across_municipalities, acting_in, here
from app.workdays import Land
from tests import make
from tests.referrals.at_work import mediator

MONDAY = date(2026, 3, 2)


@dataclass
class StatePool:
    """The state's office, which keeps a pool of its own."""

    municipality: Municipality
    keeper: User

    @property
    def id(self) -> UUID:
        return self.municipality.id


Place = make.Town | StatePool


def neighbour(slug: str = "musterland", *, agreed: bool = True) -> make.Town:
    """Another municipality, with which lending is agreed; the test stands where it stood."""
    there, us = make.town(slug, Land.NI), db.session.get_one(Municipality, here())
    if agreed:
        agree(us.id, there)
    return there


def agree(us: UUID, there: make.Town) -> None:
    by = holders(Role.COORDINATOR, MONDAY)[0]
    agreeing.offer(there.id, by=by, at=make.NOON)
    db.session.commit()
    with acting_in(there.id):
        agreement_id = only(LendingAgreement, other_id=us).id
        agreeing.accept(agreement_id, by=there.coordinator.id, at=make.NOON)
        db.session.commit()


def state_pool(land: Land = Land.NW) -> StatePool:
    with across_municipalities():
        made = Municipality(
            slug="landesstelle", name="Landesstelle", land=land, service_hours=make.HOURS,
            created_at=make.NOON, kind=MunicipalityKind.STATE_POOL,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        keeper = make.user(name="Lena Stern", role=Role.STATE_POOL, municipality_id=made.id)
        db.session.commit()
    return StatePool(made, keeper)


def wish(**values: Any) -> Wish:
    fallback: dict[str, Any] = {
        "languages": ("ti",), "kind": LoanKind.MEDIATOR, "format": Format.ON_SITE, "daytime": Daytime.ANY,
        "first_day": MONDAY, "last_day": date(2026, 4, 30), "urgent": False,
    }  # fmt: skip
    return Wish(**(fallback | values))


def ask(
    town: make.Town, case: Case, *, at_once: bool = False, at: datetime = make.NOON, **values: Any
) -> None:
    asking.send(case, wish(**values), at_once=at_once, by=town.coordinator.id, at=at)
    db.session.commit()


def person(
    place: Place, last_name: str = "Tesfay", spoken: str = "de C2, ti C2", **values: Any
) -> PoolPerson:
    with acting_in(place.id):
        return mediator(last_name, spoken, **values)


def inquiry(place: Place) -> LoanInquiry:
    with acting_in(place.id):
        found = only(LoanInquiry)
        db.session.commit()
    return found


def put_forward(place: Place, who: PoolPerson, at: datetime = make.NOON) -> LoanCandidate:
    """Asked by the coordination over there, and willing: a card comes back."""
    by = place.keeper.id if isinstance(place, StatePool) else place.coordinator.id
    with acting_in(place.id):
        question = only(LoanInquiry)
        answering.ask_person(question.id, who.id, by=by, at=at)
        candidate = only(LoanCandidate, person_id=who.id)
        answering.agree(candidate.id, by=user_of(who), at=at)
        db.session.commit()
    return candidate


def chosen(town: make.Town, case: Case, candidate: LoanCandidate, at: datetime = make.NOON) -> None:
    choosing.choose(case.id, candidate.id, by=town.coordinator.id, at=at)
    db.session.commit()


def consents(place: Place, who: PoolPerson, candidate: LoanCandidate, at: datetime = make.NOON) -> None:
    with acting_in(place.id):
        answering.agree(candidate.id, by=user_of(who), at=at)
        db.session.commit()


def lent(town: make.Town, place: Place, case: Case, who: PoolPerson, **values: Any) -> LoanCandidate:
    """All the way: asked for, put forward, chosen, with her consent."""
    ask(town, case, **values)
    candidate = put_forward(place, who)
    chosen(town, case, candidate)
    consents(place, who, candidate)
    return candidate


def user_of(who: PoolPerson) -> UUID:
    assert who.user_id is not None
    return who.user_id


def only(model: type[Base], **values: Any) -> Any:
    """The one row, read anew."""
    query = sa.select(model).filter_by(**values)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def request() -> LendingRequest:
    found: LendingRequest = only(LendingRequest)
    return found


def card() -> LoanCard:
    found: LoanCard = only(LoanCard)
    return found


def calls() -> list[LendingCall]:
    query = sa.select(LendingCall).order_by(LendingCall.sent_at, LendingCall.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


@contextmanager
def within(place: Place) -> Iterator[None]:
    """The other side; what is read is let go at the end."""
    db.session.commit()
    with acting_in(place.id):
        yield
        db.session.rollback()
