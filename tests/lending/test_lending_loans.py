"""What a loan is once the name has come: for one case alone, counted on both sides, over with the case."""

from datetime import date

import pytest

from app.accounts.permissions import Role
from app.cases.actions.moves import Given, transition
from app.cases.rules.guards import Guard
from app.cases.rules.status import Verb
from app.database import db
from app.gaps.queries.facts import facts
from app.lending.actions import answering, choosing
from app.lending.models import LoanCandidate, LoanInquiry
from app.lending.queries.people import who_fits
from app.lending.rules import CallStatus, CandidateStatus, CardStatus, LoanKind
from app.mediators.actions import people as pool
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from app.municipalities.scope import acting_in
from app.referrals.actions import sending
from app.referrals.allocation.stages import Fate
from app.referrals.queries.interpreters import planned_for
from app.referrals.queries.search import pool_for
from tests import make
from tests.lending import lent
from tests.referrals import waiting
from tests.referrals.at_work import Asked, accepted, checking, coordination, mediator, searching


def test_a_guest_is_asked_for_her_case_and_for_no_other(town: make.Town):
    there, case, other = lent.neighbour(), searching(town), searching(town)
    mediator("Adler")
    lent.lent(town, there, case, lent.person(there))
    guest = lent.only(PoolPerson, last_name="Tesfay")

    assert pool_for(case, make.NOON).person(guest.id) is not None
    assert pool_for(other, make.NOON).person(guest.id) is None


def test_a_run_over_the_whole_list_takes_a_guest_for_her_case_and_for_no_other(town: make.Town):
    there, other, case = lent.neighbour(), waiting.alone(town), waiting.alone(town)
    lent.lent(town, there, case, lent.person(there, spoken="de C2, ar C2"), languages=("ar",))
    guest = lent.only(PoolPerson, last_name="Tesfay")

    found = {one.case_id: one for one in waiting.proposals(waiting.done(town))}

    assert found[case.id].first_id == guest.id
    assert (found[other.id].first_id, found[other.id].fate) == (None, Fate.NOBODY_FITS)


