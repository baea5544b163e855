"""Whoever chose English meets no German, except for what people have written and for names."""

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

import sqlalchemy as sa
from werkzeug.routing import Rule

from app.accounts.models import User
from app.database import db
from app.languages import LANGUAGES
from app.municipalities.models import District, Municipality, Office
from app.municipalities.scope import across_municipalities
from app.translation import ScreenLanguage
from tests.browser import HTML
from tests.house import policy, words
from tests.house.conftest import on_one_engine
from tests.house.scenes import Scene
from tests.house.streets import Streets
from tests.house.test_matrix import GUARDED, READ, REDIRECTS, _few, _permission
from tests.markup import parsed

#: After these somebody would be somebody else, or read German again.
ENDING = {"accounts.choose_language", "accounts.lock", "accounts.switch", "accounts.change_password"}
#: Of this program, of holidays that a town keeps by itself, and of what a file for import calls its columns.
NAMES = {"fallbruecke", "fallbrücke", "heiligabend"}
SENT = [rule for rule in GUARDED if "POST" in (rule.methods or ()) and rule.endpoint not in ENDING]
WORD = re.compile(r"\b[A-Za-zÄÖÜäöüß]{2,}\b")
SAID = ("aria-label", "title", "placeholder", "alt")


@on_one_engine
def test_no_page_says_a_german_word(streets: Streets) -> None:
    with streets.app.app_context():
        db.session.execute(sa.update(User).values(language=ScreenLanguage.EN))
        db.session.commit()
        names = _names()

    german: dict[str, set[str]] = {}
    for method, rule in [*(("GET", rule) for rule in READ), *(("POST", rule) for rule in SENT)]:
        for found in _pages(streets, method, rule):
            german.setdefault(f"{method} {rule.endpoint}", set()).update(found - names)

    assert {page: sorted(found) for page, found in german.items() if found} == {}


def _names() -> set[str]:
    """Of people, offices and places: these are never translated."""
    named = (User.name, Office.name, District.name, Municipality.name)
    with across_municipalities():
        found = [name for column in named for name in db.session.scalars(sa.select(column))]
    own = [one.autonym for one in LANGUAGES.values()]
    return {word for name in [*found, *own] for word in _words(name)}


@cache
def vocabulary() -> frozenset[str]:
    """Words of message ids that no translation uses."""
    german = {word for id_ in words.ids() for text in (id_.text, id_.plural) for word in _words(text)}
    english = {word for id_ in words.catalogue() for text in words.said(id_) for word in _words(text)}
    return frozenset(german - english - NAMES)


def _pages(streets: Streets, method: str, rule: Rule) -> Iterator[set[str]]:
    """The German on this page, for everybody who may come here; a form is sent as empty as it is."""
    permission, home = _permission(rule), streets.home
    for actor in home.actors.values():
        if policy.opens(actor, permission):
            scenes = [s for s in home.scenes.values() if _visible(rule, actor.name, s, streets)]
            for scene in (_few(scenes, rule, actor) if policy.ids(set(rule.arguments)) else scenes)[:1]:
                answer = streets.knock(actor, method, rule, home.values(scene, actor.name))
                if answer.status not in REDIRECTS and answer.response.mimetype == "text/html":
                    yield _german(answer.response.get_data(as_text=True))


def _visible(rule: Rule, actor: str, scene: Scene, streets: Streets) -> bool:
    return policy.visible(streets.home.actors[actor], _permission(rule), set(rule.arguments), scene)


def _german(page: str) -> set[str]:
    root = parsed(page)
    assert root.get("lang") == "en", "the page itself says that it is German"
    return {word for text in _texts(root) for word in _words(text)} & vocabulary()


def _texts(element: Element) -> Iterator[str]:
    """What is read out, but nothing that says itself to be in another language."""
    if element.get("lang", "en") != "en" or element.tag in {f"{HTML}script", f"{HTML}style"}:
        return
    yield from (value for name, value in element.attrib.items() if name in SAID)
    yield element.text or ""
    for child in element:
        yield from _texts(child) if isinstance(child.tag, str) else ()
        yield child.tail or ""


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(re.sub(r"%\(\w+\)s", " ", text))}
