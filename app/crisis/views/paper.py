"""The sheet of contacts becomes a PDF that a screen reader can read (PDF/UA-1); nothing of it is kept."""

import atexit
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import render_template

from app.crisis.queries.register import Group
from app.letters.views.paper import PANGO_MISSING, one_at_a_time
from app.refusals import NotAllowed

HERE = Path(__file__).parents[1]


def pdf(groups: Sequence[Group], *, stand: datetime | None, town: str) -> bytes:
    """``NotAllowed`` if this machine lacks the library that sets the type."""
    html = render_template("crisis/paper.html", groups=groups, stand=stand, town=town)
    with one_at_a_time:
        try:
            press = _press()
        except OSError:
            raise NotAllowed(PANGO_MISSING) from None
        made: bytes = press(html)
    return made


@cache
def _press() -> Any:
    """The library, the fonts and the layout: loaded with the first sheet, and then kept."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts, own_files = FontConfiguration(), URLFetcher(allowed_protocols=("file",))
    layout = CSS(filename=HERE / "paper.css", font_config=fonts, url_fetcher=own_files)

    def press(html: str) -> Any:
        source = HTML(string=html, url_fetcher=own_files)
        return source.write_pdf(stylesheets=[layout], font_config=fonts, pdf_variant="pdf/ua-1")

    atexit.register(_press.cache_clear)  # the fonts tidy up after themselves while the library still works
    return press