def test_a_guest_is_nothing_that_the_own_pool_has_to_offer(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    mediator("Adler")
    lent.lent(town, there, case, lent.person(there))

    assert [one.languages for one in facts(make.NOON).offered] == [{"de", "ar"}]


def test_a_case_in_which_a_guest_stays_is_part_of_a_run(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    partner = mediator("Adler", "de C2, ar C2")
    lent.lent(town, there, case, lent.person(there, spoken="de C2, ar C2"), languages=("ar",))
    guest = lent.only(PoolPerson, last_name="Tesfay")
    choice = sending.Choice(people=(guest.id, partner.id))
    sending.send_offers(case.id, choice, by=coordination(town), at=make.NOON)
    found = Asked(case, [guest, partner])
    checking(found, guest)
    sending.withdraw(case.id, found.offer(partner).id, by=coordination(town), at=make.NOON)
    sending.search_again(case.id, by=coordination(town), at=make.NOON)
    db.session.commit()

    (proposed,) = waiting.proposals(waiting.done(town))

    assert (proposed.case_id, proposed.first_id) == (case.id, partner.id)


def test_a_guest_climbs_the_ladder_like_anybody(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    partner = mediator("Adler", "de C2, ar C2")
    who = lent.person(there, spoken="de C2, ar C2")
    lent.lent(town, there, case, who, languages=("ar",))
    guest = lent.only(PoolPerson, last_name="Tesfay")

    choice = sending.Choice(people=(guest.id, partner.id))
    sending.send_offers(case.id, choice, by=coordination(town), at=make.NOON)
    db.session.commit()
    found = Asked(case, [guest, partner])
    accepted(found, guest, partner)

    assert {found.status(one).value for one in (guest, partner)} == {"ACCEPTED"}


def test_the_case_elsewhere_counts_with_her_at_home(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there, capacity=1)
    lent.lent(town, there, case, who)

    with lent.within(there):
        own = searching(there)
        found = pool_for(own, make.NOON).person(who.id)
        assert found is not None and (found.capacity, found.open_referrals) == (1, 1)


@pytest.mark.parametrize("how", [Interpreting.PROFESSIONAL, Interpreting.LAY, None])
def test_an_interpreter_lands_at_the_case_without_a_sign_in_and_leaves_it_with_her_loan(town: make.Town, how):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there, kind=Kind.INTERPRETER, interpreting=how)
    candidate = lent.lent(town, there, case, who, kind=LoanKind.INTERPRETER)

    guest = lent.only(PoolPerson, last_name="Tesfay")
    assert (guest.kind, guest.user_id) == (Kind.INTERPRETER, None)
    assert guest.interpreting is (how or Interpreting.LAY)
    assert planned_for(case.id) == {guest.id}

    choosing.give_back(case.id, candidate.id, by=town.coordinator.id, at=make.later(hours=1))
    assert planned_for(case.id) == set()


def test_for_sessions_only_who_interprets_for_a_living_is_put_forward(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    for name, how in (("Beruf", Interpreting.PROFESSIONAL), ("Laie", Interpreting.LAY), ("Unklar", None)):
        lent.person(there, name, kind=Kind.INTERPRETER, interpreting=how)
    lent.ask(town, case, kind=LoanKind.PROFESSIONAL)

    with lent.within(there):
        assert [one.name for one in who_fits(lent.only(LoanInquiry), make.NOON)] == ["Beruf, Mina"]


def test_a_case_that_closes_ends_its_loans(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.lent(town, there, case, who)
    given = Given(guards=frozenset({Guard.OUTCOME_SET, Guard.LEGAL_BASIS_RECORDED}))

    transition(case, Verb.HAND_TO_AUTHORITY, by=coordination(town), at=make.NOON, given=given)
    db.session.commit()

    assert lent.card().status is CardStatus.ENDED
    assert lent.only(PoolPerson, last_name="Tesfay").left_at == make.NOON
    with lent.within(there):
        assert lent.only(PoolPerson, last_name="Tesfay").lent == 0
        assert lent.only(LoanCandidate).status is CandidateStatus.ENDED


@pytest.mark.parametrize("side", ["lender", "asker"])
def test_whoever_leaves_a_pool_takes_the_loan_along(town: make.Town, side: str):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.lent(town, there, case, who)

    if side == "lender":
        with acting_in(there.id):
            pool.end(who.id, by=there.coordinator.id, at=make.NOON)
            db.session.commit()
    else:
        guest = lent.only(PoolPerson, last_name="Tesfay")
        pool.end(guest.id, by=town.coordinator.id, at=make.NOON)
        db.session.commit()

    assert lent.card().status is CardStatus.ENDED
    with lent.within(there):
        assert lent.only(PoolPerson, last_name="Tesfay").lent == 0


def test_whoever_comes_again_is_the_same_guest(town: make.Town):
    there, first = lent.neighbour(), searching(town)
    who = lent.person(there)
    candidate = lent.lent(town, there, first, who)
    choosing.give_back(first.id, candidate.id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()
    with lent.within(there):
        lent.only(PoolPerson, id=who.id).title_until = date(2030, 1, 15)
        db.session.commit()
    second = searching(town)

    lent.ask(town, second)
    with acting_in(there.id):
        question = db.session.query(LoanInquiry).filter_by(status=CallStatus.OPEN).one()
        answering.ask_person(question.id, who.id, by=there.coordinator.id, at=make.NOON)
        again = lent.only(LoanCandidate, inquiry_id=question.id)
        answering.agree(again.id, by=lent.user_of(who), at=make.NOON)
        db.session.commit()
    lent.chosen(town, second, again)
    lent.consents(there, who, again)

    guest = lent.only(PoolPerson, last_name="Tesfay")
    assert (guest.reserved_for, guest.left_at) == (second.id, None)
    assert guest.certified_until == date(2030, 1, 15)


def test_whoever_worked_here_once_comes_as_a_guest(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    user = make.user(name="Mina Tesfay", role=Role.MEDIATOR, email="tesfay@example.org")
    former = mediator("Tesfay", user=user, email="tesfay@example.org", left_at=make.NOON)
    who = lent.person(there, email="tesfay@example.org", user=user)

    lent.lent(town, there, case, who)

    guest = lent.only(PoolPerson, email="tesfay@example.org")
    assert (guest.id, guest.reserved_for, guest.left_at) == (former.id, case.id, None)
