"""A person who counts: every link followed and every button pressed is a click."""

from typing import Any

from tests.browser import Browser, Page


class Counting:
    """One person's way through the program, closed and opened browsers included."""

    def __init__(self, browser: Browser, person: Any) -> None:
        self._stranger, self._person = browser, person
        self.clicks = 0
        self.page: Page

    def signs_in(self) -> "Counting":
        """„Anmelden“ is a click; then the start page is there."""
        self._window = self._stranger.as_(self._person)
        self.clicks += 1
        self.page = self._window.get("/")
        return self

    def follows(self, words: str) -> "Counting":
        """The first link of the page that begins with these words and doesn't stand in the menu."""
        found = [url for text, url in self.page.links.items() if text.startswith(words)]
        assert found, f"no link {words!r} on {self.page.path}: {list(self.page.links)}"
        self.clicks += 1
        self.page = self._window.get(found[0])
        return self

    def presses(self, button: str, values: dict[str, Any] | None = None) -> "Counting":
        self.clicks += 1
        self.page = self._window.submit(self.page, values, button=button)
        return self
