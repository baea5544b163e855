"""Every form of every page, and plausible ways to fill it in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import product
from typing import Any
from xml.etree.ElementTree import Element

from werkzeug.routing import Rule

from app.cases.rules.status import Status
from tests import make
from tests.browser import HTML, Page, _tree
from tests.house import policy
from tests.house.people import Actor
from tests.house.streets import Answer, Streets
from tests.house.test_matrix import PROGRAM

BOXES = {f"{HTML}{tag}" for tag in ("input", "select", "textarea")}
SENTENCE = "Ein ruhiger Satz dazu"
NOW, LATER = timedelta(), {"last": timedelta(days=3)}
DAYS = [make.NOON + timedelta(days=days) for days in (7, -3, 0)]
#: What certain boxes want, so that the program takes it.
BY_NAME = {
    "starts": "10:00", "ends": "12:00", "languages": "Deutsch (C1)", "slots": "Mo 17:00-19:30", 
    "times": "17-19", "email": "neu@example.org", "minutes": "90", "phone": "0221 4710",
}  # fmt: skip
BY_KIND = {"time": "10:00", "number": "20", "email": "neu@example.org", "tel": "0221 4710"}


class Choice(Enum):
    """Of a list of choices."""

    AS_IT_STANDS = 0
    LAST = 1
    FIRST = 2


@dataclass(frozen=True)
class Form:
    """A form as this person sees it on this page."""

    actor: Actor
    page: str
    target: str
    boxes: tuple[Element, ...]
    buttons: tuple[Element, ...]

    @property
    def names(self) -> set[str]:
        return {name for one in (*self.boxes, *self.buttons) if (name := one.get("name"))}

    @property
    def kind(self) -> tuple[str, frozenset[str]]:
        """The same for the same form of another case."""
        return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", self.target), frozenset(self.names)

    def __str__(self) -> str:
        return f"{self.actor.name} {self.page} → {self.target}"


def forms_of(streets: Streets, rule: Rule) -> list[tuple[Form, Status]]:
    """Those of this page, for whoever may open it, in every status of a case; looked for once."""
    return streets.once(f"forms of {rule.endpoint} {rule.rule}", lambda: list(_forms_of(streets, rule)))


def _forms_of(streets: Streets, rule: Rule) -> Iterator[tuple[Form, Status]]:
    home, permission = streets.home, getattr(PROGRAM.view_functions[rule.endpoint], "permission", None)
    scenes = [*home.scenes.values()][: None if rule.arguments & policy.OF_A_CASE else 1]
    readers = [actor for actor in home.actors.values() if permission and policy.opens(actor, permission)]
    for scene, actor in product(scenes, readers):
        if policy.visible(actor, permission, set(rule.arguments), scene):
            path = streets.path(rule, home.values(scene, actor.name))
            yield from ((form, scene.case.status) for form in _shown(streets, actor, path))


def send(streets: Streets, form: Form, data: dict[str, Any]) -> Answer:
    token = {"csrf_token": streets.window(form.actor).csrf_token()}
    return streets.send(form.actor, "POST", form.target, data=data | token)


def fillings(form: Form) -> list[dict[str, Any]]:
    """As it stands, with the first or the last of each choice; every box ticked or none; on several days."""
    pressed = {name: one.get("value", "") for one in form.buttons[-1:] if (name := one.get("name"))}
    ways = [_filled(form, *way) | pressed for way in product(DAYS, Choice, (False, True))]
    return [way for number, way in enumerate(ways) if way not in ways[:number]]


def typed(form: Form) -> dict[str, str]:
    """Something in each box for words, nothing chosen anywhere: most forms refuse that."""
    free = [box for box in form.boxes if box.get("hidden") is None and box.tag != f"{HTML}select"]
    words = [box for box in free if box.tag == f"{HTML}textarea" or box.get("type", "text") == "text"]
    return {box.get("name", ""): f"{SENTENCE} {number}" for number, box in enumerate(words)}


def _shown(streets: Streets, actor: Actor, path: str) -> Iterator[Form]:
    response = streets.send(actor, "GET", path).response
    if response.status_code == 200 and response.mimetype == "text/html":
        for form in Page(response, _tree(response)).forms(within="main"):
            boxes = [
                one
                for one in form.iter()
                if one.tag in BOXES and one.get("name", "csrf_token") != "csrf_token"
            ]
            buttons = form.iter(f"{HTML}button")
            yield Form(actor, path, form.get("action") or path, tuple(boxes), tuple(buttons))


def _filled(form: Form, day: datetime, choice: Choice, ticked: bool) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for box in form.boxes:
        name, kind = box.get("name", ""), box.get("type", "text")
        if kind == "checkbox":
            data[name] = [*data.get(name, []), box.get("value", "y")] if ticked else data.get(name, [])
        elif kind != "radio" or choice is Choice.LAST or name not in data or box.get("checked") is not None:
            data[name] = _value(box, kind, day, choice)
    return data


def _value(box: Element, kind: str, day: datetime, choice: Choice) -> str:
    if box.tag == f"{HTML}select":
        return _chosen(box, choice)
    if kind in {"hidden", "radio"}:
        return box.get("value", "")
    name = box.get("name", "").rpartition("-")[2]
    if box.tag == f"{HTML}textarea":
        return BY_NAME.get(name) or f"{''.join(box.itertext())} {SENTENCE}".strip()
    by_kind = BY_KIND | {"date": f"{day + LATER.get(name, NOW):%Y-%m-%d}", "month": f"{day:%Y-%m}"}
    return box.get("value") or BY_NAME.get(name) or by_kind.get(kind, SENTENCE)


def _chosen(box: Element, choice: Choice) -> str:
    options = list(box.iter(f"{HTML}option"))
    chosen = [one.get("value", "") for one in options if one.get("selected") is not None]
    values = [value for one in options if (value := one.get("value"))]
    if not values or (choice is Choice.AS_IT_STANDS and (chosen or box.get("required") is None)):
        return chosen[0] if chosen else ""
    return values[-1 if choice is Choice.LAST else 0]
