"""Days and times that are none are asked for again."""

import pytest

from tests.mediators.people import mediator


@pytest.mark.parametrize("day", ["2026-02-30", "morgen", ""])
def test_an_absence_until_a_day_that_is_none_is_asked_for_again(town, browser, day):
    window = browser.as_(mediator().user_id)
    days = {"first_day": "2026-03-09", "last_day": day}

    page = window.submit(window.get("/zeiten"), days, button="Abwesenheit eintragen")

    assert page.status_code == 422


def test_no_time_at_all_is_asked_for_again(town, browser):
    window = browser.as_(mediator().user_id)

    page = window.post("/zeiten/tage/0", {})

    assert page.status_code == 422
