"""A case is found by its number, a party by its name inside the own cases: whatever way it is written."""

import logging
import re

import pytest
import sqlalchemy as sa

from app.accounts.permissions import Role
from app.audit.models import AccessEntry
from app.cases.actions.naming import write_contact
from app.cases.jobs import forget_searches, index_names
from app.cases.models import Case, CaseSearch, LeadKind, NameWord, Party
from app.cases.rules.report import PartyContact
from app.cases.rules.status import Status
from app.database import db
from app.municipalities.scope import acting_in
from tests import make
from tests.browser import Browser, Page

BOX = "/faelle/suche"


def named(town: make.Town, *names: str, lead=None, **values) -> Case:
    case = make.case(town, status=Status.CONTACT, parties=0, **values)
    for position, name in enumerate(names):
        write_contact(make.party(case, position=position, name=None), PartyContact(name=name))
    make.lead(case, lead or town.lead)
    db.session.commit()
    return case


def search(window: Browser, text: str) -> Page:
    return window.submit(window.get(BOX), {"text": text}, button="Suchen")


# By number


def test_a_number_leads_straight_to_the_case(town: make.Town, browser: Browser):
    case = make.case(town, number="2026-K7M2P")
    make.case(town)

    page = search(browser.as_(town.coordinator), "2026 k7m2p")

    assert page.path == f"/faelle/{case.id}"
    assert db.session.scalars(sa.select(CaseSearch)).all() == []


def test_the_reporter_is_led_to_the_own_report(town: make.Town, browser: Browser):
    case = make.case(town, number="2026-K7M2P")

    page = search(browser.as_(town.reporter, sees={"cases."}), "k7m2p")

    assert page.path == f"/meldungen/{case.id}"


def test_the_number_of_a_case_that_is_none_of_ones_business_finds_as_little_as_none(
    town: make.Town, browser: Browser
):
    make.case(town, number="2026-K7M2P")
    window = browser.as_(town.lead)

    strange, none = search(window, "2026-K7M2P"), search(window, "2026-K7M2R")

    assert "Nichts gefunden" in strange.main
    assert strange.main == none.main


def test_the_same_code_of_several_years_is_listed(town: make.Town, browser: Browser):
    for year in (2025, 2026):
        make.case(town, number=f"{year}-K7M2P")

    page = search(browser.as_(town.coordinator), "k7m2p")

    assert [word for word in page.main.split() if word.endswith("-K7M2P")] == ["2026-K7M2P", "2025-K7M2P"]


# By name


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("Müller", "gleicher Name"),
        ("mueller", "gleicher Name"),
        ("Frau Müller-Yılmaz", "gleicher Name"),
        ("Muller", "andere Schreibweise"),
        ("ayse yilmaz", "andere Schreibweise"),
        ("Miller", "klingt ähnlich"),
    ],
)
def test_the_lead_finds_a_party_and_reads_by_what(town: make.Town, browser: Browser, typed: str, match: str):
    case = named(town, "Ayşe Müller-Yılmaz", "Olha Kovalchuk")

    page = search(browser.as_(town.lead), typed)

    assert "Ayşe Müller-Yılmaz Partei A" in page.main
    assert match in page.main
    assert "Kovalchuk" not in page.main
    assert page.links[case.number] == f"/faelle/{case.id}/beteiligte"


def test_the_closest_stands_first_and_each_party_once(town: make.Town, browser: Browser):
    for name in ("Meier", "Muller", "Müller", "Miller, Max Müller"):
        named(town, name)

    page = search(browser.as_(town.lead), "Müller")

    found = re.findall(r"(Miller, Max Müller|Muller|Müller|Meier) Partei", page.main)
    assert sorted(found[:2]) == ["Miller, Max Müller", "Müller"]
    assert found[2:] == ["Muller"]


def test_every_word_must_stand_in_the_name(town: make.Town, browser: Browser):
    named(town, "Max Müller", "Eva Schulz")

    page = search(browser.as_(town.lead), "Eva Müller")

    assert "Nichts gefunden" in page.main


@pytest.mark.parametrize("who", ["coordinator", "reporter"])
def test_nobody_finds_a_name_outside_of_the_own_cases(town: make.Town, browser: Browser, who: str):
    named(town, "Max Müller")
    window = browser.as_(getattr(town, who))

    there, nowhere = search(window, "Müller"), search(window, "Xaverius")

    assert "Nichts gefunden" in there.main
    assert there.main == nowhere.main


def test_a_deputyship_that_is_over_finds_nothing(town: make.Town, browser: Browser):
    case = named(town, "Max Müller")
    make.lead(case, town.reporter, kind=LeadKind.DEPUTY, ends_at=make.NOON)
    make.lead(case, town.colleague, kind=LeadKind.DEPUTY, ends_at=make.later(days=1))

    assert "Nichts gefunden" in search(browser.as_(town.reporter), "Müller").main
    assert "Max Müller" in search(browser.as_(town.colleague), "Müller").main


