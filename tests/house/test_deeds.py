"""Every step of the plan that starts by itself can be done somewhere, and the page for it is there."""

import re

import pytest
from flask import Flask

from app.cases.models import LeadKind
from app.cases.moves import move
from app.cases.rules.status import Status, Who, is_open
from app.deeds import DEEDS, Deed, deed_of
from app.plans.handlers import CHECKS
from app.plans.template import CASE_STEPS
from tests import make
from tests.browser import Browser
from tests.house.source import APP
from tests.plans.running import reported, steps

#: Done by the mediators on pages of their own, where there is no case file; F54 is a call or a letter.
ENDED_ELSEWHERE = {"F23", "F25", "F26", "F50"}
ENDED_ON_THEIR_OWN_PAGE = {"F54"}
#: What the pages of deeds hold is not the question here.
EVERYTHING = {"cases.", "parties."}
EVERY = [pytest.param(code, deed, id=f"{code}-{deed.endpoint}") for code in DEEDS for deed in DEEDS[code]]


def test_every_step_that_starts_by_itself_is_done_somewhere() -> None:
    by_themselves = {rule.code for rule in CASE_STEPS if rule.first_wave}

    assert set(DEEDS) == by_themselves - ENDED_ELSEWHERE - ENDED_ON_THEIR_OWN_PAGE


def test_a_deed_ends_its_step_by_itself() -> None:
    """Else whoever has done it would find the step still open."""
    heard = "".join(path.read_text("utf-8") for path in (APP / "plans").glob("handlers*.py"))
    ended = set(re.findall(r'"(F\d\d)"', heard))

    assert set(DEEDS) <= {*ended, *CHECKS}
    assert ended >= ENDED_ELSEWHERE
    assert not ENDED_ON_THEIR_OWN_PAGE & ended


@pytest.mark.parametrize(("code", "deed"), EVERY)
def test_the_page_of_a_deed_is_there_and_is_about_one_case(app: Flask, code: str, deed: Deed) -> None:
    (rule,) = app.url_map.iter_rules(deed.endpoint)

    assert rule.arguments == ({"case_id", "words"} if deed.verb else {"case_id"})
    assert "GET" in (rule.methods or ())


@pytest.mark.parametrize(("code", "deed"), EVERY)
def test_a_deed_that_is_a_move_is_one_from_where_it_is_offered(code: str, deed: Deed) -> None:
    found = [move(status, deed.verb) for status in deed.statuses if deed.verb]

    assert all(one.who & deed.needs for one in found)


@pytest.mark.parametrize(("code", "deed"), EVERY)
def test_whoever_is_led_to_a_deed_may_do_it_there(
    app: Flask, town: make.Town, browser: Browser, code: str, deed: Deed
) -> None:
    """In every open status in which the deed is offered."""
    person = town.lead if deed.needs == {Who.CASE_LEAD} else town.coordinator
    relations = deed.needs or frozenset({Who.COORDINATION})
    window = browser.as_(person, sees=EVERYTHING)
    for status in (status for status in deed.statuses if is_open(status)):
        case = make.case(town, status=status)
        if Who.CASE_LEAD in deed.needs:
            make.lead(case, person, kind=LeadKind.LEAD)
        with app.test_request_context():
            found = deed_of(code, case.id, relations=relations, status=status)

        assert found is not None
        assert window.get(found.url).status_code == 200, (status, found)


def test_who_may_not_do_it_is_not_led_there(app: Flask, town: make.Town) -> None:
    case = make.case(town, status=Status.TRIAGE)
    nobody: frozenset[Who] = frozenset()

    with app.test_request_context():
        offered = [code for code in DEEDS if deed_of(code, case.id, relations=nobody, status=Status.TRIAGE)]
        unknown = deed_of("F99", case.id, relations=frozenset(Who), status=Status.TRIAGE)

    assert offered == ["F21"]
    assert unknown is None


def test_the_file_leads_to_the_deed_and_its_date_to_the_reason(town: make.Town, browser: Browser) -> None:
    case = reported(town)
    window = browser.as_(town.coordinator)

    page = window.get(f"/faelle/{case.id}")

    assert page.links["Prüfung beginnen Eingangsbestätigung"].endswith("/schritt/pruefung-beginnen")
    why = next(url for words, url in page.links.items() if words.endswith("warum: Eingangsbestätigung"))
    assert why == f"/faelle/{case.id}/plan/{steps(case)['F01'].id}"


def test_what_stands_as_a_task_is_not_offered_twice(town: make.Town, browser: Browser) -> None:
    case = reported(town, status=Status.TRIAGE)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)

    page = browser.as_(town.coordinator, sees=EVERYTHING).get(f"/faelle/{case.id}")

    assert page.main.count("Gefahrencheck durchführen") == 1


def test_start_pages_lead_to_the_deed_if_the_reader_may_do_it(town: make.Town, browser: Browser) -> None:
    case = reported(town, status=Status.TRIAGE)
    other = reported(town, status=Status.TRIAGE)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)

    links = browser.as_(town.coordinator).get("/").links

    assert links[f"Gefahrencheck durchführen {case.number}"] == f"/faelle/{case.id}/gefahrencheck"
    assert links[f"Öffnen {other.number}"] == f"/faelle/{other.id}"
    assert f"Gefahrencheck durchführen {other.number}" not in links
