"""Every move of the file has a page: it asks what it needs, refuses in words, and has one effect."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.models import Case, CaseQuestion, CaseTick, Handover, LeadKind
from app.cases.rules.addresses import slug
from app.cases.rules.guards import EXCEPTIONAL, Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Status, Verb
from app.database import db
from tests import make
from tests.browser import Browser, Page

READY: dict[str, Any] = {
    "screening": Screening.FIT,
    "priority": Priority.B,
    "glasl_stage": 4,
    "stage_since": make.NOON,
}
CONTENT = {
    f"cases.{name}" for name in ("description", "goal", "location", "internal_note", "handover_summary")
}


def opened(town: make.Town, status: Status, *, lead: bool = True, **values: Any) -> Case:
    case = make.case(town, status=status, **values)
    if lead:
        make.lead(case, town.lead)
    return case


def consenting(case: Case) -> None:
    make.all_consent(case)


def tick(case: Case, guard: Guard, by: Any) -> None:
    db.session.add(CaseTick(case_id=case.id, guard=guard, set_at=make.NOON, set_by=by.id))
    db.session.commit()


def go(window: Browser, case: Case, verb: Verb, answers: dict[str, Any] | None = None) -> Page:
    page = window.get(f"/faelle/{case.id}/schritt/{slug(verb)}")
    return window.submit(page, answers, button=verb.label)


def fresh(case: Case) -> Case:
    return db.session.get_one(Case, case.id, populate_existing=True)


def moved(case: Case) -> int:
    query = sa.select(sa.func.count(TimelineEntry.id)).where(TimelineEntry.kind == "CaseMoved")
    return db.session.scalar(query.where(TimelineEntry.case_id == case.id)) or 0


WAYS = [
    (Status.NEW, Verb.START_TRIAGE, {}, {}, Status.TRIAGE),
    (Status.NEW, Verb.HAND_TO_AUTHORITY, {}, {"ground": "§ 8a SGB VIII"}, Status.CLOSED),
    (Status.NEW, Verb.PAUSE, {}, {"reason": "Urlaub", "wake_up_on": "2026-03-16"}, Status.PAUSED),
    (Status.NEW, Verb.PROTECT, {}, {"flag": "CRISIS"}, Status.PAUSED),
    (Status.TRIAGE, Verb.ASK_BACK, {}, {"question": "Seit wann?"}, Status.INFO),
    (Status.TRIAGE, Verb.ACCEPT, READY, {}, Status.ACCEPTED),
    (Status.TRIAGE, Verb.DECLINE, {}, {"outcome": "NA_COMPETENCE"}, Status.CLOSED),
    (
        Status.TRIAGE,
        Verb.REFER_ON,
        {},
        {"outcome": "REF_ADVICE", "body": "Beratungsstelle", "basis": "LAW", "ground": "§ 16 SGB I"},
        Status.CLOSED,
    ),
    (Status.MATCHING, Verb.HAND_TO_AUTHORITY, {}, {"ground": "Polizeigesetz"}, Status.CLOSED),
    (Status.MEDIATION, Verb.END_MEDIATION, {}, {"outcome": "MED_NONE"}, Status.CLOSED),
    (
        Status.PREP,
        Verb.PROTECT,
        {},
        {"flag": "CHILD_PROTECTION", "legal_ground": "SERIOUS_HARM"},
        Status.PAUSED,
    ),
    (Status.PAUSED, Verb.RESUME, {}, {}, Status.CONTACT),
    (Status.PAUSED, Verb.HAND_TO_AUTHORITY, {}, {"ground": "Polizeigesetz"}, Status.CLOSED),
]


@pytest.mark.parametrize("status, verb, values, answers, target", WAYS)
def test_coordination_makes_a_move_on_its_page(
    town: make.Town,
    browser: Browser,
    status: Status,
    verb: Verb,
    values: dict[str, Any],
    answers: dict[str, Any],
    target: Status,
):
    case = opened(town, status, lead=False, **values)

    go(browser.as_(town.coordinator, sees=CONTENT), case, verb, answers)

    assert fresh(case).status is target
    assert moved(case) == 1


EMPTY = [
    (Status.TRIAGE, Verb.ASK_BACK, Guard.QUESTION_TEXT),
    (Status.TRIAGE, Verb.DECLINE, Guard.OUTCOME_SET),
    (Status.CONTACT, Verb.PAUSE, Guard.REASON_GIVEN),
    (Status.CONTACT, Verb.PAUSE, Guard.WAKE_UP_DATE),
    (Status.CONTACT, Verb.PROTECT, Guard.PROTECTION_FLAG_CHOSEN),
    (Status.PREP, Verb.PROTECT, Guard.LEGAL_GROUND_CHOSEN),
    (Status.MEDIATION, Verb.END_MEDIATION, Guard.OUTCOME_SET),
]


@pytest.mark.parametrize("status, verb, guard", EMPTY)
def test_an_empty_page_says_what_is_missing(
    town: make.Town, browser: Browser, status: Status, verb: Verb, guard: Guard
):
    case = opened(town, status)

    page = go(browser.as_(town.coordinator), case, verb)

    assert page.status_code == 422
    assert guard.label in page.main
    assert fresh(case).status is status


BLOCKED = [
    (Status.TRIAGE, Verb.ACCEPT, Guard.SCREENING_FIT),
    (Status.INFO, Verb.RESUME_TRIAGE, Guard.ANSWERED_OR_OVERDUE),
    (Status.ACCEPTED, Verb.START_CONTACT, Guard.LEAD_IMPARTIAL),
    (Status.CONTACT, Verb.END_BY_WITHDRAWAL, Guard.CONSENT_WITHDRAWN),
    (Status.PROPOSED, Verb.START_PREP, Guard.ALL_SEATS_ACCEPTED),
    (Status.PREP, Verb.REPLACE_MEDIATOR, Guard.MEDIATOR_WITHDREW),
    (Status.MEDIATION, Verb.REPLACE_MEDIATOR, Guard.PARTIES_AGREE_TO_CHANGE),
]


@pytest.mark.parametrize("status, verb, guard", BLOCKED)
def test_a_guard_that_is_not_met_is_said_on_the_page_and_if_one_waits_for_it_on_the_file(
    town: make.Town, browser: Browser, status: Status, verb: Verb, guard: Guard
):
    case = opened(town, status)
    window = browser.as_(town.coordinator)

    file, page = window.get(f"/faelle/{case.id}"), window.get(f"/faelle/{case.id}/schritt/{slug(verb)}")
    sent = window.post(
        f"/faelle/{case.id}/schritt/{slug(verb)}", {"version": case.version, "outcome": "NM_SELF"}
    )

    assert (guard.label in file.main) is (guard not in EXCEPTIONAL)
    assert guard.label in page.main
    assert not [form for form in page.forms() if (form.get("action") or "") == ""]
    assert (sent.status_code, guard.label in sent.main) == (422, True)
    assert fresh(case).status is status


LEAD_BLOCKED = [
    (Status.CONTACT, Verb.START_MATCHING, Guard.ALL_PARTIES_CONSENT),
    (Status.CONTACT, Verb.START_CLARIFICATION, Guard.ONE_PARTY_CONSENTS),
    (Status.FOLLOWUP, Verb.CLOSE, Guard.FOLLOWUP_DONE_OR_WAIVED),
]


@pytest.mark.parametrize("status, verb, guard", LEAD_BLOCKED)
def test_the_lead_reads_what_still_stands_in_the_way(
    town: make.Town, browser: Browser, status: Status, verb: Verb, guard: Guard
):
    case = opened(town, status)

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/schritt/{slug(verb)}")

    assert guard.label in page.main


def test_the_lead_declares_impartiality_and_begins_the_contact(town: make.Town, browser: Browser):
    case = opened(town, Status.ACCEPTED)
    window = browser.as_(town.lead, sees=CONTENT)
    window.post(f"/faelle/{case.id}/bestaetigen", {"guard": "LEAD_IMPARTIAL"})

    go(window, case, Verb.START_CONTACT)

    assert fresh(case).status is Status.CONTACT


def test_nobody_declares_impartiality_for_the_lead(town: make.Town, browser: Browser):
    case = opened(town, Status.ACCEPTED)
    make.lead(case, town.reporter, kind=LeadKind.DEPUTY)

    page = browser.as_(town.reporter).post(f"/faelle/{case.id}/bestaetigen", {"guard": "LEAD_IMPARTIAL"})

    assert page.status_code == 403
    assert "nur die benannte fallverantwortliche Person" in page.main


def test_a_tick_set_twice_is_one(town: make.Town, browser: Browser):
    case = opened(town, Status.ACCEPTED)
    window = browser.as_(town.lead, sees=CONTENT)

    for _ in range(2):
        window.post(f"/faelle/{case.id}/bestaetigen", {"guard": "LEAD_IMPARTIAL"})

    assert db.session.scalar(sa.select(sa.func.count(CaseTick.id))) == 1


def test_with_all_consents_the_case_moves_to_matching(town: make.Town, browser: Browser):
    case = opened(town, Status.CONTACT, **READY)
    consenting(case)

    go(browser.as_(town.lead, sees=CONTENT), case, Verb.START_MATCHING)

    assert fresh(case).status is Status.MATCHING


def test_a_followed_up_agreement_is_closed_by_the_lead(town: make.Town, browser: Browser):
    case = opened(town, Status.FOLLOWUP, outcome=Outcome.MED_FULL)
    tick(case, Guard.FOLLOWUP_DONE_OR_WAIVED, town.lead)

    go(browser.as_(town.lead, sees=CONTENT), case, Verb.CLOSE, {"outcome": "MED_FULL"})

    assert (fresh(case).status, fresh(case).outcome) == (Status.CLOSED, Outcome.MED_FULL)


def test_the_question_goes_to_the_reporter_sealed(town: make.Town, browser: Browser):
    case = opened(town, Status.TRIAGE, lead=False)

    go(browser.as_(town.coordinator), case, Verb.ASK_BACK, {"question": "Seit wann?"})

    question = db.session.scalar(sa.select(CaseQuestion))
    assert (question.text, question.asked_by) == ("Seit wann?", town.coordinator.id)


def test_body_and_ground_of_a_handover_are_kept(town: make.Town, browser: Browser):
    case = opened(town, Status.TRIAGE, lead=False)
    answers = {"outcome": "REF_ASD", "body": "ASD Nord", "basis": "LAW", "ground": "§ 8a SGB VIII"}

    go(browser.as_(town.coordinator), case, Verb.REFER_ON, answers)

    kept = db.session.scalar(sa.select(Handover))
    assert (kept.outcome, kept.body, kept.ground) == (Outcome.REF_ASD, "ASD Nord", "§ 8a SGB VIII")


def test_a_move_sent_from_an_old_page_changes_nothing(town: make.Town, browser: Browser):
    case = opened(town, Status.CONTACT)
    window = browser.as_(town.coordinator)
    old = window.get(f"/faelle/{case.id}/schritt/ruhen-lassen")
    go(window, case, Verb.PAUSE, {"reason": "Kur", "wake_up_on": "2026-03-04"})
    go(window, case, Verb.RESUME)

    page = window.submit(old, {"reason": "Urlaub", "wake_up_on": "2026-03-05"}, button="Ruhen lassen")

    assert page.status_code == 409
    assert "Jemand war schneller" in page.main
    assert fresh(case).status is Status.CONTACT


def test_a_move_sent_twice_has_one_effect(town: make.Town, browser: Browser):
    case = opened(town, Status.NEW, lead=False)
    window = browser.as_(town.coordinator, sees=CONTENT)
    page = window.get(f"/faelle/{case.id}/schritt/pruefung-beginnen")

    first, second = (window.submit(page, button="Prüfung beginnen") for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 409)
    assert "geht nicht, solange der Fall „In Prüfung“ ist" in second.main
    assert moved(case) == 1


def test_moves_of_others_are_refused_in_words(town: make.Town, browser: Browser):
    case = opened(town, Status.CONTACT)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/schritt/vermittlung-suchen")

    assert page.status_code == 403
    assert "Das kann nur: Fallverantwortung." in page.main
