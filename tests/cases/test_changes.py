"""What was sent changes with a reason; old and new stay, for those who may read them."""

import pytest
import sqlalchemy as sa

from app.audit.models import TimelineEntry
from app.cases.models import Case, Party
from app.cases.queries.changes import party_facts
from app.cases.rules.changes import KEPT, TOLD, Cause, Fact, Said, replaced
from app.cases.rules.intake import Category
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status
from app.classification import Klass, declared
from app.database import db
from tests import make
from tests.browser import Browser
from tests.cases.changing import SEES, WHY, accepted, kept, timeline
from tests.cases.test_contact import led, party

#: Where each fact is kept.
COLUMNS = {
    Fact.CATEGORY: Case.category,
    Fact.SETTING: Case.setting,
    Fact.DISTRICT: Case.district_id,
    Fact.SINCE: Case.since_month,
    Fact.PRIORITY: Case.priority,
    Fact.SCREENING: Case.screening,
    Fact.KIND: Party.kind,
    Fact.MINOR: Party.minor,
    Fact.CONTACT_AGREED: Party.contact_agreed,
    Fact.CHANNEL: Party.channel,
    Fact.PROTECTED: Party.address_protected,
    Fact.NAME: Party.name_sealed,
    Fact.PHONE: Party.phone_sealed,
    Fact.EMAIL: Party.email_sealed,
    Fact.ADDRESS: Party.address_sealed,
    Fact.BEST_TIME: Party.best_time_sealed,
    Fact.LANGUAGES: Party.languages_sealed,
    Fact.NEEDS: Party.needs_sealed,
}


# The law


@pytest.mark.parametrize("fact", Fact)
def test_the_timeline_tells_only_what_its_readers_may_know(fact: Fact):
    kind = declared(sa.inspect(COLUMNS[fact]).property.columns[0].info)

    assert kind is not None
    assert (kind.klass in {Klass.K0, Klass.K1}) == (fact in TOLD)


def test_nothing_is_both_told_and_sealed_away():
    assert not TOLD & KEPT
    assert set(COLUMNS) == set(Fact)


def test_where_nothing_stood_something_is_added_and_not_changed():
    none, some, other = Said(None, None), Said("a", "A"), Said("b", "B")

    assert replaced({Fact.PHONE: none}, {Fact.PHONE: some}) == ()
    assert replaced({Fact.PHONE: some}, {Fact.PHONE: some}) == ()
    (gone,) = replaced({Fact.PHONE: some}, {Fact.PHONE: none})
    assert gone.former(Cause.CHANGED) == "A"
    assert gone.former(Cause.MISTAKE) is None
    (name,) = replaced({Fact.NAME: some}, {Fact.NAME: other})
    assert name.former(Cause.CHANGED) is None


# Facts of the report


def test_a_fact_of_the_report_changes_with_a_reason_and_both_stay_readable(town: make.Town, browser: Browser):
    case = accepted(town, since_month="2025-10")
    window = browser.as_(town.coordinator)
    page = window.get(window.get(f"/faelle/{case.id}").links["Angaben ändern"])

    done = window.submit(page, {"category": "INSULT", "since": "11.2025", "district": "", **WHY})

    assert "Die früheren bleiben im Verlauf lesbar." in done.text
    said = timeline(browser, town.coordinator, case)
    assert "Art des Konflikts geändert: bisher „Lärm“, jetzt „Beleidigung, Gerüchte“." in said
    assert "Seit wann geändert: bisher „10.2025“, jetzt „11.2025“." in said
    assert "Ortsteil geändert: bisher „Weststadt“, jetzt „keine Angabe“." in said
    assert set(kept(case)) == {Fact.CATEGORY, Fact.SINCE, Fact.DISTRICT}


def test_without_a_reason_nothing_changes_and_what_was_typed_stays(town: make.Town, browser: Browser):
    case = accepted(town)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}/angaben"), {"category": "INSULT"})

    assert page.status_code == 422
    assert "Bitte schreiben Sie, warum sich das ändert." in page.main
    assert page.values(page.forms(within="main")[0])["category"] == "INSULT"
    assert case_row(case).category is Category.NOISE


def test_a_reason_without_its_kind_is_asked_for(town: make.Town, browser: Browser):
    case = accepted(town)
    window = browser.as_(town.coordinator)

    page = window.submit(
        window.get(f"/faelle/{case.id}/angaben"), {"category": "INSULT", "change_reason": "x"}
    )

    assert "Bitte wählen Sie, ob es sich geändert hat oder falsch war." in page.main


