"""What is wrong with a step is said at its field; what is not refused can be built."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.planning.forms.steps import FORMS, CaseStepForm
from app.planning.rules.checking import REMINDERS, built, faults
from app.planning.rules.filereading import EMPTY
from app.plans.codes import Anchor, FollowUp, HardMode, PlanKind, Trigger
from app.plans.template import CASE_STEPS, EVENT_STEPS
from app.workdays import Clock

DEFAULT = [(PlanKind.CASE, step) for step in CASE_STEPS] + [(PlanKind.EVENT, step) for step in EVENT_STEPS]
CASE = {step.code: step.to_row() for step in CASE_STEPS}

clocks = st.sampled_from([*(clock.value for clock in Clock), ""])
numbers = st.sampled_from(["", "0", "1", "3", "-2", "999", "10000", "viel"])
anchors = st.sampled_from([*(anchor.value for anchor in Anchor)])
follow_ups = st.sampled_from(["", *(one.value for one in FollowUp)])
stages = st.sampled_from([str(stage) for stage in range(1, 10)])
several = st.lists(st.sampled_from([*REMINDERS, "-7WD"]), max_size=3, unique=True).map(";".join)
rungs = st.lists(st.sampled_from(["M1", "M2", "M3", "M4"]), max_size=4, unique=True).map(";".join)
cells = st.fixed_dictionaries(
    {},
    optional={
        "label_de": st.text(max_size=90),
        "anchor": anchors,
        "count_from": anchors | st.just(""),
        "glasl_min": stages,
        "glasl_max": stages,
        "needs_clearance_above": st.sampled_from(["", "7", "8"]),
        "responsible": st.sampled_from(["", "COORDINATION", "CONTACT:KI;CASE_LEAD"]),
        "clock": st.sampled_from([clock.value for clock in Clock]),
        "amount": numbers,
        "reminders": several,
        "reminders_a": several,
        "ladder": rungs,
        "after_ladder": follow_ups,
        "after_hard": follow_ups,
        "attempts": numbers,
        "hard_mode": st.sampled_from(["", *(mode.value for mode in HardMode)]),
        "hard_anchor": anchors | st.just(""),
        "hard_clock": clocks,
        "hard_amount": numbers,
        "repeat_clock": clocks,
        "repeat_amount": numbers,
        "repeat_max": numbers,
    },
)


@given(step=st.sampled_from(CASE_STEPS), changed=cells)
def test_a_step_of_a_case_is_refused_in_words_or_can_be_built(step: Any, changed: dict[str, str]) -> None:
    row = {**step.to_row(), **changed}

    if not faults(PlanKind.CASE, row):
        again = built(PlanKind.CASE, row)
        assert built(PlanKind.CASE, again.to_row()) == again


@given(step=st.sampled_from(EVENT_STEPS), changed=cells, trigger=st.sampled_from(["", *Trigger]))
def test_so_is_a_step_of_the_event_plan(step: Any, changed: dict[str, str], trigger: str) -> None:
    row = {**step.to_row(), **changed, "trigger": trigger}
    row = {name: row[name] for name in EMPTY[PlanKind.EVENT]}

    if not faults(PlanKind.EVENT, row):
        assert built(PlanKind.EVENT, row).to_row()["trigger"] == trigger


@pytest.mark.parametrize(("kind", "step"), DEFAULT, ids=lambda one: getattr(one, "code", ""))
def test_saving_a_page_on_which_nothing_was_changed_changes_nothing(app: Any, kind: Any, step: Any) -> None:
    row = step.to_row()
    with app.test_request_context(method="GET"):
        form = FORMS[kind].of(row)
        sent = form.row(row)

    assert faults(kind, row) == faults(kind, sent) == []
    assert built(kind, sent) == step


@pytest.mark.parametrize(
    ("code", "changed", "field", "said"),
    [
        ("F06", {"label_de": " "}, "label_de", "Bitte geben Sie dem Schritt einen Namen."),
        ("F06", {"responsible": ""}, "responsible", "Bitte wählen Sie, wer den Schritt übernimmt."),
        ("F06", {"amount_b": "501"}, "amount_b", "Bitte geben Sie eine Zahl von %(lowest)s"),
        ("F12", {"glasl_min": "5"}, "glasl_max", "Die höchste Stufe liegt unter der niedrigsten."),
        ("F12", {"repeat_clock": "WD"}, "repeat_amount", "Bitte sagen Sie, nach welcher Zeit der Schritt"),
        ("F08", {"attempts": ""}, "attempts", "Bitte sagen Sie, wie viele Versuche es gibt: 1 bis 9."),
        ("F08", {"hard_amount": "-3"}, "hard_amount", "Rückwärts zählen lassen sich nur Arbeitstage"),
        ("F22", {"ladder": ""}, "after_ladder", "Das geschieht mit der letzten Stufe."),
        ("F07", {"ladder": "M2;M4"}, "after_ladder", "Das geschieht eine Stufe nach der letzten gewählten."),
        ("F21", {"amount": "2"}, "amount", "Die Frist der Anfrage steht fest."),
        ("F20", {"glasl_max": "7"}, "needs_clearance_above", "Eine Freigabe der Sicherheit"),
    ],
)  # fmt: skip
def test_each_fault_stands_at_its_field(code: str, changed: dict[str, str], field: str, said: str) -> None:
    (fault,) = faults(PlanKind.CASE, {**CASE[code], **changed})

    assert fault.field == field
    assert fault.sentence.startswith(said)


def test_every_field_of_the_form_is_a_column_of_the_row() -> None:
    own = {"version", "csrf_token", "others"}
    fields = {name for name in dir(CaseStepForm) if hasattr(getattr(CaseStepForm, name), "field_class")}

    assert fields - own <= set(EMPTY[PlanKind.CASE])
