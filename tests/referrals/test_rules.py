"""What can become of an offer and of its seat."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.rules.status import Who
from app.referrals.rules import (
    HOLDING,
    OFFER_MOVES,
    OPEN,
    OfferStatus,
    OfferVerb,
    Reason,
    SeatStatus,
    may_stand_by,
    offer_move,
    reasons_for,
    seat_status,
)
from app.refusals import NotAllowed

TABLE = Path(__file__).parent / "tables" / "offer_transitions.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
ROW_OF = {(OfferStatus[row["from"]], OfferVerb[row["verb"]]): row for row in ROWS}
OVER = {OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN, OfferStatus.SUPERSEDED}


def test_the_moves_are_those_of_the_table_and_no_others():
    written = [
        {
            "from": move.source.value,
            "to": move.target.value,
            "who": ";".join(sorted(move.who)),
            "verb": move.verb.value,
            "verb_de": move.label,
            "reasons": ";".join(move.reasons),
        }
        for move in OFFER_MOVES
    ]
    expected = [
        {key: value for key, value in row.items() if key != "verb_en"}
        | {"who": ";".join(sorted(row["who"].split(";")))}
        for row in ROWS
    ]

    assert written == expected


@pytest.mark.parametrize("verb", OfferVerb, ids=str)
@pytest.mark.parametrize("status", OfferStatus, ids=str)
def test_what_the_table_does_not_know_is_refused_in_words(status, verb):
    if row := ROW_OF.get((status, verb)):
        assert offer_move(status, verb).target.value == row["to"]
        return

    with pytest.raises(NotAllowed) as refusal:
        offer_move(status, verb)

    assert str(refusal.value) == (f"„{verb.label}“ geht nicht, solange die Anfrage „{status.label}“ ist.")


@pytest.mark.parametrize("status", sorted(OVER), ids=str)
def test_an_offer_that_is_over_stays_so(status):
    assert [move for move in OFFER_MOVES if move.source is status] == []


def test_the_person_asked_says_yes_or_no():
    asked = (move for move in OFFER_MOVES if move.source is OfferStatus.OFFERED)
    verbs = {move.verb for move in asked if Who.MEDIATOR in move.who}

    assert verbs == {OfferVerb.SHOW_INTEREST, OfferVerb.DECLINE}


def test_the_button_for_a_no_speaks_as_the_person_would():
    assert offer_move(OfferStatus.OFFERED, OfferVerb.DECLINE).label == "Ich kann nicht"
    assert offer_move(OfferStatus.INTERESTED, OfferVerb.DECLINE).label == "Absagen"


def test_nobody_accepts_before_the_conflict_check():
    leading_there = {move.source for move in OFFER_MOVES if move.target is OfferStatus.ACCEPTED}

    assert leading_there == {OfferStatus.INTERESTED}


def test_a_mediator_gives_the_own_seat_back_and_for_no_other_reason():
    give_back = offer_move(OfferStatus.ACCEPTED, OfferVerb.GIVE_BACK)

    assert reasons_for(give_back, Who.MEDIATOR) == (Reason.MEDIATOR_GAVE_BACK,)
    assert Reason.PARTY_DECLINED in reasons_for(give_back, Who.COORDINATION)


def test_a_conflict_of_interest_is_a_reason_only_once_names_are_known():
    known = offer_move(OfferStatus.INTERESTED, OfferVerb.DECLINE)
    anonymous = offer_move(OfferStatus.OFFERED, OfferVerb.DECLINE)

    assert Reason.CONFLICT_OF_INTEREST in reasons_for(known, Who.MEDIATOR)
    assert Reason.CONFLICT_OF_INTEREST not in reasons_for(anonymous, Who.MEDIATOR)


def test_a_late_yes_puts_on_stand_by():
    assert {status for status in OfferStatus if may_stand_by(status)} == {
        OfferStatus.EXPIRED,
        OfferStatus.SUPERSEDED,
    }


@pytest.mark.parametrize(
    ("offers", "seat"),
    [
        ([], SeatStatus.FREE),
        ([OfferStatus.PROPOSED, OfferStatus.DECLINED], SeatStatus.FREE),
        ([OfferStatus.WITHDRAWN, OfferStatus.EXPIRED, OfferStatus.SUPERSEDED], SeatStatus.FREE),
        ([OfferStatus.OFFERED, OfferStatus.PROPOSED], SeatStatus.ASKED),
        ([OfferStatus.INTERESTED, OfferStatus.OFFERED], SeatStatus.HELD),
        ([OfferStatus.ACCEPTED, OfferStatus.SUPERSEDED], SeatStatus.TAKEN),
    ],
)
def test_a_seat_stands_where_its_offers_stand(offers, seat):
    assert seat_status(offers) is seat


@given(st.lists(st.sampled_from(OfferVerb), max_size=20))
def test_an_offer_holds_its_seat_only_after_a_yes_to_a_question(verbs):
    status, way = OfferStatus.PROPOSED, [OfferStatus.PROPOSED]

    for verb in verbs:
        if (status, verb) in ROW_OF:
            status = offer_move(status, verb).target
            way.append(status)

    if status in HOLDING:
        assert OfferStatus.OFFERED in way
        assert OfferStatus.INTERESTED in way
    assert len(way) <= 5
    assert status in OPEN | HOLDING | OVER | {OfferStatus.PROPOSED}
