"""The lead asks whether an agreement holds; when both checks are recorded the case may be closed."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.actions.moves import PROGRAM, transition
from app.cases.events import CaseMoved
from app.cases.models import Case
from app.cases.queries.facts import met
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status, Verb
from app.database import db
from app.events import publish
from app.feedback.actions import checks
from app.feedback.models import FollowUpCheck
from app.feedback.queries.checks import checks_of
from app.feedback.rules.checks import Check, CheckResult
from app.plans.models import PlanStep, StepEnd
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.feedback import after
from tests.plans.running import with_plan

CONTENT = {
    f"cases.{name}" for name in ("description", "goal", "location", "internal_note", "handover_summary")
}
DONE = Guard.FOLLOWUP_DONE_OR_WAIVED


def record(town: make.Town, case: Case, check: Check, result: CheckResult = CheckResult.HOLDS) -> None:
    checks.record(case, check, result, check_id=uuid4(), by=after.as_lead(town), at=make.NOON)
    db.session.commit()


def steps(case: Case) -> dict[str, PlanStep]:
    db.session.expire_all()
    return {s.code: s for s in db.session.scalars(sa.select(PlanStep).where(PlanStep.case_id == case.id))}


def agreed(town: make.Town) -> Case:
    """The agreement was just recorded: the checks are steps of the plan."""
    with_plan(town.municipality)
    case = after.followed_up(town)
    publish(
        CaseMoved(
            case_id=case.id,
            actor_id=town.lead.id,
            at=make.NOON,
            verb=Verb.RECORD_AGREEMENT,
            before=Status.MEDIATION,
            status=Status.FOLLOWUP,
        )
    )
    db.session.commit()
    return case


def test_both_checks_open_the_way_to_closing(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)
    window = browser.as_(town.lead, sees=CONTENT)
    for result in ("HOLDS", "PART_HOLDS"):
        page = window.get(f"/faelle/{case.id}/nachsorge/nachfrage")
        page = window.submit(page, {"result": result}, button="Ergebnis festhalten")

    assert "hält teilweise" in page.main
    window.submit(
        window.get(f"/faelle/{case.id}/schritt/fall-abschliessen"),
        {"outcome": "MED_FULL"},
        button="Fall abschließen",
    )
    db.session.expire_all()
    assert case.status is Status.CLOSED


def test_nobody_ticks_what_wasnt_asked(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)
    window = browser.as_(town.lead, sees=CONTENT)

    file = window.get(f"/faelle/{case.id}")
    page = window.post(f"/faelle/{case.id}/bestaetigen", {"guard": DONE.value})

    assert "Die Nachfragen sind geführt" not in file.main
    assert page.status_code == 409
    assert DONE.label in page.main


def test_one_check_is_not_enough(town: make.Town) -> None:
    case = after.followed_up(town)

    record(town, case, Check.FIRST)

    assert DONE not in met(case, make.NOON)


def test_the_second_comes_after_the_first(town: make.Town) -> None:
    case = after.followed_up(town)

    with pytest.raises(NotAllowed, match="zuerst das Ergebnis der ersten"):
        record(town, case, Check.SECOND)


def test_the_steps_of_the_plan_are_done_by_the_result(town: make.Town) -> None:
    case = agreed(town)
    assert {steps(case)[code].end for code in ("F51", "F52")} == {None}

    record(town, case, Check.FIRST)

    assert (steps(case)["F51"].end, steps(case)["F52"].end) == (StepEnd.DONE, None)


def test_a_waiver_needs_a_reason_and_ends_what_is_open(town: make.Town, browser: Browser) -> None:
    case = agreed(town)
    window = browser.as_(town.lead, sees=CONTENT | {"reason"})
    path = f"/faelle/{case.id}/nachsorge/verzicht"

    refused = window.submit(window.get(path), {"reason": " "}, button="Verzicht festhalten")
    reason = make.canary("reason")
    page = window.submit(window.get(path), {"reason": reason}, button="Verzicht festhalten")

    assert refused.status_code == 422
    assert reason in page.main
    assert {steps(case)[code].end for code in ("F51", "F52")} == {StepEnd.NOT_NEEDED}
    assert DONE in met(case, make.NOON)
    assert reason not in browser.as_(town.coordinator).get(f"/faelle/{case.id}/nachsorge").main


def test_a_broken_agreement_is_known_to_the_case(town: make.Town) -> None:
    case = after.followed_up(town)

    record(town, case, Check.FIRST, CheckResult.BROKEN)

    assert Guard.AGREEMENT_BROKEN in met(case, make.NOON)


def test_a_rest_does_not_undo_what_was_asked(town: make.Town) -> None:
    case = after.followed_up(town)
    for check in Check:
        record(town, case, check)
    case.status, case.paused_from = Status.PAUSED, Status.FOLLOWUP
    db.session.commit()

    transition(case, Verb.RESUME, by=PROGRAM, at=make.later(days=3))

    assert DONE in met(case, make.later(days=3))


def test_a_new_agreement_is_asked_about_anew(town: make.Town) -> None:
    case = after.followed_up(town)
    for check in Check:
        record(town, case, check)

    case.agreement_on, case.status_since = make.later(days=5).date(), make.later(days=5)
    db.session.commit()

    assert DONE not in met(case, make.later(days=6))
    assert checks_of(case).open == tuple(Check)


def test_sent_twice_it_counts_once(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{case.id}/nachsorge/nachfrage")

    for _ in range(2):
        window.submit(page, {"result": "HOLDS"}, button="Ergebnis festhalten")

    assert db.session.scalar(sa.select(sa.func.count(FollowUpCheck.id))) == 1


def test_an_answer_left_out_is_asked_for(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)
    window = browser.as_(town.lead)

    page = window.submit(window.get(f"/faelle/{case.id}/nachsorge/nachfrage"), button="Ergebnis festhalten")

    assert (page.status_code, "Bitte wählen Sie ein Ergebnis." in page.main) == (422, True)


def test_only_the_lead_records_and_others_are_told_so(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/nachsorge/nachfrage")
    stranger = browser.as_(town.reporter).get(f"/faelle/{case.id}/nachsorge")

    assert (page.status_code, stranger.status_code) == (403, 404)


def test_a_step_of_a_check_leads_to_where_its_result_is_recorded(town: make.Town, browser: Browser) -> None:
    case = agreed(town)
    step = steps(case)["F51"]

    page = browser.as_(town.lead).post(f"/faelle/{case.id}/plan/{step.id}/erledigen")

    assert page.path == f"/faelle/{case.id}/nachsorge/nachfrage"
    assert steps(case)["F51"].ended_at is None


def test_a_second_agreement_starts_the_checks_once_more(town: make.Town) -> None:
    case = agreed(town)
    for check in Check:
        record(town, case, check)

    moved = {"case_id": case.id, "actor_id": town.lead.id, "at": make.later(days=40)}
    publish(CaseMoved(**moved, verb=Verb.RECORD_AGREEMENT, before=Status.MEDIATION, status=Status.FOLLOWUP))
    db.session.commit()

    found = db.session.scalars(sa.select(PlanStep).where(PlanStep.code == "F51").order_by(PlanStep.round))
    assert [step.end for step in found] == [StepEnd.DONE, None]


def test_the_timeline_says_what_was_heard(town: make.Town) -> None:
    case = after.followed_up(town, outcome=Outcome.MED_PART)

    record(town, case, Check.FIRST, CheckResult.UNKNOWN)

    entry = db.session.scalars(sa.select(TimelineEntry).where(TimelineEntry.kind == "FollowUpRecorded")).one()
    assert entry.facts == {"check": "Erste Nachfrage", "result": "nicht bekannt"}
