"""Every address × everybody × own, strange and mixed things: who may not, meets nothing, changes nothing."""

import os
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.permissions import Permission, Role
from app.cases.rules.status import Status
from app.database import db
from app.municipalities.scope import acting_in
from tests.conftest import settings
from tests.house import policy
from tests.house.canaries import CODES, READERS, SEALED
from tests.house.conftest import on_one_engine
from tests.house.people import Actor
from tests.house.scenes import STATUSES, Scene
from tests.house.streets import Answer, Streets
from tests.house.world import Place
from tests.watch import CANARY

ALL_METHODS = ("GET", "POST", "DELETE")
NOT_FOUND, FORBIDDEN, REFUSED, SIGN_IN = 404, 403, 409, 302
REDIRECTS = {302, 303}
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
READ = [rule for rule in GUARDED if "GET" in (rule.methods or ())]
DONE = [rule for rule in RULES if "POST" in (rule.methods or ())]
OWNED = [rule for rule in GUARDED if policy.ids(rule.arguments)]
guarded_rule = pytest.mark.parametrize("rule", GUARDED, ids=lambda rule: rule.endpoint)


@on_one_engine
@guarded_rule
def test_who_may_not_enter_is_turned_away_and_nothing_changes(streets: Streets, rule: Rule) -> None:
    """By the door: nobody signed in → sign in; the role lacks the permission → 403, whatever is asked for."""
    permission, home = _permission(rule), streets.home
    shut_out = _one_of_each_role([a for a in home.actors.values() if not policy.opens(a, permission)], rule)
    faults = []

    with streets.unchanged():
        for method in _methods(rule):
            for number, actor in enumerate(shut_out):
                scene = _some_scene(home, rule, number)
                answer = streets.knock(actor, method, rule, home.values(scene, actor.name))
                expected = SIGN_IN if actor.person is None else FORBIDDEN
                faults += _faults(answer, actor, method, scene, expected=expected)

    assert faults == []


@on_one_engine
@pytest.mark.parametrize("rule", OWNED, ids=lambda rule: rule.endpoint)
def test_what_is_none_of_ones_business_was_never_there(streets: Streets, rule: Rule) -> None:
    """Things of another case, person or municipality: the same answer as for an id that never was."""
    permission, home = _permission(rule), streets.home
    let_in = [a for a in home.actors.values() if policy.opens(a, permission)]
    faults = []

    with streets.unchanged():
        for method in _methods(rule):
            for actor in let_in:
                never: dict[frozenset[str], Answer] = {}
                for scene, strange, own_too in _strange(streets, rule, actor, permission):
                    own, names = home.values(scene, actor.name), frozenset(strange)
                    if names not in never:
                        nothing = own | {name: uuid4() for name in names}
                        never[names] = streets.knock(actor, method, rule, nothing)
                        faults += _shown(never[names], actor, method, scene)
                    answer = streets.knock(actor, method, rule, own | strange)
                    faults += _shown(answer, actor, method, scene) if own_too else []
                    faults += [] if own_too else _told_apart(answer, never[names], actor, method, scene)

    assert faults == []


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.endpoint)
def test_who_may_enter_gets_in_and_reading_changes_nothing(streets: Streets, rule: Rule) -> None:
    permission, home = _permission(rule), streets.home
    faults, seen = [], set()

    with streets.unchanged():
        for actor in home.actors.values():
            for scene in _scenes(home, rule, actor, permission):
                answer = streets.knock(actor, "GET", rule, home.values(scene, actor.name))
                seen.add(answer.status)
                faults += _faults(answer, actor, "GET", scene)
                faults += _foreign(answer, streets.abroad, actor)
                faults += _overheard(
                    answer, actor, [scene] if policy.ids(rule.arguments) else home.scenes.values()
                )

    assert faults == []
    assert seen & {200, 302, 303, 409}, f"nobody gets in: {seen}"


@on_one_engine
@every_rule
def test_what_an_address_is_not_made_for_is_refused(streets: Streets, rule: Rule) -> None:
    home = streets.home
    path = streets.path(rule, home.values(home.scenes[STATUSES[0]]))
    made_for = set(streets.app.url_map.bind("localhost").allowed_methods(path))
    who = home.actors["coordinator"]
    token = {"X-CSRFToken": streets.window(who).csrf_token()}

    with streets.unchanged():
        others = [method for method in ALL_METHODS if method not in made_for]
        statuses = {streets.send(who, method, path, headers=token).status for method in others}

    assert statuses == {405}


@on_one_engine
@pytest.mark.parametrize("rule", DONE, ids=lambda rule: rule.endpoint)
def test_a_deed_needs_the_token_of_the_page(streets: Streets, rule: Rule) -> None:
    home = streets.home
    path = streets.path(rule, home.values(home.scenes[STATUSES[0]]))

    with streets.unchanged():
        statuses = {
            streets.send(home.actors[name], "POST", path, data=data).status
            for name in ("anonymous", "coordinator")
            for data in ({}, {"csrf_token": "of-somebody-else"})
        }

    assert statuses == {400}


def test_every_status_has_its_turn_at_many_addresses(streets: Streets) -> None:
    home, met = streets.home, Counter[Status]()
    for rule in OWNED:
        permission = _permission(rule)
        shown = {s.case.status for a in home.actors.values() for s in _scenes(home, rule, a, permission)}
        met.update(shown - {Status.DELETED})

    assert set(met) == set(STATUSES) - {Status.DELETED}
    assert min(met.values()) > len(OWNED) / 5


