"""Every letter in every language keeps what a machine can check of PDF/UA, and is read as it is written."""

import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from flask import Flask, render_template
from pikepdf import Dictionary, Name, Pdf

from app import create_app
from app.languages import LANGUAGES
from app.letters.queries.letter import Letter, Part
from app.letters.queries.texts import reference
from app.letters.rules.kinds import GERMAN, LETTER_LANGUAGES, LetterKind, Placeholder
from app.letters.rules.writing import fill, parse
from app.letters.texts import shipped, words
from app.letters.views.paper import pdf
from tests.conftest import settings
from tests.letters.matterhorn import elements, faults, heard

SENDER = ("Musterkreis", "Kreishausplatz 1", "48653 Musterstadt")
VALUES = {one: one.label for one in Placeholder} | {
    Placeholder.CASE_NUMBER: "2026-K7M2P",
    Placeholder.CONTACT: "Telefon 02541 123, mediation@musterkreis.example",
    Placeholder.LEAD: "Łukasz Öztürk",
    Placeholder.DAY: "20.03.2026",
    Placeholder.TIME: "17:30",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Letters need no database."""
    folder: Path = tmp_path_factory.mktemp("letters")
    built = create_app(settings(folder, f"sqlite:///{folder / 'none.db'}"))
    with built.test_request_context("/"):
        yield built


def letter(kind: LetterKind, *codes: str) -> Letter:
    return Letter(
        kind=kind,
        number="2026-K7M2P",
        date="02.03.2026",
        sender=SENDER,
        contact="Telefon 02541 123",
        lead="Łukasz Öztürk",
        addressee=("Familie Öztürk", "Hauptstraße 5", "48653 Musterstadt"),
        parts=tuple(_part(kind, code) for code in codes),
        german_draft=words(GERMAN)["draft"],
    )


def _part(kind: LetterKind, code: str) -> Part:
    return Part(
        code=code,
        direction=LANGUAGES[code].direction,
        label=LANGUAGES[code].label,
        words=words(code),
        written=fill(parse(shipped(kind, code)), VALUES),
        draft=kind is LetterKind.CONSENT,
        version=1,
        reference=reference(kind, code, 1),
    )


def pressed(made: Letter) -> Pdf:
    return pikepdf.open(io.BytesIO(pdf(made)))


def written(made: Letter) -> str:
    """The text of the page that becomes the paper, in the order in which it was written."""
    body = render_template("letters/paper.html", letter=made).partition("</head>")[2]
    return _bare(unescape(re.sub(r"<[^>]*>", "", body)))


def _bare(text: str) -> str:
    return re.sub(r"[\s•\u2066-\u2069]", "", text)


@pytest.mark.parametrize("code", LETTER_LANGUAGES)
def test_every_letter_keeps_pdf_ua_and_is_heard_as_it_is_written(program: Flask, code: str) -> None:
    for kind in LetterKind:
        form = kind is LetterKind.CONSENT
        codes = (code, GERMAN) if form and code != GERMAN else (code,)
        made = letter(kind, *codes)

        found = pressed(made)

        assert faults(found) == [], kind
        assert _bare(heard(found)) == written(made), kind
        assert not form or len(found.pages) == len(codes), "the form to be signed stays on its sheet"
        assert str(found.Root.Lang) == code
        assert str(found.docinfo.Title) == made.parts[0].written.title
        sections = [str(one.Lang) for one in elements(found) if str(one.S) == "/Sect"]
        assert list(dict.fromkeys(sections)) == list(codes)


# The checks themselves


def _first(found: Pdf, kind: str) -> Dictionary:
    return next(one for one in elements(found) if str(one.S) == f"/{kind}")


def _no_font(found: Pdf) -> None:
    for font in found.pages[0].Resources.Font.values():
        del font.ToUnicode


def _loose_line(found: Pdf) -> None:
    found.pages[0].contents_add(b"0 0 m 9 9 l S")


def _owner_gone(found: Pdf) -> None:
    one = _first(found, "H1")
    one.K = one.K[:0]


def _no_language(found: Pdf) -> None:
    _first(found, "Sect").Lang = pikepdf.String("")


def _no_title(found: Pdf) -> None:
    del found.Root.ViewerPreferences


def _silent(found: Pdf) -> None:
    _first(found, "Span").ActualText = pikepdf.String(" ")


def _named(kind: str, other: str) -> Callable[[Pdf], None]:
    def rename(found: Pdf) -> None:
        _first(found, kind).S = Name(f"/{other}")

    return rename


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_no_font, "31-027"),
        (_loose_line, "01-005"),
        (_owner_gone, "01-006"),
        (_no_language, "11-001"),
        (_no_title, "07-001"),
        (_silent, "13-004"),
        (_named("Sect", "Letter"), "02-001"),
        (_named("H1", "H2"), "14-003"),
        (_named("LBody", "P"), "09-005"),
        (_named("Div", "P"), "09-004"),
        (_named("P", "Figure"), "13-004"),
    ],
)
def test_a_fault_is_found(program: Flask, harm: Callable[[Pdf], None], said: str) -> None:
    found = pressed(letter(LetterKind.INTERIM, "ar"))

    harm(found)

    assert any(fault.startswith(said) for fault in faults(found))
