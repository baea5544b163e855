"""From rung to rung: no, silence, taken back, too late, the case moves; and what the loan is afterwards."""

import pytest

from app.audit.models import TimelineEntry
from app.cases.actions.moves import transition
from app.cases.models import Case
from app.cases.rules.status import Verb
from app.database import db
from app.lending import jobs
from app.lending.actions import answering, asking, choosing
from app.lending.models import LendingCount, LoanCandidate, LoanCard, LoanInquiry
from app.lending.queries.figures import quarters
from app.lending.rules import (
    CallStatus,
    CandidateStatus,
    CardStatus,
    Figure,
    LoanKind,
    RequestStatus,
    Rung,
)
from app.municipalities.scope import acting_in
from app.notifications.messages import Kind as Message
from app.notifications.models import Notification
from app.refusals import NotAllowed, Outrun
from tests import make
from tests.lending import lent
from tests.referrals.at_work import approved, coordination, run, searching

#: After three working days, and after one.
THURSDAY, TUESDAY = make.later(days=4), make.later(days=2)


def told(kind: Message) -> int:
    return db.session.query(Notification).filter_by(kind=kind).count()


def test_neighbours_come_first_and_the_state_pool_when_they_say_no(town: make.Town):
    there, state, case = lent.neighbour(), lent.state_pool(), searching(town)
    lent.ask(town, case)
    assert [call.rung for call in lent.calls()] == [Rung.NEIGHBOURS]

    with acting_in(there.id):
        answering.refuse(lent.only(LoanInquiry).id, by=there.coordinator.id, at=make.NOON)
        db.session.commit()

    assert {call.rung: call.status for call in lent.calls()} == {
        Rung.NEIGHBOURS: CallStatus.REFUSED, Rung.STATE: CallStatus.OPEN,
    }  # fmt: skip
    assert lent.request().rung is Rung.STATE
    with lent.within(state):
        assert lent.only(LoanInquiry).status is CallStatus.OPEN


def test_silence_takes_it_to_the_next_and_then_to_coordination(town: make.Town):
    there, state, case = lent.neighbour(), lent.state_pool(), searching(town)
    lent.ask(town, case)

    assert run(jobs.go_on_with_loans, make.later(days=2)) == 0
    assert run(jobs.go_on_with_loans, THURSDAY) == 1
    assert [call.status for call in lent.calls()] == [CallStatus.EXPIRED, CallStatus.OPEN]
    assert run(jobs.go_on_with_loans, make.later(days=14)) == 1
    assert run(jobs.go_on_with_loans, make.later(days=15)) == 0

    assert lent.request().status is RequestStatus.NOBODY
    assert told(Message.LENDING_NOBODY) == 2
    for place in (there, state):
        with lent.within(place):
            gone = lent.only(LoanInquiry)
            assert (gone.status, gone.languages) == (CallStatus.EXPIRED, None)


def test_what_is_urgent_waits_a_day(town: make.Town):
    lent.neighbour()
    lent.state_pool()

    lent.ask(town, searching(town), urgent=True)

    assert run(jobs.go_on_with_loans, TUESDAY) == 1
    assert lent.request().rung is Rung.STATE


def test_both_at_once_if_coordination_says_so_and_later_by_a_button(town: make.Town):
    lent.neighbour()
    lent.state_pool()
    first, second = searching(town), searching(town)

    lent.ask(town, first, at_once=True)
    lent.ask(town, second)
    asking.widen(second, by=town.coordinator.id, at=make.NOON)
    asking.widen(second, by=town.coordinator.id, at=make.NOON)

    by_case = {case.id: [c.rung for c in lent.calls() if c.case_id == case.id] for case in (first, second)}
    assert sorted(by_case[first.id]) == sorted(by_case[second.id]) == [Rung.NEIGHBOURS, Rung.STATE]


def test_without_an_agreement_that_counts_nobody_is_asked(town: make.Town):
    there, _ = lent.neighbour(agreed=False), lent.state_pool()

    lent.ask(town, searching(town))

    assert [call.rung for call in lent.calls()] == [Rung.STATE]
    with lent.within(there):
        assert db.session.query(LoanInquiry).count() == 0


def test_asking_twice_asks_once(town: make.Town):
    lent.neighbour()
    case = searching(town)

    for _ in range(2):
        lent.ask(town, case)

    assert len(lent.calls()) == 1


def test_another_request_beside_one_that_runs_is_not_said_to_be_sent(town: make.Town):
    lent.neighbour()
    case = searching(town)
    lent.ask(town, case)

    with pytest.raises(Outrun):
        lent.ask(town, case, urgent=True)


def test_taken_back_it_is_over_for_everybody_it_has_reached(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)

    for _ in range(2):
        asking.withdraw(case.id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    assert (lent.request().status, lent.card().status) == (RequestStatus.WITHDRAWN, CardStatus.NOT_CHOSEN)
    with lent.within(there):
        assert lent.only(LoanInquiry).status is CallStatus.WITHDRAWN
        assert lent.only(LoanCandidate, id=candidate.id).status is CandidateStatus.WITHDRAWN
        assert told(Message.LOAN_OVER) == 1
    taken_back = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind="LoanRequestWithdrawn")
    assert taken_back.count() == 1


