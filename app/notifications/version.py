"""Which version of the program this is."""

import tomllib
from functools import cache

from app.config import ROOT


@cache
def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
