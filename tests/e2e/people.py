"""A person at a window: fills in fields, presses buttons by their words, and reads what stands there."""

import re
import secrets
from typing import Any, Literal
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, Page

from app import clock
from app.accounts.models import WebSession
from app.accounts.sessions import token_hash
from app.database import db
from tests.e2e import live


def _begins(words: str) -> re.Pattern[str]:
    """These words, and nothing or what only a screen reader says after them."""
    return re.compile(rf"^\s*{re.escape(words)}(\s|$)")


class Window:
    """One signed-in person, at a desk or on a phone."""

    def __init__(self, app: Flask, browser: Browser, base: str, *, user_id: UUID, width: int = 1280) -> None:
        self.page: Page = live.window(browser, base, width=width)
        token = secrets.token_urlsafe(32)
        with app.app_context():
            now = clock.now()
            row = WebSession(token_hash=token_hash(token), user_id=user_id, created_at=now, last_seen_at=now)
            row.content = {}
            db.session.add(row)
            db.session.commit()
            db.session.remove()
        self.page.context.add_cookies(
            [{"name": app.config["SESSION_COOKIE_NAME"], "value": token, "url": base}]
        )

    def goes(self, address: str) -> "Window":
        self.page.goto(address)
        return self

    def fills(self, **values: Any) -> "Window":
        for name, value in values.items():
            box = self.page.locator(f'main [name="{name.replace("__", "-")}"]')
            kind = box.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                self.page.locator(f'main [name="{name.replace("__", "-")}"][value="{value}"]').check()
            elif box.first.evaluate("e => e.tagName") == "SELECT":
                box.first.select_option(value)
            else:
                box.first.fill(str(value))
        return self

    def presses(self, words: str) -> "Window":
        return self._clicks("button", words)

    def follows(self, words: str) -> "Window":
        return self._clicks("link", words)

    def _clicks(self, role: Literal["button", "link"], words: str) -> "Window":
        found = self.page.get_by_role("main").get_by_role(role, name=_begins(words))
        assert found.count(), f"no {role} „{words}“ at {self.address}: {self.reads[:1500]}"
        with self.page.expect_navigation():
            found.first.click()
        return self

    def uploads(self, content: bytes) -> "Window":
        file = {"name": "pool.csv", "mimeType": "text/csv", "buffer": content}
        self.page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        return self

    @property
    def reads(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def address(self) -> str:
        return self.page.url

    def closes(self) -> None:
        self.page.context.close()