def test_the_case_that_finds_its_pair_at_home_needs_nobody_any_more(town: make.Town):
    lent.neighbour()
    found = approved(town)
    lent.ask(town, db.session.get_one(Case, found.case.id))

    transition(found.case, Verb.START_PREP, by=coordination(town), at=make.NOON)
    db.session.commit()

    assert lent.request().status is RequestStatus.WITHDRAWN


def test_an_interpreter_is_wanted_while_the_case_is_worked_on_too(town: make.Town):
    lent.neighbour()
    found = approved(town)
    transition(found.case, Verb.START_PREP, by=coordination(town), at=make.NOON)

    lent.ask(town, found.case, kind=LoanKind.INTERPRETER)

    assert lent.request().status is RequestStatus.OPEN
    with pytest.raises(NotAllowed, match="zurzeit niemand gesucht"):
        asking.prepare(found.case, lent.wish(), at_once=False, at=make.NOON)


def test_the_lender_takes_a_card_back_and_the_next_are_asked(town: make.Town):
    there, state, case = lent.neighbour(), lent.state_pool(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    run(jobs.go_on_with_loans, THURSDAY)
    assert [call.rung for call in lent.calls()] == [Rung.NEIGHBOURS], "a card waits for a decision"

    with acting_in(there.id):
        inquiry_id = lent.only(LoanInquiry).id
        answering.take_back(inquiry_id, candidate.id, by=there.coordinator.id, at=THURSDAY)
        db.session.commit()

    assert lent.card().status is CardStatus.WITHDRAWN
    assert lent.request().rung is Rung.STATE
    with lent.within(state):
        assert db.session.query(LoanInquiry).count() == 1


def test_a_consent_that_does_not_come_frees_the_card(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    lent.chosen(town, case, candidate)

    run(jobs.go_on_with_loans, THURSDAY)

    assert lent.card().status is CardStatus.WITHDRAWN
    assert lent.request().status is RequestStatus.NOBODY
    with lent.within(there):
        assert lent.only(LoanCandidate).status is CandidateStatus.EXPIRED
        with pytest.raises(Outrun):
            answering.agree(candidate.id, by=lent.user_of(who), at=THURSDAY)


def test_one_card_at_a_time_and_the_others_hear_that_they_are_free(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    first, second = lent.person(there), lent.person(there, "Zeray")
    lent.ask(town, case)
    one, two = lent.put_forward(there, first), lent.put_forward(there, second)
    lent.chosen(town, case, one)
    with pytest.raises(NotAllowed, match="Eine andere Karte"):
        choosing.choose(case.id, two.id, by=town.coordinator.id, at=make.NOON)
    db.session.rollback()

    lent.consents(there, first, one)

    assert lent.only(LoanCard, id=two.id).status is CardStatus.NOT_CHOSEN
    with lent.within(there):
        assert lent.only(LoanCandidate, id=two.id).status is CandidateStatus.NOT_CHOSEN
        assert lent.only(LoanInquiry).status is CallStatus.SERVED


def test_what_was_found_elsewhere_is_over_for_the_others(town: make.Town):
    there, third, case = lent.neighbour(), lent.neighbour("drittkreis"), searching(town)
    who = lent.person(there)

    lent.lent(town, there, case, who)

    with lent.within(third):
        assert lent.only(LoanInquiry).status is CallStatus.CLOSED
    assert lent.request().status is RequestStatus.SERVED


def test_nobody_is_put_forward_who_has_no_room_or_does_not_speak_it(town: make.Town):
    there = lent.neighbour()
    full, wrong = lent.person(there, "Voll", capacity=0), lent.person(there, "Falsch", "de C2, pl C2")
    weak, resting = lent.person(there, "Schwach", "de C2, ti B1"), lent.person(there, "Ruhe", resting=True)
    lent.ask(town, searching(town))

    with acting_in(there.id):
        inquiry_id = lent.only(LoanInquiry).id
        for who in (full, wrong, weak, resting):
            with pytest.raises(NotAllowed, match="lässt sich dafür zurzeit nicht fragen"):
                answering.ask_person(inquiry_id, who.id, by=there.coordinator.id, at=make.NOON)
            db.session.rollback()


def test_the_land_sees_sums_of_quarters_that_are_over_and_each_is_rounded(town: make.Town):
    there, state = lent.neighbour(), lent.state_pool()
    who = lent.person(there, capacity=9)
    lent.lent(town, there, searching(town), who)
    for _ in range(7):
        case = searching(town)
        lent.ask(town, case, languages=("ti", "so"))
        asking.withdraw(case.id, by=town.coordinator.id, at=make.NOON)
        db.session.commit()

    with lent.within(state):
        running, over = quarters(make.NOON.date()), quarters(make.later(days=40).date())
        kept = {(row.language, row.figure): row.count for row in db.session.query(LendingCount)}

    assert running == []
    (quarter,) = over
    assert kept[("", Figure.ASKED)] == 8 and kept[("so", Figure.ASKED)] == 7
    assert kept[("", Figure.BY_NEIGHBOUR)] == kept[("", Figure.QUICK)] == 1
    assert quarter.total.counts[Figure.ASKED] == 10 and quarter.total.counts[Figure.BY_NEIGHBOUR] == 0
    assert {row.label: row.counts[Figure.ASKED] for row in quarter.regions} == {"Musterkreis": 10}
