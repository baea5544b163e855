"""Ways through the table: only legal ones, and none without an end."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.moves import MOVES, missing, move, moves_from, possible, target_of
from app.cases.rules.guards import Guard
from app.cases.rules.status import MAX_AGE_WD, OWNER, Status, Verb, Who, is_open
from app.refusals import NotAllowed

TABLE = Path(__file__).parent / "tables" / "case_transitions.csv"
ROW_OF = {
    (Status[row["from"]], Verb[row["verb"]]): row
    for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())
}
EVERYBODY = frozenset(Who)
ALL_MET = frozenset(Guard)


def test_a_paused_case_goes_back_to_where_it_came_from():
    resume = move(Status.PAUSED, Verb.RESUME)

    assert target_of(resume, Status.PREP) is Status.PREP


def test_every_other_move_leads_where_its_row_says():
    accept = move(Status.TRIAGE, Verb.ACCEPT)

    assert target_of(accept) is Status.ACCEPTED


def test_a_paused_case_that_forgot_where_it_was_cannot_go_on():
    with pytest.raises(ValueError, match="paused from"):
        target_of(move(Status.PAUSED, Verb.RESUME))


@pytest.mark.parametrize("status", [s for s in Status if is_open(s)], ids=str)
def test_every_open_status_has_an_owner_an_age_and_a_way_out_that_exists_now(status):
    ways_out = moves_from(status)

    assert status in OWNER
    assert MAX_AGE_WD[status] > 0
    assert any(OWNER[status] in found.who for found in ways_out)


def test_from_every_open_status_a_case_can_be_closed():
    for status in Status:
        if is_open(status):
            assert any(found.target is Status.CLOSED for found in moves_from(status))


def test_danger_can_always_be_acted_on_while_a_case_is_worked_on():
    for status in set(MAX_AGE_WD) - {Status.PAUSED}:
        assert move(status, Verb.PROTECT).target is Status.PAUSED


def test_mediators_name_the_ground_on_which_secrecy_gives_way():
    guarded = {found.source for found in MOVES if Guard.LEGAL_GROUND_CHOSEN in found.guards}

    assert guarded == {Status.PREP, Status.MEDIATION}


MET = st.just(ALL_MET) | st.frozensets(st.sampled_from(Guard))


@given(st.lists(st.tuples(st.sampled_from(Verb), MET), max_size=60))
def test_a_case_never_leaves_the_table_however_it_is_led(deeds):
    status, paused_from = Status.NEW, None

    for verb, met in deeds:
        try:
            found = move(status, verb)
        except NotAllowed:
            assert (status, verb) not in ROW_OF
            continue
        if missing(found, met):
            continue
        row = ROW_OF[status, verb]
        assert set(filter(None, row["guards"].split(";"))) <= {guard.value for guard in met}
        before, status = status, target_of(found, paused_from)
        assert status.value == (paused_from.value if row["to"] == "RESUME_PREVIOUS" else row["to"])
        paused_from = before if status is Status.PAUSED else None
        assert (status is Status.PAUSED) == (paused_from is not None)
        assert paused_from is not Status.PAUSED
        over = status in {Status.CLOSED, Status.DELETED}
        assert over or (status in OWNER and status in MAX_AGE_WD)


@given(st.data())
def test_there_is_always_a_next_button_until_the_case_is_deleted(data):
    status, paused_from, steps = Status.NEW, None, 0

    while (options := possible(status, EVERYBODY, ALL_MET)) and steps < 100:
        found = data.draw(st.sampled_from(options)).move
        status, paused_from = target_of(found, paused_from), status
        steps += 1

    assert status is Status.DELETED or steps == 100
