"""The parts of docs/ that the program itself dictates: ``make docs`` writes them."""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import app
from app.accounts.permissions import GRANTS, Permission, Role
from app.classification import Data, Erase, declared
from app.database import Base
from app.labels import Labelled
from tests.house.source import APP, ROOT

DOCS = ROOT / "docs"
BEGIN, END = "<!-- generated: {} -->", "<!-- end: {} -->"


def labels() -> str:
    """Every word that an enum carries to the screen."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    kinds = sorted(_below(Labelled), key=lambda kind: kind.__name__)
    rows = [
        (f"`{kind.__name__}`", "; ".join(f"{m.label} (`{m.name}`)" for m in kind))
        for kind in kinds
        if kind.__module__.startswith("app.")
    ]
    return _table(("Code", "Auf dem Bildschirm"), rows)


def permissions() -> str:
    """Each permission with its sentence, and the roles that hold it."""
    said = _sentences(APP / "accounts" / "permissions.py", "Permission")
    rows = [
        (f"`{p.value}`", said[p.name], ", ".join(r.label for r in Role if p in GRANTS[r])) for p in Permission
    ]
    return _table(("Permission", "What it opens", "Held by"), rows)


def columns() -> str:
    """Each table's columns, gathered by what they hold: class, readers, deletion rule."""
    parts = []
    for table in Base.metadata.sorted_tables:
        kinds: dict[Data, list[str]] = {}
        for column in table.columns:
            kind = declared(column.info)
            if kind is not None and column.name not in {"id", "municipality_id"}:
                kinds.setdefault(kind, []).append(column.name.removesuffix("_sealed"))
        rows = [
            (
                ", ".join(names),
                f"{kind.klass.value} {kind.klass.label}",
                "; ".join(sorted(reader.label for reader in kind.readers)),
                kind.erase.label,
            )
            for kind, names in kinds.items()
        ]
        parts.append(f"### {table.name}\n\n" + _table(("Felder", "Klasse", "liest", "geht"), rows))
    return "\n\n".join(parts)


def periods() -> str:
    """Each deletion rule, the tables whose columns declare it, and the jobs that act on it."""
    from app.timetable import SCHEDULE

    declaring: dict[Erase, list[str]] = {rule: [] for rule in Erase}
    for table in Base.metadata.sorted_tables:
        kinds = [declared(c.info) for c in table.columns if c.name not in {"id", "municipality_id"}]
        for rule in {kind.erase for kind in kinds if kind is not None}:
            declaring[rule].append(table.name)
    rows = [
        (
            f"`{rule.name}`",
            rule.label,
            ", ".join(sorted(declaring[rule])),
            ", ".join(f"`{name}`" for name, job in SCHEDULE.items() if rule in job.erases)
            or "nobody need act",
        )
        for rule in Erase
    ]
    return _table(("Rule", "geht", "declared in", "job"), rows)


def jobs() -> str:
    """The timetable of the worker."""
    from app.timetable import SCHEDULE

    rows = [(f"`{name}`", str(job.every), job.why) for name, job in SCHEDULE.items()]
    return _table(("Job", "every", "what for"), rows)


GENERATED: dict[str, tuple[str, Callable[[], str]]] = {
    "labels": ("glossary.md", labels),
    "permissions": ("data-protection.md", permissions),
    "periods": ("data-protection.md", periods),
    "columns": ("data-protection.md", columns),
    "jobs": ("operations.md", jobs),
}


def written(name: str) -> str:
    """What stands in the document now."""
    text = (DOCS / GENERATED[name][0]).read_text("utf-8")
    return text.partition(BEGIN.format(name))[2].partition(END.format(name))[0].strip()


def write() -> None:
    for name, (file, made) in GENERATED.items():
        path = DOCS / file
        between = f"{BEGIN.format(name)}\n\n{made()}\n\n{END.format(name)}"
        pattern = re.escape(BEGIN.format(name)) + ".*?" + re.escape(END.format(name))
        path.write_text(re.sub(pattern, lambda _, b=between: b, path.read_text("utf-8"), flags=re.S), "utf-8")


def _below(kind: type[Any]) -> Iterable[type[Any]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def _sentences(path: Path, name: str) -> dict[str, str]:
    """The docstrings under the members of an enum."""
    body = next(n for n in ast.parse(path.read_text("utf-8")).body if getattr(n, "name", "") == name).body  # type: ignore[attr-defined]
    return {
        member.targets[0].id: " ".join(str(said.value.value).split())
        for member, said in zip(body, body[1:], strict=False)
        if isinstance(member, ast.Assign)
    }


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    write()
    sys.exit(0)
