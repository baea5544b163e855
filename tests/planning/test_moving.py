"""An open case goes over to a newer version: what was shown happens, once, and nothing else."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.models import Case
from app.database import db
from app.localtime import local
from app.planning.actions import drafting
from app.planning.actions.moving import move_case
from app.planning.queries.moving import CaseToMove, of_case
from app.planning.rules.filereading import EMPTY
from app.plans.actions import resting
from app.plans.actions.ending import finish
from app.plans.actions.working import extend
from app.plans.codes import PlanKind
from app.plans.models import Alarm, Plan, StepChange, StepEnd, Wait
from app.plans.waiting import WaitEnd, WaitsFor
from app.refusals import Outrun
from tests import make
from tests.planning.conftest import NOW
from tests.planning.plans import approved, edit, rule_id, version_of
from tests.plans.running import due, open_codes, ring, steps, waiting, wall

OWN = {
    "label_de": "Sprachbedarf klären",
    "task_de": "Mit jeder Partei klären, in welcher Sprache sie sprechen möchte.",
    "anchor": "REPORT_SUBMITTED",
    "first_wave": "yes",
    "glasl_min": "1",
    "glasl_max": "9",
    "responsible": "CASE_LEAD",
    "clock": "WD",
    "amount": "3",
    "ladder": "M2",
}


def remove(town: make.Town, code: str) -> None:
    drafting.remove_step(rule_id(code), by=town.coordinator.id, at=NOW)
    db.session.commit()


def shown(case: Case) -> CaseToMove:
    version = db.session.scalars(sa.select(Plan.id).order_by(Plan.version.desc())).first()
    assert version is not None
    found = of_case(case.id, version, NOW)
    assert found is not None
    return found[1]


def fates(case: Case) -> list[tuple[str, str, str]]:
    return [(one.fate.value, one.rule.code, one.why) for one in shown(case).consequences]


def move(town: make.Town, case: Case, seal: str | None = None) -> bool:
    moved = move_case(case.id, shown=seal, by=town.coordinator.id, at=NOW)
    db.session.commit()
    return moved


def test_asking_changes_nothing_and_a_running_case_keeps_its_version(town, case):
    edit("F01", town.coordinator.id, amount="3")
    approved(town)

    assert fates(case) == [("MOVES", "F01", "")]
    assert (version_of(case), due(case, "F01")) == (1, "2027-05-28T23:59")


def test_what_was_shown_happens_and_the_first_date_stays_readable(town, case):
    edit("F01", town.coordinator.id, amount="3", reminders="-1WD")
    remove(town, "F02")
    drafting.add_step(PlanKind.CASE, {**EMPTY[PlanKind.CASE], **OWN}, by=town.coordinator.id, at=NOW)
    approved(town)
    told = [(one.fate.value, one.rule.code) for one in shown(case).consequences]

    move(town, case, shown(case).seal)

    assert sorted(told) == [("ENDS", "F02"), ("MOVES", "F01"), ("STARTS", "K01")]
    assert open_codes(case) == ["F01", "K01"]
    assert (due(case, "F01"), due(case, "K01")) == ("2027-06-01T23:59", "2027-06-01T23:59")
    assert waiting(case, "F01").keys() == {"-1WD", "M1", "M2"}
    assert (steps(case)["F02"].end, waiting(case, "F02")) == (StepEnd.PLAN_CHANGED, {})
    assert local(steps(case)["F01"].original_due_at).day == 28
    assert db.session.scalars(sa.select(StepChange.cause)).all() == ["Neue Fassung des Plans"]
    kinds = db.session.scalars(sa.select(TimelineEntry.kind)).all()
    assert kinds.count("CaseReplanned") == 1


def test_waiting_that_is_over_counts_under_the_new_version_too(town, case):
    """Three working days are left on Wednesday, and still on the Tuesday on which it goes on."""
    edit("F01", town.coordinator.id, amount="3")
    approved(town)
    wanted = resting.Waiting(
        waits_for=WaitsFor.OFFICE,
        party_id=None,
        until=date(2027, 6, 30),
        reason="Akteneinsicht",
        step_ids=frozenset({steps(case)["F01"].id}),
    )
    resting.begin(case.id, wanted, by=town.coordinator.id, at=NOW)
    wait = db.session.scalars(sa.select(Wait)).one()
    resting.end(wait, how=WaitEnd.BY_HAND, ended_at=wall("2027-06-01T10:00"), at=NOW, by=town.coordinator.id)
    db.session.commit()

    move(town, case)

    assert due(case, "F01") == "2027-06-04T23:59"


def test_moving_twice_is_moving_once(town, case):
    edit("F01", town.coordinator.id, amount="3")
    approved(town)
    seal = shown(case).seal

    assert [move(town, case, seal), move(town, case, seal)] == [True, False]
    assert version_of(case) == 2


def test_what_has_changed_since_it_was_shown_is_shown_again(town, case):
    edit("F01", town.coordinator.id, amount="3")
    approved(town)
    seal = shown(case).seal
    extend(
        case.id,
        steps(case)["F01"].id,
        to=wall("2027-06-10T12:00"),
        reason="Krank",
        by=town.coordinator.id,
        at=NOW,
    )
    db.session.commit()

    with pytest.raises(Outrun):
        move(town, case, seal)
    db.session.rollback()

    assert version_of(case) == 1
    assert fates(case) == [("STAYS", "F01", "Die Frist wurde in diesem Fall eigens geändert und bleibt.")]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (
            {"clock": "SH", "amount": "0"},
            "Nach der neuen Fassung wäre sie schon vorbei; deshalb bleibt die bisherige.",
        ),
        ({"amount": "2"}, ""),
    ],
)
def test_nobody_is_late_because_of_a_new_version(town, case, cells, why):
    edit("F01", town.coordinator.id, **cells)
    approved(town)

    move(town, case)

    assert (due(case, "F01") == "2027-05-28T23:59") is bool(why)


def test_a_missed_step_stays_missed_and_its_ladder_is_not_climbed_again(town, case):
    ring("2027-05-26T14:01")
    edit("F02", town.coordinator.id, amount="8")
    approved(town)
    later = wall("2027-05-26T14:05")
    climbed = db.session.scalar(
        sa.select(sa.func.count(Alarm.id)).where(Alarm.kind == "M1", Alarm.handled_at.is_not(None))
    )
    move_case(case.id, shown=None, by=town.coordinator.id, at=later)
    db.session.commit()
    rung = ring("2027-05-26T14:10")

    assert (climbed, rung) == (1, 0)
    assert due(case, "F02") == "2027-05-26T14:00"


def test_a_step_that_others_hold_is_handed_over(town, case):
    edit("F01", town.coordinator.id, responsible="CASE_LEAD")
    approved(town)
    (one,) = shown(case).consequences

    move(town, case)

    assert (one.fate.value, one.was_held, one.held) == ("HANDED", "Koordinierungsstelle", "Fallverantwortung")
    assert steps(case)["F01"].holder == "CASE_LEAD"


def test_a_repeated_step_comes_back_as_often_as_the_new_version_says(town, case):
    edit("F10", town.coordinator.id, first_wave="yes")
    approved(town)
    move(town, case)
    first = waiting(case, "F10")["ROUND"]
    drafting.begin(by=town.coordinator.id, at=NOW)
    edit("F10", town.coordinator.id, repeat_amount="5", amount="20")
    approved(town)

    move(town, case)

    assert (first[:10], waiting(case, "F10")["ROUND"][:10]) == ("2027-06-24", "2027-06-03")


def test_a_step_taken_out_of_the_plan_does_not_come_back(town, case):
    edit("F10", town.coordinator.id, first_wave="yes")
    approved(town)
    move(town, case)
    finish(case.id, steps(case)["F10"].id, by=town.coordinator.id, at=NOW)
    db.session.commit()
    before = waiting(case, "F10").keys()
    drafting.begin(by=town.coordinator.id, at=NOW)
    remove(town, "F10")
    approved(town)

    move(town, case)

    assert (before, waiting(case, "F10")) == ({"ROUND"}, {})


def test_a_step_taken_out_of_the_plan_still_explains_what_was(town, case, browser):
    remove(town, "F02")
    approved(town)
    move(town, case)
    window = browser.as_(town.coordinator)

    plan = window.get(f"/faelle/{case.id}/plan")
    step = window.get(f"/faelle/{case.id}/plan/{steps(case)['F02'].id}")

    assert "Gefahrencheck" in plan.main
    assert "entfallen: neue Fassung des Plans" in step.main
    assert not any("Gefahrencheck" in (option.text or "") for option in plan.elements("option"))
