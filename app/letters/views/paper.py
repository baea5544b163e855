"""A letter becomes a PDF that a screen reader can read (PDF/UA-1); nothing of it is kept."""

import atexit
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import render_template

from app.labels import N_
from app.letters.queries.letter import Letter
from app.letters.views.tags import finish
from app.refusals import NotAllowed

HERE = Path(__file__).parents[1]
PANGO_MISSING = N_(
    "Auf diesem Server fehlt noch die Schriftbibliothek Pango; ohne sie entsteht kein PDF. "
    "Die Administration richtet sie so ein: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0"
)
_one_at_a_time = Lock()
"""Pango's fonts are not made for several threads."""


def pdf(letter: Letter) -> bytes:
    """``NotAllowed`` as in ``printed``."""
    return printed(render_template("letters/paper.html", letter=letter), HERE / "paper.css", finisher=finish)


def printed(html: str, layout: Path, *, finisher: Callable[[Any, Any], None] | None = None) -> bytes:
    """``NotAllowed`` if this machine lacks the library that sets the type."""
    with _one_at_a_time:
        try:
            press = _press(layout)
        except OSError:
            raise NotAllowed(PANGO_MISSING) from None
        made: bytes = press(html, finisher)
    return made


@cache
def _press(layout: Path) -> Any:
    """The library, the fonts and the layout: loaded with the first paper, and then kept."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts, own_files = FontConfiguration(), URLFetcher(allowed_protocols=("file",))
    styles = [CSS(filename=layout, font_config=fonts, url_fetcher=own_files)]

    def press(html: str, finisher: Any) -> Any:
        source = HTML(string=html, url_fetcher=own_files)
        return source.write_pdf(
            stylesheets=styles, font_config=fonts, finisher=finisher, pdf_variant="pdf/ua-1"
        )

    atexit.register(_press.cache_clear)  # the fonts tidy up after themselves while the library still works
    return press
