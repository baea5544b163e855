"""How much one person may hold at a time, and what must be known before anybody is asked."""

import pytest

from app.cases.rules.status import Status
from app.database import db
from app.referrals.actions import answering, sending
from app.referrals.actions.answering import Answer
from app.referrals.rules import OfferStatus
from app.refusals import NotAllowed
from tests import make
from tests.referrals import at_work


def test_names_are_with_three_cases_at_most_for_one_person(town: make.Town) -> None:
    person = at_work.mediator("Adler", capacity=9)
    for number in range(4):
        case = at_work.searching(town)
        partner = at_work.mediator(f"Partner{number}")
        choice = sending.Choice(people=(person.id, partner.id))
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
        if number < 3:
            at_work.checking(at_work.Asked(case, []), person)
        # most_open_offers would keep a fourth question away; here it is about the checks
        db.session.commit()
        if number == 2:
            town.municipality.matching = {"most_open_offers": 9}
            db.session.commit()

    with pytest.raises(NotAllowed, match="erst eine davon"):
        at_work.checking(at_work.Asked(case, []), person)


def _two_questions(town: make.Town, capacity: int) -> tuple[list[at_work.Asked], at_work.PoolPerson]:
    """The same person is asked in two cases, each with a substitute for her."""
    person = at_work.mediator("Adler", capacity=capacity)
    cases = []
    for name in ("Bruns", "Celik"):
        partner, substitute = at_work.mediator(name), at_work.mediator(name + "-Ersatz")
        case = at_work.searching(town)
        choice = sending.Choice(people=(person.id, partner.id), substitutes=((substitute.id,), ()))
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
        db.session.commit()
        cases.append(at_work.Asked(case, [person, partner, substitute]))
    return cases, person


def test_who_has_as_many_cases_as_she_wants_passes_the_question_on(town: make.Town) -> None:
    (first, second), person = _two_questions(town, capacity=1)
    at_work.accepted(first, person)

    answer = answering.show_interest(second.offer(person).id, by=at_work.user_of(person), at=make.NOON)

    assert answer is Answer.FULL
    assert second.status(person) is OfferStatus.WITHDRAWN
    assert second.status(second.people[2]) is OfferStatus.OFFERED


def test_up_to_the_own_maximum_everything_can_be_taken(town: make.Town) -> None:
    (first, second), person = _two_questions(town, capacity=2)

    for found in (first, second):
        at_work.accepted(found, person)

    assert {found.status(person) for found in (first, second)} == {OfferStatus.ACCEPTED}


def test_a_case_that_is_closed_counts_no_more(town: make.Town) -> None:
    (first, second), person = _two_questions(town, capacity=1)
    at_work.accepted(first, person)
    first.case.status, first.case.closed_at = Status.CLOSED, make.NOON
    db.session.commit()

    at_work.accepted(second, person)

    assert second.status(person) is OfferStatus.ACCEPTED


def test_without_the_name_of_a_party_nobody_is_asked(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    case = at_work.searching(town, pseudonymized=True)
    at_work.parties(case)[1].name = None
    db.session.commit()
    choice = sending.Choice(people=(people[0].id, people[1].id))

    with pytest.raises(NotAllowed, match="Es fehlt noch der Name: Partei B"):
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)


def test_without_the_name_of_a_party_nobody_declares_to_be_impartial(town: make.Town) -> None:
    found = at_work.asked(town)
    early, late = found.people[:2]
    at_work.checking(found, early)
    at_work.parties(found.case)[0].name = None
    db.session.commit()

    with pytest.raises(NotAllowed, match="Name einer Partei"):
        answering.show_interest(found.offer(late).id, by=at_work.user_of(late), at=make.NOON)
    with pytest.raises(NotAllowed, match="Name einer Partei"):
        answering.accept(found.offer(early).id, None, by=at_work.user_of(early), at=make.NOON)
