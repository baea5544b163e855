"""The start page of whoever sets up people and offices."""

import pytest

from app.accounts.permissions import Role
from app.database import db
from app.notifications.actions import beat
from tests import make
from tests.browser import Browser


def test_the_figures_are_those_of_the_lists_behind_them(town: make.Town, browser: Browser) -> None:
    make.user(name="Mina Adler", role=Role.MEDIATOR)  # coordination has the pool
    db.session.commit()
    window = browser.as_(town.admin)
    window.post(f"/personen/{town.colleague.id}/sperren")

    start, people = window.get("/"), window.get("/personen")

    lines = [one for one in people.elements("th", within="main") if one.get("scope") == "row"]
    assert f"{len(lines)} Personen" in start.main
    assert "0 Eingeladen" in start.main


@pytest.mark.parametrize(("minutes", "words"), [(2, "Erinnerungen laufen"), (3, "stehen still seit")])
def test_it_says_what_the_page_of_the_operation_says(
    town: make.Town, browser: Browser, minutes: int, words: str
) -> None:
    beat("worker-1", at=make.later(minutes=-minutes), version="1")
    db.session.commit()
    window = browser.as_(town.admin)

    assert words in window.get("/").main
    assert "sagen Sie der Administration" not in window.get("/").main  # that is she herself
    assert ("Es läuft kein Hintergrunddienst" in window.get("/betrieb").main) == (minutes == 3)