def test_only_the_lead_reads_the_reason(town: make.Town, browser: Browser):
    case = accepted(town)
    window = browser.as_(town.lead, sees=SEES)
    window.submit(window.get(f"/faelle/{case.id}/angaben"), {"category": "INSULT", **WHY})

    assert "Es hat sich geändert. Grund: Umzug im Februar." in timeline(browser, town.lead, case)
    assert "Umzug" not in timeline(browser, town.coordinator, case)


def test_a_priority_is_changed_there_and_never_set_for_the_first_time(town: make.Town, browser: Browser):
    case, new = accepted(town), make.case(town, status=Status.TRIAGE)
    window = browser.as_(town.coordinator)

    window.submit(window.get(f"/faelle/{case.id}/angaben"), {"priority": "A", **WHY})
    page = window.get(f"/faelle/{new.id}/angaben")

    assert case_row(case).priority is Priority.A
    assert "priority" not in page.values(page.forms(within="main")[0])
    assert "Priorität" not in page.response.text.partition("<form")[2].partition("</form")[0]


def test_a_closed_case_stays_as_it_was(town: make.Town, browser: Browser):
    case = led(town, Status.CLOSED)

    page = browser.as_(town.lead, sees=SEES).get(f"/faelle/{case.id}/angaben")

    assert page.status_code == 409
    assert "Der Fall ist abgeschlossen." in page.main


def test_a_stranger_changes_nothing(town: make.Town, browser: Browser):
    case = accepted(town)

    assert browser.as_(town.reporter).get(f"/faelle/{case.id}/angaben").status_code == 404


# What is estimated


def test_a_stage_that_is_estimated_anew_needs_a_reason_and_keeps_the_former(
    town: make.Town, browser: Browser
):
    case = accepted(town)
    window = browser.as_(town.lead, sees=SEES)
    path = f"/faelle/{case.id}/stufe"
    window.submit(window.get(path), {"stage": "3"})

    wanting = window.submit(window.get(path), {"stage": "5"})
    window.submit(wanting, {"reason": "Es gab eine Anzeige."})

    assert wanting.status_code == 422
    assert "Eskalationsstufe 5 eingeschätzt, vorher 3." in timeline(browser, town.coordinator, case)
    assert "Grund: Es gab eine Anzeige." in timeline(browser, town.lead, case)


def test_a_category_that_is_judged_otherwise_than_reported_needs_a_reason(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.TRIAGE)
    make.lead(case, town.coordinator)
    window = browser.as_(town.coordinator, sees=SEES)
    typed = {"category": "HARASS", "priority": "B", "stage": "4", "result": "FIT"}

    wanting = window.submit(window.get(f"/faelle/{case.id}/einschaetzung"), typed)
    window.submit(wanting, {"change_reason": "Es geht um Drohungen."})

    assert wanting.status_code == 422
    assert kept(case)[Fact.CATEGORY].cause is Cause.JUDGED
    said = timeline(browser, town.coordinator, case)
    assert "Art des Konflikts geändert: bisher „Lärm“, jetzt „Bedrängung, Einschüchterung“." in said


def test_a_decision_is_told_with_the_one_before_and_never_asked_for_a_reason(
    town: make.Town, browser: Browser
):
    case = accepted(town)
    window = browser.as_(town.lead, sees=SEES)

    window.submit(
        window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}/entscheidung"),
        {"participation": "DECLINED"},
    )

    said = "Entscheidung von Partei A: „nimmt nicht teil“, vorher „noch offen“."
    assert said in timeline(browser, town.coordinator, case)


def test_facts_told_before_this_was_kept_are_still_sentences(town: make.Town, browser: Browser):
    case = led(town)
    old = {"party_id": str(party(case).id), "party": "Partei A", "first_consent": False, "all_decided": False}
    db.session.add(TimelineEntry(case_id=case.id, at=make.NOON, kind="PartyDecided", facts=old))
    db.session.commit()

    assert "Entscheidung von Partei A festgehalten." in timeline(browser, town.coordinator, case)


def test_a_language_nobody_knows_is_none(town: make.Town):
    case = make.case(town)

    assert party_facts(party(case))[Fact.LANGUAGES] == Said("de", "Deutsch")
    assert party_facts(party(case))[Fact.CONTACT_AGREED] == Said(None, None)


def case_row(case: Case) -> Case:
    db.session.expire_all()
    return db.session.get_one(Case, case.id)
