"""One draft in two windows: nothing that was typed in either is lost without a word."""

from tests import make
from tests.browser import Browser, Page
from tests.cases.reporting import PARTIES, TOPIC


def two(window: Browser) -> tuple[str, Page, Page]:
    """The address of the first section, opened twice after it was written."""
    path = window.submit(window.get("/melden"), TOPIC, button="Weiter").path.replace("/ort", "/anliegen")
    return path, window.get(path), window.get(path)


def stored(window: Browser, path: str, field: str) -> object:
    page = window.get(path)
    return page.values(page.forms(within="main")[0])[field]


def test_what_another_window_has_saved_stands_beside_what_was_typed(town: make.Town, browser: Browser):
    window = browser.as_(town.reporter)
    path, first, second = two(window)
    window.submit(first, {"goal": "Ruhe am Abend."}, button="Weiter")

    late = window.submit(second, {"goal": "Ein Gespräch."}, button="Weiter")

    assert late.status_code == 409
    assert "Was wäre gut? Gespeichert ist jetztRuhe am Abend. Ihre EingabeEin Gespräch." in late.main
    assert late.values(late.forms(within="main")[0])["goal"] == "Ein Gespräch."
    assert stored(window, path, "goal") == "Ruhe am Abend."
    window.submit(late, button="Weiter")
    assert stored(window, path, "goal") == "Ein Gespräch."


def test_a_party_is_named_in_the_comparison(town: make.Town, browser: Browser):
    window = browser.as_(town.reporter)
    path = two(window)[0].replace("/anliegen", "/beteiligte")
    first, second = window.get(path), window.get(path)
    window.submit(first, PARTIES, button="Weiter")

    late = window.submit(second, PARTIES | {"parties-1-kind": "GROUP"}, button="Weiter")

    assert "Partei B: Wer oder was" in late.main
    assert "Partei A: Wer oder was" not in late.main


def test_a_page_is_never_faster_than_itself(town: make.Town, browser: Browser):
    """What it keeps while somebody types changes the draft, and the page goes on."""
    window = browser.as_(town.reporter)
    path, page, _ = two(window)
    typed = page.values(page.forms(within="main")[0]) | {"goal": "Ruhe am Abend."}
    window.post(path, typed | {"step": "peek"})

    done = window.submit(page, {"goal": "Ruhe am Abend und am Morgen."}, button="Weiter")

    assert done.status_code == 200
    assert stored(window, path, "goal") == "Ruhe am Abend und am Morgen."


def test_what_is_kept_while_somebody_types_does_not_replace_what_another_window_saved(
    town: make.Town, browser: Browser
):
    window = browser.as_(town.reporter)
    path, first, second = two(window)
    window.submit(first, {"goal": "Ruhe am Abend."}, button="Weiter")
    typed = second.values(second.forms(within="main")[0])

    window.post(path, typed | {"goal": "Ein", "step": "peek"})

    assert stored(window, path, "goal") == "Ruhe am Abend."


def test_two_windows_at_two_sections_are_in_nobodys_way(town: make.Town, browser: Browser):
    window = browser.as_(town.reporter)
    path, first, _ = two(window)
    place = window.get(path.replace("/anliegen", "/ort"))
    window.submit(first, {"goal": "Ruhe am Abend."}, button="Weiter")

    assert window.submit(place, {"setting": "HOME"}, button="Weiter").status_code == 200
    assert stored(window, path, "goal") == "Ruhe am Abend."
