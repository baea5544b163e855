"""A waiting list, and runs over it; say only what the test is about."""

from datetime import datetime
from threading import Event
from uuid import UUID

from flask import current_app

from app.cases.models import Case
from app.database import db
from app.referrals.actions import allocating, solo
from app.referrals.jobs import allocate_waiting
from app.referrals.models import Allocation, AllocationProposal
from tests import make
from tests.referrals import at_work


def alone(town: make.Town, reason: str = "Ein Gespräch genügt.") -> Case:
    """A case that takes one person."""
    case = at_work.searching(town)
    solo.wish(case.id, reason, by=town.coordinator.id, at=make.NOON)
    db.session.commit()
    return case


def asked(town: make.Town, at: datetime = make.NOON) -> UUID:
    id_ = allocating.ask(by=town.coordinator.id, at=at)
    db.session.commit()
    return id_


def done(town: make.Town) -> UUID:
    """A run that has ended."""
    id_ = asked(town)
    at_work.run(allocate_waiting, make.NOON)
    return id_


def run_of(id_: UUID) -> Allocation:
    db.session.expire_all()
    return db.session.get_one(Allocation, id_)


def proposals(id_: UUID) -> list[AllocationProposal]:
    found = db.session.query(AllocationProposal).filter_by(allocation_id=id_)
    return found.order_by(AllocationProposal.position).all()


class stopping:  # noqa: N801 - reads as a word in "with stopping():"
    """The worker has been told to end."""

    def __enter__(self) -> None:
        current_app.extensions["stopping"] = Event()
        current_app.extensions["stopping"].set()

    def __exit__(self, *_: object) -> None:
        del current_app.extensions["stopping"]
