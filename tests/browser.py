"""A browser that looks closely: headers, HTML, labels, CSRF, statements and canaries on every page."""

import contextvars
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask, has_app_context
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from app import clock
from app.accounts.models import User, WebSession
from app.accounts.sessions import token_hash
from app.database import db
from app.headers import POLICY
from tests import markup
from tests.watch import CANARY, statements

MOST_STATEMENTS = 12
HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Page:
    """A response as a person sees it."""

    response: TestResponse
    tree: Element | None
    statements: list[str] = field(default_factory=list)

    @property
    def status_code(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return urlsplit(self.response.request.url).path

    @property
    def text(self) -> str:
        """All that stands on the page, blanks squeezed."""
        if self.tree is None:
            return str(self.response.text)
        return " ".join("".join(self.tree.itertext()).split())

    @property
    def main(self) -> str:
        found = self._all("main")
        return " ".join("".join(found[0].itertext()).split()) if found else self.text

    @property
    def heading(self) -> str:
        return " ".join("".join(self._all("h1")[0].itertext()).split())

    @property
    def links(self) -> dict[str, str]:
        """Words → address."""
        return {" ".join("".join(a.itertext()).split()): a.get("href", "") for a in self._all("a")}

    def _all(self, tag: str) -> list[Element]:
        assert self.tree is not None, "not a page"
        return self.tree.findall(f".//{HTML}{tag}")

    def elements(self, tag: str, *, within: str = "body") -> list[Element]:
        return [one for part in self._all(within) for one in part.iter(f"{HTML}{tag}")]

    def forms(self, *, within: str = "body") -> list[Element]:
        return [f for f in self.elements("form", within=within) if f.get("method", "").lower() == "post"]

    def values(self, form: Element) -> dict[str, Any]:
        """What the form would send as it stands."""
        found: dict[str, Any] = {}
        for box in form.iter():
            name = box.get("name")
            if not name or box.tag == f"{HTML}button":
                continue
            value = _value(box)
            if value is not None:
                found[name] = [*_as_list(found[name]), value] if name in found else value
        return found


class Browser:
    """One window of one person."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.sees: frozenset[str] = frozenset()
        self.stranger = True

    def as_(self, person: Any, *, sees: frozenset[str] | set[str] = frozenset()) -> "Browser":
        """A new window, signed in. ``sees``: canaries that this person may read, like ``parties.name``."""
        other = Browser(self.app)
        other.sees, other.stranger = frozenset(sees), False
        token = secrets.token_urlsafe(32)
        user_id = person.id if isinstance(person, User) else person
        if has_app_context():
            db.session.commit()
        with self.app.app_context():
            now = clock.now()
            db.session.add(
                WebSession(
                    token_hash=token_hash(token),
                    user_id=user_id,
                    content={},
                    created_at=now,
                    last_seen_at=now,
                )
            )
            db.session.commit()
        other.client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], token)
        return other

    def get(self, path: str, *, follow: bool = True) -> Page:
        return self._checked(self._open("GET", path, None, follow=follow))

    def post(self, path: str, values: dict[str, Any] | None = None, *, follow: bool = True) -> Page:
        """Send values as a form on a page of ours would: with its CSRF token."""
        filled = {"csrf_token": self.csrf_token(), **(values or {})}
        return self._checked(self._open("POST", path, filled, follow=follow))

    def submit(self, page: Page, changes: dict[str, Any] | None = None, *, button: str | None = None) -> Page:
        """Fill in a form of the page and press its button (by its words; else the first form of main)."""
        form = self._form(page, button)
        pressed = _pressed(form, button)
        filled = {**page.values(form), **(changes or {}), **pressed}
        filled = {key: value for key, value in filled.items() if value is not None}
        target = form.get("action") or page.path
        return self._checked(self._open("POST", target, filled, follow=True))

    def _request(self, seen: list[str], path: str, **options: Any) -> TestResponse:
        """In a context of its own, as a server would: no person, walls or rows of the test leak in."""

        def run() -> TestResponse:
            statements.set(seen)
            return self.client.open(path, **options)

        if has_app_context():
            db.session.commit()  # what the test has made so far is there; its locks are not
        try:
            return contextvars.Context().run(run)
        finally:
            if has_app_context():
                db.session.expire_all()

    def csrf_token(self) -> str:
        """The token that every page of this window carries."""
        if not hasattr(self, "_token"):
            self._token = self._asked_of_a_page() if self.stranger else contextvars.Context().run(self._made)
        return self._token

    def _asked_of_a_page(self) -> str:
        page = self._request([], "/anmelden", method="GET")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert found, "no CSRF token on the page"
        return found.group(1)

    def _made(self) -> str:
        """What a page would say, without the page."""
        cookie = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie
        with self.app.test_request_context(headers={"Cookie": f"{cookie.key}={cookie.value}"}):
            return str(generate_csrf())

    def _form(self, page: Page, button: str | None) -> Element:
        if button is None and (own := page.forms(within="main")):
            return own[0]
        for form in page.forms():
            if button is not None and _pressed_exists(form, button):
                return form
        raise AssertionError(f"no form with {button!r} on {page.path}: {page.main[:600]}")

    def _open(self, method: str, path: str, values: dict[str, Any] | None, *, follow: bool) -> Page:
        while True:
            seen: list[str] = []
            response = self._request(seen, path, method=method, data=values)
            _check_headers(response)
            if not (follow and response.status_code in {302, 303}):
                return Page(response, _tree(response), seen)
            method, path, values = "GET", response.headers["Location"], None

    def _checked(self, page: Page) -> Page:
        body = page.response.get_data(as_text=True) if page.tree is not None else ""
        for token in set(re.findall(CANARY + r"[\w.\-]*", body)):
            assert any(token.startswith(f"{CANARY}-{name}") for name in self.sees), (
                f"{page.path} shows {token}"
            )
        if page.response.request.method == "GET":
            count = len(page.statements)
            assert count <= MOST_STATEMENTS, f"{page.path}: {count} statements\n" + "\n".join(page.statements)
        if page.tree is not None:
            check_page(page)
        return page


def check_page(page: Page) -> None:
    """What must be true of every page."""
    where = page.path
    assert page.tree is not None
    html = page.tree if page.tree.tag == f"{HTML}html" else page.tree.find(f".//{HTML}html")
    assert html is not None and html.get("lang"), f"{where}: no language"
    titles = page._all("title")
    assert titles and "Fallbrücke" in "".join(titles[0].itertext()), f"{where}: no title"
    assert len(page._all("h1")) == 1, f"{where}: not exactly one h1"
    ids = [e.get("id") for e in page.tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), f"{where}: id twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    for element in page.tree.iter():
        inline = [a for a in element.keys() if a == "style" or a.startswith("on")]
        assert not inline, f"{where}: inline {inline}"
    for form in page.tree.findall(f".//{HTML}form"):
        _check_form(page, form, set(ids))


def _check_form(page: Page, form: Element, ids: set[str | None]) -> None:
    boxes = [e for e in form.iter() if e.tag in {f"{HTML}input", f"{HTML}select", f"{HTML}textarea"}]
    if form.get("method", "get").lower() == "post":
        assert any(b.get("name") == "csrf_token" for b in boxes), f"{page.path}: form without CSRF token"
    labels = {label.get("for") for label in page._all("label")}
    for box in boxes:
        if box.get("type") in {"hidden", "submit"}:
            continue
        named = box.get("id") in labels or box.get("aria-label") or box.get("aria-labelledby")
        assert named, f"{page.path}: {box.get('name')} has no label"
        for described in (box.get("aria-describedby") or "").split():
            assert described in ids, f"{page.path}: {described} is not on the page"


def _check_headers(response: TestResponse) -> None:
    where = response.request.path
    assert response.status_code < 500, f"{where}: {response.status_code}"
    assert response.headers["Content-Security-Policy"] == POLICY, where
    assert response.headers["X-Content-Type-Options"] == "nosniff", where
    assert response.headers["X-Frame-Options"] == "DENY", where
    if not where.startswith("/static/"):
        assert response.headers["Cache-Control"] == "no-store", where
    assert CANARY not in str(response.headers), f"{where}: canary in the headers"
    for cookie in response.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, where


def _tree(response: TestResponse) -> Element | None:
    if response.mimetype != "text/html" or not response.data:
        return None
    if response.status_code in {301, 302, 303, 308}:
        return None
    return markup.parsed(response.get_data(as_text=True))


def _value(box: Element) -> Any:
    kind = box.get("type", "text")
    if box.tag == f"{HTML}textarea":
        return "".join(box.itertext()).lstrip("\n")
    if box.tag == f"{HTML}select":
        options = box.findall(f".//{HTML}option")
        chosen = [o.get("value", "".join(o.itertext())) for o in options if o.get("selected") is not None]
        if box.get("multiple") is not None:
            return chosen or None
        return chosen[0] if chosen else (options[0].get("value") if options else None)
    if box.tag != f"{HTML}input" or kind in {"submit", "file"}:
        return None
    if kind in {"checkbox", "radio"}:
        return box.get("value", "on") if box.get("checked") is not None else None
    return box.get("value", "")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _buttons(form: Element) -> list[Element]:
    return [e for e in form.iter() if e.tag == f"{HTML}button" or e.get("type") == "submit"]


def _words(button: Element) -> str:
    return " ".join(("".join(button.itertext()) or button.get("value", "")).split())


def _pressed_exists(form: Element, words: str) -> bool:
    return any(_words(b) == words for b in _buttons(form))


def _pressed(form: Element, words: str | None) -> dict[str, str]:
    for button in _buttons(form):
        if (words is None or _words(button) == words) and button.get("name"):
            return {button.get("name", ""): button.get("value", "")}
        if words is None or _words(button) == words:
            return {}
    return {}
