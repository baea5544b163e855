"""Every address has a door with a name on it, is written as a person would say it, and has its own page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.gate import public
from app.accounts.permissions import EXCLUDES_ADMIN, GRANTS, Permission, Role
from app.config import Mode
from app.database import Base
from app.navigation import MENU
from tests.conftest import settings
from tests.house import source

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
VARIABLE = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")
METHODS = {"GET", "POST"}
MOST_STATEMENTS = 15
OPEN = {
    "about.accessibility",
    "about.help_",
    "about.imprint",
    "about.privacy",
    "accounts.address_kept",
    "accounts.address_taken",
    "accounts.keep_address",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.signed_out",
    "accounts.forgotten",
    "accounts.set_password",
    "accounts.take_address",
    "feedback.answer",
    "feedback.thanks",
    "operation.alive",
    "operation.ready",
    "notifications.demo_outbox",
    "referrals.deadlines",
    "referrals.feed",
}

#: Names of columns that hold something about people in a case: they never stand in an address.
SENSITIVE = {
    column.name.removesuffix("_sealed")
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if column.name.endswith("_sealed")
} | {"name", "email", "phone", "address"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The program as it is built; no page of it is asked for."""
    return create_app(settings(tmp_path_factory.mktemp("data"), "sqlite://"))


@pytest.fixture(scope="module")
def rules(program: Flask) -> list[Rule]:
    return [rule for rule in program.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_view_names_its_permission_or_is_public(program: Flask, rules: list[Rule]) -> None:
    nameless = [
        rule.endpoint
        for rule in rules
        if not isinstance(_opened_by(program, rule.endpoint), Permission | None)
    ]

    assert nameless == []


def test_only_these_pages_are_open_to_everybody(program: Flask, rules: list[Rule]) -> None:
    open_to_all = {rule.endpoint for rule in rules if _opened_by(program, rule.endpoint) is None}

    assert open_to_all - OPEN == set()


def test_a_view_without_a_name_on_its_door_cannot_be_entered(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, "sqlite://"))
    app.add_url_rule("/vergessen", "forgotten_door", lambda: "drin")
    app.add_url_rule("/offen", "open_door", public(lambda: "drin"))

    client = app.test_client(use_cookies=False)

    assert [client.get(path).status_code for path in ("/vergessen", "/offen")] == [403, 200]


def test_in_production_nobody_finds_the_outbox_of_the_demo(tmp_path: Path) -> None:
    production = settings(tmp_path, "sqlite://", mode=Mode.PRODUCTION, base_url="https://localhost")

    answer = create_app(production).test_client(use_cookies=False).get("/postausgang")

    assert answer.status_code == 404


def test_every_permission_is_granted_to_someone() -> None:
    assert set(Permission) - set().union(*GRANTS.values()) == set()


def test_every_permission_opens_a_door(program: Flask, rules: list[Rule]) -> None:
    used = {_opened_by(program, rule.endpoint) for rule in rules}

    assert set(Permission) - used == set()


def test_every_role_has_its_line_and_administration_opens_no_case() -> None:
    assert set(GRANTS) == set(Role)
    assert set(Role) - {Role.ADMIN} == EXCLUDES_ADMIN
    assert not [
        p for p in GRANTS[Role.ADMIN] if p.startswith(("case", "report", "offer", "plan", "mediation"))
    ]


def test_addresses_are_plain_words_of_lower_case(rules: list[Rule]) -> None:
    odd = [
        rule.rule
        for rule in rules
        for part in rule.rule.strip("/").split("/")
        if part and not (WORD.fullmatch(part) or VARIABLE.fullmatch(part))
    ]

    assert odd == []


def test_what_varies_in_an_address_is_typed_and_named(rules: list[Rule]) -> None:
    loose = [rule.rule for rule in rules for found in VARIABLE.finditer(rule.rule) if not found["kind"]]
    untyped = [
        rule.rule
        for rule in rules
        for found in VARIABLE.finditer(rule.rule)
        if found["name"].endswith("_id") and found["kind"] != "uuid"
    ]

    assert (loose, untyped) == ([], [])