def test_every_sealed_column_holds_a_canary(streets: Streets) -> None:
    """Else nobody would notice where its text turns up."""
    missing = set()

    for place in (streets.home, streets.abroad):
        with streets.app.app_context(), acting_in(place.town.id):
            for model, columns in SEALED.items():
                rows = db.session.scalars(sa.select(model)).all()
                for name in columns:
                    column = f"{model.__tablename__}.{name}"
                    held = {f"{CANARY}-{column}" in (getattr(row, name) or "") for row in rows}
                    missing |= {column} if column not in CODES and held != {True} else set()
    assert missing == set()


def test_the_matrix_would_see_a_change(streets: Streets) -> None:
    home = streets.home
    rule = next(rule for rule in RULES if rule.endpoint == "notifications.mark_read")
    reporter = home.actors["reporter"]

    with pytest.raises(AssertionError, match="rows have changed"), streets.unchanged():
        streets.knock(reporter, "POST", rule, home.values(home.scenes[STATUSES[0]], reporter.name))


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
) -> Iterator[tuple[Scene, dict[str, Any], bool]]:
    """Ids that this actor must not reach, although the role opens the door.

    Yields the scene whose ids they replace, and whether they, too, are the actor's own: then only
    their mixture is strange, and may be refused in words.
    """
    home, abroad, variables = streets.home, streets.abroad, policy.ids(rule.arguments)
    by_sight: dict[bool, list[Scene]] = {True: [], False: []}
    for scene in home.scenes.values():
        by_sight[policy.visible(actor, permission, variables, scene)].append(scene)
    own = (by_sight[True] or by_sight[False])[-1]
    deleted = [scene for scene in by_sight[False] if scene.case.status is Status.DELETED]
    for scene in (*deleted, *_few(by_sight[False], rule, actor)[len(deleted) :]):
        values = home.values(scene, actor.name)
        yield own, {name: values[name] for name in variables}, False
    other = abroad.values(abroad.scenes[own.case.status])
    yield own, {name: other[name] for name in variables}, False
    if not policy.reaches_others(permission, variables):
        yield own, {name: home.examples[name] for name in variables & set(home.examples)}, False
    if len(variables) > 1 and by_sight[True]:
        values, neighbour = home.values(own, actor.name), home.values(by_sight[True][0], actor.name)
        for child in sorted(variables - {"case_id"}):
            yield own, {child: other[child]}, False
            if neighbour[child] != values[child]:
                yield own, {child: neighbour[child]}, True


def _one_of_each_role(actors: list[Actor], rule: Rule) -> list[Actor]:
    """The door looks at the role alone; at another address somebody else of the role knocks."""
    by_role: dict[Role | None, list[Actor]] = {}
    for actor in actors:
        by_role.setdefault(actor.role, []).append(actor)
    return [found[zlib.crc32(rule.rule.encode()) % len(found)] for found in by_role.values()]


def _few(scenes: list[Scene], rule: Rule, actor: Actor) -> list[Scene]:
    """Some of them, others at each address, the same ones in every run."""
    start = zlib.crc32(f"{rule.rule}{actor.name}".encode()) % max(len(scenes), 1)
    return (scenes[start:] + scenes[:start])[:MOST_SCENES]


def _shown(answer: Answer, actor: Actor, method: str, scene: Scene) -> list[str]:
    """A strange thing is not found; a deed may also do nothing, and say the same to everybody."""
    fine = {NOT_FOUND, FORBIDDEN, REFUSED} | (REDIRECTS if method == "POST" else set())
    where = f"{actor.name} {method} {answer.response.request.path} ({scene.case.status})"
    return [] if answer.status in fine else [f"{where}: {answer.status} for a strange thing"]


def _told_apart(answer: Answer, never: Answer, actor: Actor, method: str, scene: Scene) -> list[str]:
    """A thing that is none of ones business differs from one that never was."""
    faults = _faults(answer, actor, method, scene, expected=never.status)
    if not faults and answer.page != never.page:
        faults.append(f"{actor.name} {method} {answer.response.request.path}: another page than for nothing")
    return faults


def _faults(answer: Answer, actor: Actor, method: str, scene: Scene, *, expected: int = 0) -> list[str]:
    where = f"{actor.name} {method} {answer.response.request.path} ({scene.case.status})"
    faults = []
    if answer.status >= 500 or (expected and answer.status != expected):
        faults.append(f"{where}: {answer.status} instead of {expected or 'a page'}")
    if "Das kann nur" in answer.response.text and answer.status != FORBIDDEN:
        faults.append(f"{where}: {answer.status} where others may")
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


def _overheard(answer: Answer, actor: Actor, scenes: Iterable[Scene]) -> list[str]:
    """Sealed columns whose text stands on the page although they name no reader that this actor is."""
    reads = set().union(*(policy.reads_as(actor, scene) for scene in scenes))
    shown = set(re.findall(rf"{CANARY}-(\w+\.\w+)-\d+", answer.response.text))
    heard = sorted(column for column in shown if column in READERS and not reads & READERS[column])
    return [f"{actor.name} GET {answer.response.request.path}: reads {heard}"] if heard else []
