"""The program as text: its files, and what stands in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
TESTS = ROOT / "tests"


def python(folder: Path = APP) -> list[Path]:
    return sorted(p for p in folder.rglob("*.py") if "__pycache__" not in p.parts)


def templates() -> list[Path]:
    return sorted(APP.glob("templates/**/*.html")) + sorted(APP.glob("*/templates/**/*.html"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def package(path: Path) -> str:
    return path.relative_to(APP).parts[0]


def floor(path: Path) -> str:
    """The floor of its package that a file lies on: ``views`` for views.py and for views/closure.py."""
    inside = path.relative_to(APP).parts
    return inside[1].removesuffix(".py") if len(inside) > 1 else ""


def place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its dotted name as written: ``db.session.add``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
