"""How a case ended: where what is recorded decides, nobody picks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.moves import MOVES, ends, move, outcomes_for
from app.cases.rules.endings import fitting
from app.cases.rules.evidence import CaseFacts, refuses
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status, Verb
from tests.cases.test_evidence import ASKED, NO, TOOK_BACK, YES, facts

NOT_MEDIATED = (
    Outcome.NM_SELF,
    Outcome.NM_DECLINED_A,
    Outcome.NM_DECLINED_B,
    Outcome.NM_NO_MEDIATOR,
    Outcome.NM_NOSHOW,
)


@pytest.mark.parametrize(
    ("parties", "status", "left"),
    [
        ((NO, YES), Status.CONTACT, {Outcome.NM_DECLINED_A}),
        ((YES, NO), Status.CONTACT, {Outcome.NM_DECLINED_B}),
        ((YES, YES, NO), Status.CONTACT, {Outcome.NM_DECLINED_B}),
        ((YES, TOOK_BACK), Status.PREP, {Outcome.NM_DECLINED_B}),
        ((NO, NO), Status.CONTACT, {Outcome.NM_DECLINED_A, Outcome.NM_DECLINED_B}),
        ((YES, ASKED), Status.CONTACT, {Outcome.NM_SELF}),
        ((YES, YES), Status.MATCHING, {Outcome.NM_SELF, Outcome.NM_NO_MEDIATOR}),
        ((YES, YES), Status.PREP, {Outcome.NM_SELF, Outcome.NM_NOSHOW}),
    ],
)
def test_who_said_no_is_read_from_the_file_not_chosen(parties, status, left):
    assert set(fitting(NOT_MEDIATED, facts(parties=parties, worked_on=status))) == left


def test_a_recorded_agreement_stands_when_the_case_is_closed():
    close = move(Status.FOLLOWUP, Verb.CLOSE)
    agreed = facts(parties=(YES, YES), worked_on=Status.FOLLOWUP, outcome=Outcome.MED_PART)

    assert ends(close, agreed) == (Outcome.MED_PART,)


def test_what_was_clarified_is_never_closed_as_a_mediation():
    close = move(Status.FOLLOWUP, Verb.CLOSE)

    offered = ends(close, facts(parties=(YES, YES), worked_on=Status.FOLLOWUP))

    assert not {Outcome.MED_FULL, Outcome.MED_PART} & set(offered)
    assert {Outcome.CLR_SETTLED, Outcome.CLR_SHUTTLE} <= set(offered)


def test_a_mediation_that_a_party_leaves_was_ended_by_a_party():
    end = move(Status.MEDIATION, Verb.END_BY_WITHDRAWAL)

    assert ends(end, facts(parties=(YES, TOOK_BACK), worked_on=Status.MEDIATION)) == (Outcome.MED_STOP_PARTY,)


def test_a_paused_case_ends_as_what_it_was_paused_from():
    end = move(Status.PAUSED, Verb.END_BY_WITHDRAWAL)

    assert ends(end, facts(parties=(TOOK_BACK, YES), worked_on=Status.MATCHING)) == (Outcome.NM_DECLINED_A,)


FACTS = st.builds(
    facts,
    parties=st.lists(st.sampled_from([YES, NO, ASKED, TOOK_BACK]), max_size=4).map(tuple),
    worked_on=st.sampled_from([s for s in Status if s not in {Status.PAUSED, Status.DELETED}]),
    outcome=st.none() | st.sampled_from([Outcome.MED_FULL, Outcome.MED_PART]),
)


@given(st.sampled_from(MOVES), FACTS)
def test_every_closing_move_can_be_made_and_offers_nothing_of_its_own(found, known: CaseFacts):
    offered = outcomes_for(found)

    assert set(ends(found, known)) <= set(offered)
    assert bool(ends(found, known)) == bool(offered)


def test_the_order_of_the_parties_tells_the_sides():
    known = facts(parties=(YES, NO), worked_on=Status.CONTACT)

    swapped = replace(known, parties=known.parties[::-1])

    assert fitting(NOT_MEDIATED, swapped) == (Outcome.NM_DECLINED_A,)
    assert refuses(known.parties[1])
