"""Escalating at once, the history of the stage, and who is told what at which stage."""

from itertools import product

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.cases.actions.examine import Rating, rate_stage
from app.cases.models import LeadKind
from app.cases.rules.status import Status
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans.actions.starting import happened
from app.plans.codes import Anchor, RegisterFunction, StepRole
from app.plans.informing import MATRIX, Share, heard, may_hear, told_of_escalation, told_of_rise
from app.plans.models import Escalation
from tests import make
from tests.plans.running import open_codes, path, reported, steps, told

K, V, M, L = StepRole.CRISIS_TEAM, StepRole.MANAGEMENT, StepRole.COORDINATION, StepRole.CASE_LEAD


@pytest.fixture
def case(town):
    """Led by Lars; Mona is of the management, Karla of it and of the crisis team."""
    karla = make.user(name="Karla Krise", role=Role.MANAGEMENT)
    db.session.execute(sa.update(Membership).where(Membership.user_id == karla.id).values(crisis_team=True))
    made = reported(town, status=Status.CONTACT)
    make.lead(made, town.lead)
    return made


def rated(case, town, stage, *, minutes=0):
    rating = Rating(stage, "Es sind Drohungen dazugekommen.")
    rate_stage(case, rating, by=town.lead.id, at=make.later(minutes=minutes))
    db.session.commit()


def sent(page, **typed):
    return page.values(page.forms(within="main")[0]) | typed


def test_the_table_is_the_one_that_was_agreed():
    """Level by level, row by row: a change of it is a decision, not a slip."""
    by_stage = {stage: {who: heard(stage).get(who) for who in (M, K, V)} for stage in range(1, 10)}
    process = Share.PROCESS
    assert by_stage == {
        **{stage: {M: process, K: None, V: None} for stage in (1, 2, 3, 4)},
        5: {M: process, K: None, V: Share.HEADS_UP},
        6: {M: process, K: Share.STANDBY, V: Share.HEADS_UP},
        **{stage: {M: process, K: Share.ALARM, V: Share.AT_ONCE} for stage in (7, 8, 9)},
    }
    for level in MATRIX.values():
        assert level[StepRole.REPORTER].share is Share.STATUS
        assert level[RegisterFunction.STEERING_BODY].share is Share.COUNTS


def test_a_rise_tells_nobody_beyond_the_table_and_a_fall_nobody():
    for before, after in product([None, *range(1, 10)], range(1, 10)):
        warned = told_of_rise(before, after)

        assert set(warned.items()) <= set(heard(after).items())
        assert not set(warned) - {K, V}
        assert not (warned and after <= (before or 0))
        assert set(told_of_escalation(after)) <= {L, *heard(after)}


def test_danger_counts_as_the_highest_stage_and_a_step_else_obeys_the_table():
    assert [may_hear(V, stage) for stage in (None, 4, 5, 7)] == [False, False, True, True]
    assert may_hear(V, 1, danger=True)
    assert may_hear(StepRole.CASE_LEAD, 1)
    assert may_hear(StepRole.PRIVACY, 1)


def test_each_rise_warns_whom_it_newly_concerns_once(town, case):
    heard_so_far = []
    for minutes, stage in enumerate((4, 5, 6, 8, 9, 5)):
        rated(case, town, stage, minutes=minutes)
        heard_so_far.append([name for _, name in told(Kind.STAGE_RISEN)])

    mona, karla = "Mona Leitner", "Karla Krise"
    assert heard_so_far[:2] == [[], [karla, mona]]
    assert heard_so_far[2] == [karla, karla, mona]  # stand by
    assert heard_so_far[3] == [karla, karla, karla, mona, mona]  # at once
    assert heard_so_far[4:] == [heard_so_far[3]] * 2


def test_a_changed_stage_starts_and_stops_the_steps_of_its_range(town, case):
    rated(case, town, 2)
    happened(case.id, Anchor.MEDIATION_AGREED, at=make.NOON)
    runs = []
    for minutes, stage in enumerate((6, 8, 4), start=1):
        rated(case, town, stage, minutes=minutes)
        runs.append("F20" in open_codes(case))

    assert runs == [True, False, True]  # F20 belongs to stages 1 to 6


