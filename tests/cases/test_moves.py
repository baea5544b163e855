"""The table of moves, and what each status allows."""

import csv
from pathlib import Path

import pytest

from app.cases.moves import MOVES, diagram, missing, move, moves_from, outcomes_for, possible
from app.cases.rules.guards import FORM_GUARDS, Guard
from app.cases.rules.outcomes import Outcome, OutcomeGroup
from app.cases.rules.status import Status, Verb, Who, is_open
from app.refusals import NotAllowed

HERE = Path(__file__).parent
ROWS = list(
    csv.DictReader((HERE / "tables" / "case_transitions.csv").read_text(encoding="utf-8").splitlines())
)
ROW_OF = {(Status[row["from"]], Verb[row["verb"]]): row for row in ROWS}
EVERYBODY = frozenset(Who)
ALL_MET = frozenset(Guard)

# The table


def test_the_moves_are_those_of_the_table_and_no_others():
    written = {
        (
            found.source.value,
            found.target.value if found.target else "RESUME_PREVIOUS",
            ";".join(sorted(found.who)),
            found.verb.value,
            found.verb.label,
            ";".join(found.guards),
            ";".join(sorted(found.flags)),
            ";".join(sorted(found.outcome_groups)),
        )
        for found in MOVES
    }
    expected = {
        (
            row["from"],
            row["to"],
            ";".join(sorted(row["who"].split(";"))),
            row["verb"],
            row["verb_de"],
            row["guards"],
            ";".join(sorted(row["sets_flag"].split(";"))),
            ";".join(sorted(row["outcome_groups"].split(";"))),
        )
        for row in ROWS
    }

    assert written == expected
    assert len(MOVES) == len(ROWS) == 82


@pytest.mark.parametrize("verb", Verb, ids=str)
@pytest.mark.parametrize("status", Status, ids=str)
def test_what_the_table_does_not_know_is_refused_in_words(status, verb):
    if (status, verb) in ROW_OF:
        assert (move(status, verb).source, move(status, verb).verb) == (status, verb)
        return

    with pytest.raises(NotAllowed) as refusal:
        move(status, verb)

    assert str(refusal.value) == f"„{verb.label}“ geht nicht, solange der Fall „{status.label}“ ist."


def test_the_documentation_is_in_step_with_the_table():
    assert (HERE.parents[1] / "docs" / "status.md").read_text(encoding="utf-8") == diagram()


# Guards


@pytest.mark.parametrize(
    ("found", "guard"),
    [pytest.param(m, guard, id=f"{m.source}-{m.verb}-{guard}") for m in MOVES for guard in m.guards],
)
def test_each_guard_alone_blocks_its_move(found, guard):
    assert missing(found, ALL_MET - {guard}) == [guard]
    assert missing(found, ALL_MET) == []


def test_guards_are_named_in_the_order_of_the_row():
    accept = move(Status.TRIAGE, Verb.ACCEPT)

    assert missing(accept, frozenset()) == [Guard.SCREENING_FIT, Guard.PRIORITY_SET]


def test_an_outcome_that_is_offered_answers_its_guard():
    decline = move(Status.TRIAGE, Verb.DECLINE)

    assert missing(decline, frozenset(), Outcome.NA_UNFIT) == []
    assert missing(decline, frozenset(), Outcome.MED_FULL) == [Guard.OUTCOME_SET]
    assert missing(decline, ALL_MET, Outcome.MED_FULL) == [Guard.OUTCOME_SET]


@pytest.mark.parametrize("status", [Status.CONTACT, Status.CLARIFY], ids=str)
def test_only_not_reached_has_to_wait_for_the_attempts(status):
    closing = move(status, Verb.CLOSE_WITHOUT_CONTACT)

    assert missing(closing, frozenset(), Outcome.NC_UNREACHED) == [Guard.ATTEMPTS_EXHAUSTED]
    assert missing(closing, frozenset(), Outcome.NC_MOVED) == []
    assert missing(closing, frozenset({Guard.OUTCOME_SET})) == [Guard.ATTEMPTS_EXHAUSTED]
    assert missing(closing, frozenset({Guard.ATTEMPTS_EXHAUSTED}), Outcome.NC_UNREACHED) == []


# Outcomes


def test_a_mediation_ends_without_agreement_or_is_followed_up_first():
    offered = outcomes_for(move(Status.MEDIATION, Verb.END_MEDIATION))

    assert offered == (Outcome.MED_NONE, Outcome.MED_IMPROVED, Outcome.MED_STOP_PARTY, Outcome.MED_STOP_MED)