def test_nothing_about_people_in_a_case_stands_in_an_address(rules: list[Rule]) -> None:
    assert [r.rule for r in rules if set(r.arguments) & SENSITIVE] == []


def test_pages_are_asked_for_and_deeds_are_posted_nothing_else(rules: list[Rule]) -> None:
    assert [r.rule for r in rules if (r.methods or set()) - {"HEAD", "OPTIONS"} - METHODS] == []


def test_forms_that_search_put_nothing_about_people_into_the_address() -> None:
    told = []
    for path in source.templates():
        for form in re.findall(r"<form\b[^>]*>.*?</form>", path.read_text("utf-8"), flags=re.S):
            if not re.search(r'method="post"', form, flags=re.I):
                names = re.findall(r'name="(\w+)"|form\.(\w+)', form)
                told += [source.place(path) for pair in names if set(pair) & SENSITIVE]

    assert told == []


def test_no_view_reads_anything_about_people_from_the_address() -> None:
    read = [
        source.place(path, call)
        for path in source.python()
        for name, call in source.calls(path)
        if name in {"request.args.get", "request.args.getlist"}
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value in SENSITIVE
    ]

    assert read == []


def test_every_line_of_the_menu_leads_somewhere_its_reader_may_go(program: Flask) -> None:
    dead = [
        (role.value, entry.endpoint)
        for role, entries in MENU.items()
        for entry in entries
        if _opened_by(program, entry.endpoint) not in GRANTS[role]
    ]

    assert dead == []
    assert max(len(entries) for entries in MENU.values()) <= 5


def test_every_template_is_used() -> None:
    texts = "\n".join(p.read_text("utf-8") for p in source.python() + source.templates())
    asked = [
        re.sub(r"\\{.*?\\}", r"\\w+", re.escape(name))
        for name in re.findall(r'"([\w./{}()-]+\.html)"', texts)
    ]
    wanted = re.compile("|".join(asked))
    names = {path.as_posix().split("/templates/")[1] for path in source.templates()}

    assert {name for name in names if not wanted.fullmatch(name)} == set()


def test_every_page_bears_the_name_of_its_view() -> None:
    """A deed may show another page again when it was refused."""
    other = [
        f"{source.place(path, view)} {name}: {sorted(shown)}"
        for path, view, name in _pages()
        if (shown := _rendered(view)) and f"{source.package(path)}/{name}.html" not in shown
    ]

    assert other == []


def test_a_view_is_short_enough_to_be_read_as_a_sentence() -> None:
    long = {
        f"{source.place(path, view)} {view.name}": count
        for path, view, _ in _views()
        if (count := sum(isinstance(node, ast.stmt) for node in ast.walk(view)) - 1) > MOST_STATEMENTS
    }

    assert long == {}


def _opened_by(program: Flask, endpoint: str) -> object:
    """The permission on the door; None if it is open, ``...`` if nothing stands on it."""
    return getattr(program.view_functions.get(endpoint), "permission", ...)


def _views() -> Iterator[tuple[Path, ast.FunctionDef, str]]:
    """Every view with the first tag that hangs it on its blueprint."""
    for path in source.python():
        if source.floor(path) == "views":
            for node in source.tree(path).body:
                tags = [ast.unparse(tag) for tag in getattr(node, "decorator_list", [])]
                hung = [tag for tag in tags if tag.startswith("bp.")]
                if isinstance(node, ast.FunctionDef) and hung:
                    yield path, node, hung[0]


def _pages() -> Iterator[tuple[Path, ast.FunctionDef, str]]:
    """Every view that can be read, with the name of its endpoint."""
    for path, view, tag in _views():
        if not tag.startswith("bp.post"):
            named = re.search(r"endpoint='(\w+)'", tag)
            yield path, view, named.group(1) if named else view.name


def _rendered(view: ast.FunctionDef) -> set[str]:
    return {
        call.args[0].value
        for call in ast.walk(view)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "render_template"
        and isinstance(call.args[0], ast.Constant)
    }