def test_the_page_names_everybody_beforehand_and_tells_exactly_them_once(town, case, browser):
    rated(case, town, 6)
    lars = browser.as_(town.lead)
    page = lars.get(path(case, "F02", verb="eskalieren"))
    for words in ("4 Personen bekommen", "Karin Koch", "Kemal Kurt", "Mona Leitner", "Karla Krise"):
        assert words in page.main
    assert "Lars Lindner" not in page.main.split("Wer informiert wird")[1]

    values = sent(page, reason="Die Lage kippt.")
    first, second = lars.post(page.path, values), lars.post(page.path, values)

    assert "Es steht im Verlauf" in first.text
    assert "schon eskaliert" in second.text
    assert told(Kind.ESCALATED) == [
        ("ESCALATED", name) for name in ("Karin Koch", "Karla Krise", "Kemal Kurt", "Mona Leitner")
    ]
    assert db.session.scalar(sa.select(sa.func.count(Escalation.id))) == 1
    for row in db.session.scalars(sa.select(Notification).where(Notification.kind == Kind.ESCALATED)):
        assert (row.case_number, row.subject_id, row.answer_by) == (case.number, None, None)
    assert "Eskaliert: Gefahrencheck" in lars.get(f"/faelle/{case.id}/verlauf").text
    assert "Die Lage kippt." in second.main


def test_at_a_low_stage_coordination_alone_hears_and_management_nothing(town, case, browser):
    rated(case, town, 3)
    lars = browser.as_(town.lead)
    page = lars.get(f"/faelle/{case.id}/eskalieren")

    lars.post(page.path, sent(page, reason="Ich komme nicht weiter."))

    assert told(Kind.ESCALATED) == [("ESCALATED", "Karin Koch"), ("ESCALATED", "Kemal Kurt")]


def test_without_a_reason_nobody_is_told(town, case, browser):
    lars = browser.as_(town.lead)
    page = lars.get(f"/faelle/{case.id}/eskalieren")

    refused = lars.post(page.path, sent(page, reason=" "))

    assert refused.status_code == 422
    assert "Bitte nennen Sie den Grund." in refused.text
    assert not told(Kind.ESCALATED)


def test_if_others_would_be_told_by_now_the_page_comes_back_and_tells_nobody(town, case, browser):
    lars = browser.as_(town.lead)
    page = lars.get(f"/faelle/{case.id}/eskalieren")
    rated(case, town, 7)

    refused = lars.post(page.path, sent(page, reason="Die Lage kippt."))

    assert refused.status_code == 422
    assert "Inzwischen würden andere informiert." in refused.text
    assert "Die Lage kippt." in refused.main
    assert not told(Kind.ESCALATED)
    lars.post(refused.path, sent(refused))
    assert len(told(Kind.ESCALATED)) == 4


def test_where_nobody_else_would_hear_the_page_says_what_to_do(town, browser):
    db.session.execute(
        sa.update(Membership)
        .where(Membership.user_id == town.colleague.id)
        .values(ends_on=make.later(days=-9).date())
    )
    case = reported(town, status=Status.TRIAGE)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/eskalieren")

    assert "schätzen Sie bitte zuerst die Stufe neu ein" in page.main
    assert not page.forms(within="main")


def test_the_history_says_stage_rater_and_moment_and_the_reason_to_the_lead_alone(town, case, browser):
    rated(case, town, 4)
    rated(case, town, 5, minutes=9)
    of_lead = browser.as_(town.lead).get(f"/faelle/{case.id}/eskalation").main
    of_coordination = browser.as_(town.coordinator).get(f"/faelle/{case.id}/eskalation").main

    for text in (of_lead, of_coordination):
        assert text.index("Stufe 5: Gesichtsverlust") < text.index("Stufe 4: Images und Koalitionen")
        assert "Lars Lindner" in text
    assert of_lead.count("Es sind Drohungen dazugekommen.") == 2
    assert "Drohungen dazugekommen" not in of_coordination


@pytest.mark.parametrize("page", ["eskalation", "eskalieren"])
def test_a_stranger_finds_nothing(town, case, browser, page):
    assert browser.as_(town.reporter).get(f"/faelle/{case.id}/{page}").status_code == 404


def test_a_step_that_is_over_or_of_another_case_cannot_be_escalated(town, case, browser):
    other = reported(town, status=Status.CONTACT)
    lars = browser.as_(town.lead)
    there = f"/faelle/{case.id}/plan/{steps(other)['F02'].id}/eskalieren"
    assert lars.get(there).status_code == 404
    steps(case)["F02"].ended_at = make.NOON
    over = lars.get(path(case, "F02", verb="eskalieren"))
    assert "Dieser Schritt ist schon beendet." in over.text
