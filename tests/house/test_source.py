"""What the house allows in its files, and what it does not."""

import ast
import re
from pathlib import Path

import pytest

from app.timetable import SCHEDULE
from tests.house import source
from tests.house.source import APP, ROOT, TESTS

FILES = source.python()
MOST_LINES = 300
MOST_TEMPLATE_LINES = 120
#: Where rows may come into being.
WRITERS = {"actions", "handlers"}
#: Files below the packages' floors that write one kind of row each.
OWN_ROWS = {"app/audit/trail.py", "app/accounts/sessions.py"}
DECIDING = {"rules", "matching", "moves", "events", "models", "queries", "actions", "handlers", "forms"}


@pytest.mark.parametrize("folder", [APP, TESTS], ids=lambda folder: folder.name)
def test_no_file_is_too_long_to_be_read_at_once(folder: Path) -> None:
    long = {
        source.place(path): lines
        for path in source.python(folder)
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }

    assert long == {}


def test_no_template_is_too_long_to_be_read_at_once() -> None:
    long = {
        source.place(path): lines
        for path in source.templates()
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_TEMPLATE_LINES
    }

    assert long == {}


def test_every_file_says_in_one_line_what_it_is_for() -> None:
    silent = [
        source.place(path)
        for path in FILES + source.python(TESTS)
        if path.read_text("utf-8").strip() and not ast.get_docstring(source.tree(path))
    ]

    assert silent == []


def test_only_actions_and_handlers_make_rows() -> None:
    made = [
        source.place(path, call)
        for path in FILES
        for name, call in source.calls(path)
        if re.fullmatch(r"(db\.)?session\.(add|add_all|merge|delete)", name)
        and source.floor(path) not in WRITERS
        and source.place(path) not in OWN_ROWS
        and "demo" not in path.parts
    ]

    assert made == []


def test_only_views_jobs_and_commands_commit() -> None:
    committed = [
        source.place(path, call)
        for path in FILES
        for name, call in source.calls(path)
        if name.endswith("session.commit") and source.floor(path) in DECIDING
    ]

    assert committed == []


def test_only_views_jobs_and_commands_look_at_the_clock() -> None:
    looked = [
        source.place(path, call)
        for path in FILES
        for name, call in source.calls(path)
        if name in {"clock.now", "clock.today"} and source.floor(path) in DECIDING
    ]

    assert looked == []


def test_whoever_has_sent_a_form_is_led_on_to_a_page_that_can_be_reloaded() -> None:
    led_on = [
        source.place(path, call)
        for path in FILES
        for name, call in source.calls(path)
        if name == "redirect" and source.floor(path) == "views" and ast.unparse(call.args[-1]) != "303"
    ]

    assert led_on == []


def test_actions_and_rules_know_no_request() -> None:
    knowing = [
        source.place(path, node)
        for path in FILES
        if source.floor(path) in DECIDING - {"forms", "handlers"}
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in {"flask", "flask_login", "flask_wtf"}
    ]

    assert knowing == []


def test_sentences_for_people_are_written_out_never_put_together() -> None:
    """A translator must find the whole sentence."""
    built = [
        source.place(path, call)
        for path in FILES
        for name, call in source.calls(path)
        if name in {"N_", "_", "gettext", "lazy_gettext", "NotAllowed", "Outrun"}
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert built == []


def test_no_text_is_trusted_to_be_html() -> None:
    trusted = [
        source.place(path)
        for path in FILES + source.templates()
        if re.search(r"\|\s*safe\b|\bMarkup\(|autoescape\s+false", path.read_text("utf-8"))
    ]

    assert trusted == []


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    inline = [
        source.place(path)
        for path in source.templates()
        if re.search(
            r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", path.read_text("utf-8")
        )
    ]

    assert inline == []


def test_german_words_in_templates_are_marked_for_translation() -> None:
    """Words between tags, outside of ``{{ … }}`` and comments, have no place in a template."""
    words = {}
    for path in source.templates():
        bare = re.sub(
            r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|&\w+;", " ", path.read_text("utf-8"), flags=re.S
        )
        found = re.findall(r"\b[A-ZÄÖÜ][a-zäöüß]+|\w*[äöüß]\w*", bare)
        if found:
            words[source.place(path)] = found

    assert {place: found for place, found in words.items() if set(found) != {"Fallbrücke"}} == {}


def test_every_models_module_is_in_the_list_of_tables() -> None:
    listed = {
        alias.name
        for node in ast.walk(source.tree(APP / "tables.py"))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    there = {f"app.{path.parent.name}.models" for path in APP.glob("*/models.py")}
    there |= {f"app.{path.parents[1].name}.models" for path in APP.glob("*/models/__init__.py")}

    assert listed == there


def test_every_job_is_in_the_timetable_and_the_timetable_holds_nothing_else() -> None:
    there = {
        f"app.{source.package(path)}.{node.name}"
        for path in FILES
        if source.floor(path) == "jobs"
        for node in source.tree(path).body
        if isinstance(node, ast.FunctionDef) and _is_job(node)
    }
    running = {f"{job.run.__module__.rpartition('.jobs')[0]}.{job.run.__name__}" for job in SCHEDULE.values()}

    assert there == running


def test_there_are_no_drawers_for_odds_and_ends() -> None:
    odds = re.compile(r"^(utils?|helpers?|common|misc|shared|lib|managers?|services?|base)(_.*)?$")

    assert [source.place(p) for p in APP.rglob("*") if odds.match(p.stem) and p.suffix in {"", ".py"}] == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    left = [
        source.place(path)
        for path in FILES + source.templates() + source.python(TESTS)
        if re.search(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", path.read_text("utf-8"))
    ]

    assert left == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    kept = [
        *FILES,
        *source.templates(),
        *source.python(TESTS),
        *ROOT.glob("*.*"),
        *(ROOT / "docs").rglob("*.md"),
    ]
    private = re.compile(r"/(home|work|Users)/\w+")

    assert [source.place(p) for p in kept if p.is_file() and private.search(p.read_text("utf-8"))] == []


def _is_job(node: ast.FunctionDef) -> bool:
    return [argument.arg for argument in node.args.args] == ["now"] and not node.name.startswith("_")
