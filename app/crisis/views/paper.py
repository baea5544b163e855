"""The sheet of contacts becomes a PDF that a screen reader can read (PDF/UA-1); nothing of it is kept."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import render_template

from app.crisis.queries.register import Group
from app.letters.views.paper import printed

LAYOUT = Path(__file__).parents[1] / "paper.css"


def pdf(groups: Sequence[Group], *, stand: datetime | None, town: str) -> bytes:
    """``NotAllowed`` if this machine lacks the library that sets the type."""
    return printed(render_template("crisis/paper.html", groups=groups, stand=stand, town=town), LAYOUT)
