"""Every address × everybody × own, strange and mixed things: who may not, meets nothing, changes nothing."""

import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.permissions import Permission
from app.database import Base, db
from tests.conftest import settings
from tests.house import policy
from tests.house.people import Actor
from tests.house.scenes import STATUSES, Scene
from tests.house.streets import Answer, Streets
from tests.house.world import Place
from tests.watch import CANARY

ALL_METHODS = ("GET", "POST", "PUT", "DELETE")
NOT_FOUND, FORBIDDEN, REFUSED, SIGN_IN = 404, 403, 409, 302
#: A pair of address and actor meets so many statuses, others each; MATRIX=full tries them all.
MOST_SCENES = len(STATUSES) if os.environ.get("MATRIX") == "full" else 3


def _program() -> Flask:
    return create_app(settings(Path(tempfile.mkdtemp()), "sqlite://"))


def _rules(program: Flask) -> list[Rule]:
    found = [rule for rule in program.url_map.iter_rules() if rule.endpoint != "static"]
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))


PROGRAM = _program()
RULES = _rules(PROGRAM)
GUARDED = [r for r in RULES if getattr(PROGRAM.view_functions[r.endpoint], "permission", None) is not None]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.endpoint)
guarded_rule = pytest.mark.parametrize("rule", GUARDED, ids=lambda rule: rule.endpoint)


@guarded_rule
def test_who_may_not_enter_is_turned_away_and_nothing_changes(streets: Streets, rule: Rule) -> None:
    """By the door: nobody signed in → sign in; the role lacks the permission → 403, whatever is asked for."""
    permission, home = _permission(rule), streets.home
    shut_out = [a for a in home.actors.values() if not policy.opens(a, permission)]
    faults = []

    with streets.unchanged():
        for method in _methods(rule):
            for number, actor in enumerate(shut_out):
                scene = _some_scene(home, rule, number)
                answer = streets.knock(actor, method, rule, home.values(scene, actor.name))
                expected = SIGN_IN if actor.person is None else FORBIDDEN
                faults += _faults(answer, actor, method, scene, expected=expected)

    assert faults == []


@guarded_rule
def test_what_is_none_of_ones_business_was_never_there(streets: Streets, rule: Rule) -> None:
    """Things of another case, person or municipality: the same answer as for an id that never was."""
    variables = policy.ids(rule.arguments)
    permission, home = _permission(rule), streets.home
    let_in = [a for a in home.actors.values() if policy.opens(a, permission)]
    faults = []

    with streets.unchanged():
        for method in _methods(rule) if variables else ():
            for actor in let_in:
                never: dict[frozenset[str], Answer] = {}
                for scene, strange in _strange(streets, rule, actor, permission):
                    own, names = home.values(scene, actor.name), frozenset(strange)
                    if names not in never:
                        nothing = own | {name: uuid4() for name in names}
                        never[names] = streets.knock(actor, method, rule, nothing)
                        faults += _shown(never[names], actor, method, scene)
                    answer = streets.knock(actor, method, rule, own | strange)
                    faults += _faults(answer, actor, method, scene, expected=never[names].status)
                    if answer.page != never[names].page:
                        faults.append(f"{actor.name} {rule.rule}: differs from a thing that never was")

    assert faults == []


@guarded_rule
def test_who_may_enter_gets_in_and_reading_changes_nothing(streets: Streets, rule: Rule) -> None:
    if "GET" not in (rule.methods or set()):
        pytest.skip("nothing to read")
    permission, home = _permission(rule), streets.home
    faults, seen = [], set()

    with streets.unchanged():
        for actor in home.actors.values():
            for scene in _scenes(home, rule, actor, permission):
                answer = streets.knock(actor, "GET", rule, home.values(scene, actor.name))
                seen.add(answer.status)
                faults += _faults(answer, actor, "GET", scene)
                faults += _foreign(answer, streets.abroad, actor)

    assert faults == []
    assert seen & {200, 302, 303, 409}, f"nobody gets in: {seen}"


@every_rule
def test_what_an_address_is_not_made_for_is_refused(streets: Streets, rule: Rule) -> None:
    home = streets.home
    path = streets.path(rule, home.values(home.scenes[STATUSES[0]]))
    made_for = set(streets.app.url_map.bind("localhost").allowed_methods(path))
    window = streets.window(home.actors["coordinator"])

    with streets.unchanged():
        statuses = {
            method: window._request(
                [], path, method=method, headers={"X-CSRFToken": window.csrf_token()}
            ).status_code
            for method in ALL_METHODS
            if method not in made_for
        }

    assert set(statuses.values()) == {405}


