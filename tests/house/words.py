"""Every German message id that the program can show, and the English beside it: ``make words``."""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import escape, read_po
from jinja2 import Environment, nodes

import app
from app.cases.models import Party
from app.cases.rules.report import MOST_PARTIES
from app.labels import Labelled
from app.languages import LANGUAGES
from app.seed import rows
from app.translation import CATALOGUES
from app.workdays import Calendar, Land
from tests.house.source import place, python, templates, tree

PO = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
MARKERS = {"N_", "_", "gettext", "lazy_gettext", "say", "translate"}
PLURAL = "ngettext"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
#: Columns of tables that are shown: German, and the English that stands beside it.
TABLES = (
    ("app.mediators", "topics", ("label",)),
    ("app.plans", "case_steps", ("label", "task")),
    ("app.plans", "event_steps", ("label", "task")),
)
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


@dataclass(frozen=True, order=True)
class Id:
    """A message id; ``plural`` is empty where a sentence is the same for every number."""

    text: str
    plural: str = ""


@cache
def ids() -> dict[Id, str]:
    """Each message id and one place that it comes from."""
    found: dict[Id, str] = {}
    for id_, where in [*_of_code(), *_of_templates(), *_of_labels(), *_of_tables()]:
        if id_.text.strip():
            found.setdefault(id_, where)
    return found


@cache
def catalogue() -> dict[Id, Message]:
    """What the catalogue holds, by its id."""
    return {_id(message): message for message in _read() if message.id}


def said(id_: Id) -> tuple[str, ...]:
    """The English of a message id: one form, or two; empty where it is missing."""
    message = catalogue().get(id_)
    if message is None:
        return ("", "") if id_.plural else ("",)
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def obsolete() -> list[str]:
    return [str(name) for name in _read().obsolete]


def written() -> str:
    """The catalogue with every message id and no other; what is new has the English of its table, or none."""
    beside = english_of_tables()
    return HEADER + "".join(_entry(id_, _known(id_, beside)) for id_ in sorted(ids()))


def write() -> list[Id]:
    """Bring the file up to date; the answer is what has no English yet."""
    PO.write_text(written(), "utf-8")
    catalogue.cache_clear()
    return [id_ for id_ in sorted(ids()) if not all(said(id_))]


def english_of_tables() -> dict[str, str]:
    """What a table itself gives for its German words."""
    beside = {
        row[f"{c}_de"]: row[f"{c}_en"] for p, n, columns in TABLES for row in rows(p, n) for c in columns
    }
    return beside | {row["label_de"]: row["label_en"] for row in rows("app", "languages")}


def placeholders(text: str) -> list[str]:
    return sorted(found[0] for found in PLACEHOLDER.finditer(text))


def _of_code() -> Iterator[tuple[Id, str]]:
    """Whatever is handed to a marker, also as one of two branches."""
    for path in python():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in MARKERS and node.args:
                yield from ((Id(text), place(path, node)) for text in _texts(node.args[0]))
            if name == PLURAL and len(node.args) > 1:
                yield Id(*(next(_texts(arg)) for arg in node.args[:2])), place(path, node)


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from [*_texts(node.body), *_texts(node.orelse)]


def _of_templates() -> Iterator[tuple[Id, str]]:
    parser = Environment()  # noqa: S701 - reads templates, renders none
    for path in templates():
        for call in parser.parse(path.read_text("utf-8")).find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            if name in MARKERS and call.args:
                yield from ((Id(text), place(path)) for text in _written(call.args[0]))
            if name == PLURAL:
                yield Id(*(next(_written(arg)) for arg in call.args[:2])), place(path)


def _written(node: nodes.Expr) -> Iterator[str]:
    match node:
        case nodes.Const(value=str(text)):
            yield text
        case nodes.CondExpr():
            yield from (text for side in (node.expr1, node.expr2) if side for text in _written(side))


def _of_labels() -> Iterator[tuple[Id, str]]:
    """The label of every member, and other words that it carries."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    for kind in _below(Labelled):
        for member in kind if kind.__module__.startswith("app.") else ():
            words = {name: word for name, word in vars(member).items() if not name.startswith("_")}
            yield from ((Id(w), f"{kind.__name__}.{n}") for n, w in words.items() if isinstance(w, str))


def _of_tables() -> Iterator[tuple[Id, str]]:
    for package, name, columns in TABLES:
        yield from ((Id(row[f"{c}_de"]), f"{name}.csv") for row in rows(package, name) for c in columns)
    yield from ((Id(one.label), "languages.csv") for one in LANGUAGES.values())
    yield from ((Id(one.short), "languages.csv") for one in LANGUAGES.values())
    parties = [SimpleNamespace(position=nth) for nth in range(MOST_PARTIES)]
    yield from ((Id(Party.label.fget(party)), "Party.label") for party in parties)
    yield from ((Id(name), "holidays") for name in _holidays())


def _holidays() -> set[str]:
    """Some years of every Land: a few holidays come once in a century, or were made not long ago."""
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(6 * 365)]
    calendars = [Calendar(land=land) for land in Land]
    return {name for one in calendars for day in days if (name := one.holiday_name(day))}


def _below(kind: type[Any]) -> Iterable[type[Any]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def _read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def _id(message: Message) -> Id:
    return Id(*message.id) if isinstance(message.id, list | tuple) else Id(str(message.id))


def _known(id_: Id, beside: dict[str, str]) -> tuple[str, ...]:
    known = said(id_)
    return known if all(known) or id_.plural else (beside.get(id_.text, ""),)


def _entry(id_: Id, forms: tuple[str, ...]) -> str:
    if not id_.plural:
        return f"\nmsgid {escape(id_.text)}\nmsgstr {escape(forms[0])}\n"
    said_of = "".join(f"msgstr[{number}] {escape(word)}\n" for number, word in enumerate(forms))
    return f"\nmsgid {escape(id_.text)}\nmsgid_plural {escape(id_.plural)}\n{said_of}"


if __name__ == "__main__":
    missing = write()
    sys.stdout.write("".join(f"{id_.text}\n" for id_ in missing))
    sys.exit(1 if missing else 0)
