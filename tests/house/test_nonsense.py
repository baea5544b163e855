"""Whatever is typed or left out, an address answers with a page: every form and list of the URL map."""

import inspect
import itertools
import re
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask_wtf import FlaskForm
from werkzeug.routing import Rule
from wtforms.fields.core import UnboundField

from app.cases.rules.report import Section
from tests.browser import HTML, Page, _tree
from tests.house import policy
from tests.house.conftest import on_the_stricter_engine
from tests.house.people import Actor
from tests.house.scenes import STATUSES
from tests.house.source import APP
from tests.house.streets import Streets
from tests.house.test_matrix import DONE, PROGRAM, READ

#: What no field asks for; each of them has broken a program somewhere.
NONSENSE = (
    "x" * 10_000,
    "9" * 30,
    "-1",
    "٣²",
    "0001-01-01",
    "9999-12-31",
    "00000000-0000-0000-0000-000000000000",
    "1_0001-01-01T00:00:00+14:00_00000000-0000-0000-0000-000000000000",
    "0001-01-01T00:00:00_00000000-0000-0000-0000-000000000000",
    f"{'9' * 30}_2026-03-02T00:00:00+00:00_00000000-0000-0000-0000-000000000000",
    "%s %(name)s {} <b>&amp;",
)
#: What a person doesn't type: as the page shows it, or nobody looks at the rest.
HIDDEN = {"version", "shown", "attempt", "draft", "page", "statement"}
ENDS_OF_TIME = ("0001-01-01", "9999-12-31")
#: Whoever signs out can send nothing more.
FORMS = [rule for rule in DONE if rule.endpoint != "accounts.sign_out"]


def _asked(how: str) -> set[str]:
    """The names that views ask a request for by themselves."""
    asked = re.compile(rf'request\.{how}\.get(?:list)?\("(\w+)"')
    return set().union(*(asked.findall(file.read_text("utf-8")) for file in APP.rglob("*.py")))


def _fields() -> set[str]:
    """The names of all fields of all forms of the program."""
    found, classes = set(), [FlaskForm]
    while classes:
        form = classes.pop()
        classes += form.__subclasses__()
        found |= {name for name, one in inspect.getmembers(form) if isinstance(one, UnboundField)}
    return found


FIELDS, PARAMETERS = sorted(_fields() | _asked("form")), sorted(_asked("args"))


def _reads_its_address(rule: Rule) -> bool:
    module = sys.modules[inspect.unwrap(PROGRAM.view_functions[rule.endpoint]).__module__]
    return "request.args" in inspect.getsource(module)


ASKING = [rule for rule in READ if _reads_its_address(rule)]


@on_the_stricter_engine
@pytest.mark.parametrize("rule", FORMS, ids=lambda rule: rule.endpoint)
def test_a_form_may_be_sent_empty_or_full_of_nonsense(streets: Streets, rule: Rule) -> None:
    broken = []

    for actor, values in _ways(streets, rule):
        path, token = streets.path(rule, values), streets.window(actor).csrf_token()
        boxes = _boxes(streets, actor, path) if rule in READ else []
        names = {box.get("name", "") for box in boxes}
        shown = {box.get("name"): box.get("value") for box in boxes if box.get("name") in HIDDEN}
        sent = [{}, *(dict.fromkeys([*FIELDS, *names], word) | shown for word in NONSENSE)]
        sent += [dict.fromkeys(names, NONSENSE[0])]
        sent += [{box.get("name"): _first(box, day) for box in boxes} | shown for day in ENDS_OF_TIME]
        for data in sent:
            answer = streets.send(actor, "POST", path, data={**data, "csrf_token": token})
            broken += [f"{actor.name} {path} {str(data)[:300]}"] if answer.status >= 500 else []

    assert broken == []


@on_the_stricter_engine
@pytest.mark.parametrize("rule", ASKING, ids=lambda rule: rule.endpoint)
def test_an_address_may_carry_nonsense(streets: Streets, rule: Rule) -> None:
    broken = []

    for actor, values in itertools.islice(_ways(streets, rule), 1):
        for word in ("", *NONSENSE):
            asked = dict.fromkeys([*PARAMETERS, *FIELDS], word)
            answer = streets.send(actor, "GET", streets.path(rule, values), query_string=asked)
            broken += [f"{actor.name} {rule.rule} {word[:40]!r}"] if answer.status >= 500 else []

    assert broken == []


def test_the_names_of_fields_are_found() -> None:
    assert {"phone", "version", "participation", "guard", "reason"} <= set(FIELDS)
    assert {"nach", "feld", "person"} <= set(PARAMETERS)


def _ways(streets: Streets, rule: Rule) -> Iterator[tuple[Actor, dict[str, Any]]]:
    """Somebody who may, with things of the own, where it opens first: each section, each move of a status."""
    home, permission = streets.home, getattr(PROGRAM.view_functions[rule.endpoint], "permission", None)
    if permission is None:
        yield home.actors["anonymous"], home.values(home.scenes[STATUSES[0]])
        return
    let_in, met = [a for a in home.actors.values() if policy.opens(a, permission)], set()
    for scene, actor in itertools.product(home.scenes.values(), let_in):
        if policy.visible(actor, permission, set(rule.arguments), scene):
            for values in _varied(home.values(scene, actor.name), rule):
                which = tuple(values[name] for name in ("section", "words") if name in rule.arguments)
                if which not in met and _opens(streets, actor, rule, values):
                    met.add(which)
                    yield actor, values


def _varied(values: dict[str, Any], rule: Rule) -> Iterator[dict[str, Any]]:
    sections = list(Section) if "section" in rule.arguments else [Section.PLACE]
    for section in sections:
        yield {**values, "section": section.value}


def _opens(streets: Streets, actor: Actor, rule: Rule, values: dict[str, Any]) -> bool:
    """Whether there is a page with a form; a deed without a page is tried as it is."""
    return rule not in READ or streets.send(actor, "GET", streets.path(rule, values)).status == 200


def _boxes(streets: Streets, actor: Actor, path: str) -> list[Element]:
    """All that can be filled in on this page and is sent to its own address."""
    response = streets.send(actor, "GET", path).response
    forms = [form for form in Page(response, _tree(response)).forms() if form.get("action") in {"", path}]
    kinds = {f"{HTML}input", f"{HTML}select", f"{HTML}textarea"}
    return [box for form in forms for box in form.iter() if box.tag in kinds and box.get("name")]


def _first(box: Element, day: str) -> str | None:
    """Something that this box takes: the last choice, any text, this day."""
    if box.tag == f"{HTML}select":
        return [option.get("value", "") for option in box.iter(f"{HTML}option")][-1]
    by_kind = {"date": day, "month": day[:7], "time": "23:59", "number": "9" * 9, "email": "a@example.org"}
    return by_kind.get(box.get("type", "text"), box.get("value") or "x")
