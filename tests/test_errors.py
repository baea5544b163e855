"""What stands on the page when something goes wrong."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.accounts.gate import public
from app.refusals import NotAllowed, NotFound, NotYours, Outrun
from tests.browser import Page, _tree, check_page


def _gone() -> None:
    raise OperationalError("SELECT", {}, Exception("the server is gone"))


def _raising(problem: Exception) -> Callable[[], None]:
    def view() -> None:
        raise problem

    return view


@pytest.fixture
def page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], Page]:
    """What a page shows whose view goes wrong like this."""

    def shown(view: Callable[[], None]) -> Page:
        monkeypatch.setitem(app.view_functions, "about.help_", public(view))
        response = app.test_client().get("/hilfe")
        found = Page(response, _tree(response))
        check_page(found)
        return found

    return shown


@pytest.mark.parametrize(
    ("problem", "code", "heading"),
    [
        (NotAllowed("Bitte nennen Sie den Grund."), 409, "Das geht gerade nicht"),
        (Outrun("Bitte sehen Sie noch einmal hin."), 409, "Jemand war schneller"),
        (NotYours("Das kann nur: Leitung."), 403, "Dafür fehlt Ihnen das Recht"),
    ],
)
def test_a_refusal_says_why_under_a_head_that_fits(page, problem, code, heading) -> None:
    found = page(_raising(problem))

    assert (found.status_code, found.heading) == (code, heading)
    assert str(problem) in found.main


def test_what_is_not_there_has_a_page_of_its_own(page) -> None:
    found = page(_raising(NotFound()))

    assert (found.status_code, found.heading) == (404, "Diese Seite gibt es nicht")


def test_a_database_that_is_gone_is_told_with_the_reference_of_the_log(page, caplog) -> None:
    found = page(_gone)

    reference = found.main.partition("Kennung für Rückfragen: ")[2].split()[0]
    assert (found.status_code, found.heading) == (503, "Fallbrücke macht gerade Pause")
    assert f"reference={reference}" in caplog.text
    assert "SELECT" not in caplog.text


@pytest.mark.parametrize(("method", "path", "code"), [("DELETE", "/hilfe", 405), ("GET", "/nirgends", 404)])
def test_every_code_has_its_page(app: Flask, method: str, path: str, code: int) -> None:
    response = app.test_client().open(path, method=method)

    assert response.status_code == code
    check_page(Page(response, _tree(response)))
