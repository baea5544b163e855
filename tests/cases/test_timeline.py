"""What happened to a case in words, and who read what."""

import re
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.audit import trail
from app.audit.kinds import below as kinds_below
from app.audit.kinds import kinds_of, sentence
from app.audit.models import AccessEntry
from app.cases.events import QuestionAsked, Ticked
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.cases.rules.status import Status
from app.database import db
from app.events import STRANDS, CaseEvent, Strand
from tests import make
from tests.browser import Browser

CONTENT = {
    f"cases.{name}" for name in ("description", "goal", "location", "internal_note", "handover_summary")
}


def test_the_timeline_says_in_sentences_what_happened_and_who_did_it(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    window = browser.as_(town.coordinator)
    window.submit(window.get(f"/faelle/{case.id}/fallverantwortung"), {"person": str(town.lead.id)})

    page = window.get(f"/faelle/{case.id}/verlauf")

    assert "Fallverantwortung benannt: Lars Lindner." in page.main
    assert "Mo 02.03., 12:00 · Karin Koch" in page.main


def test_the_timeline_is_narrowed_by_what_who_and_when(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    window = browser.as_(town.coordinator)
    window.submit(window.get(f"/faelle/{case.id}/fallverantwortung"), {"person": str(town.lead.id)})
    trail.record(_told(case, at=make.later(days=-3), number="NrFRUEHER"))
    db.session.commit()
    path, named = f"/faelle/{case.id}/verlauf", "Fallverantwortung benannt"

    def seen(query: str) -> tuple[bool, bool]:
        main = window.get(f"{path}?{query}").main
        return named in main, "NrFRUEHER" in main

    assert seen("") == (True, True)
    assert seen("art=zustaendigkeit") == (True, False)
    assert seen("art=stand") == (False, True)
    assert seen(f"person={town.coordinator.id}") == (True, False)
    assert seen(f"person={UUID(int=0)}") == (False, True)
    assert seen("von=2026-03-02") == (True, False)
    assert seen("bis=2026-02-27") == (False, True)
    assert seen("von=2026-02-28&bis=2026-03-01") == (False, False)
    assert seen(f"person={town.coordinator.id}&art=stand") == (False, False)
    assert seen("art=nichts&person=niemand&von=gestern&bis=9999-12-31") == (True, True)


def test_a_filter_goes_along_to_the_next_page_and_says_when_there_is_nothing(
    town: make.Town, browser: Browser
):
    case = make.case(town, status=Status.CONTACT)
    window = browser.as_(town.coordinator)
    for number in range(30):
        trail.record(_told(case, at=make.later(minutes=number), number=f"Nr{number:02d}"))
        trail.record(QuestionAsked(case_id=case.id, actor_id=town.lead.id, at=make.later(minutes=number)))
    db.session.commit()

    first = window.get(f"/faelle/{case.id}/verlauf?person={town.lead.id}")
    second = window.get(first.links["Weitere anzeigen"])
    empty = window.get(f"/faelle/{case.id}/verlauf?art=briefe")

    assert (first.main + second.main).count("Rückfrage an die meldende Stelle gestellt.") == 30
    assert "Nr" not in first.main + second.main
    assert "Dazu ist in diesem Fall nichts festgehalten." in empty.main
    assert empty.links["Alles anzeigen"] == f"/faelle/{case.id}/verlauf"


def test_every_event_of_a_case_has_a_part_of_the_timeline_and_a_sentence():
    parts = {strand: kinds_of(strand) for strand in Strand}
    told = {kind.__name__ for kind in kinds_below(CaseEvent) if kind.sentence}

    assert set().union(*parts.values()) == told
    assert all(parts.values()), "a part of the timeline that nothing belongs to"
    packages = {kind.__module__.split(".")[1] for kind in kinds_below(CaseEvent)}
    assert packages <= set(STRANDS), "name the part of the timeline for this package"


def test_a_reason_stands_where_it_belongs_and_for_the_lead_alone(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    window = browser.as_(town.lead, sees=CONTENT)
    path = f"/faelle/{case.id}/schritt/ruhen-lassen"
    window.submit(window.get(path), {"reason": "Umzug.", "wake_up_on": "2026-03-20"})
    window.submit(window.get(f"/faelle/{case.id}/stufe"), {"stage": "3", "reason": "Es gab Drohungen."})

    own = window.get(f"/faelle/{case.id}/verlauf").main
    others = browser.as_(town.coordinator).get(f"/faelle/{case.id}/verlauf").main

    assert "Eskalationsstufe 3 eingeschätzt. Mo 02.03., 12:00 · Lars Lindner Grund: Es gab Drohungen." in own
    assert "Es gab Drohungen" not in others


def test_the_timeline_goes_on_page_by_page(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    window = browser.as_(town.coordinator)
    for number in range(30):
        text = make.later(minutes=number)
        trail.record(_told(case, at=text, number=f"Nr{number:02d}"))
    db.session.commit()

    first = window.get(f"/faelle/{case.id}/verlauf")
    second = window.get(first.links["Weitere anzeigen"])

    assert "Nr29" in first.main
    assert "Nr05" in first.main
    assert "Nr04" not in first.main
    assert "Nr04" in second.main
    assert "Nr00" in second.main
    assert "Weitere anzeigen" not in second.links


def test_what_happened_at_once_stands_as_it_was_written(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    numbers = [f"Nr{number:02d}" for number in range(40)]
    for number in numbers:
        trail.record(_told(case, at=make.NOON, number=number))
    db.session.commit()

    first = browser.as_(town.coordinator).get(f"/faelle/{case.id}/verlauf")
    second = browser.as_(town.coordinator).get(first.links["Weitere anzeigen"])

    told = re.findall(r"Nr\d\d", first.main + second.main)
    assert told == numbers[::-1]


@pytest.mark.parametrize("guard", TICK_GUARDS)
def test_a_tick_says_what_was_confirmed_not_what_is_missing(guard: Guard):
    told = Ticked(case_id=uuid4(), actor_id=None, at=make.NOON, guard=guard)

    template, values = sentence("Ticked", told.facts(), None)

    assert TICK_GUARDS[guard].label in template % values
    assert guard.label not in template % values


def test_the_lead_sees_who_read_the_case(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/zugriffe")

    assert "Lars Lindner" in page.main
    assert "Fallakte gelesen" in page.main


def test_accesses_are_for_the_lead_of_the_case(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/zugriffe")

    assert page.status_code == 403
    assert "Zugriffe" not in browser.as_(town.coordinator).get(f"/faelle/{case.id}/verlauf").links


def test_the_timeline_leads_to_who_got_and_who_saw_something(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{case.id}/verlauf")

    for words in ("Weitergaben", "Zugriffe"):
        opened = window.get(page.links[words])
        assert opened.path.endswith(words.lower())
        assert [tab.get("aria-current") for tab in opened.tree.iter() if tab.text == "Verlauf"] == ["true"]


def test_the_privacy_officer_sees_all_lines_and_that_none_was_changed(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}")

    page = browser.as_(town.privacy_officer).get("/zugriffe")

    assert "Kette dieser Seite vollständig geprüft: 1 Einträge." in page.main
    assert "Fallakte gelesen" in page.main
    assert case.number not in page.main


def test_a_line_changed_by_hand_is_noticed(town: make.Town, browser: Browser):
    for _ in range(3):
        trail.log("FileRead", by=town.lead.id, at=make.NOON)
    db.session.commit()
    db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == 2).values(kind="PartiesRead"))
    db.session.commit()

    page = browser.as_(town.privacy_officer).get("/zugriffe")

    assert "Die Kette passt bei Eintrag 2 nicht." in page.main


def test_nobody_else_opens_the_whole_log(town: make.Town, browser: Browser):
    codes = [
        browser.as_(who).get("/zugriffe").status_code for who in (town.coordinator, town.lead, town.admin)
    ]

    assert codes == [404, 404, 403]


def _told(case: object, **values: object) -> object:
    from app.cases.events import CaseReported

    return CaseReported(case_id=case.id, actor_id=None, **values)
