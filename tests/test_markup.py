"""Pages are read as html5lib reads them, whether or not their shape has been seen before."""

from xml.etree.ElementTree import Element

import pytest
from html5lib.html5parser import ParseError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make, markup
from tests.browser import Browser

FRAME = '<!doctype html>\n<html lang="de">\n<head><title>{}</title></head>\n<body>{}</body></html>\n'
PIECES = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</ul>",
        "</li>",
        "<form>",
        "</form>",
        "<h1>",
        "</h1>",
    ),
    *(
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "</table>",
        "<a href='/x'>",
        '<a href="/fälle?a=1">',
        "</a>",
    ),
    *("<b>", "</b>", "<select>", "<option>", "</select>", "<textarea>\n", "</textarea>", "<br>", "<br/>"),
    *('<input type="hidden" value="x">', '<input type="text" value="a b">', '<input name="a" name="b">'),
    *(
        "<script>if (a < b) c</script>",
        "<!-- ja -->",
        "<!-- a -- b -->",
        "<svg>",
        "</svg>",
        '<path d="M2 2"/>',
    ),
    *(
        "&amp;",
        "&auml;",
        "&#34;",
        "&copy",
        "&",
        "<",
        ">",
        "&unknown;",
        "\x00",
        "\x0b",
        "\ufffe",
        "\ue000",
        "=",
        '"',
    ),
    *(" ", "\n", "  ", "Wort", "zwei Wörter", "عربي", "2026-03-02", "🙂", "'", "`"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.text("ab &<\n", max_size=5))
def test_every_page_is_judged_and_read_as_by_html5lib(pieces: list[str], title: str) -> None:
    page = FRAME.format(title, "".join(pieces))

    assert _read(markup.parsed, page) == _read(markup.exactly, page)
    assert _read(markup.parsed, page) == _read(markup.exactly, page), "the second time"


@pytest.mark.parametrize(
    "fault",
    [
        "<p><div></p>",
        "<table><p></table>",
        "</section>",
        '<br class="a" class="b">',
        "&unbekannt;",
        "\x0b",
        "<b>",
    ],
)
def test_a_fault_is_found_each_time(fault: str) -> None:
    for word in ("eins", "zwei"):
        with pytest.raises(ParseError):
            markup.parsed(FRAME.format(word, f"<p>{word}</p>{fault}"))


def test_words_of_another_page_never_turn_up() -> None:
    page = FRAME.format("{0}", '<p class="{0}">{0} <a href="/{0}">{0} &amp; {0}</a>\n{0}</p>')

    first, second = (markup.parsed(page.format(word)) for word in ("eins", "zwei"))

    assert _described(first) != _described(second) == _described(markup.exactly(page.format("zwei")))


def test_our_pages_are_plain_enough_to_be_read_by_their_shape(town: make.Town, browser: Browser) -> None:
    window = browser.as_(town.coordinator)
    pages = [window.get(path) for path in ("/", "/faelle", "/pool", "/profil", "/hilfe")]

    bodies = [page.response.get_data(as_text=True) for page in pages]

    assert all(markup.shape_of(body)[0] for body in bodies)
    assert [_described(page.tree) for page in pages if page.tree is not None] == [
        _described(markup.exactly(body)) for body in bodies
    ]


def _read(parse: object, page: str) -> object:
    try:
        return _described(parse(page))  # type: ignore[operator]
    except ParseError as fault:
        return str(fault)


def _described(element: Element) -> tuple[object, ...]:
    return (
        element.tag,
        element.attrib,
        element.text,
        element.tail,
        [_described(child) for child in element],
    )