@every_rule
def test_a_deed_needs_the_token_of_the_page(streets: Streets, rule: Rule) -> None:
    home = streets.home
    if "POST" not in (rule.methods or set()):
        pytest.skip("no deed")
    path = streets.path(rule, home.values(home.scenes[STATUSES[0]]))

    with streets.unchanged():
        statuses = {
            streets.window(actor)._request([], path, method="POST", data=data).status_code
            for actor in (home.actors["anonymous"], home.actors["coordinator"], home.actors["mediator"])
            for data in ({}, {"csrf_token": "of-somebody-else"})
        }

    assert statuses == {400}


def test_the_matrix_would_see_a_change(streets: Streets) -> None:
    cases = Base.metadata.tables["cases"]

    with (
        pytest.raises(AssertionError, match="rows have changed"),
        streets.unchanged(),
        streets.app.app_context(),
        db.engine.begin() as connection,
    ):
        connection.execute(sa.update(cases).values(version=cases.c.version + 1))


def _permission(rule: Rule) -> Permission:
    found: Permission = PROGRAM.view_functions[rule.endpoint].permission  # type: ignore[attr-defined]
    return found


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST"})


def _scenes(place: Place, rule: Rule, actor: Actor, permission: Permission) -> list[Scene]:
    """Where this actor may read at this address; one scene is enough if no case stands in it."""
    if not policy.opens(actor, permission):
        return []
    variables = set(rule.arguments)
    found = [s for s in place.scenes.values() if policy.visible(actor, permission, variables, s)]
    return _few(found, rule, actor) if policy.ids(variables) else found[:1]


def _some_scene(place: Place, rule: Rule, number: int) -> Scene:
    """Each actor meets another status at each address, the same ones in every run."""
    return place.scenes[STATUSES[(zlib.crc32(rule.rule.encode()) + number) % len(STATUSES)]]


def _strange(
    streets: Streets, rule: Rule, actor: Actor, permission: Permission
) -> Iterator[tuple[Scene, dict[str, Any]]]:
    """Ids that this actor must not reach, although the role opens the door; and the scene they replace."""
    home, abroad, variables = streets.home, streets.abroad, policy.ids(rule.arguments)
    by_sight: dict[bool, list[Scene]] = {True: [], False: []}
    for scene in home.scenes.values():
        by_sight[policy.visible(actor, permission, variables, scene)].append(scene)
    own = (by_sight[True] or by_sight[False])[-1]
    for scene in _few(by_sight[False], rule, actor):
        values = home.values(scene, actor.name)
        yield own, {name: values[name] for name in variables}
    other = abroad.values(abroad.scenes[own.case.status])
    yield own, {name: other[name] for name in variables}
    if not policy.reaches_others(permission, variables):
        yield own, {name: home.examples[name] for name in variables & set(home.examples)}
    if len(variables) > 1 and by_sight[True]:
        neighbour = home.values(by_sight[True][0], actor.name)
        for child in sorted(variables - {"case_id"}):
            yield own, {child: other[child]}
            if neighbour[child] != home.values(own, actor.name)[child]:
                yield own, {child: neighbour[child]}


def _few(scenes: list[Scene], rule: Rule, actor: Actor) -> list[Scene]:
    """Some of them, others at each address, the same ones in every run."""
    start = zlib.crc32(f"{rule.rule}{actor.name}".encode()) % max(len(scenes), 1)
    return (scenes[start:] + scenes[:start])[:MOST_SCENES]


def _shown(never: Answer, actor: Actor, method: str, scene: Scene) -> list[str]:
    """A thing that never was is not found; only a deed may simply do nothing, and say the same to all."""
    fine = {NOT_FOUND, REFUSED} | ({SIGN_IN} if method == "POST" else set())
    where = f"{actor.name} {method} {never.response.request.path} ({scene.case.status})"
    return [] if never.status in fine else [f"{where}: {never.status} for a thing that never was"]


def _faults(answer: Answer, actor: Actor, method: str, scene: Scene, *, expected: int = 0) -> list[str]:
    where = f"{actor.name} {method} {answer.response.request.path} ({scene.case.status})"
    faults = []
    if answer.status >= 500 or (expected and answer.status != expected):
        faults.append(f"{where}: {answer.status} instead of {expected or 'a page'}")
    if method == "GET" and answer.written:
        faults.append(f"{where}: writes {sorted(answer.written)}")
    if expected and CANARY in answer.response.text:
        faults.append(f"{where}: shows what nobody may see here")
    return faults


def _foreign(answer: Answer, abroad: Place, actor: Actor) -> list[str]:
    """Numbers of the other municipality's cases have no place on any page here."""
    text = answer.response.text
    shown = [s.case.number for s in abroad.scenes.values() if s.case.number in text]
    return [f"{actor.name} reads {shown} of another municipality"] if shown else []
