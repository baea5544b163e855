"""Two deeds of one loan in the same moment: whoever is second waits, and neither breaks off the other."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import db
from app.lending.actions import answering, asking, choosing
from app.lending.models import LoanCandidate, LoanCard
from app.lending.rules import CandidateStatus, CardStatus
from app.mediators.actions import people
from app.mediators.models import PoolPerson
from app.municipalities.scope import acting_in
from app.referrals.actions import answering as offers
from app.referrals.actions import sending
from app.referrals.models import Offer
from app.referrals.queries.seats import locked
from app.refusals import NotAllowed, Outrun
from tests import make
from tests.engines import on_postgresql
from tests.lending import lent
from tests.referrals.at_work import coordination, mediator, searching

pytestmark = on_postgresql

PATIENCE = 10
"""Seconds."""


@pytest.fixture
def meanwhile(app: Flask) -> Iterator[Callable[[UUID, Callable[[], object]], Callable[[], object]]]:
    """Begins a deed in another transaction, and comes back once it waits for this one."""
    with ThreadPoolExecutor(1) as pool:

        def begin(place_id: UUID, deed: Callable[[], object]) -> Callable[[], object]:
            def there() -> None:
                with app.app_context(), acting_in(place_id):
                    deed()
                    db.session.commit()

            begun, until = pool.submit(there), monotonic() + PATIENCE
            while not begun.done() and not _somebody_waits() and monotonic() < until:
                sleep(0.01)
            return begun.result

        yield begin


def _somebody_waits() -> bool:
    locks = sa.table("pg_locks", sa.column("granted", sa.Boolean))
    return db.session.scalar(sa.select(sa.exists().where(~locks.c.granted)))


def chosen(town: make.Town) -> tuple[make.Town, UUID, UUID, PoolPerson]:
    """The neighbour, our case, the card we chose there, and who it is: her name hasn't gone over yet."""
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    lent.chosen(town, case, candidate)
    return there, case.id, candidate.id, who


def test_a_case_is_closed_while_somebody_ends_its_loan(town: make.Town, meanwhile) -> None:
    there, case = lent.neighbour(), searching(town)
    lent.lent(town, there, case, lent.person(there))
    case_id, card_id = case.id, lent.only(LoanCard).id
    db.session.commit()

    locked(case_id)
    ended = meanwhile(
        town.id, lambda: choosing.give_back(case_id, card_id, by=town.coordinator.id, at=make.NOON)
    )
    choosing.bring_all_home(case_id, at=make.NOON)
    db.session.commit()

    ended()
    assert lent.only(LoanCard).status is CardStatus.ENDED


def test_a_case_is_closed_while_its_guest_leaves(town: make.Town, meanwhile) -> None:
    there, case = lent.neighbour(), searching(town)
    lent.lent(town, there, case, lent.person(there))
    case_id, guest_id = case.id, lent.only(LoanCard).person_id
    db.session.commit()

    locked(case_id)
    left = meanwhile(town.id, lambda: people.end(guest_id, by=town.coordinator.id, at=make.NOON))
    choosing.bring_all_home(case_id, at=make.NOON)
    db.session.commit()

    left()
    assert lent.only(LoanCard).status is CardStatus.ENDED


def test_somebody_leaves_her_pool_while_she_lets_her_name_go(town: make.Town, meanwhile) -> None:
    there, case_id, candidate_id, who = chosen(town)
    person_id, user_id = who.id, lent.user_of(who)
    db.session.commit()

    locked(case_id)
    left = meanwhile(there.id, lambda: people.end(person_id, by=there.coordinator.id, at=make.NOON))
    with acting_in(there.id):
        answering.agree(candidate_id, by=user_id, at=make.NOON)
        db.session.commit()

    left()
    assert lent.only(LoanCard).status is CardStatus.ENDED
    with lent.within(there):
        assert lent.only(LoanCandidate).status is CandidateStatus.ENDED


def test_a_guest_says_yes_while_her_case_is_closed(town: make.Town, meanwhile) -> None:
    there, case = lent.neighbour(), searching(town)
    lent.lent(town, there, case, lent.person(there))
    guest = db.session.get_one(PoolPerson, lent.only(LoanCard).person_id)
    choice = sending.Choice(people=(guest.id, mediator("Bruns").id))
    sending.send_offers(case.id, choice, by=coordination(town), at=make.NOON)
    case_id, user_id = case.id, guest.user_id
    offer_id = lent.only(Offer, person_id=guest.id).id
    db.session.commit()

    locked(case_id)
    said = meanwhile(town.id, lambda: offers.show_interest(offer_id, by=user_id, at=make.NOON))
    choosing.bring_all_home(case_id, at=make.NOON)
    db.session.commit()

    with pytest.raises(NotAllowed):
        said()
    assert lent.only(LoanCard).status is CardStatus.ENDED


def test_a_case_needs_nobody_any_more_while_somebody_gives_her_name(town: make.Town, meanwhile) -> None:
    there, case_id, candidate_id, who = chosen(town)
    user_id = lent.user_of(who)
    db.session.commit()

    locked(case_id)
    agreed = meanwhile(there.id, lambda: answering.agree(candidate_id, by=user_id, at=make.NOON))
    asking.withdraw(case_id, by=None, at=make.NOON)
    db.session.commit()

    with pytest.raises(Outrun):
        agreed()
    with lent.within(there):
        assert lent.only(LoanCandidate).status is CandidateStatus.WITHDRAWN
