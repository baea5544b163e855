"""Coordination examines a report: danger, assessment, acceptance, the lead."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.models import Case, CaseLead, LeadKind, Party, SafetyCheck, StageRating
from app.cases.rules.screening import Screening
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.browser import Browser

CONTENT = {
    f"cases.{name}" for name in ("description", "goal", "location", "internal_note", "handover_summary")
}
SETTLED = "Bestätigen Die Warnzeichen sind geklärt; Gespräche sind für alle sicher."
FIT = {"category": "NOISE", "priority": "B", "stage": "4", "result": "FIT"}


def happened(case: Case) -> list[str]:
    query = sa.select(TimelineEntry.kind).where(TimelineEntry.case_id == case.id)
    return list(db.session.scalars(query.order_by(TimelineEntry.kind)))


def examined(town: make.Town, **values: object) -> Case:
    case = make.case(town, status=Status.TRIAGE, **values)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)
    return case


def test_whoever_starts_the_review_is_acting_lead_and_reads_the_report(town: make.Town, browser: Browser):
    case = make.case(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    window.submit(window.get(f"/faelle/{case.id}/schritt/pruefung-beginnen"), button="Prüfung beginnen")

    lead = db.session.scalar(sa.select(CaseLead).where(CaseLead.case_id == case.id))
    assert (lead.user_id, lead.kind) == (town.coordinator.id, LeadKind.ACTING)
    assert case.description in window.get(f"/faelle/{case.id}").main
    assert happened(case) == ["CaseMoved", "LeadTaken"]


def test_a_colleague_takes_the_review_over(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.colleague, sees=CONTENT)

    window.submit(window.get(f"/faelle/{case.id}"), button="Fall übernehmen")

    assert "Kemal Kurt (vorläufig)" in window.get(f"/faelle/{case.id}").main
    assert case.description not in browser.as_(town.coordinator).get(f"/faelle/{case.id}").main


def test_a_red_sign_is_kept_sealed_and_said_in_words(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    page = window.submit(
        window.get(f"/faelle/{case.id}/gefahrencheck"),
        {"red": ["WEAPONS_THREATS"], "yellow": ["PROCEEDINGS"]},
    )

    check = db.session.scalar(sa.select(SafetyCheck).where(SafetyCheck.case_id == case.id))
    assert check.signs == "WEAPONS_THREATS PROCEEDINGS"
    assert b"WEAPONS" not in check.signs_sealed
    assert case.red_flag_since == make.NOON
    assert "In diesem Fall ist ein Warnzeichen vermerkt" in page.main
    assert happened(case) == ["DangerChecked", "RedFlagRaised", "ThreatReported"]


def test_a_check_without_signs_raises_no_flag(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    window.submit(window.get(f"/faelle/{case.id}/gefahrencheck"))

    assert case.red_flag_since is None
    assert happened(case) == ["DangerChecked"]


def test_the_flag_is_settled_by_a_tick_with_name_and_day(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT, red_flag_since=make.NOON)

    page = browser.as_(town.coordinator)
    page = page.submit(
        page.get(f"/faelle/{case.id}"),
        button=SETTLED,
    )

    assert "bestätigt am Mo 02.03., 12:00 von Karin Koch" in page.main
    assert "In diesem Fall ist ein Warnzeichen vermerkt" not in page.main


def test_the_assessment_sets_category_priority_and_stage(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    page = window.submit(
        window.get(f"/faelle/{case.id}/einschaetzung"),
        {**FIT, "result": "FIT_COND", "conditions": ["TWO_ROOMS"], "stage_reason": "Unterschriften"},
    )

    assert (case.priority.value, case.glasl_stage, case.screening) == ("B", 4, Screening.FIT_COND)
    assert case.conditions == "TWO_ROOMS"
    assert db.session.scalar(sa.select(StageRating)).reason == "Unterschriften"
    assert "4 Images und Koalitionen" in page.main
    assert happened(case) == ["CaseAssessed", "StageRated"]


@pytest.mark.parametrize(
    "answers, sentence",
    [
        ({"result": None}, "Bitte wählen Sie ein Ergebnis."),
        ({"stage": "0"}, "Bitte schreiben Sie, was noch fehlt"),
        ({"result": "FIT_COND"}, "Bitte wählen Sie mindestens eine Bedingung."),
        ({"result": "NOTYET"}, "innerhalb der nächsten 10 Arbeitstage"),
        ({"result": "NOTYET", "review_on": "2026-03-17"}, "innerhalb der nächsten 10 Arbeitstage"),
        ({"result": "NOTYET", "review_on": "2026-03-02"}, "innerhalb der nächsten 10 Arbeitstage"),
    ],
)
def test_an_incomplete_assessment_says_what_is_missing(
    town: make.Town, browser: Browser, answers: dict[str, object], sentence: str
):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    page = window.submit(window.get(f"/faelle/{case.id}/einschaetzung"), {**FIT, **answers})

    assert page.status_code == 422
    assert sentence in page.main
    assert case.priority is None


def test_the_tenth_working_day_is_early_enough_for_the_review(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    window.submit(
        window.get(f"/faelle/{case.id}/einschaetzung"), {**FIT, "result": "NOTYET", "review_on": "2026-03-16"}
    )

    assert case.review_on == date(2026, 3, 16)


def test_danger_leads_to_the_page_of_the_protected_path(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)

    page = window.submit(window.get(f"/faelle/{case.id}/einschaetzung"), {**FIT, "result": "PROTECT"})

    assert page.path == f"/faelle/{case.id}/schritt/schutzweg-einleiten"


def test_an_assessment_sent_from_an_old_page_changes_nothing(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator, sees=CONTENT)
    old = window.get(f"/faelle/{case.id}/einschaetzung")
    window.submit(window.get(f"/faelle/{case.id}/einschaetzung"), FIT)

    page = window.submit(old, {**FIT, "priority": "A"})

    assert page.status_code == 409
    assert "Jemand war schneller" in page.main
    assert case.priority.value == "B"


def test_examining_is_for_whoever_answers_for_the_case(town: make.Town, browser: Browser):
    case = examined(town)

    page = browser.as_(town.colleague).get(f"/faelle/{case.id}/einschaetzung")

    assert page.status_code == 403
    assert "Das kann nur: Fallverantwortung." in page.main


def test_naming_a_lead_ends_the_acting_one_and_closes_the_report_to_her(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}/fallverantwortung"), {"person": str(town.lead.id)})

    assert "Lars Lindner" in page.main
    assert case.description not in page.main
    assert happened(case) == ["LeadNamed"]


@pytest.mark.parametrize("known, possible", [(True, True), (False, False)])
def test_contact_is_possible_once_all_names_are_known(
    town: make.Town, browser: Browser, known: bool, possible: bool
):
    case = make.case(town, status=Status.ACCEPTED, pseudonymized=True)
    if not known:
        db.session.execute(sa.update(Party).where(Party.position == 1).values(data_received_at=None))
        db.session.commit()
    window = browser.as_(town.coordinator)

    window.submit(window.get(f"/faelle/{case.id}/fallverantwortung"), {"person": str(town.lead.id)})

    entry = db.session.scalar(sa.select(TimelineEntry).where(TimelineEntry.kind == "LeadNamed"))
    assert entry.facts["contact_possible"] is possible


def test_naming_the_same_lead_twice_is_one_deed(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    window = browser.as_(town.coordinator)
    page = window.get(f"/faelle/{case.id}/fallverantwortung")

    for _ in range(2):
        window.submit(page, {"person": str(town.lead.id)})

    assert happened(case) == ["LeadNamed"]


def test_a_lead_is_named_once_the_case_is_accepted(town: make.Town, browser: Browser):
    case = examined(town)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}/fallverantwortung"), {"person": str(town.lead.id)})

    assert page.status_code == 409
    assert "sobald der Fall angenommen ist" in page.main


def test_a_deputy_sees_the_case_from_the_first_day_to_the_last(town: make.Town, browser: Browser):
    from app import clock

    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    window = browser.as_(town.lead, sees=CONTENT)
    values = {"person": str(town.reporter.id), "first": "2026-03-03", "last": "2026-03-04"}
    window.submit(window.get(f"/faelle/{case.id}/vertretung"), values)

    seen = []
    for days in range(4):
        with clock.stopped(make.later(days=days)):
            seen.append(browser.as_(town.reporter, sees=CONTENT).get(f"/faelle/{case.id}").status_code)

    assert seen == [404, 200, 200, 404]


def test_the_lead_keeps_two_texts_apart(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    window = browser.as_(town.lead, sees=CONTENT)

    page = window.submit(
        window.get(f"/faelle/{case.id}/texte"),
        {"internal_note": "nur für uns", "handover_summary": "für beide"},
    )

    assert "Übergabetext – das lesen die Mediator:innen für beide" in page.main
    assert case.internal_note == "nur für uns"
