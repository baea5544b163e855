"""Agreed measures become steps of the plan, with the date that was agreed, and run like any other step."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.cases.events import CaseMoved, StageRated
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status, Verb
from app.conferences.rules import MeasureEnd
from app.database import db
from app.events import publish
from app.localtime import end_of, local
from app.municipalities.rules import OfficeKind
from app.plans.actions.ending import drop
from app.plans.actions.starting import priority_changed
from app.plans.actions.working import extend
from app.plans.jobs import ring_alarms
from app.plans.models import Alarm, PlanStep, StepEnd
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.conferences import calling


@pytest.fixture
def conference(town: make.Town):
    made = calling.called(town, calling.case(town))
    calling.invited(town, made)
    return made


def step_of(measure) -> PlanStep:
    db.session.expire_all()
    return db.session.get_one(PlanStep, measure.id)


def test_a_measure_is_a_step_with_its_own_date_and_holder(town: make.Town, conference) -> None:
    of_office = calling.agreed(town, conference)
    of_lead = calling.agreed(town, conference, None, due_on=date(2026, 3, 11))

    assert local(step_of(of_office).due_at).date() == calling.NEXT_MONDAY
    assert (step_of(of_office).holder, step_of(of_lead).holder) == ("COORDINATION", "CASE_LEAD")


def test_the_plan_names_the_measure_by_nothing_that_is_confidential(
    town: make.Town, browser: Browser, conference
) -> None:
    measure = calling.agreed(town, conference)
    window = browser.as_(town.lead, sees={"place", "purpose", "share", "measure"})
    plan = f"/faelle/{conference.case_id}/plan"

    page = browser.as_(town.lead).get(plan)
    step = browser.as_(town.lead).get(f"{plan}/{measure.id}")
    there = window.get(step.links["Zur Maßnahme bei der Fallkonferenz"])

    assert "Maßnahme der Fallkonferenz" in page.main
    assert "Dieser Tag wurde in der Fallkonferenz vereinbart." in step.main
    assert there.path == f"/faelle/{conference.case_id}/fallkonferenzen/massnahmen/{measure.id}"
    assert "Ordnungsamt" in there.main


def test_it_stands_among_the_open_tasks(town: make.Town, browser: Browser, conference) -> None:
    calling.agreed(town, conference)
    content = {f"cases.{n}" for n in ("description", "goal", "location", "internal_note", "handover_summary")}

    file = browser.as_(town.lead, sees=content).get(f"/faelle/{conference.case_id}")
    start = browser.as_(town.coordinator).get("/")

    assert "Maßnahme der Fallkonferenz" in file.main
    assert "Maßnahme der Fallkonferenz" in start.main


def test_a_missed_measure_climbs_the_ladder(town: make.Town, conference) -> None:
    measure_id = calling.agreed(town, conference).id

    ring_alarms(make.later(days=20))

    alarms = db.session.scalars(sa.select(Alarm).where(Alarm.step_id == measure_id))
    assert {alarm.kind for alarm in alarms if alarm.handled_at} == {"-1WD", "M1", "M2"}


def test_what_moves_other_dates_leaves_an_agreed_one(town: make.Town, conference) -> None:
    measure, case = calling.agreed(town, conference), db.session.get_one(make.Case, conference.case_id)
    before = step_of(measure).due_at

    case.priority = Priority.C
    priority_changed(case.id, at=make.NOON)
    publish(StageRated(case_id=case.id, actor_id=None, at=make.NOON, stage=5, before=2))
    for verb, old, new in (
        (Verb.PAUSE, Status.CLARIFY, Status.PAUSED),
        (Verb.RESUME, Status.PAUSED, Status.CLARIFY),
    ):
        at = make.later(days=3 if new is Status.CLARIFY else 0)
        publish(CaseMoved(case_id=case.id, actor_id=None, at=at, verb=verb, before=old, status=new))
    db.session.commit()

    assert (step_of(measure).due_at, step_of(measure).ended_at) == (before, None)


def test_what_the_plan_says_of_a_step_the_measure_says_too(town: make.Town, conference) -> None:
    dropped, moved = calling.agreed(town, conference), calling.agreed(town, conference)
    by = town.coordinator.id

    drop(conference.case_id, dropped.id, by=by, at=make.NOON, reason="Hat sich erledigt")
    later = end_of(date(2026, 3, 12))
    extend(conference.case_id, moved.id, to=later, reason="Urlaub", by=by, at=make.NOON)
    db.session.commit()

    assert (step_of(dropped).end, dropped.end) == (StepEnd.NOT_NEEDED, MeasureEnd.DROPPED)
    assert moved.due_on == date(2026, 3, 12)


def test_a_measure_ends_with_its_case(town: make.Town, conference) -> None:
    measure = calling.agreed(town, conference)

    publish(
        CaseMoved(
            case_id=conference.case_id,
            actor_id=None,
            at=make.NOON,
            verb=Verb.CLOSE,
            before=Status.CLARIFY,
            status=Status.CLOSED,
        )
    )
    db.session.commit()

    assert (step_of(measure).end, measure.end) == (StepEnd.CASE_ENDED, MeasureEnd.CASE_ENDED)


def test_nobody_adds_a_measure_without_its_conference(town: make.Town, browser: Browser, conference) -> None:
    page = browser.as_(town.lead).post(f"/faelle/{conference.case_id}/plan/hinzufuegen", {"step": "MEASURE"})

    assert page.status_code == 422
    assert db.session.scalar(sa.select(PlanStep.id).where(PlanStep.code == "MEASURE")) is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_on": date(2026, 3, 2)}, "in der Zukunft"),
        ({"due_on": date(2026, 3, 8)}, "kein Arbeitstag"),
        ({"office": OfficeKind.INTEGRATION}, "nicht eingeladen"),
    ],
)
def test_a_measure_needs_a_day_and_an_owner_that_fit(
    town: make.Town, conference, values: dict, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        calling.agreed(town, conference, **values)


def test_a_measure_is_agreed_on_the_page(town: make.Town, browser: Browser, conference) -> None:
    window = browser.as_(town.coordinator, sees={"place", "purpose", "share", "measure"})
    base = f"/faelle/{conference.case_id}/fallkonferenzen/{conference.id}"
    page = window.get(f"{base}/massnahmen/neu")
    text = make.canary("measure")
    wish = {"text": text, "owner": str(town.office.id), "due_on": "2026-03-09"}

    refused = window.submit(page, {**wish, "due_on": "2026-03-07"}, button="Maßnahme festhalten")
    done = [window.submit(page, wish, button="Maßnahme festhalten") for _ in range(2)]

    assert (refused.status_code, text in refused.main) == (422, True)
    assert "Samstag" in refused.main
    assert done[-1].main.count(text) == 1
    assert "Ordnungsamt · bis Mo 09.03.2026" in done[-1].main