def test_a_name_that_was_changed_is_found_by_the_new_one_alone(town: make.Town, browser: Browser):
    case = named(town, "Max Müller")
    party = db.session.scalars(sa.select(Party).where(Party.case_id == case.id)).one()
    write_contact(party, PartyContact(name="Max Schulz"))
    db.session.commit()
    window = browser.as_(town.lead)

    assert "Nichts gefunden" in search(window, "Müller").main
    assert "Max Schulz" in search(window, "Schulz").main


def test_names_go_on_page_by_page(town: make.Town, browser: Browser):
    for minute in range(15):
        both = [f"Max Müller Nr{2 * minute + place:02d}" for place in (1, 0)]
        named(town, *both, submitted_at=make.later(minutes=minute))
    window = browser.as_(town.lead)

    first = search(window, "Müller")
    second = window.get(first.links["Weitere anzeigen"])

    assert re.findall(r"Nr\d\d", first.main + second.main) == [f"Nr{n:02d}" for n in range(29, -1, -1)]


def test_nothing_typed_is_said_on_the_page(town: make.Town, browser: Browser):
    page = search(browser.as_(town.lead), "  ")

    assert page.status_code == 422
    assert "Bitte geben Sie ein Aktenzeichen oder einen Namen ein." in page.main


# What it leaves behind


def test_a_name_stands_in_no_address_log_or_column(
    town: make.Town, browser: Browser, caplog: pytest.LogCaptureFixture
):
    named(town, "Max Müller")
    with caplog.at_level(logging.DEBUG):
        page = search(browser.as_(town.lead), "Müller")

    assert re.fullmatch(r"/faelle/suche/[0-9a-f-]{36}", page.path)
    assert "ller" not in caplog.text
    (sealed,) = db.session.scalars(sa.select(CaseSearch.text_sealed))
    assert b"ller" not in sealed


def test_the_log_says_that_was_searched_and_whose_name_was_read(town: make.Town, browser: Browser):
    first, second = named(town, "Max Müller"), named(town, "Eva Müller")
    search(browser.as_(town.lead), "Müller")

    found = db.session.execute(sa.select(AccessEntry.kind, AccessEntry.case_id, AccessEntry.actor_id)).all()

    assert ("CasesSearched", None, town.lead.id) in found
    assert {(row.case_id, row.actor_id) for row in found if row.kind == "NameFound"} == {
        (first.id, town.lead.id),
        (second.id, town.lead.id),
    }
    page = browser.as_(town.privacy_officer).get("/zugriffe")
    assert "vollständig geprüft" in page.main
    assert "Name als Treffer einer Suche gelesen" in page.main


def test_the_search_of_another_person_was_never_there(town: make.Town, browser: Browser):
    named(town, "Max Müller")
    path = search(browser.as_(town.lead), "Müller").path

    page = browser.as_(make.user(role=Role.COORDINATOR)).get(path)

    assert page.status_code == 404


def test_looked_for_again_it_keeps_its_address(town: make.Town, browser: Browser):
    addresses = [search(browser.as_(town.lead), text).path for text in ("Yilmaz", "Yilmaz", "Demir")]

    assert len(set(addresses)) == 2


def test_after_an_hour_nobody_knows_what_was_looked_for(town: make.Town, browser: Browser):
    named(town, "Max Müller")
    search(browser.as_(town.lead), "Müller")
    db.session.commit()

    assert forget_searches(make.later(minutes=59)) == 0
    assert forget_searches(make.later(minutes=60)) == 1
    assert db.session.scalars(sa.select(CaseSearch)).all() == []


def test_names_from_before_the_search_become_findable(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT, parties=0)
    make.party(case, name="Max Müller", name_index="from before")
    make.lead(case, town.lead)
    window = browser.as_(town.lead)
    assert "Nichts gefunden" in search(window, "Müller").main

    assert index_names(make.NOON) == 1
    assert index_names(make.NOON) == 0

    assert "Max Müller" in search(window, "Müller").main


def test_the_hashes_of_one_name_differ_from_town_to_town(town: make.Town):
    named(town, "Max Müller")
    here = set(db.session.scalars(sa.select(NameWord.word_index)))
    other = make.town("musterland")
    with acting_in(other.id):
        named(other, "Max Müller")
        there = set(db.session.scalars(sa.select(NameWord.word_index)))

    assert here and there
    assert not here & there


# The list


def test_a_list_is_narrowed_by_category_and_place(town: make.Town, browser: Browser):
    noise, parking = make.case(town), make.case(town, category="PARKING", district_id=None)
    window = browser.as_(town.coordinator)

    by_kind = window.get("/faelle?anlass=PARKING")
    by_place = window.get(f"/faelle?ort={town.district.id}")
    both = window.get(f"/faelle?ort={town.district.id}&anlass=PARKING")

    assert parking.number in by_kind.main and noise.number not in by_kind.main
    assert noise.number in by_place.main and parking.number not in by_place.main
    assert "Hier steht zurzeit kein Fall." in both.main
