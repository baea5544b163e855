"""The solver is heavy: no page may load it, only the worker and commands, through one module."""

import subprocess
import sys
from pathlib import Path

from tests.house import source

HEAVY = ("highspy", "numpy", "scipy")


def test_the_program_starts_without_the_solver(tmp_path: Path) -> None:
    """In a process of its own: here the tests themselves have loaded it."""
    code = (
        "import sys; from app import create_app; from app.config import Settings\n"
        f"create_app(Settings.from_env({{'FALLBRUECKE_DATA': {str(tmp_path)!r}, 'FALLBRUECKE_BASE_URL': 'http://localhost'}}))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=source.ROOT)

    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_no_view_calls_the_solver() -> None:
    """Not even by way of a function that would load it."""
    calling = [
        source.place(path)
        for path in source.python()
        if source.floor(path) in {"views", "forms", "handlers", "queries"}
        and "allocation.solving" in path.read_text("utf-8")
    ]

    assert calling == []
