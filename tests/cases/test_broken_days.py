"""A day that no calendar knows is asked for again, with everything typed."""

import pytest

from app.cases.rules.status import Status
from tests import make


@pytest.mark.parametrize("day", ["2026-02-30", "morgen"])
def test_a_pause_until_a_day_that_is_none_is_asked_for_again(town, browser, day):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    window = browser.as_(town.coordinator)
    page = window.get(f"/faelle/{case.id}/schritt/ruhen-lassen")

    page = window.submit(page, {"reason": "Kur", "wake_up_on": day}, button="Ruhen lassen")

    assert page.status_code == 422
    assert "Kur" in page.text


def test_a_try_without_its_mark_asks_for_the_page_again(town, browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    party = make.party(case, position=2)
    window = browser.as_(town.lead)

    page = window.post(f"/faelle/{case.id}/beteiligte/{party.id}/kontaktversuch", {"result": "REACHED"})

    assert page.status_code == 422