def test_after_the_follow_up_the_agreement_is_confirmed():
    offered = outcomes_for(move(Status.FOLLOWUP, Verb.CLOSE))

    assert {Outcome.MED_FULL, Outcome.MED_PART, Outcome.CLR_SETTLED} <= set(offered)


def test_a_withdrawn_report_has_one_outcome():
    for status in (Status.NEW, Status.TRIAGE, Status.INFO):
        assert outcomes_for(move(status, Verb.WITHDRAW_REPORT)) == (Outcome.WD_REPORTER,)


def test_moves_that_close_and_the_agreement_offer_an_outcome_and_no_others_do():
    offering = {(found.source, found.verb) for found in MOVES if outcomes_for(found)}

    assert offering == {(found.source, found.verb) for found in MOVES if found.target is Status.CLOSED} | {
        (Status.MEDIATION, Verb.RECORD_AGREEMENT)
    }


def test_an_agreement_is_noted_as_full_or_in_part_and_nothing_else():
    record = move(Status.MEDIATION, Verb.RECORD_AGREEMENT)
    written_down = frozenset({Guard.AGREEMENT_RECORDED})

    assert outcomes_for(record) == (Outcome.MED_FULL, Outcome.MED_PART)
    assert missing(record, written_down, Outcome.MED_PART) == []
    assert missing(record, written_down, Outcome.MED_NONE) == [Guard.AGREEMENT_RECORDED]
    assert missing(record, frozenset(), Outcome.MED_PART) == [Guard.AGREEMENT_RECORDED]


# Buttons


def test_the_main_way_comes_first():
    first = {status: next(found.verb for found in moves_from(status)) for status in Status if is_open(status)}

    assert first == {
        Status.NEW: Verb.START_TRIAGE,
        Status.TRIAGE: Verb.ACCEPT,
        Status.INFO: Verb.ANSWER,
        Status.ACCEPTED: Verb.START_CONTACT,
        Status.CONTACT: Verb.START_MATCHING,
        Status.CLARIFY: Verb.START_MATCHING,
        Status.MATCHING: Verb.SEND_OFFERS,
        Status.PROPOSED: Verb.START_PREP,
        Status.PREP: Verb.START_MEDIATION,
        Status.MEDIATION: Verb.RECORD_AGREEMENT,
        Status.FOLLOWUP: Verb.CLOSE,
        Status.PAUSED: Verb.RESUME,
    }


def test_a_reporter_may_answer_or_withdraw_and_nothing_else():
    seen = {
        status: [option.move.verb for option in possible(status, frozenset({Who.REPORTER}), ALL_MET)]
        for status in Status
    }

    assert {status: verbs for status, verbs in seen.items() if verbs} == {
        Status.NEW: [Verb.WITHDRAW_REPORT],
        Status.TRIAGE: [Verb.WITHDRAW_REPORT],
        Status.INFO: [Verb.ANSWER, Verb.WITHDRAW_REPORT],
    }


def test_a_button_that_is_shut_says_why():
    options = possible(Status.TRIAGE, frozenset({Who.COORDINATION}), frozenset({Guard.PRIORITY_SET}))

    accept = options[0]
    assert accept.move.verb is Verb.ACCEPT
    assert [guard.label for guard in accept.missing] == [
        "Annehmen lässt sich ein Fall erst, wenn die Prüfung „geeignet“ oder „mit Bedingungen geeignet“ "
        "ergeben hat."
    ]


def test_what_the_form_asks_for_shuts_no_button():
    options = {o.move.verb: o.missing for o in possible(Status.TRIAGE, EVERYBODY, frozenset())}

    assert options[Verb.DECLINE] == options[Verb.PAUSE] == options[Verb.PROTECT] == ()
    assert options[Verb.END_BY_WITHDRAWAL] == (Guard.CONSENT_WITHDRAWN,)


def test_whoever_stands_in_every_relation_has_a_button_for_every_move():
    shown = {(status, o.move.verb) for status in Status for o in possible(status, EVERYBODY, ALL_MET)}

    assert shown == set(ROW_OF)


def test_somebody_with_two_roles_has_the_buttons_of_both():
    both = possible(Status.MEDIATION, frozenset({Who.MEDIATOR, Who.COORDINATION}), ALL_MET)

    assert {Verb.RECORD_AGREEMENT, Verb.REPLACE_MEDIATOR} <= {option.move.verb for option in both}


# The table as a whole


def test_form_guards_stand_on_moves_of_people_only():
    for found in MOVES:
        if FORM_GUARDS & set(found.guards):
            assert Who.SYSTEM not in found.who


def test_outcome_groups_of_all_moves_cover_every_group():
    assert frozenset().union(*(found.outcome_groups for found in MOVES)) == set(OutcomeGroup)
